//! Types of the records; pure.

mod fold;
mod word;

use serde::Serialize;
use troth_core::{
    AccountId, ContactId, ContractId, Day, Instant, InteractionId, Money, NoteId, StaffId, TeamId, UserId,
};
use utoipa::ToSchema;

pub use fold::fold;
pub use word::{AccountKind, BuyingRole, Channel, Direction, Effect, Function, Level, Period, Structure};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Customer)]
pub struct Account {
    /// Which.
    #[schema(value_type = String)]
    pub id: AccountId,
    /// `organisation`, `household` or `person`.
    #[schema(value_type = String)]
    pub kind: AccountKind,
    /// Its name; the key in the outside system where no name is known.
    pub name: String,
    /// The team that looks after it.
    #[schema(value_type = Option<String>)]
    pub team: Option<TeamId>,
    /// The member of staff who holds the tie.
    #[schema(value_type = Option<String>)]
    pub owner: Option<StaffId>,
    /// The outside system that knows it.
    pub source: Option<String>,
    /// Its key there.
    pub external_key: Option<String>,
    /// The day it was entered.
    #[schema(value_type = String)]
    pub created: Day,
    /// The customer it was merged into.
    #[schema(value_type = Option<String>)]
    pub merged_into: Option<AccountId>,
    /// The day on which it was erased.
    #[schema(value_type = Option<String>)]
    pub erased: Option<Day>,
    /// How an organisation comes to a decision: `hierarchical` or `distributed`; none where it is not known.
    #[schema(value_type = Option<String>)]
    pub structure: Option<Structure>,
}

/// A person at a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contact {
    /// Who.
    #[schema(value_type = String)]
    pub id: ContactId,
    /// At which customer.
    #[serde(rename = "customer")]
    #[schema(value_type = String)]
    pub account: AccountId,
    /// What they are called.
    pub name: String,
    /// What they are at the customer, in their own words.
    pub title: Option<String>,
    /// The language they are spoken to in, BCP 47.
    pub language: Option<String>,
    /// `executive`, `management` or `operations`.
    #[schema(value_type = Option<String>)]
    pub level: Option<Level>,
    /// The part in buying: `decides`, `influences`, `uses` or `none`.
    #[schema(value_type = Option<String>)]
    pub role: Option<BuyingRole>,
    /// E-mail addresses, the main one first.
    pub emails: Vec<String>,
    /// Telephone numbers, the main one first.
    pub phones: Vec<String>,
    /// The outside system that knows them.
    pub source: Option<String>,
    /// Their key there.
    pub external_key: Option<String>,
    /// The day they were entered.
    #[schema(value_type = String)]
    pub created: Day,
    /// The person they were merged into.
    #[schema(value_type = Option<String>)]
    pub merged_into: Option<ContactId>,
    /// The day on which they were erased.
    #[schema(value_type = Option<String>)]
    pub erased: Option<Day>,
}

/// A team of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Team {
    /// Which.
    #[schema(value_type = String)]
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// The outside system that knows it.
    pub source: Option<String>,
    /// Its key there.
    pub external_key: Option<String>,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Staff {
    /// Who.
    #[schema(value_type = String)]
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their team.
    #[schema(value_type = Option<String>)]
    pub team: Option<TeamId>,
    /// The first day at work.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The last day at work.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// The outside system that knows them.
    pub source: Option<String>,
    /// Their key there.
    pub external_key: Option<String>,
}

/// An agreement with a customer that runs for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Contract {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContractId,
    /// With whom.
    #[serde(rename = "customer")]
    #[schema(value_type = String)]
    pub account: AccountId,
    /// What it is about.
    pub name: Option<String>,
    /// Its first day.
    #[schema(value_type = String)]
    pub started: Day,
    /// How long it was agreed for, in months.
    pub months: Option<i64>,
    /// The last day agreed.
    #[schema(value_type = Option<String>)]
    pub ends: Option<Day>,
    /// The day by which its renewal is decided.
    #[schema(value_type = Option<String>)]
    pub renewal: Option<Day>,
    /// The day it was ended.
    #[schema(value_type = Option<String>)]
    pub ended: Option<Day>,
    /// Why it was ended.
    pub reason: Option<String>,
    /// What it brings in each period: `minor` units of `currency`.
    #[schema(value_type = Option<Object>)]
    pub amount: Option<Money>,
    /// `month`, `quarter` or `year`.
    #[schema(value_type = String)]
    pub period: Period,
    /// The outside system that knows it.
    pub source: Option<String>,
    /// Its key there.
    pub external_key: Option<String>,
}

/// How a contract stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It has not begun.
    Ahead,
    /// It runs.
    Running,
    /// It runs beyond the last day agreed, and nobody has said what becomes of it.
    Overrun,
    /// It was ended.
    Ended,
}

impl Contract {
    /// How it stands on a day: said by its days alone, so that nothing can contradict them.
    pub fn standing(&self, today: Day) -> Standing {
        if self.ended.is_some_and(|ended| ended <= today) {
            Standing::Ended
        } else if self.started > today {
            Standing::Ahead
        } else if self.ends.is_some_and(|ends| ends < today) {
            Standing::Overrun
        } else {
            Standing::Running
        }
    }
}

/// A moment at which a function of the business had to do with a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Interaction {
    /// Which.
    #[schema(value_type = String)]
    pub id: InteractionId,
    /// With whom.
    #[serde(rename = "customer")]
    #[schema(value_type = String)]
    pub account: AccountId,
    /// With which person there.
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// Which member of staff.
    #[schema(value_type = Option<String>)]
    pub staff: Option<StaffId>,
    /// When.
    #[schema(value_type = String)]
    pub at: Instant,
    /// `meeting`, `phone`, `email`, `chat`, `letter`, `web`, `event` or `other`.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// `sales`, `delivery`, `service`, `accounting`, `product`, `marketing` or `community`.
    #[schema(value_type = String)]
    pub function: Function,
    /// `inbound` (the customer began) or `outbound`.
    #[schema(value_type = Option<String>)]
    pub direction: Option<Direction>,
    /// Whether it drew the customer `closer`, pushed `away`, or `neither`.
    #[schema(value_type = String)]
    pub effect: Effect,
    /// What was said.
    pub text: Option<String>,
    /// The outside system that knows it.
    pub source: Option<String>,
    /// Its key there.
    pub external_key: Option<String>,
}

/// A note about a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Note {
    /// Which.
    #[schema(value_type = String)]
    pub id: NoteId,
    /// About which customer.
    #[serde(rename = "customer")]
    #[schema(value_type = String)]
    pub account: AccountId,
    /// About which person there.
    #[schema(value_type = Option<String>)]
    pub contact: Option<ContactId>,
    /// What it says.
    pub text: String,
    /// When it was written.
    #[schema(value_type = String)]
    pub written_at: Instant,
    /// The user who wrote it.
    #[schema(value_type = Option<String>)]
    pub written_by: Option<UserId>,
    /// When it was last written anew.
    #[schema(value_type = Option<String>)]
    pub changed_at: Option<Instant>,
    /// When it was taken away; it can be brought back.
    #[schema(value_type = Option<String>)]
    pub removed_at: Option<Instant>,
}

/// A customer in a list, with what it bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// The customer.
    pub account: Account,
    /// Number of purchases and returns.
    pub purchases: i64,
    /// The last day on which it bought.
    pub last_day: Option<Day>,
    /// Minor units of the reporting currency, returns subtracted.
    pub amount: i64,
    /// Where it stands in the list, for the page after it.
    pub place: String,
}
