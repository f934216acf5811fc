//! The pages on which anybody tells something, follows what becomes of it, and wants what others want: no sign-in, no scripts, nothing from
//! elsewhere.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use troth_core::{Actor, Instant, Message, VoiceId};
use troth_web::{Asset, Error, Form, Page, Rate, View};

use super::answer::EndPage;
use crate::model::{Gone, LEAST_SECONDS, LONGEST_VOICE, NewVoice, Reply, Sort, Stage};
use crate::store::voice::{self, Wish};
use crate::verbs::voice::{take_voice, vote};
use crate::verbs::{By, hash};

/// A person tells a few things; a program that floods us is stopped soon.
const TELLING: Rate = Rate { count: 10, seconds: 3_600 };
/// Wanting is one click each.
const WANTING: Rate = Rate { count: 60, seconds: 3_600 };

/// What surrounds every page of this kind.
#[derive(Debug, Serialize)]
struct Around {
    language: &'static str,
    direction: &'static str,
    title: String,
    style: Option<String>,
}

impl Around {
    fn of(view: &View, title: &str) -> Self {
        let language = view.language();
        let title = view.app().templates().say(language, &Message::new(title));
        Self {
            language: language.tag(),
            direction: language.direction(),
            title,
            style: Asset::path("answer.css"),
        }
    }

    fn sample() -> Self {
        Self { language: "en", direction: "ltr", title: "Sample".into(), style: Asset::path("answer.css") }
    }
}

/// Where anybody tells something.
#[derive(Debug, Serialize)]
pub(crate) struct SayPage {
    #[serde(flatten)]
    around: Around,
    open: bool,
    /// Whether something stands on the public list.
    wishes: bool,
    sorts: Vec<&'static str>,
    /// When the page was made, in seconds.
    begun: i64,
    limit: usize,
    form: Form,
}

impl Page for SayPage {
    const TEMPLATE: &str = "listen/say.html";

    fn sample() -> Self {
        let mut form = Form::with([("sort", "praise"), ("email", "ada"), ("wants", "yes")]);
        form.wrong("sort", Message::new("listen-say-sort-missing"));
        form.wrong("text", Message::new("web-field-empty"));
        form.wrong("email", Message::new("listen-voice-email-wrong"));
        form.problem(Message::new("listen-say-quick"));
        Self {
            around: Around::sample(),
            open: true,
            wishes: true,
            sorts: sorts(),
            begun: 0,
            limit: LONGEST_VOICE,
            form,
        }
    }
}

fn sorts() -> Vec<&'static str> {
    Sort::ALL.iter().map(|sort| sort.key()).collect()
}

async fn show(view: &View, status: StatusCode, form: Form) -> Result<Response, Error> {
    let read = |db: &mut troth_store::Db<'_>| {
        let open = voice::is_open(db)?;
        Ok::<_, troth_store::Error>((open, open && !voice::list_wishes(db, None)?.is_empty()))
    };
    let (open, wishes) = view.app().store().read(read).await?;
    let begun = form.text("begun").parse().unwrap_or(view.app().wall().micros() / 1_000_000);
    let page = SayPage {
        around: Around::of(view, "listen-say-title"),
        open,
        wishes,
        sorts: sorts(),
        begun,
        limit: LONGEST_VOICE,
        form,
    };
    view.page_with(if open { status } else { StatusCode::NOT_FOUND }, &page)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Begun {
    /// A link may choose the sort beforehand.
    sort: String,
}

pub(crate) async fn get_say(view: View, Query(begun): Query<Begun>) -> Result<Response, Error> {
    let sort = Sort::find(&begun.sort).map(|sort| ("sort", sort.key()));
    show(&view, StatusCode::OK, Form::with(sort)).await
}

pub(crate) async fn post_say(view: View, mut form: Form) -> Result<Response, Error> {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    // A field that nobody sees: what fills it is a program, or fills in for somebody who may send again.
    let trapped = !form.text("website").is_empty();
    let begun = form.text("begun").parse::<i64>().ok();
    let now = view.app().wall().micros() / 1_000_000;
    let quick = begun.is_none_or(|begun| begun > now || now - begun < LEAST_SECONDS);
    form.forget("website");
    if begun.is_none_or(|begun| begun > now) {
        form.forget("begun");
    }
    let sort = Sort::find(form.text("sort"));
    if sort.is_none() {
        form.wrong("sort", Message::new("listen-say-sort-missing"));
    }
    if trapped || quick {
        form.problem(Message::new("listen-say-quick"));
    }
    let text = |field: &str| form.text(field).to_owned();
    let (Some(sort), true) = (sort, form.is_right()) else { return show(&view, wrong, form).await };
    view.slow_down("tell", TELLING)?;
    let new = NewVoice {
        sort,
        text: text("text"),
        about: text("about"),
        name: text("name"),
        email: text("email"),
        wants: form.has("wants"),
        language: view.language().tag().to_owned(),
    };
    // Whoever is signed in here tells it as anybody does.
    match take_voice(view.app(), By { actor: Actor::System, ..By::view(&view) }, new).await {
        Ok((_, token)) => Ok(view.go(&format!("/listen/v/{token}?new=1"))),
        Err(error) => {
            form.refused(error)?;
            show(&view, wrong, form).await
        }
    }
}

