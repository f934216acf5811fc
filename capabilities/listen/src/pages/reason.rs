//! Why customers came, stayed and left: noted of one, and counted of all, as a page and a file.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, Day, Figure, Grade, Id, Instant, Message, ReasonId, SegmentId, Unit};
use troth_records::{AccountFilter, list_accounts};
use troth_store::Db;
use troth_web::csv::{Cell, Lines};
use troth_web::{App, Error, Form, Measured, Page, Piece, View};

use super::expect::within;
use super::result::month_name;
use crate::model::{ABOUT, About, BY_PERSON, Reason, Reasons, WordShare, find_about};
use crate::store::reason::list_reasons;
use crate::verbs::By;
use crate::verbs::reason::{NewReason, load_competitors, load_reasons, note_reason, remove_reason};

/// Reasons of one customer that are shown.
const MOST: usize = 200;
/// Customers who are offered as the one who told them.
const OFFERED: usize = 20;

/// Why, counted.
#[derive(Debug, Serialize)]
pub(crate) struct ReasonsPage {
    about: &'static str,
    abouts: Vec<&'static str>,
    minimum: u64,
    customers: u64,
    not_asked: Option<u64>,
    asked: Option<Measured>,
    n: Option<u64>,
    words: Vec<Line>,
    months: Vec<MonthLine>,
    tracked: Option<(u64, u64)>,
    competitors: Vec<(String, u64)>,
    segments: Vec<(SegmentId, String)>,
    segment: String,
}

/// A line of a table: key of its label, and the figure.
#[derive(Debug, Serialize)]
struct Line {
    label: String,
    figure: Figure,
}

/// A month: how many told, how many did not, and the word that was said most.
#[derive(Debug, Serialize)]
struct MonthLine {
    month: String,
    n: u64,
    not_asked: u64,
    most: Option<Line>,
}

fn line(about: &str, word: WordShare) -> Line {
    Line { label: format!("listen-reason-{about}-{}", word.word), figure: word.share }
}

impl Page for ReasonsPage {
    const TEMPLATE: &str = "listen/reasons.html";

