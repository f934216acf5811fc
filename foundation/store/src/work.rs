//! The work that Today shows: proposed by a run, decided by people.

use std::collections::HashMap;

use troth_core::{
    AccountId, Actor, Calendar, Decision, Dismissal, Id, Instant, Proposal, RunId, UserId, WorkChanged,
    WorkItemId, by_rank, returns,
};

use crate::{Db, Error, Row, Tx, params};

/// In the place of a run, where an item stands by itself.
const BY_ITSELF: i64 = 0;
/// In the place of a run, where what stood by itself is settled.
const SETTLED: i64 = -1;
/// No run is published yet.
const NO_RUN: i64 = -2;
/// Items that stand by themselves, at most, in a list: more than anybody does in a week.
const MOST: i64 = 1_000;

/// An entry of the Today list.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkItem {
    /// Which.
    pub id: WorkItemId,
    /// What is proposed.
    pub proposal: Proposal,
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<UserId>,
    /// When it comes back.
    pub snoozed_until: Option<Instant>,
    /// Why it was not useful.
    pub why: Option<String>,
}

const COLUMNS: &str = "id, payload, decision, decided_at, decided_by, snoozed_until, why";

fn work_item(row: &Row) -> Result<WorkItem, Error> {
    let decision = row.text(2)?;
    Ok(WorkItem {
        id: row.id(0)?,
        proposal: serde_json::from_str(row.text(1)?).map_err(|error| Error::Decode(error.to_string()))?,
        decision: Decision::find(decision)
            .ok_or_else(|| Error::Decode(format!("`{decision}` is no decision")))?,
        decided_at: row.get::<Option<i64>>(3)?.map(Instant::from_micros),
        decided_by: row.optional_id(4)?,
        snoozed_until: row.get::<Option<i64>>(5)?.map(Instant::from_micros),
        why: row.get(6)?,
    })
}

