//! Everybody who may sign in, and what they may do.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, Id, Message, Permission, Role, UserId};

use crate::rule::Rules;
use crate::table::{Asked, Heading, Table};
use crate::user::model::{NewUser, email_key};
use crate::user::store::{self, TokenRow, UserRow};
use crate::user::verbs::{self, UserChange};
use crate::{App, Error, Form, Page, View, Who};

const ON_A_PAGE: usize = 50;

/// Everybody.
#[derive(Debug, Serialize)]
pub(crate) struct UsersPage {
    users: Table<UserRow>,
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::text("web-person"),
        Heading::text("web-email"),
        Heading::text("web-role"),
        Heading::text("web-factor-title"),
        Heading::text("web-user-seen"),
    ]
}

fn sample_user() -> UserRow {
    UserRow {
        id: UserId::from_raw(1),
        name: "Ada Lovelace".into(),
        email: "ada@analytical.example".into(),
        role: "owner",
        staff: None,
        password: true,
        two_factor: true,
        disabled: false,
        seen_at: None,
    }
}

impl Page for UsersPage {
    const TEMPLATE: &str = "web/users.html";

    fn sample() -> Self {
        Self { users: Table::new("/users", &Asked::default(), headings(), vec![sample_user()]) }
    }
}

pub(in crate::user) async fn get_users(
    State(app): State<App>,
    view: View,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let after = asked.after.clone();
    let mut users = app.store().read(move |db| store::list_users(db, &after, ON_A_PAGE + 1)).await?;
    let more = users.len() > ON_A_PAGE;
    users.truncate(ON_A_PAGE);
    let next = users.last().filter(|_| more).map(|last| email_key(&last.email));
    view.page(&UsersPage { users: Table::new("/users", &asked, headings(), users).next(next) })
}

/// Somebody new.
#[derive(Debug, Serialize)]
pub(crate) struct InvitePage {
    form: Form,
    roles: [&'static str; 5],
}

impl Page for InvitePage {
    const TEMPLATE: &str = "web/invite.html";

