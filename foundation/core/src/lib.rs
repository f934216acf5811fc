//! What every floor of Troth speaks: ids, money, time, figures, rights, events, work items and
//! the declarations of facts. Pure types and rules: no I/O, no clock, no randomness.

mod clock;
mod event;
mod fact;
mod figure;
mod id;
mod message;
mod money;
mod rights;
mod time;
mod work;

pub use clock::{Clock, Clocks, FixedClock};
pub use event::{
    AccountCreated, Actor, BusinessChanged, Event, ImportApplied, ImportUndone, RunFailed, RunFinished,
    SettingChanged, Subject, UserCreated, UserSignedIn, WorkDecided,
};
pub use fact::{Column, ColumnType, DIM_ACCOUNT, FACT_PURCHASE, FACTS, Fact};
pub use figure::{Figure, Grade, Unit};
pub use id::{
    AccountId, BatchId, ContactId, EventId, Id, IdMaker, JobId, ParseIdError, PurchaseId, RunId, SessionId,
    StaffId, TeamId, TokenId, UserId, WorkItemId,
};
pub use message::{Argument, Message};
pub use money::{Currency, Money, MoneyError};
pub use rights::{Permission, Role};
pub use time::{Calendar, Day, Instant, Micros, Month, TimeError, Zone};
pub use work::{Action, Decision, Dismissal, Proposal, rank, returns};
