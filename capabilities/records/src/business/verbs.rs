//! Changing the business.

use troth_core::{Actor, BusinessChanged, Instant, Message};
use troth_store::{Business, Store};
use troth_web::{Error, FieldError};

use crate::store;

/// Changes name, zone and currency. The currency stays once something was bought; after a change of the zone a job counts the
/// days of purchases anew.
pub(super) async fn change_business(
    store: &Store,
    now: Instant,
    actor: Actor,
    business: Business,
) -> Result<(), Error> {
    store
        .write(now, actor, move |tx| {
            let before = tx.business()?;
            if before.currency != business.currency && store::has_purchases(tx)? {
                let message =
                    Message::new("records-business-currency-fixed").with("currency", before.currency.code());
                return Err(Error::Fields(vec![FieldError { field: "currency".into(), message }]));
            }
            let settings = tx.put_business(&business)?;
            if !settings.is_empty() {
                tx.append(&BusinessChanged { settings })?;
            }
            Ok(())
        })
        .await
}
