//! Addresses of other programs that are told what happened, as Standard Webhooks has it (<https://www.standardwebhooks.com>).
//!
//! An event that somebody wants queues a job in its own transaction ([`troth_store::Tx::wish_events`]); the job makes one delivery for each
//! address, and each delivery is tried until it is answered well, for about a day. The message is made of the event alone, so every try and every
//! replay says the same under the same id. It carries ids and names of fields, never what a person is called.
//!
//! Cost: an event that nobody wants costs one look into a small table; one that is wanted, a few rows for each address. An address that does not
//! answer is tried by one delivery at a time, the others wait for it.

mod api;
mod job;
mod model;
mod pages;
mod store;
mod verbs;

use troth_core::{Permission, Role};
use troth_store::job::Every;

pub(crate) use api::routes as api_routes;
pub(crate) use pages::{WebhookPage, WebhooksPage, routes as page_routes};

use crate::{Capability, Command, JobKind, Need};

/// Saying which addresses are told what happens.
pub(crate) const MANAGE_WEBHOOKS: Permission =
    Permission { key: "web.manage_webhooks", roles: &[Role::Owner] };

/// The job that finds out whom an event is for.
const FAN_OUT: &str = "web.fan_out";
/// The job that tries a delivery.
const DELIVER: &str = "web.deliver";
/// The job that forgets old deliveries.
const CLEAR: &str = "web.clear_deliveries";

/// What this room adds to the descriptor.
pub(crate) fn with(capability: Capability) -> Capability {
    capability
        .command(Command {
            text: "web-webhooks-title",
            href: "/webhooks",
            need: Need::Permission(MANAGE_WEBHOOKS),
        })
        .sample::<WebhooksPage>()
        .sample::<WebhookPage>()
        .sample::<pages::DeliveryPage>()
        .job(JobKind::new(FAN_OUT, job::fan_out))
        .job(JobKind::new(DELIVER, job::deliver))
        .job(JobKind::new(CLEAR, job::clear).every(Every::Day { minute: 3 * 60 + 20 }))
}
