//! What people told, for those who answer: the list with its file, and one of them with all that can be done.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ContactId, Day, Id, Instant, Message, StaffId, UserId, VoiceId};
use troth_store::Db;
use troth_web::csv::{self, Cell, Lines};
use troth_web::table::{Asked, Heading, Table};
use troth_web::{Error, Form, MailWay, Page, Picture, View};

use crate::model::{Misaligned, Reply, Said, Sort, Stage, Voice};
use crate::store::link::find_name;
use crate::store::voice::{self, Filter, SEARCHED};
use crate::verbs::By;
use crate::verbs::voice as verb;
use crate::{ANSWER, EDIT};

const ON_A_PAGE: usize = 50;
/// Rows in one piece of a file.
const PIECE: usize = 1_000;
/// The most members of staff who can be chosen between.
const STAFF: i64 = 500;
/// People proposed at once.
const PROPOSED: usize = 8;
/// Others that may be the same, shown at once.
const OTHERS: usize = 20;

/// What people told.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what a template asks, each by its name")]
pub(crate) struct VoicesPage {
    voices: Table<Row>,
    sorts: Vec<&'static str>,
    stages: Vec<&'static str>,
    sort: String,
    stage: String,
    untold: bool,
    mine: bool,
    /// Whether the reader is a member of staff, to whom praise may have been passed on.
    member: bool,
    /// Nobody has answered yet; done without anybody having been told.
    waiting: (i64, i64),
    searched: i64,
    open: bool,
    may_open: bool,
    /// Where anybody tells something, its picture, and the public list.
    address: String,
    list: String,
    picture: Option<Picture>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: VoiceId,
    sort: &'static str,
    stage: &'static str,
    /// The first words.
    text: String,
    from: String,
    at: Instant,
}

fn row(voice: &Voice) -> Row {
    let mut text: String = voice.text.chars().take(140).collect();
    if text.len() < voice.text.len() {
        text.push('…');
    }
    let from = if voice.name.is_empty() { voice.email.clone() } else { voice.name.clone() };
    Row { id: voice.id, sort: voice.sort.key(), stage: voice.stage.key(), text, from, at: voice.at }
}

fn headings() -> Vec<Heading> {
    ["listen-voice-what", "listen-voice-sort", "listen-voice-stage", "listen-voice-from", "listen-voice-when"]
        .map(Heading::text)
        .to_vec()
}

fn keys<T>(all: &[T], key: impl Fn(&T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(key).collect()
}

impl Page for VoicesPage {
    const TEMPLATE: &str = "listen/voices.html";

    fn sample() -> Self {
        let row = |sort, stage| Row {
            id: VoiceId::from_raw(1),
            sort,
            stage,
            text: "More tea, please".into(),
            from: "Ada Berg".into(),
            at: Instant::from_micros(1_795_344_000_000_000),
        };
        let rows =
            Sort::ALL.iter().zip(Stage::ALL).map(|(sort, stage)| row(sort.key(), stage.key())).collect();
        Self {
            voices: Table::new("/listen/voices", &Asked::default(), headings(), rows),
            sorts: keys(Sort::ALL, |one| one.key()),
            stages: keys(Stage::ALL, |one| one.key()),
            sort: "praise".into(),
            stage: "new".into(),
            untold: true,
            mine: true,
            member: true,
            waiting: (3, 1),
            searched: SEARCHED,
            open: true,
            may_open: true,
            address: "https://shop.example/listen/say".into(),
            list: "https://shop.example/listen/wishes".into(),
            picture: None,
        }
    }
}

/// What can stand in the address of the list.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Narrowed {
    q: String,
    after: String,
    sort: String,
    stage: String,
    untold: String,
    mine: String,
}

impl Narrowed {
    fn filter(&self, me: Option<StaffId>) -> Filter {
        Filter {
            sort: Sort::find(&self.sort),
            stage: Stage::find(&self.stage),
            untold: !self.untold.is_empty(),
            staff: me.filter(|_| !self.mine.is_empty()),
            words: self.q.trim().to_owned(),
        }
    }

    /// The same as it goes on from page to page.
    fn asked(&self) -> Asked {
        let all =
            [("sort", &self.sort), ("stage", &self.stage), ("untold", &self.untold), ("mine", &self.mine)];
        let kept = all.into_iter().filter(|(_, value)| !value.is_empty());
        let keep = kept.map(|(name, value)| (name.to_owned(), value.clone())).collect();
        // `sort` is a sort of voice here, not a column.
        Asked { sort: String::new(), after: self.after.clone(), q: self.q.clone(), keep }
    }
}

