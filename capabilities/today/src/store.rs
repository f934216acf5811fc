//! Whose work is asked for, in the database.

use troth_core::Id;
use troth_records::Member;
use troth_store::{Db, Error, WorkOf};
use troth_web::Who;
use troth_web::user::find_email;

use crate::model::Whose;

/// Customers whose tie a member of staff holds; looked up by the customer of each open item, of which a run proposes few.
const OF_STAFF: &str =
    "EXISTS (SELECT 1 FROM account WHERE account.id = work_item.account_id AND account.owner_id = $4)";
/// Customers a team looks after.
const OF_TEAM: &str =
    "EXISTS (SELECT 1 FROM account WHERE account.id = work_item.account_id AND account.team_id = $4)";

impl Whose {
    /// The condition for it.
    pub(crate) fn filter(self) -> WorkOf {
        match self {
            Self::Everybody => WorkOf::ALL,
            Self::Staff(staff) => WorkOf { sql: OF_STAFF, id: staff.raw() },
            Self::Team(team) => WorkOf { sql: OF_TEAM, id: team.raw() },
        }
    }
}

/// The member of staff somebody is: the one they are linked to, or else the one with their e-mail address.
pub(crate) fn find_member(db: &mut Db<'_>, who: Option<&Who>) -> Result<Option<Member>, Error> {
    let Some(who) = who else { return Ok(None) };
    if let Some(staff) = who.staff {
        return troth_records::find_staff(db, staff);
    }
    let email = find_email(db, who.user)?;
    troth_records::find_staff_by_email(db, &email.to_lowercase())
}
