//! Forms in which things are entered and changed: one page for all of them, its fields those that files have too.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{AccountId, Actor, Day, Id, Message};
use troth_store::import::{Field, FieldType};
use troth_store::{Db, Value};
use troth_web::{Error, Form, Language, Page, View, Who};

use crate::entity::{ByHand, Entity, Target, contact::Person};
use crate::said::Said;
use crate::store;
use crate::verbs::{self, By};

/// A form.
#[derive(Debug, Serialize)]
pub(crate) struct EditPage {
    title: Message,
    /// Whose it is, with the way back.
    of: Option<String>,
    back: String,
    action: String,
    fields: Vec<Shown>,
    form: Form,
}

#[derive(Debug, Serialize)]
pub(super) struct Shown {
    name: &'static str,
    label: String,
    help: Option<String>,
    kind: &'static str,
    rows: i64,
    required: bool,
    options: Vec<Choice>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Page for EditPage {
    const TEMPLATE: &str = "records/edit.html";

    fn sample() -> Self {
        let field = |name, label: &str, kind, rows, options: &[&str]| Shown {
            name,
            label: label.into(),
            help: Some("Such as this".into()),
            kind,
            rows,
            required: true,
            options: options
                .iter()
                .map(|word| Choice { value: (*word).into(), label: (*word).into() })
                .collect(),
        };
        let mut form = Form::with([("name", "Eva Lind"), ("email", "eva@"), ("level", "executive")]);
        form.wrong("email", Message::new("records-wrong-email"));
        Self {
            title: Message::new("records-new-contacts"),
            of: Some("Ålborg Works".into()),
            back: "/records/acc_0000000000001".into(),
            action: "/records/acc_0000000000001/contacts/new".into(),
            fields: vec![
                field("name", "Name", "text", 0, &[]),
                field("email", "E-mail", "text", 2, &[]),
                field("level", "Level", "text", 0, &["", "executive"]),
            ],
            form,
        }
    }
}

/// Names of staff, teams and people that a form lets choose from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choices {
    staff: Vec<Choice>,
    teams: Vec<Choice>,
    people: Vec<Choice>,
}

impl Choices {
    /// Those of today; people are a customer's.
    pub(crate) fn load(
        db: &mut Db<'_>,
        today: Day,
        account: Option<AccountId>,
    ) -> Result<Self, troth_store::Error> {
        let staff = store::choices(db, Target::Staff, today)?.into_iter();
        let teams = store::choices(db, Target::Team, today)?.into_iter();
        let people =
            account.map(|account| Person::TABLE.list(db, Some(account.raw()), 0, 500)).transpose()?;
        let people = people.unwrap_or_default();
        let people = people.iter().map(Person::read).collect::<Result<Vec<_>, _>>()?;
        let choice = |value: String, label: String| Choice { value, label };
        Ok(Self {
            staff: staff
                .map(|(id, name)| choice(troth_core::StaffId::from_raw(id).to_string(), name))
                .collect(),
            teams: teams
                .map(|(id, name)| choice(troth_core::TeamId::from_raw(id).to_string(), name))
                .collect(),
            people: people.into_iter().map(|one| choice(one.id.to_string(), one.name)).collect(),
        })
    }

    pub(crate) fn of(&self, target: Target) -> &[Choice] {
        match target {
            Target::Staff => &self.staff,
            Target::Team => &self.teams,
            Target::Contact => &self.people,
            Target::Account => &[],
        }
    }
}