impl Tx<'_> {
    /// Proposes ranked work for a run, `from` being the place of the first. What somebody put aside stays aside until
    /// it has changed enough ([`returns`]).
    pub fn propose(&mut self, run: RunId, from: i64, proposals: &[Proposal]) -> Result<(), Error> {
        for (place, proposal) in (from..).zip(proposals) {
            self.put_work(run.raw(), place, proposal)?;
        }
        Ok(())
    }

    /// Puts what a part says is to be done in the place of what it said before, of one customer alone or of all; whether that changed anything.
    /// It stands until the part says it no more. What somebody put aside stays aside, as with runs.
    pub fn stand(
        &mut self,
        part: &str,
        only: Option<AccountId>,
        proposals: &[Proposal],
    ) -> Result<bool, Error> {
        let mark = format!("{part}.");
        let mut known: HashMap<String, (i64, String)> = HashMap::new();
        let sql =
            "SELECT key, id, payload FROM work_item WHERE proposed_run = $1 AND ($2 = 0 OR account_id = $2)";
        for row in self.query(sql, params![BY_ITSELF, only.map_or(0, Id::raw)])? {
            let key: String = row.get(0)?;
            if key.starts_with(&mark) {
                known.insert(key, (row.get(1)?, row.get(2)?));
            }
        }
        let mut stands = 0;
        for proposal in proposals {
            let payload = serde_json::to_string(proposal).map_err(|error| Error::Value(error.to_string()))?;
            if known.remove(&proposal.key).is_none_or(|(_, before)| before != payload) {
                self.put_work(BY_ITSELF, 0, proposal)?;
                stands += 1;
            }
        }
        let settled = i64::try_from(known.len()).unwrap_or(i64::MAX);
        for (id, _) in known.into_values() {
            self.execute("UPDATE work_item SET proposed_run = $2 WHERE id = $1", params![id, SETTLED])?;
        }
        if stands + settled > 0 {
            self.append(&WorkChanged { part: part.to_owned(), stands, settled })?;
        }
        Ok(stands + settled > 0)
    }

    fn put_work(&mut self, run: i64, place: i64, proposal: &Proposal) -> Result<(), Error> {
        let now = self.now();
        let sql = format!("SELECT {COLUMNS}, dismissed_payload FROM work_item WHERE key = $1");
        let known = self.query_opt(&sql, params![proposal.key.as_str()])?;
        let payload = serde_json::to_string(proposal).map_err(|error| Error::Value(error.to_string()))?;
        let worth = proposal.worth.map(|money| money.minor);
        let currency = proposal.worth.map(|money| money.currency.code());
        let due = proposal.due.map(Instant::micros);
        let Some(row) = known else {
            let id: WorkItemId = self.new_id();
            self.execute(
                "INSERT INTO work_item (id, key, kind, account_id, payload, worth, currency, chance, due, place, \
                 proposed_run, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')",
                params![
                    id.raw(),
                    proposal.key.as_str(),
                    proposal.kind.as_str(),
                    proposal.account.raw(),
                    payload,
                    worth,
                    currency,
                    proposal.chance,
                    due,
                    place,
                    run
                ],
            )?;
            return Ok(());
        };
        let item = work_item(&row)?;
        let decision = match (item.decision, row.get::<Option<String>>(7)?, item.decided_at) {
            (Decision::Done | Decision::NotUseful, Some(then), Some(at)) => {
                let then: Proposal =
                    serde_json::from_str(&then).map_err(|error| Error::Decode(error.to_string()))?;
                let dismissal = Dismissal { at, reasons: then.reasons, worth: then.worth };
                if returns(&dismissal, now, proposal) { Decision::Open } else { item.decision }
            }
            (Decision::Snoozed, ..) if item.snoozed_until.is_none_or(|until| until <= now) => Decision::Open,
            (decision, ..) => decision,
        };
        self.execute(
            "UPDATE work_item SET account_id = $2, payload = $3, worth = $4, currency = $5, chance = $6, due = $7, \
             place = $8, proposed_run = $9, decision = $10 WHERE id = $1",
            params![
                item.id.raw(),
                proposal.account.raw(),
                payload,
                worth,
                currency,
                proposal.chance,
                due,
                place,
                run,
                decision.key()
            ],
        )?;
        Ok(())
    }

    /// Records what somebody decided about an item; [`Decision::Open`] takes it back. The caller appends the event.
    pub fn decide(
        &mut self,
        id: WorkItemId,
        decision: Decision,
        until: Option<Instant>,
        why: Option<&str>,
    ) -> Result<(), Error> {
        let by = match self.actor() {
            Actor::User(user) => Some(user.raw()),
            Actor::System | Actor::Token(_) => None,
        };
        let at = (decision != Decision::Open).then_some(self.now().micros());
        let changed = self.execute(
            "UPDATE work_item SET decision = $2, decided_at = $3, decided_by = $4, snoozed_until = $5, why = $6, \
             dismissed_payload = CASE WHEN $2 = 'open' THEN NULL ELSE payload END WHERE id = $1",
            params![id.raw(), decision.key(), at, by, until.map(Instant::micros), why],
        )?;
        if changed == 0 {
            return Err(Error::NotFound(format!("work item {id}")));
        }
        match decision {
            Decision::Done | Decision::NotUseful => self.act(id, decision),
            Decision::Open => self.take_back(id),
            Decision::Snoozed => Ok(()),
        }
    }

    /// Keeps what was done about an item, in the place of what was decided about it the same day.
    fn act(&mut self, item: WorkItemId, decision: Decision) -> Result<(), Error> {
        let now = self.now();
        let day = self.business()?.zone.day_of(now);
        self.execute("DELETE FROM work_action WHERE item_id = $1 AND day = $2", params![item.raw(), day])?;
        let id: WorkItemId = self.new_id();
        self.execute(
            "INSERT INTO work_action (id, item_id, account_id, kind, decision, at, day) \
             SELECT $2, work_item.id, work_item.account_id, work_item.kind, $3, $4, $5 FROM work_item WHERE work_item.id = $1",
            params![item.raw(), id.raw(), decision.key(), now, day],
        )?;
        Ok(())
    }

    fn take_back(&mut self, item: WorkItemId) -> Result<(), Error> {
        self.execute(
            "DELETE FROM work_action WHERE id = (SELECT MAX(latest.id) FROM work_action AS latest WHERE latest.item_id = $1)",
            params![item.raw()],
        )?;
        Ok(())
    }
}