    fn sample() -> Self {
        let mut form = Form::with([("name", "Bea"), ("email", "bea@"), ("role", "staff")]);
        form.wrong("email", Message::new("web-email-wrong"));
        Self { form, roles: Role::ALL.map(Role::key) }
    }
}

fn actor(view: &View) -> Actor {
    view.visit().who().map_or(Actor::System, Who::actor)
}

pub(in crate::user) async fn get_invite(view: View) -> Result<Response, Error> {
    view.page(&InvitePage { form: Form::with([("role", "staff")]), roles: Role::ALL.map(Role::key) })
}

pub(in crate::user) async fn post_invite(
    State(app): State<App>,
    view: View,
    mut form: Form,
) -> Result<Response, Error> {
    let Some(role) = Role::find(form.text("role")) else {
        form.wrong("role", Message::new("web-role-wrong"));
        return view.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &InvitePage { form, roles: Role::ALL.map(Role::key) },
        );
    };
    let user =
        NewUser { name: form.text("name").into(), email: form.text("email").into(), role, password: None };
    match verbs::create_user(&app, actor(&view), user).await {
        Ok(id) => {
            let link = verbs::invite_again(&app, actor(&view), id).await?;
            show(&app, &view, id, Form::new(), Some(link), StatusCode::OK).await
        }
        Err(error) => {
            form.refused(error)?;
            let page = InvitePage { form, roles: Role::ALL.map(Role::key) };
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// One of them.
#[derive(Debug, Serialize)]
pub(crate) struct UserPage {
    user: UserRow,
    form: Form,
    roles: [&'static str; 5],
    tokens: Vec<TokenRow>,
    /// Keys of the texts of what they may do.
    rights: Vec<String>,
    /// A link that was just made, whole, to be sent on.
    link: Option<String>,
    /// Whether it is whoever looks.
    oneself: bool,
}

impl Page for UserPage {
    const TEMPLATE: &str = "web/user.html";

    fn sample() -> Self {
        let user = sample_user();
        Self {
            form: form_of(&user),
            user,
            roles: Role::ALL.map(Role::key),
            tokens: Vec::new(),
            rights: vec!["web-may-manage-users".into()],
            link: Some("https://troth.example/enter/c2VjcmV0".into()),
            oneself: false,
        }
    }
}

fn form_of(user: &UserRow) -> Form {
    Form::with([("name", user.name.as_str()), ("email", user.email.as_str()), ("role", user.role)])
}

/// Key of the text that says what a permission allows: `records.manage_staff` is `records-may-manage-staff`.
pub(crate) fn text_of(permission: &Permission) -> String {
    permission.key.replacen('.', "-may-", 1).replace('_', "-")
}

/// The page of a user; an empty form is filled with what is known.
async fn show(
    app: &App,
    view: &View,
    id: UserId,
    form: Form,
    link: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let wall = app.wall();
    let (user, tokens) = app
        .store()
        .read(move |db| {
            let user = store::find_user(db, id)?.ok_or(Error::NotFound)?;
            Ok::<_, Error>((user, store::list_tokens(db, Some(id), wall)?))
        })
        .await?;
    let role = Role::find(user.role).unwrap_or(Role::ReadOnly);
    let rights = app.registry().permissions().iter().filter(|one| one.allows(role)).map(text_of).collect();
    let form = if form == Form::new() { form_of(&user) } else { form };
    let oneself = view.visit().who().is_some_and(|who| who.user == id);
    let link = link.map(|path| view.whole_address(&path));
    view.page_with(
        status,
        &UserPage { user, form, roles: Role::ALL.map(Role::key), tokens, rights, link, oneself },
    )
}

fn parse(id: &str) -> Result<UserId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(in crate::user) async fn get_user(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    show(&app, &view, parse(&id)?, Form::new(), None, StatusCode::OK).await
}

pub(in crate::user) async fn post_change_user(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let user = parse(&id)?;
    let said = |field: &str| form.has(field).then(|| form.text(field).to_owned());
    let disabled = said("disabled").map(|text| text == "yes");
    let change = UserChange { name: said("name"), email: said("email"), role: said("role"), disabled };
    match verbs::change_user(&app, actor(&view), user, change).await {
        Ok(_) => Ok(view.go_saying(&format!("/users/{id}"), &Message::new("web-user-changed"))),
        Err(error) => {
            form.refused(error)?;
            show(&app, &view, user, form, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// The link is told on the answer itself: it stands nowhere else.
pub(in crate::user) async fn post_invite_again(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let user = parse(&id)?;
    let link = verbs::invite_again(&app, actor(&view), user).await?;
    show(&app, &view, user, Form::new(), Some(link), StatusCode::OK).await
}

pub(in crate::user) async fn post_end_sessions(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let sessions = verbs::end_sessions(&app, actor(&view), parse(&id)?).await?;
    Ok(view.go_saying(&format!("/users/{id}"), &Message::new("web-sessions-ended").with("count", sessions)))
}

pub(in crate::user) async fn post_reset_factor(
    State(app): State<App>,
    view: View,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    verbs::reset_factor(&app, actor(&view), parse(&id)?).await?;
    Ok(view.go_saying(&format!("/users/{id}"), &Message::new("web-factor-was-reset")))
}

/// What each role may do.
#[derive(Debug, Serialize)]
pub(crate) struct RightsPage {
    roles: [&'static str; 5],
    rights: Vec<Right>,
    rules: Rules,
}

#[derive(Debug, Serialize)]
struct Right {
    text: String,
    /// By role, in their order.
    has: Vec<bool>,
}

fn right(permission: &Permission) -> Right {
    Right { text: text_of(permission), has: Role::ALL.iter().map(|role| permission.allows(*role)).collect() }
}

impl Page for RightsPage {
    const TEMPLATE: &str = "web/rights.html";

    fn sample() -> Self {
        Self {
            roles: Role::ALL.map(Role::key),
            rights: vec![right(&crate::user::READ_METRICS)],
            rules: Rules { team_only: true, two_factor: true },
        }
    }
}

pub(in crate::user) async fn get_rights(State(app): State<App>, view: View) -> Result<Response, Error> {
    let rights = app.registry().permissions().iter().map(right).collect();
    let rules = app.store().read(Rules::read).await?;
    view.page(&RightsPage { roles: Role::ALL.map(Role::key), rights, rules })
}
