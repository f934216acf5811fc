//! What the program is made of: the only place that names every capability.

use troth_store::Part;
use troth_web::Capability;

/// Every capability; a new one is one line here.
pub fn capabilities() -> Vec<Capability> {
    vec![
        troth_records::capability(),
        troth_listen::capability(),
        troth_measure::capability(),
        troth_today::capability(),
        crate::demo::capability(),
    ]
}

/// What every crate with tables exports to the store.
pub fn parts() -> Vec<Part> {
    troth_web::parts(&capabilities())
}