/// Fields of a thing as a form shows them.
pub(super) fn fields_of<E: ByHand>(view: &View, names: &[&'static str], choices: &Choices) -> Vec<Shown> {
    let say = |key: String| view.app().templates().say(view.language(), &Message::new(key));
    let place = |name: &str| E::FIELDS.iter().position(|field| field.name == name);
    let shown = |place: usize| {
        let field: &Field = &E::FIELDS[place];
        let target =
            E::REFERENCES.iter().find(|(reference, _)| *reference == place).map(|(_, target)| *target);
        let options = match (field.kind, target) {
            (_, Some(target)) => choices.of(target).to_vec(),
            (FieldType::Choice(words), None) => {
                let words = words.iter();
                words
                    .map(|word| Choice { value: (*word).into(), label: say(format!("records-word-{word}")) })
                    .collect()
            }
            _ => Vec::new(),
        };
        let required = field.required || E::ASKED.contains(&field.name);
        let nothing = Choice { value: String::new(), label: "–".into() };
        let choose = target.is_some() || !options.is_empty();
        let (kind, rows) = match field.kind {
            FieldType::Day => ("date", 0),
            FieldType::Moment => ("datetime-local", 0),
            FieldType::Emails | FieldType::Phones if E::NAME != "staff" => ("text", 2),
            FieldType::Emails => ("email", 0),
            FieldType::Text(limit) if limit > 200 => ("text", 5),
            _ => ("text", 0),
        };
        let help = format!("records-help-{}-{}", E::NAME, field.name);
        // What is a key in a file is a name in a form.
        let label = format!("records-label-{}-{}", E::NAME, field.name);
        let label = if view.app().templates().texts().has(&label) {
            label
        } else {
            format!("records-field-{}-{}", E::NAME, field.name)
        };
        Shown {
            name: field.name,
            label: say(label),
            help: view.app().templates().texts().has(&help).then(|| say(help)),
            kind,
            rows,
            required,
            options: if choose { std::iter::once(nothing).chain(options).collect() } else { options },
        }
    };
    // A choice with nothing to choose from is not asked for.
    names.iter().filter_map(|name| place(name)).map(shown).filter(|field| field.options.len() != 1).collect()
}

/// Who does it, and when.
pub(crate) fn by(view: &View) -> By {
    By { now: view.app().now(), actor: view.visit().who().map_or(Actor::System, Who::actor) }
}

/// What stands before the decimals where the reader is at home.
pub(super) fn mark(view: &View) -> char {
    if view.language() == Language::German { ',' } else { '.' }
}

/// What is asked of a thing, whose it is, and where it belongs.
pub(super) struct Sheet {
    pub(super) title: Message,
    pub(super) of: Option<String>,
    pub(super) back: String,
    pub(super) action: String,
    pub(super) fields: Vec<Shown>,
}

impl Sheet {
    pub(super) fn page(self, view: &View, status: StatusCode, form: Form) -> Result<Response, Error> {
        let Self { title, of, back, action, fields } = self;
        view.page_with(status, &EditPage { title, of, back, action, fields, form })
    }
}

/// A thing of a customer, or of nobody: where its forms live and which fields they have.
pub(super) trait Editable: ByHand {
    /// Fields of the form; fewer where the business sells to people.
    fn asked(people: bool) -> &'static [&'static str];
    /// The customer it belongs to.
    fn account(model: &Self::Model) -> Option<AccountId>;
    /// The values as a form has them.
    fn show(model: &Self::Model, surroundings: &Surroundings) -> Vec<(&'static str, String)>;
    /// Where one goes on after it was entered or changed.
    fn back(account: Option<AccountId>) -> String {
        account.map_or_else(|| "/records/staff".to_owned(), |account| format!("/records/{account}"))
    }
}

/// What values are written in.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    pub(super) zone: troth_core::Zone,
    pub(super) mark: char,
}

fn title<E: ByHand>(change: bool) -> Message {
    Message::new(format!("records-{}-{}", if change { "change" } else { "new" }, E::NAME))
}

/// An empty form for a thing of a customer.
async fn new_sheet<E: Editable>(view: &View, account: Option<AccountId>) -> Result<Sheet, Error> {
    let today = view.app().zone().day_of(view.app().now());
    let (name, people, choices) = view
        .app()
        .store()
        .read(move |db| {
            let account = account.map(|account| store::get_account(db, account)).transpose()?;
            let choices = Choices::load(db, today, account.as_ref().map(|account| account.id))?;
            Ok::<_, troth_store::Error>((account.map(|account| account.name), db.business()?.people, choices))
        })
        .await?;
    let of = account
        .map_or_else(|| format!("/records/{}", E::NAME), |account| format!("/records/{account}/{}", E::NAME));
    Ok(Sheet {
        title: title::<E>(false),
        of: name,
        back: E::back(account),
        action: format!("{of}/new"),
        fields: fields_of::<E>(view, E::asked(people), &choices),
    })
}

/// The empty form of a thing that belongs to nobody.
pub(super) async fn get_new<E: Editable>(view: View) -> Result<Response, Error> {
    empty::<E>(&view, None).await
}

/// The empty form of a thing of a customer.
pub(super) async fn get_new_of<E: Editable>(
    view: View,
    Path(account): Path<String>,
) -> Result<Response, Error> {
    empty::<E>(&view, Some(account.parse().map_err(|_| Error::NotFound)?)).await
}

/// Now, and by whoever asks: what is entered mostly just happened.
async fn empty<E: Editable>(view: &View, account: Option<AccountId>) -> Result<Response, Error> {
    let sheet = new_sheet::<E>(view, account).await?;
    let now = view.app().zone().inner().to_datetime(view.app().now().timestamp());
    let staff =
        view.visit().who().and_then(|who| who.staff).map(|staff| staff.to_string()).unwrap_or_default();
    let values = [("at", now.strftime("%Y-%m-%dT%H:%M").to_string()), ("staff", staff)];
    sheet.page(view, StatusCode::OK, Form::with(values))
}

