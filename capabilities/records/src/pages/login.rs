//! Who signs in as a member of staff: their Today begins with the customers whose tie they hold.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Message, StaffId, UserId};
use troth_web::user::{UserRow, link_staff, list_users};
use troth_web::{Error, Form, Page, View, Who};

use crate::store;

/// Users that can be chosen from.
const MOST: usize = 500;

/// One member of staff, and everybody who may sign in.
#[derive(Debug, Serialize)]
pub(crate) struct LoginPage {
    id: StaffId,
    name: String,
    users: Vec<Choice>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl Page for LoginPage {
    const TEMPLATE: &str = "records/login.html";

    fn sample() -> Self {
        use troth_core::Id;
        let ada = UserId::from_raw(1).to_string();
        let mut form = Form::with([("user", ada.clone())]);
        form.wrong("user", Message::new("records-login-gone"));
        let users = vec![Choice { value: ada, label: "Ada Berg · ada@us.example".into() }];
        Self { id: StaffId::from_raw(1), name: "Ada Berg".into(), users, form }
    }
}

async fn load(view: &View, id: &str) -> Result<(LoginPage, Vec<UserRow>), Error> {
    let id: StaffId = id.parse().map_err(|_| Error::NotFound)?;
    let read = move |db: &mut troth_store::Db<'_>| {
        Ok::<_, troth_store::Error>((store::staff::find_staff(db, id)?, list_users(db, "", MOST)?))
    };
    let (staff, listed) = view.app().store().read(read).await?;
    let (_, name, _) = staff.ok_or(Error::NotFound)?;
    let listed: Vec<UserRow> = listed.into_iter().filter(|user| !user.disabled).collect();
    let chosen = listed.iter().find(|user| user.staff == Some(id)).map(|user| user.id.to_string());
    let users = listed
        .iter()
        .map(|user| Choice { value: user.id.to_string(), label: format!("{} · {}", user.name, user.email) })
        .collect();
    let form = Form::with([("user", chosen.unwrap_or_default())]);
    Ok((LoginPage { id, name, users, form }, listed))
}

pub(super) async fn get_login(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let (page, _) = load(&view, &id).await?;
    view.page(&page)
}

pub(super) async fn post_login(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let (mut page, listed) = load(&view, &id).await?;
    let asked = form.text("user");
    let user = listed.iter().find(|user| user.id.to_string() == asked).map(|user| user.id);
    if user.is_none() && !asked.is_empty() {
        page.form.wrong("user", Message::new("records-login-gone"));
        return view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let actor = view.visit().who().map_or(Actor::System, Who::actor);
    link_staff(view.app(), actor, page.id, user).await?;
    let key = if user.is_some() { "records-login-saved" } else { "records-login-nobody-saved" };
    Ok(view.go_saying("/records/staff", &Message::new(key).with("name", page.name)))
}