/// The member of staff somebody signs in as.
fn me(view: &View) -> Option<StaffId> {
    view.visit().who().and_then(|who| who.staff)
}

pub(crate) async fn get_voices(view: View, Query(asked): Query<Narrowed>) -> Result<Response, Error> {
    let filter = asked.filter(me(&view));
    let before = asked.after.parse::<VoiceId>().ok();
    let read = move |db: &mut Db<'_>| {
        let rows = voice::list_voices(db, &filter, before, ON_A_PAGE + 1)?;
        Ok::<_, troth_store::Error>((rows, voice::count_waiting(db)?, voice::is_open(db)?))
    };
    let (mut rows, waiting, open) = view.app().store().read(read).await?;
    let more = rows.len() > ON_A_PAGE;
    rows.truncate(ON_A_PAGE);
    let next = rows.last().filter(|_| more).map(|last| last.id.to_string());
    let rows = rows.iter().map(row).collect();
    let address = view.whole_address("/listen/say");
    view.page(&VoicesPage {
        voices: Table::new("/listen/voices", &asked.asked(), headings(), rows)
            .next(next)
            .csv("/listen/voices.csv"),
        sorts: keys(Sort::ALL, |one| one.key()),
        stages: keys(Stage::ALL, |one| one.key()),
        untold: !asked.untold.is_empty(),
        mine: !asked.mine.is_empty(),
        member: me(&view).is_some(),
        sort: asked.sort,
        stage: asked.stage,
        waiting,
        searched: SEARCHED,
        open,
        may_open: view.may(&EDIT),
        list: view.whole_address("/listen/wishes"),
        picture: if open { Some(Picture::code(&address)?) } else { None },
        address,
    })
}

/// All that is asked for as a file.
pub(crate) async fn get_file(view: View, Query(asked): Query<Narrowed>) -> Result<Response, Error> {
    let filter = asked.filter(me(&view));
    let headings = [
        "voice",
        "at",
        "sort",
        "stage",
        "text",
        "about",
        "name",
        "email",
        "wants",
        "customer",
        "person",
        "staff",
        "misaligned",
        "published",
        "told",
    ];
    let mut lines = Lines::with(&headings);
    let mut before = None;
    loop {
        let asked = filter.clone();
        let rows = view.app().store().read(move |db| voice::list_voices(db, &asked, before, PIECE)).await?;
        before = rows.last().map(|last| last.id);
        for one in &rows {
            lines.add([
                Cell::plain(one.id),
                Cell::plain(one.at),
                Cell::plain(one.sort.key()),
                Cell::plain(one.stage.key()),
                Cell::from(one.text.as_str()),
                Cell::from(one.about.as_str()),
                Cell::from(one.name.as_str()),
                Cell::from(one.email.as_str()),
                Cell::plain(one.wants),
                Cell::if_known(one.account),
                Cell::if_known(one.contact),
                Cell::if_known(one.staff),
                Cell::if_known(one.misaligned.map(Misaligned::key)),
                Cell::from(one.published.as_deref().unwrap_or_default()),
                Cell::if_known(one.told_day),
            ]);
        }
        if rows.len() < PIECE {
            break;
        }
    }
    Ok(csv::attached("voices.csv", csv::KIND, lines.take()))
}

pub(crate) async fn post_open(view: View, form: Form) -> Result<Response, Error> {
    let open = form.text("open") == "yes";
    verb::open_voices(view.app(), By::view(&view), open).await?;
    let said = if open { "listen-voices-opened" } else { "listen-voices-closed" };
    Ok(view.go_saying("/listen/voices", &Message::new(said)))
}

/// One of them, with all that can be done.
#[derive(Debug, Serialize)]
pub(crate) struct VoicePage {
    voice: Voice,
    /// What is told it already stands for, and what it went into.
    kin: Vec<Row>,
    replies: Vec<Reply>,
    who: Option<(AccountId, String)>,
    praised: Option<String>,
    votes: i64,
    /// How many would be told.
    hearers: i64,
    may: bool,
    may_publish: bool,
    way: MailWay,
    /// Who it may be.
    proposed: Vec<Proposed>,
    /// What was looked for.
    who_asked: String,
    staff: Vec<(StaffId, String)>,
    /// Others of the same sort that it may be the same as.
    others: Vec<Row>,
    stages: Vec<&'static str>,
    misaligned: Vec<&'static str>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Proposed {
    account: AccountId,
    contact: Option<ContactId>,
    name: String,
    detail: String,
    /// Whether it is their address.
    by_email: bool,
}

