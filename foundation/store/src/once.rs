//! Requests that are carried out once, however often a program sends them: it chooses a key and sends it again when no
//! answer came.
//!
//! The key is claimed before anything is done. Every transaction made within [`Claim::scope`] notes in itself that the
//! claim is committed, and fails when somebody else has the claim by then: so a program that dies, or an answer that
//! takes too long, never leads to the same thing being done twice, and what was done is told from what was not. Cost:
//! two small writes for each request that brings a key, shared with the commits of others.

use troth_core::{Actor, Id, RequestKeyId};

use crate::{Db, Error, Row, Store, Tx, params};

/// How long a key is kept with its answer.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// Keys that ran out, cleared away by each new one.
const CLEARED: i64 = 100;

tokio::task_local! {
    static CLAIM: Claim;
}

/// A request that this program carries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim(RequestKeyId);

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its status.
    pub status: u16,
    /// What its body is, as `Content-Type` says it.
    pub kind: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

/// How a request stands whose key is known, or was not until now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is ours to carry out.
    Ours(Claim),
    /// It was carried out and answered like this.
    Answered(Answered),
    /// The same key came with something else.
    Different,
    /// It is being carried out.
    AtWork,
    /// It was carried out, at least in part, and the program stopped before the answer was kept.
    Unanswered,
}

impl Claim {
    /// Does what was claimed: every write within it belongs to the claim.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CLAIM.scope(self, work).await
    }

    /// The claim that the present task works for.
    pub(crate) fn current() -> Option<Self> {
        CLAIM.try_with(|claim| *claim).ok()
    }

    /// Notes, in the transaction of a change, that something of it is in the records.
    pub(crate) fn commit(self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let held = tx.execute(
            "UPDATE request_key SET state = 'committed' WHERE id = $1 AND state <> 'answered'",
            params![self.0.raw()],
        )?;
        if held == 1 { Ok(()) } else { Err(Error::Retry) }
    }
}

impl Store {
    /// Claims a key of somebody's for a request with this content, for at most so many seconds.
    pub async fn claim_key(
        &self,
        actor: Actor,
        key: &str,
        content: &str,
        seconds: i64,
    ) -> Result<Standing, Error> {
        let (key, content) = (key.to_owned(), content.to_owned());
        self.write(self.wall(), actor, move |tx| claim(tx, &key, &content, seconds)).await
    }

    /// Keeps the answer of what was carried out.
    pub async fn keep_answer(&self, claim: Claim, answered: Answered) -> Result<(), Error> {
        self.write(self.wall(), Actor::System, move |tx| {
            tx.execute(
                "UPDATE request_key SET state = 'answered', status = $2, kind = $3, answer = $4 WHERE id = $1",
                params![
                    claim.0.raw(),
                    i64::from(answered.status),
                    answered.kind.as_deref(),
                    answered.body.clone()
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// Gives a key back of which nothing was carried out, so that it can be sent again, put right.
    pub async fn release_key(&self, claim: Claim) -> Result<(), Error> {
        self.write(self.wall(), Actor::System, move |tx| {
            tx.execute("DELETE FROM request_key WHERE id = $1 AND state = 'open'", params![claim.0.raw()])?;
            Ok(())
        })
        .await
    }
}

fn claim(tx: &mut Tx<'_>, key: &str, content: &str, seconds: i64) -> Result<Standing, Error> {
    let wall = tx.wall();
    tx.execute(
        "DELETE FROM request_key WHERE id IN (SELECT id FROM request_key WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        params![wall, CLEARED],
    )?;
    let (kind, by) = (tx.actor().kind(), tx.actor().id());
    if let Some(known) = find(tx, kind, by, key)? {
        let over = |column| Ok::<_, Error>(known.get::<i64>(column)? <= wall.micros());
        if !over(4)? {
            if known.text(1)? != content {
                return Ok(Standing::Different);
            }
            match known.text(2)? {
                "answered" => return Ok(Standing::Answered(answered(&known)?)),
                _ if !over(3)? => return Ok(Standing::AtWork),
                "committed" => return Ok(Standing::Unanswered),
                // Nothing of it is in the records, and whoever had it can no longer commit.
                _ => {}
            }
        }
        tx.execute("DELETE FROM request_key WHERE id = $1", params![known.get::<i64>(0)?])?;
    }
    let id: RequestKeyId = tx.new_id();
    let (lease, expires) = (wall.plus_seconds(seconds), wall.plus_seconds(KEPT_SECONDS));
    let claimed = tx.execute(
        "INSERT INTO request_key (id, actor_kind, actor_id, key, content, state, lease_until, expires_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $7) ON CONFLICT DO NOTHING",
        params![id.raw(), kind, by, key, content, lease, expires],
    )?;
    Ok(if claimed == 1 { Standing::Ours(Claim(id)) } else { Standing::AtWork })
}

/// What is known of a key.
fn find(tx: &mut Db<'_>, kind: &str, by: i64, key: &str) -> Result<Option<Row>, Error> {
    tx.query_opt(
        "SELECT id, content, state, lease_until, expires_at, status, kind, answer FROM request_key \
         WHERE actor_kind = $1 AND actor_id = $2 AND key = $3",
        params![kind, by, key],
    )
}

fn answered(row: &Row) -> Result<Answered, Error> {
    let status = u16::try_from(row.get::<i64>(5)?).map_err(|error| Error::Decode(error.to_string()))?;
    Ok(Answered { status, kind: row.get(6)?, body: row.get(7)? })
}
