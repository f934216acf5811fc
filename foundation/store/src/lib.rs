//! The records database of Troth: one text of SQL on SQLite and PostgreSQL.
//!
//! [`Store::write`] is the only way to change anything, [`Store::read`] the way to look. Both take closures over plain,
//! synchronous statements. On SQLite a change runs on one writer thread, in a savepoint of its own inside a commit
//! shared with others, and the caller is answered after the commit; on PostgreSQL it runs in its own serializable
//! transaction and is run again on conflict. Either way an acknowledged change survives a crash.
//!
//! This crate also owns the tables that everybody meets: `event`, `event_private`, `job`, `score`, `figure`,
//! `work_item`, `consent`, `setting`, `request_key`.

mod among;
mod ask;
mod audit;
pub mod backup;
mod bulk;
mod business;
mod checkpoint;
mod consent;
mod count;
mod db;
mod error;
pub mod export;
pub mod import;
pub mod job;
mod metric;
mod migrate;
mod node;
mod once;
mod pace;
mod part;
mod postgres;
mod privacy;
mod reach;
mod score;
mod segment;
mod sqlite;
mod store;
mod tx;
mod value;
mod work;

pub use among::Among;
pub use ask::Asked;
pub use audit::{AuditAsked, Entry};
pub use business::Business;
pub use consent::Consent;
pub use count::Counts;
pub use db::Db;
pub use error::Error;
pub use job::{Every, Job, JobError, NewJob};
pub use metric::{Metric, MetricKind};
pub use once::{Answered, Claim, Standing};
pub use pace::Pace;
pub use part::{
    FactView, Folder, Hit, Listener, Part, Search, Timeline, TimelineAsked, TimelineEntry, Work, WorkAsked,
};
pub use privacy::{Erasing, HiddenKeys, PersonalTable, Privacy, Sheet, Told, Weight, Whom};
pub use reach::{Belonging, By, Reach};
pub use score::{Half, Ranged, Score};
pub use segment::{Estimated, Operator, SegmentField, SegmentJoin, SegmentType, no_params};
pub use store::{Engine, Location, Store, part};
pub use tx::Tx;
pub use value::{Column, Kind, Row, Value};
pub use work::{WorkItem, WorkOf};

use std::collections::HashMap;
use std::sync::Arc;

use troth_core::{Clock, Id, IdMaker};

/// What every transaction of an open store shares.
pub(crate) struct Shared {
    /// Kinds of job by kind of event.
    pub(crate) listeners: HashMap<&'static str, Vec<&'static str>>,
    pub(crate) ids: IdMaker,
    pub(crate) wall: Arc<dyn Clock>,
    pub(crate) counting: count::Counting,
}

impl Shared {
    pub(crate) fn new(
        listeners: HashMap<&'static str, Vec<&'static str>>,
        ids: IdMaker,
        wall: Arc<dyn Clock>,
    ) -> Self {
        Self { listeners, ids, wall, counting: count::Counting::default() }
    }

    pub(crate) fn new_id<I: Id>(&self) -> I {
        self.ids.next(self.wall.now())
    }
}