/// Which work is asked for: a condition over `work_item` with the parameter `$4`, said by the capability whose tables it looks at.
#[derive(Debug, Clone, Copy)]
pub struct WorkOf {
    /// The condition.
    pub sql: &'static str,
    /// Its parameter.
    pub id: i64,
}

impl WorkOf {
    /// Whatever it is about.
    pub const ALL: Self = Self { sql: "$4 = 0", id: 0 };
}

impl Db<'_> {
    /// Work that is open, or whose snooze is over, in order: what the published run proposed, and what stands by itself. Cost: the items asked for,
    /// and those that stand by themselves.
    pub fn list_work(&mut self, now: Instant, limit: i64, of: WorkOf) -> Result<Vec<WorkItem>, Error> {
        let run = self.find_published_run()?.map_or(NO_RUN, Id::raw);
        let sql = format!(
            "SELECT {COLUMNS} FROM work_item WHERE proposed_run = $1 \
             AND (decision = 'open' OR (decision = 'snoozed' AND snoozed_until <= $2)) AND {} ORDER BY place, id LIMIT $3",
            of.sql
        );
        let mut read = |run: i64, limit: i64| {
            let rows = self.query(&sql, params![run, now, limit, of.id])?;
            rows.iter().map(work_item).collect::<Result<Vec<_>, Error>>()
        };
        let mut items = read(run, limit)?;
        let by_itself = read(BY_ITSELF, MOST)?;
        if !by_itself.is_empty() {
            items.extend(by_itself);
            let calendar = Calendar::office(self.business()?.zone);
            items.sort_by(|one, other| by_rank(&one.proposal, &other.proposal, now, &calendar));
            items.truncate(usize::try_from(limit).unwrap_or(0));
        }
        Ok(items)
    }

    /// Work for one customer that is open, in order.
    pub fn list_work_of(
        &mut self,
        account: AccountId,
        now: Instant,
        limit: i64,
    ) -> Result<Vec<WorkItem>, Error> {
        let run = self.find_published_run()?.map_or(NO_RUN, Id::raw);
        let sql = format!(
            "SELECT {COLUMNS} FROM work_item WHERE account_id = $4 AND (proposed_run = $1 OR proposed_run = $5) \
             AND (decision = 'open' OR (decision = 'snoozed' AND snoozed_until <= $2)) ORDER BY place, id LIMIT $3"
        );
        let values = params![run, now, limit, account.raw(), BY_ITSELF];
        self.query(&sql, values)?.iter().map(work_item).collect()
    }

    /// How many items are open.
    pub fn count_work(&mut self, now: Instant, of: WorkOf) -> Result<i64, Error> {
        let run = self.find_published_run()?.map_or(NO_RUN, Id::raw);
        let sql = format!(
            "SELECT COUNT(*) FROM work_item WHERE (proposed_run = $1 OR proposed_run = $3) \
             AND (decision = 'open' OR (decision = 'snoozed' AND snoozed_until <= $2)) AND {}",
            of.sql
        );
        self.scalar(&sql, params![run, now, BY_ITSELF, of.id])
    }

    /// One item.
    pub fn get_work(&mut self, id: WorkItemId) -> Result<WorkItem, Error> {
        let sql = format!("SELECT {COLUMNS} FROM work_item WHERE id = $1");
        let row = self.query_opt(&sql, params![id.raw()])?;
        row.as_ref().map_or_else(|| Err(Error::NotFound(format!("work item {id}"))), work_item)
    }
}