impl Page for VoicePage {
    const TEMPLATE: &str = "listen/voice.html";

    fn sample() -> Self {
        let at = Instant::from_micros(1_795_344_000_000_000);
        let id = VoiceId::from_raw(1);
        let reply = |stage| Reply { id: Id::from_raw(1), stage, text: "From May on.".into(), at };
        let row = |sort| Row { id, sort, stage: "new", text: "Tea".into(), from: "Ada".into(), at };
        let voice = Voice {
            id,
            sort: Sort::Praise,
            stage: Stage::Done,
            text: "Nora was kind.\nThank you".into(),
            about: "Nora".into(),
            name: "Ada Berg".into(),
            email: "ada@home.example".into(),
            wants: true,
            language: "en".into(),
            account: Some(AccountId::from_raw(1)),
            contact: None,
            staff: Some(StaffId::from_raw(1)),
            misaligned: Some(Misaligned::Ours),
            merged_into: None,
            published: Some("More of Nora".into()),
            at,
            told_day: Some(Day::from_number(20_000)),
        };
        let mut form = Form::with([("stage", "declined"), ("text", "No")]);
        form.wrong("text", Message::new("listen-voice-reason-missing"));
        form.wrong("misaligned", Message::new("listen-voice-misaligned-missing"));
        form.wrong("words", Message::new("web-field-empty"));
        Self {
            voice,
            kin: vec![row("praise")],
            replies: Stage::ALL.iter().skip(1).map(|stage| reply(*stage)).collect(),
            who: Some((AccountId::from_raw(1), "Ada Berg".into())),
            praised: Some("Nora Lind".into()),
            votes: 4,
            hearers: 5,
            may: true,
            may_publish: true,
            way: MailWay::open(),
            proposed: vec![Proposed {
                account: AccountId::from_raw(1),
                contact: Some(ContactId::from_raw(1)),
                name: "Ada Berg".into(),
                detail: "ada@home.example".into(),
                by_email: true,
            }],
            who_asked: "ada".into(),
            staff: vec![(StaffId::from_raw(1), "Nora Lind".into())],
            others: vec![row("praise")],
            stages: keys(&Stage::ALL[1..], |one| one.key()),
            misaligned: keys(Misaligned::ALL, |one| one.key()),
            form,
        }
    }
}

fn parse(id: &str) -> Result<VoiceId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// Who it may be: by the address, and by what somebody looks for.
fn propose(db: &mut Db<'_>, voice: &Voice, asked: &str) -> Result<Vec<Proposed>, troth_store::Error> {
    let mut all: Vec<Proposed> = Vec::new();
    for (words, by_email) in [(voice.email.as_str(), true), (asked, false)] {
        if words.is_empty() {
            continue;
        }
        for known in troth_records::list_known(db, words, PROPOSED)? {
            let there = all.iter().any(|one| (one.account, one.contact) == (known.account, known.contact));
            if !there && (voice.account, voice.contact) != (Some(known.account), known.contact) {
                let (account, contact, name, detail) =
                    (known.account, known.contact, known.name, known.detail);
                all.push(Proposed { account, contact, name, detail, by_email });
            }
        }
    }
    Ok(all)
}

async fn show(
    view: &View,
    id: VoiceId,
    asked: String,
    status: StatusCode,
    form: Form,
) -> Result<Response, Error> {
    let (app, may, may_publish) = (view.app().clone(), view.may(&ANSWER), view.may(&EDIT));
    let today = app.zone().day_of(app.now());
    let read = move |db: &mut Db<'_>| {
        let voice = voice::get_voice(db, id)?;
        let kin = voice::list_kin(db, id)?;
        let mut others = Vec::new();
        if may && voice.merged_into.is_none() {
            let same = Filter { sort: Some(voice.sort), ..Filter::default() };
            others = voice::list_voices(db, &same, None, OTHERS)?;
            others.retain(|other| other.id != id);
        }
        let mut of = kin.clone();
        of.retain(|one| *one != id);
        of.extend(voice.merged_into);
        let name = find_name(db, voice.account, voice.contact)?;
        let praised = voice.staff.map(|staff| troth_records::find_staff(db, staff)).transpose()?.flatten();
        let hearers = voice::list_hearers(db, &kin, true)?.len();
        Ok::<_, troth_store::Error>(VoicePage {
            kin: voice::voices_of(db, &of)?.iter().map(row).collect(),
            replies: voice::list_replies(db, id)?,
            who: voice.account.zip(name),
            praised: praised.map(|(_, name, _)| name),
            votes: voice::count_votes(db, &kin)?,
            hearers: i64::try_from(hearers).unwrap_or(i64::MAX),
            may,
            may_publish,
            way: MailWay::load(&app, db)?,
            proposed: if may { propose(db, &voice, &asked)? } else { Vec::new() },
            who_asked: asked.clone(),
            staff: if may && voice.sort == Sort::Praise {
                voice::list_staff(db, today, STAFF)?
            } else {
                Vec::new()
            },
            others: others.iter().map(row).collect(),
            stages: keys(&Stage::ALL[1..], |one| one.key()),
            misaligned: keys(Misaligned::ALL, |one| one.key()),
            voice,
            form: Form::new(),
        })
    };
    let page = view.app().store().read(read).await?;
    view.page_with(status, &VoicePage { form, ..page })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Who {
    who: String,
}

