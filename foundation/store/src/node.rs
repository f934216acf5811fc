//! Node numbers: a leased row each, so that programs on one database never make the same id.

use troth_core::{IdMaker, Instant};

use crate::{Db, Error, Tx, params};

/// How long a number stays taken after its holder was last heard of.
const LEASE_SECONDS: i64 = 90;

/// A node number that this program holds.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    number: u16,
    token: String,
}

/// Tells this program from every other, also from one before it with the same process id.
pub(crate) fn token() -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("{}-{random:016x}", std::process::id())
}

impl Node {
    /// Takes the lowest number that nobody holds. Runs under the start lock.
    pub(crate) fn lease(db: &mut Db<'_>, token: &str, wall: Instant) -> Result<Self, Error> {
        db.run("DELETE FROM node WHERE until < $1", params![wall])?;
        let taken = db.query("SELECT number FROM node ORDER BY number", &[])?;
        let taken: Vec<i64> = taken.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?;
        let free = (0..IdMaker::NODES).find(|number| !taken.contains(&i64::from(*number)));
        let number = free.ok_or(Error::Nodes)?;
        let until = wall.plus_seconds(LEASE_SECONDS);
        db.run(
            "INSERT INTO node (number, token, until) VALUES ($1, $2, $3)",
            params![i64::from(number), token, until],
        )?;
        Ok(Self { number, token: token.to_owned() })
    }

    pub(crate) const fn number(&self) -> u16 {
        self.number
    }

    pub(crate) fn renew(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let until = tx.wall().plus_seconds(LEASE_SECONDS);
        tx.execute(
            "INSERT INTO node (number, token, until) VALUES ($1, $2, $3) \
             ON CONFLICT (number) DO UPDATE SET until = excluded.until WHERE node.token = excluded.token",
            params![i64::from(self.number), self.token.as_str(), until],
        )?;
        Ok(())
    }

    pub(crate) fn release(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.execute(
            "DELETE FROM node WHERE number = $1 AND token = $2",
            params![i64::from(self.number), self.token.as_str()],
        )?;
        Ok(())
    }
}
