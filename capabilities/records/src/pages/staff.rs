//! Staff and teams.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Day, Id, StaffId, TeamId};
use troth_web::table::{Asked, Heading, Table};
use troth_web::user::list_users;
use troth_web::{Error, Page, View};

use super::ON_A_PAGE;
use crate::model::Staff;
use crate::{MANAGE_STAFF, store};

/// Users who are looked through for who signs in as whom.
const LOGINS: usize = 500;

/// Staff by name, and the teams.
#[derive(Debug, Serialize)]
pub(crate) struct StaffPage {
    staff: Table<Member>,
    teams: Vec<Team>,
    may: bool,
}

#[derive(Debug, Serialize)]
struct Member {
    id: StaffId,
    name: String,
    email: Option<String>,
    team: Option<String>,
    left: Option<Day>,
    customers: i64,
    /// The address of who signs in as this member of staff.
    login: Option<String>,
}

#[derive(Debug, Serialize)]
struct Team {
    id: TeamId,
    name: String,
    staff: i64,
    customers: i64,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("records-name"),
        Heading::text("records-team"),
        Heading::text("records-email"),
        Heading::text("records-login-user"),
        Heading::number("records-staff-customers"),
    ]
}

impl Page for StaffPage {
    const TEMPLATE: &str = "records/staff.html";

    fn sample() -> Self {
        let member = Member {
            id: StaffId::from_raw(1),
            name: "Ada Berg".into(),
            email: Some("ada@us.example".into()),
            team: Some("North".into()),
            left: Some(Day::from_number(20_000)),
            customers: 12,
            login: Some("ada@us.example".into()),
        };
        let team = Team { id: TeamId::from_raw(1), name: "North".into(), staff: 3, customers: 40 };
        let staff = Table::new("/records/staff", &Asked::default(), headings(), vec![member]);
        Self { staff, teams: vec![team], may: true }
    }
}

pub(super) async fn get_staff(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let (letters, after) = (asked.q.clone(), asked.after.clone());
    let today = view.app().zone().day_of(view.app().now());
    let (members, next, teams, logins) = view
        .app()
        .store()
        .read(move |db| {
            let after = after
                .split_once('~')
                .and_then(|(id, name)| Some((name.to_owned(), id.parse::<StaffId>().ok()?.raw())));
            let mut members = store::staff::list(db, &letters, after, ON_A_PAGE + 1)?;
            let more = members.len() > ON_A_PAGE;
            members.truncate(ON_A_PAGE);
            let next = members.last().filter(|_| more);
            let next = next.map(|(one, _, _): &(Staff, Option<String>, i64)| {
                format!("{}~{}", one.id, crate::fold(&one.name))
            });
            let logins = list_users(db, "", LOGINS)?
                .into_iter()
                .filter(|user| !user.disabled)
                .filter_map(|user| Some((user.staff?, user.email)));
            let logins: HashMap<StaffId, String> = logins.collect();
            Ok::<_, troth_store::Error>((members, next, store::staff::teams(db)?, logins))
        })
        .await?;
    let members = members
        .into_iter()
        .map(|(one, team, customers)| Member {
            login: logins.get(&one.id).cloned(),
            id: one.id,
            name: one.name,
            email: one.email,
            team,
            left: one.to.filter(|to| *to < today),
            customers,
        })
        .collect();
    let teams =
        teams.into_iter().map(|(id, name, staff, customers)| Team { id, name, staff, customers }).collect();
    view.page(&StaffPage {
        staff: Table::new("/records/staff", &asked, headings(), members).next(next),
        teams,
        may: view.may(&MANAGE_STAFF),
    })
}
