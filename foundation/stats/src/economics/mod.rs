//! What customers, referrals and complaints are worth.

mod branching;
mod complaint;
mod referral;
mod value;

pub use branching::Offspring;
pub use complaint::{Complaints, Damage, PayOff, Prevention};
pub use referral::{Referrals, Referrer, Reproduction};
pub use value::{FirstMargin, Relation, Segment, customer_equity, margin_multiple};