pub(super) async fn post_new<E: Editable>(view: View, form: Form) -> Result<Response, Error> {
    enter::<E>(&view, None, form).await
}

pub(super) async fn post_new_of<E: Editable>(
    view: View,
    Path(account): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    enter::<E>(&view, Some(account.parse().map_err(|_| Error::NotFound)?), form).await
}

async fn enter<E: Editable>(
    view: &View,
    account: Option<AccountId>,
    mut form: Form,
) -> Result<Response, Error> {
    let mut said = Said::in_form::<E>(&form);
    if let Some(account) = account {
        said = said.with("customer", account.to_string());
    }
    let ground = said.ground(view.app().store()).await?;
    let entered = match said.row::<E>(&ground, Some(mark(view)), false) {
        Ok(row) => verbs::create::<E>(view.app().store(), by(view), row).await.map(drop),
        Err(error) => Err(error),
    };
    match entered {
        Ok(()) => Ok(view.go_saying(&E::back(account), &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            new_sheet::<E>(view, account).await?.page(view, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}

/// The form of a thing that is there, its values, whose it is, and its row as it was read.
async fn change_sheet<E: Editable>(
    view: &View,
    id: E::Id,
) -> Result<(Sheet, Form, Option<AccountId>, Vec<Value>), Error> {
    let today = view.app().zone().day_of(view.app().now());
    let (model, seen, account, business, choices) = view
        .app()
        .store()
        .read(move |db| {
            let row = E::TABLE.find(db, id.raw())?;
            let row = row.ok_or_else(|| troth_store::Error::NotFound(id.to_string()))?;
            let model = E::read(&row)?;
            let account = E::account(&model).map(|account| store::get_account(db, account)).transpose()?;
            let choices = Choices::load(db, today, account.as_ref().map(|account| account.id))?;
            let seen = E::TABLE.values(&row);
            Ok::<_, troth_store::Error>((model, seen, account, db.business()?, choices))
        })
        .await?;
    let surroundings = Surroundings { zone: business.zone, mark: mark(view) };
    let of = account.as_ref().map(|account| account.name.clone());
    let sheet = Sheet {
        title: title::<E>(true),
        of,
        back: E::back(account.as_ref().map(|account| account.id)),
        action: format!("/records/{}/{id}", E::NAME),
        fields: fields_of::<E>(view, E::asked(business.people), &choices),
    };
    let form = Form::with(E::show(&model, &surroundings)).remember();
    Ok((sheet, form, account.map(|account| account.id), seen))
}

/// Whom somebody went into.
async fn find_stays<E: Editable>(view: &View, id: E::Id) -> Result<Option<E::Id>, Error> {
    let Some(place) = E::TABLE.place("merged_into") else { return Ok(None) };
    let row = view.app().store().read(move |db| E::TABLE.find(db, id.raw())).await?.ok_or(Error::NotFound)?;
    Ok(match E::TABLE.values(&row)[place] {
        Value::Int(stays) => Some(E::Id::from_raw(stays)),
        _ => None,
    })
}

pub(super) async fn get_change<E: Editable>(view: View, Path(id): Path<String>) -> Result<Response, Error>
where
    E::Id: std::str::FromStr,
{
    let id = id.parse::<E::Id>().map_err(|_| Error::NotFound)?;
    if let Some(stays) = find_stays::<E>(&view, id).await? {
        return Ok(view.go(&format!("/records/{}/{stays}", E::NAME)));
    }
    let (sheet, form, ..) = change_sheet::<E>(&view, id).await?;
    sheet.page(&view, StatusCode::OK, form)
}

pub(super) async fn post_change<E: Editable>(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error>
where
    E::Id: std::str::FromStr,
{
    let id = id.parse::<E::Id>().map_err(|_| Error::NotFound)?;
    let (sheet, now, account, seen) = change_sheet::<E>(&view, id).await?;
    form.meet(&now);
    if !form.is_right() {
        return sheet.page(&view, StatusCode::CONFLICT, form);
    }
    let mut said = Said::in_form::<E>(&form);
    if let Some(account) = account {
        said = said.with("customer", account.to_string());
    }
    let ground = said.ground(view.app().store()).await?;
    let changed = match said.row::<E>(&ground, Some(mark(&view)), true) {
        Ok(row) => verbs::change::<E>(view.app().store(), by(&view), id, row, Some(seen)).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(view.go_saying(&sheet.back, &Message::new("records-saved"))),
        Err(error) => {
            form.refused(error)?;
            sheet.page(&view, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
    }
}