pub(crate) async fn get_voice(
    view: View,
    Path(id): Path<String>,
    Query(asked): Query<Who>,
) -> Result<Response, Error> {
    let asked: String = asked.who.trim().chars().take(100).collect();
    show(&view, parse(&id)?, asked, StatusCode::OK, Form::new()).await
}

fn user(view: &View) -> Result<UserId, Error> {
    view.visit().who().map(|who| who.user).ok_or(Error::SignIn)
}

/// Back to the page, which says what was done; or the page with what is wrong.
async fn done<T>(
    view: &View,
    id: VoiceId,
    mut form: Form,
    outcome: Result<T, Error>,
    said: Message,
) -> Result<Response, Error> {
    match outcome {
        Ok(_) => Ok(view.go_saying(&format!("/listen/voices/{id}"), &said)),
        Err(error) => {
            form.refused(error)?;
            show(view, id, String::new(), StatusCode::UNPROCESSABLE_ENTITY, form).await
        }
    }
}

pub(crate) async fn post_reply(
    view: View,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id = parse(&id)?;
    let Some(stage) = Stage::find(form.text("stage")) else {
        form.wrong("stage", Message::new("listen-voice-stage-wrong"));
        return show(&view, id, String::new(), StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let misaligned = Misaligned::find(form.text("misaligned"));
    let said = Said { stage, text: form.text("text").to_owned(), misaligned };
    let outcome = verb::answer_voice(view.app(), By::view(&view), user(&view)?, id, said).await;
    done(&view, id, form, outcome, Message::new(format!("listen-voice-said-{}", stage.key()))).await
}

pub(crate) async fn post_tell(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let outcome = verb::tell_all(view.app(), By::view(&view), id).await;
    let people = outcome.as_ref().copied().unwrap_or(0);
    done(&view, id, form, outcome, Message::new("listen-voice-told").with("count", people)).await
}

pub(crate) async fn post_match(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let whose = match form.text("account") {
        "" => None,
        account => {
            let contact = form.text("contact").parse::<ContactId>().ok();
            Some((account.parse::<AccountId>().map_err(|_| Error::NotFound)?, contact))
        }
    };
    let said = if whose.is_some() { "listen-voice-matched" } else { "listen-voice-unmatched" };
    let outcome = verb::match_voice(view.app(), By::view(&view), id, whose).await;
    done(&view, id, form, outcome, Message::new(said)).await
}

pub(crate) async fn post_merge(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let into = match form.text("into") {
        "" => None,
        into => Some(parse(into)?),
    };
    let said = if into.is_some() { "listen-voice-merged" } else { "listen-voice-unmerged" };
    let outcome = verb::merge_voice(view.app(), By::view(&view), id, into).await;
    done(&view, id, form, outcome, Message::new(said)).await
}

pub(crate) async fn post_publish(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let words = (form.text("go") != "withdraw").then(|| form.text("words").to_owned());
    let said = if words.is_some() { "listen-voice-published" } else { "listen-voice-withdrawn" };
    let outcome = verb::publish_voice(view.app(), By::view(&view), id, words).await;
    done(&view, id, form, outcome, Message::new(said)).await
}

pub(crate) async fn post_pass(view: View, Path(id): Path<String>, mut form: Form) -> Result<Response, Error> {
    let id = parse(&id)?;
    let Ok(staff) = form.text("staff").parse::<StaffId>() else {
        form.wrong("staff", Message::new("listen-voice-no-staff"));
        return show(&view, id, String::new(), StatusCode::UNPROCESSABLE_ENTITY, form).await;
    };
    let outcome = verb::pass_on(view.app(), By::view(&view), user(&view)?, id, staff).await;
    done(&view, id, form, outcome, Message::new("listen-voice-passed")).await
}