    fn sample() -> Self {
        let figure =
            Figure::new(0.4, Unit::Share, 40, Grade::Counted, "survey-share", Instant::from_micros(0))
                .between(0.3, 0.5);
        let line = || Line { label: "listen-reason-came-person".into(), figure: figure.clone() };
        let sentence = Message::new("listen-reasons-asked-sentence").with("n", 40);
        Self {
            about: "came",
            abouts: ABOUT.map(|(about, _)| about).into(),
            minimum: 5,
            customers: 60,
            not_asked: Some(20),
            asked: Some(Measured { figure: figure.clone(), sentence, trend: Vec::new(), href: None }),
            n: Some(40),
            words: vec![line()],
            months: vec![MonthLine { month: "2026-10".into(), n: 12, not_asked: 3, most: Some(line()) }],
            tracked: Some((10, 6)),
            competitors: vec![("Berg & Sons".into(), 3)],
            segments: vec![(SegmentId::from_raw(1), "Regulars".into())],
            segment: String::new(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    about: Option<String>,
    segment: Option<String>,
}

impl Asked {
    fn about(&self) -> Result<About, Error> {
        find_about(self.about.as_deref().filter(|about| !about.is_empty()).unwrap_or("came"))
            .ok_or(Error::NotFound)
    }
}

/// Why, of everybody or of a segment; and to whom they went.
pub(crate) async fn load(
    app: &App,
    about: About,
    segment: Option<&str>,
) -> Result<(Reasons, Vec<(String, u64)>), Error> {
    let (now, today) = (app.now(), app.zone().day_of(app.now()));
    within(app, segment, move |db, accounts| {
        let reasons = load_reasons(db, about, accounts, (today, now))?;
        let competitors = if about.0 == "went" { load_competitors(db, accounts, today)? } else { Vec::new() };
        Ok((reasons, competitors))
    })
    .await
}

pub(crate) async fn get_reasons(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let about = asked.about()?;
    let (reasons, competitors) = load(view.app(), about, asked.segment.as_deref()).await?;
    let segments = view.app().store().read(troth_records::list_segments).await?;
    let month = |one: crate::model::MonthReasons| {
        let most = one.words.into_iter().max_by(|one, other| one.share.value.total_cmp(&other.share.value));
        MonthLine {
            month: month_name(one.month),
            n: one.n,
            not_asked: one.not_asked,
            most: most.map(|word| line(about.0, word)),
        }
    };
    let measured = |figure: Figure| {
        let n = i64::try_from(figure.n).unwrap_or(i64::MAX);
        let sentence = Message::new("listen-reasons-asked-sentence").with("n", n);
        Measured { figure, sentence, trend: Vec::new(), href: None }
    };
    view.page(&ReasonsPage {
        about: about.0,
        abouts: ABOUT.map(|(about, _)| about).into(),
        minimum: reasons.minimum,
        customers: reasons.customers,
        not_asked: reasons.not_asked,
        asked: reasons.asked.map(measured),
        n: reasons.n,
        words: reasons.words.into_iter().map(|word| line(about.0, word)).collect(),
        months: reasons.months.into_iter().map(month).collect(),
        tracked: reasons.word_of_mouth.map(|one| (one.tracked, one.untracked)),
        competitors,
        segments: segments.into_iter().map(|one| (one.id, one.name)).collect(),
        segment: asked.segment.unwrap_or_default(),
    })
}

/// The same as a file: a line for each word, in all and by month.
pub(crate) async fn get_reasons_file(view: View, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let about = asked.about()?;
    let (reasons, _) = load(view.app(), about, asked.segment.as_deref()).await?;
    let mut file =
        Lines::with(&["about", "month", "word", "n", "not_asked", "value", "low", "high", "method"]);
    let mut add = |month: Cell, not_asked: Option<u64>, word: &WordShare| {
        file.add([
            Cell::plain(about.0),
            month,
            Cell::plain(word.word),
            Cell::plain(word.share.n),
            Cell::if_known(not_asked),
            Cell::plain(word.share.value),
            Cell::if_known(word.share.low),
            Cell::if_known(word.share.high),
            Cell::from(word.share.method.as_str()),
        ]);
    };
    for word in &reasons.words {
        add(Cell::plain(""), reasons.not_asked, word);
    }
    for month in &reasons.months {
        for word in &month.words {
            add(Cell::plain(month_name(month.month)), Some(month.not_asked), word);
        }
    }
    Ok(file.into_file("reasons.csv"))
}

/// Why one customer came, stayed or left.
#[derive(Debug, Serialize)]
pub(crate) struct WhyPage {
    account: AccountId,
    name: String,
    erased: bool,
    entries: Vec<Entry>,
    abouts: Vec<About>,
    /// Customers who may be the one who told them.
    offered: Vec<(AccountId, String)>,
    removed: Option<ReasonId>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: ReasonId,
    about: String,
    word: String,
    detail: String,
    referrer: Option<(AccountId, String)>,
    noted: Day,
}

impl Entry {
    fn sample() -> Self {
        Self {
            id: ReasonId::from_raw(1),
            about: "came".into(),
            word: BY_PERSON.into(),
            detail: "Uncle Bo".into(),
            referrer: Some((AccountId::from_raw(2), "Bo Lind".into())),
            noted: Day::from_number(20_000),
        }
    }
}

impl Page for WhyPage {
    const TEMPLATE: &str = "listen/why.html";

    fn sample() -> Self {
        let mut form = Form::with([("detail", "Bo")]);
        form.wrong("meaning", Message::new("listen-wrong-reason"));
        Self {
            account: AccountId::from_raw(1),
            name: "Ada Lind".into(),
            erased: false,
            entries: vec![Entry::sample()],
            abouts: ABOUT.into(),
            offered: vec![(AccountId::from_raw(2), "Bo Lind".into())],
            removed: Some(ReasonId::from_raw(1)),
            form,
        }
    }
}

fn entries(db: &mut Db<'_>, account: AccountId) -> Result<Vec<Entry>, troth_store::Error> {
    let zone = db.business()?.zone;
    let reasons = list_reasons(db, account, MOST)?;
    let referrers: Vec<AccountId> = reasons.iter().filter_map(|one| one.referrer).collect();
    let names = troth_records::names_of(db, &referrers)?;
    let name = |id: AccountId| {
        let place = referrers.iter().position(|known| *known == id)?;
        names.get(place)?.as_ref().map(|account| (account.id, account.name.clone()))
    };
    let entry = |one: Reason| Entry {
        id: one.id,
        about: one.about,
        word: one.word,
        detail: one.detail,
        referrer: one.referrer.and_then(name),
        noted: zone.day_of(one.noted_at),
    };
    Ok(reasons.into_iter().map(entry).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Looked {
    removed: String,
}

async fn show(
    view: &View,
    account: AccountId,
    removed: Option<ReasonId>,
    (status, offered, form): (StatusCode, Vec<(AccountId, String)>, Form),
) -> Result<Response, Error> {
    let loaded = view.app().store().read(move |db| {
        Ok::<_, troth_store::Error>((troth_records::get_account(db, account)?, entries(db, account)?))
    });
    let (found, entries) = loaded.await?;
    if let Some(stayed) = found.merged_into {
        return Ok(view.go(&format!("/listen/customers/{stayed}/reasons")));
    }
    view.page_with(
        status,
        &WhyPage {
            account,
            name: found.name,
            erased: found.erased.is_some(),
            entries,
            abouts: ABOUT.into(),
            offered,
            removed,
            form,
        },
    )
}

pub(crate) async fn get_why(
    view: View,
    Path(id): Path<String>,
    Query(looked): Query<Looked>,
) -> Result<Response, Error> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    show(&view, id, looked.removed.parse().ok(), (StatusCode::OK, Vec::new(), Form::new())).await
}

/// Customers whose names, or people there, begin with these words; without the one who was told.
async fn find_referrers(
    view: &View,
    account: AccountId,
    words: String,
) -> Result<Vec<(AccountId, String)>, Error> {
    let today = view.app().zone().day_of(view.app().now());
    let filter = AccountFilter { words, ..AccountFilter::default() };
    let read = view.app().store().read(move |db| list_accounts(db, &filter, None, (OFFERED, today)));
    let found = read.await?.into_iter().map(|row| (row.account.id, row.account.name));
    Ok(found.filter(|(id, _)| *id != account).collect())
}

/// Notes why. Where somebody told them, it is looked up which customer that was: one who is found alone is taken once they are confirmed.
pub(crate) async fn post_why(view: View, Path(id): Path<String>, mut form: Form) -> Result<Response, Error> {
    let account: AccountId = id.parse().map_err(|_| Error::NotFound)?;
    // Whoever is not there is told so first.
    view.app().store().read(move |db| troth_records::get_account(db, account)).await?;
    let (meaning, detail) = (form.text("meaning").to_owned(), form.text("detail").to_owned());
    let mut offered = Vec::new();
    if meaning == format!("came.{BY_PERSON}") && !detail.is_empty() && detail.chars().count() <= 200 {
        offered = find_referrers(&view, account, detail.clone()).await?;
        if !offered.is_empty() && !form.has("referrer") {
            form.wrong("referrer", Message::new("listen-reason-which"));
            return show(&view, account, None, (StatusCode::UNPROCESSABLE_ENTITY, offered, form)).await;
        }
    }
    let said = form.text("referrer").to_owned();
    let referrer = Some(said.as_str()).filter(|said| !said.is_empty()).map(str::parse).transpose();
    let Ok(referrer) = referrer else {
        form.wrong("referrer", Message::new("listen-wrong-referrer"));
        return show(&view, account, None, (StatusCode::UNPROCESSABLE_ENTITY, offered, form)).await;
    };
    let new = NewReason { account, meaning, detail, referrer };
    match note_reason(view.app(), By::view(&view), new).await {
        Ok(_) => {
            let to = format!("/listen/customers/{account}/reasons");
            Ok(view.go_saying(&to, &Message::new("listen-expectation-noted")))
        }
        Err(error) => {
            form.refused(error)?;
            show(&view, account, None, (StatusCode::UNPROCESSABLE_ENTITY, offered, form)).await
        }
    }
}

fn parse(id: &str) -> Result<ReasonId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

pub(crate) async fn post_remove(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let account = remove_reason(view.app().store(), By::view(&view), id, true).await?;
    Ok(view.go(&format!("/listen/customers/{account}/reasons?removed={id}")))
}

pub(crate) async fn post_restore(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id = parse(&id)?;
    let account = remove_reason(view.app().store(), By::view(&view), id, false).await?;
    let to = format!("/listen/customers/{account}/reasons");
    Ok(view.go_saying(&to, &Message::new("listen-saved")))
}

/// Why they came, stayed or left, on a customer's page.
#[derive(Debug, Serialize)]
pub(crate) struct WhyPanel {
    account: AccountId,
    entries: Vec<Entry>,
}

impl Page for WhyPanel {
    const TEMPLATE: &str = "listen/why_panel.html";

    fn sample() -> Self {
        Self { account: AccountId::from_raw(1), entries: vec![Entry::sample()] }
    }
}

/// The panel on a customer's page.
pub(crate) fn load_panel(
    db: &mut Db<'_>,
    account: AccountId,
    _: Instant,
) -> Result<Option<Piece>, troth_store::Error> {
    Ok(Some(Piece::of(&WhyPanel { account, entries: entries(db, account)? })))
}
