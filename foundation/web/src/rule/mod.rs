//! What an owner demands of everybody who signs in: rules of the house, kept as settings and read with each request.

mod api;
mod pages;

use troth_core::{Actor, Message, Role, SettingChanged, UserId};
use troth_store::{Db, Reach, Tx};

use crate::error::FieldError;
use crate::user::{MANAGE_USERS, find_factor};
use crate::{App, Error, Need, Routes, Who};

pub(crate) use api::routes as api_routes;
pub(crate) use pages::RulesPage;

const TEAM_ONLY: &str = "web.team_only";
const TWO_FACTOR: &str = "web.two_factor";

/// The rules as they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Rules {
    /// Whether users with the role `staff` see only customers of their own team, and those whose tie they hold.
    pub team_only: bool,
    /// Whether everybody gives a code beside their password: whoever has none sets it up before anything else.
    pub two_factor: bool,
}

/// What is to be different; none: as it was.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"team_only": true}))]
pub struct RulesChange {
    /// Whether users with the role `staff` see only customers of their own team.
    pub team_only: Option<bool>,
    /// Whether everybody gives a code beside their password. Whoever demands it gives one already.
    pub two_factor: Option<bool>,
}

impl Rules {
    /// The rules in the records. Cost: two looks by key.
    pub(crate) fn read(db: &mut Db<'_>) -> Result<Self, troth_store::Error> {
        let mut holds = |key| Ok::<_, troth_store::Error>(db.find_setting(key)?.as_deref() == Some("yes"));
        Ok(Self { team_only: holds(TEAM_ONLY)?, two_factor: holds(TWO_FACTOR)? })
    }

    /// What somebody with this role may see of the customers; none: all of them. A token is bounded as whoever made it is.
    pub(crate) fn reach(self, who: &Who) -> Option<Reach> {
        let maker = who.within.as_ref().map(|within| within.role);
        let is_staff = who.role == Role::Staff || maker == Some(Role::Staff);
        (self.team_only && is_staff).then(|| Reach::of(who.staff))
    }
}

fn put(tx: &mut Tx<'_>, key: &str, before: bool, wanted: Option<bool>) -> Result<(), Error> {
    if let Some(wanted) = wanted.filter(|wanted| *wanted != before) {
        tx.set_setting(key, if wanted { "yes" } else { "no" })?;
        tx.append(&SettingChanged { key: key.to_owned() })?;
    }
    Ok(())
}

/// Changes what is demanded. Nobody demands a code who gives none: they would shut themselves out first.
pub async fn change_rules(app: &App, actor: Actor, by: UserId, change: RulesChange) -> Result<Rules, Error> {
    app.store()
        .write(app.now(), actor, move |tx| {
            let before = Rules::read(tx)?;
            if change.two_factor == Some(true) && !before.two_factor {
                let own = find_factor(tx, by)?.is_some_and(|factor| factor.since.is_some());
                if !own {
                    let message = Message::new("web-rules-own-first");
                    return Err(Error::Fields(vec![FieldError { field: "two_factor".into(), message }]));
                }
            }
            put(tx, TEAM_ONLY, before.team_only, change.team_only)?;
            put(tx, TWO_FACTOR, before.two_factor, change.two_factor)?;
            Ok(Rules::read(tx)?)
        })
        .await
}

/// The pages.
pub(crate) fn page_routes(routes: Routes) -> Routes {
    let need = Need::Permission(MANAGE_USERS);
    routes.get("/users/rules", need, pages::get_rules).post("/users/rules", need, pages::post_rules)
}
