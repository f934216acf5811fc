//! Staff and teams in lists.

use troth_core::{Id, StaffId, TeamId};
use troth_store::{Db, Error, Row, params};

use crate::entity::{ByHand, Entity, staff::Staff as Entered};
use crate::model::Staff;

/// A page of staff by name, each with the team's name and how many customers' tie they hold.
pub(crate) fn list(
    db: &mut Db<'_>,
    starting: &str,
    after: Option<(String, i64)>,
    limit: usize,
) -> Result<Vec<(Staff, Option<String>, i64)>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (from, until) = super::prefix(starting);
    let (name, id) = after.unwrap_or_default();
    let columns: Vec<String> =
        Entered::TABLE.columns.iter().map(|(column, _)| format!("staff.{column}")).collect();
    let sql = format!(
        "WITH page AS (SELECT id FROM staff WHERE name_key >= $1 AND name_key < $2 AND (name_key, id) > ($3, $4) \
         ORDER BY name_key, id LIMIT $5), held AS (SELECT account.owner_id, COUNT(*) AS customers FROM page \
         JOIN account ON account.owner_id = page.id WHERE account.merged_into IS NULL GROUP BY account.owner_id) \
         SELECT staff.id, staff.source, staff.external_key, {}, team.name, COALESCE(held.customers, 0) FROM page \
         JOIN staff ON staff.id = page.id LEFT JOIN team ON team.id = staff.team_id LEFT JOIN held ON held.owner_id = staff.id \
         ORDER BY staff.name_key, staff.id",
        columns.join(", ")
    );
    let last = super::table::BEFORE + columns.len();
    let rows = db.query(&sql, params![from, until, name, id, limit])?;
    rows.iter().map(|row| Ok((Entered::read(row)?, row.get(last)?, row.get(last + 1)?))).collect()
}

/// A member of staff: who, their name, their team.
pub type Member = (StaffId, String, Option<TeamId>);

fn member(row: &Row) -> Result<Member, Error> {
    Ok((row.id(0)?, row.get(1)?, row.optional_id(2)?))
}

/// The member of staff with this id.
pub fn find_staff(db: &mut Db<'_>, id: StaffId) -> Result<Option<Member>, Error> {
    let row = db.query_opt("SELECT id, name, team_id FROM staff WHERE id = $1", params![id.raw()])?;
    row.as_ref().map(member).transpose()
}

/// The member of staff with this e-mail address, in lower case; the one entered first if there are several.
pub fn find_staff_by_email(db: &mut Db<'_>, email: &str) -> Result<Option<Member>, Error> {
    let sql = "SELECT id, name, team_id FROM staff WHERE email = $1 ORDER BY id LIMIT 1";
    db.query_opt(sql, params![email])?.as_ref().map(member).transpose()
}

/// Names of teams in order, so many of them.
pub fn list_teams(db: &mut Db<'_>, limit: i64) -> Result<Vec<(TeamId, String)>, Error> {
    let rows = db.query("SELECT id, name FROM team ORDER BY name_key, id LIMIT $1", params![limit])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.get(1)?))).collect()
}

/// The name of a team.
pub fn find_team(db: &mut Db<'_>, id: TeamId) -> Result<Option<String>, Error> {
    let row = db.query_opt("SELECT name FROM team WHERE id = $1", params![id.raw()])?;
    row.map(|row| row.get(0)).transpose()
}

/// Every team by name with how many are in it and how many customers it looks after; at most 500.
pub(crate) fn teams(db: &mut Db<'_>) -> Result<Vec<(TeamId, String, i64, i64)>, Error> {
    let rows = db.query(
        "WITH page AS (SELECT id, name, name_key FROM team ORDER BY name_key, id LIMIT 500), \
         people AS (SELECT staff.team_id, COUNT(*) AS staff FROM staff WHERE staff.team_id IS NOT NULL GROUP BY staff.team_id), \
         held AS (SELECT account.team_id, COUNT(*) AS customers FROM account WHERE account.team_id IS NOT NULL \
         AND account.merged_into IS NULL GROUP BY account.team_id) \
         SELECT page.id, page.name, COALESCE(people.staff, 0), COALESCE(held.customers, 0) FROM page \
         LEFT JOIN people ON people.team_id = page.id LEFT JOIN held ON held.team_id = page.id ORDER BY page.name_key, page.id",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).collect()
}