/// What became of what somebody told.
#[derive(Debug, Serialize)]
pub(crate) struct FollowPage {
    #[serde(flatten)]
    around: Around,
    /// Whether it was told just now.
    new: bool,
    address: String,
    sort: &'static str,
    text: String,
    at: Instant,
    stage: &'static str,
    hears: bool,
    replies: Vec<Reply>,
}

impl Page for FollowPage {
    const TEMPLATE: &str = "listen/follow.html";

    fn sample() -> Self {
        let at = Instant::from_micros(1_795_344_000_000_000);
        let reply = |stage| Reply { id: troth_core::Id::from_raw(1), stage, text: "From May on.".into(), at };
        Self {
            around: Around::sample(),
            new: true,
            address: "https://shop.example/listen/v/x".into(),
            sort: "request",
            text: "More tea,\nplease".into(),
            at,
            stage: "granted",
            hears: true,
            replies: [Stage::Answered, Stage::Granted, Stage::Declined, Stage::Done].map(reply).into(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Followed {
    new: Option<String>,
}

pub(crate) async fn get_follow(
    view: View,
    Path(token): Path<String>,
    Query(asked): Query<Followed>,
) -> Result<Response, Error> {
    let hashed = hash(&token);
    let read = move |db: &mut troth_store::Db<'_>| {
        let Some(found) = voice::find_by_link(db, &hashed)? else { return Ok(None) };
        // What was answered to the one that stands for both, and to this one before.
        let standing = voice::find_standing(db, found.clone())?;
        let mut replies = voice::list_replies(db, found.id)?;
        if standing.id != found.id {
            replies.extend(voice::list_replies(db, standing.id)?);
        }
        Ok::<_, troth_store::Error>(Some((found, standing.stage, replies)))
    };
    let Some((found, stage, replies)) = view.app().store().read(read).await? else {
        return view.page_with(StatusCode::NOT_FOUND, &EndPage::gone(&view, Gone::Unknown));
    };
    view.page(&FollowPage {
        around: Around::of(&view, "listen-follow-title"),
        new: asked.new.is_some(),
        address: view.whole_address(&format!("/listen/v/{token}")),
        sort: found.sort.key(),
        hears: found.hears(),
        text: found.text,
        at: found.at,
        stage: stage.key(),
        replies,
    })
}

/// What others want, to be wanted, too.
#[derive(Debug, Serialize)]
pub(crate) struct WishesPage {
    #[serde(flatten)]
    around: Around,
    wishes: Vec<Shown>,
    /// What was wanted just now.
    thanks: bool,
    form: Form,
    /// On which of them a field is wrong.
    at: Option<VoiceId>,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: VoiceId,
    words: String,
    stage: &'static str,
    votes: i64,
    mine: bool,
}

impl Page for WishesPage {
    const TEMPLATE: &str = "listen/wishes.html";

    fn sample() -> Self {
        let id = |raw| <VoiceId as troth_core::Id>::from_raw(raw);
        let shown =
            |raw: i64, mine| Shown { id: id(raw), words: "Tea".into(), stage: "new", votes: raw, mine };
        let mut form = Form::with([("email", "ada")]);
        form.wrong("email", Message::new("listen-voice-email-wrong"));
        Self {
            around: Around::sample(),
            wishes: vec![shown(3, true), shown(1, false)],
            thanks: true,
            form,
            at: Some(id(1)),
        }
    }
}

async fn wishes(
    view: &View,
    headers: &HeaderMap,
    status: StatusCode,
    (form, at, thanks): (Form, Option<VoiceId>, bool),
) -> Result<Response, Error> {
    let browser = view.known_browser(headers).map(hash);
    let read = move |db: &mut troth_store::Db<'_>| {
        if voice::is_open(db)? { voice::list_wishes(db, browser.as_deref()) } else { Ok(Vec::new()) }
    };
    let shown =
        |Wish { id, words, stage, votes, mine }| Shown { id, words, stage: Stage::key(stage), votes, mine };
    let wishes = view.app().store().read(read).await?.into_iter().map(shown).collect();
    view.page_with(
        status,
        &WishesPage { around: Around::of(view, "listen-wishes-title"), wishes, thanks, form, at },
    )
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Thanked {
    thanks: Option<String>,
}

pub(crate) async fn get_wishes(
    view: View,
    headers: HeaderMap,
    Query(asked): Query<Thanked>,
) -> Result<Response, Error> {
    wishes(&view, &headers, StatusCode::OK, (Form::new(), None, asked.thanks.is_some())).await
}

pub(crate) async fn post_vote(
    view: View,
    headers: HeaderMap,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, Error> {
    let id: VoiceId = id.parse().map_err(|_| Error::NotFound)?;
    view.slow_down("want", WANTING)?;
    let mut done = view.go("/listen/wishes?thanks=1");
    let browser = view.know_browser(&headers, &mut done);
    let said = (browser, form.text("email").to_owned(), view.language().tag().to_owned());
    match vote(view.app(), By { actor: Actor::System, ..By::view(&view) }, id, said).await {
        Ok(()) => Ok(done),
        Err(error) => {
            form.refused(error)?;
            wishes(&view, &headers, StatusCode::UNPROCESSABLE_ENTITY, (form, Some(id), false)).await
        }
    }
}
