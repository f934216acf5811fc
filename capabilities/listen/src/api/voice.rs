//! What people tell of their own accord, for programs.

use axum::Json;
use axum::extract::{Path, Query, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ContactId, Message, StaffId, UserId, VoiceId};
use troth_store::Db;
use troth_web::{ApiRoutes, App, Error, Need, Visit};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::wrong;
use crate::model::{Misaligned, NewVoice, Reply, Said, Sort, Stage, Voice};
use crate::store::voice::{self, Filter};
use crate::verbs::{By, voice as verb};
use crate::{ANSWER, EDIT, READ};

pub(super) fn routes(routes: ApiRoutes) -> ApiRoutes {
    let (read, answer) = (Need::Permission(READ), Need::Permission(ANSWER));
    routes
        .add(read, routes!(list_voices))
        .add(answer, routes!(create_voice))
        .add(read, routes!(get_voice))
        .add(answer, routes!(answer_voice))
        .add(answer, routes!(tell_voice))
        .add(answer, routes!(match_voice))
        .add(answer, routes!(merge_voice))
        .add(Need::Permission(EDIT), routes!(publish_voice))
        .add(answer, routes!(pass_voice))
}

fn parse(id: &str) -> Result<VoiceId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

#[derive(Deserialize, IntoParams)]
struct VoicesAsked {
    /// Of this sort alone: `suggestion`, `question`, `request`, `praise` or `complaint`.
    sort: Option<String>,
    /// Of which this became: `new`, `answered`, `granted`, `declined` or `done`.
    stage: Option<String>,
    /// `true`: done, and those who asked were not told.
    untold: Option<bool>,
    /// Words in what was written, among the latest 10,000.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// A page of what people told.
#[derive(Serialize, ToSchema)]
struct Voices {
    /// What they told, latest first.
    items: Vec<Voice>,
    /// With `after`, the next page; nothing at the end.
    next: Option<String>,
}

/// What people told of their own accord, latest first; what went into others is left out.
#[utoipa::path(get, path = "/voices", tag = "listen", params(VoicesAsked),
    responses((status = 200, description = "A page", body = Voices), (status = 422, description = "There is no such sort, stage or page")))]
async fn list_voices(
    Given(app): Given<App>,
    Query(asked): Query<VoicesAsked>,
) -> Result<Json<Voices>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let sort = asked
        .sort
        .map(|key| Sort::find(&key).ok_or_else(|| wrong("sort", Message::new("listen-voice-sort-wrong"))));
    let stage = asked
        .stage
        .map(|key| Stage::find(&key).ok_or_else(|| wrong("stage", Message::new("listen-voice-stage-wrong"))));
    let before = asked
        .after
        .map(|id| id.parse().map_err(|_| wrong("after", Message::new("listen-voice-after-wrong"))));
    let filter = Filter {
        sort: sort.transpose()?,
        stage: stage.transpose()?,
        untold: asked.untold.unwrap_or(false),
        staff: None,
        words: asked.q.unwrap_or_default(),
    };
    let before = before.transpose()?;
    let mut items = app.store().read(move |db| voice::list_voices(db, &filter, before, limit + 1)).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Json(Voices { items, next }))
}

/// What somebody told, and what was answered.
#[derive(Serialize, ToSchema)]
struct VoiceTold {
    /// What they told.
    #[serde(flatten)]
    voice: Voice,
    /// What was answered, in order.
    replies: Vec<Reply>,
    /// How many want it, too.
    votes: i64,
    /// Of one that was made just now: the path at which its author follows it. It is told this once.
    link: Option<String>,
}

async fn told(app: &App, id: VoiceId, link: Option<String>) -> Result<Json<VoiceTold>, Error> {
    let read = move |db: &mut Db<'_>| {
        let kin = voice::list_kin(db, id)?;
        let votes = voice::count_votes(db, &kin)?;
        Ok::<_, troth_store::Error>((voice::get_voice(db, id)?, voice::list_replies(db, id)?, votes))
    };
    let (voice, replies, votes) = app.store().read(read).await?;
    Ok(Json(VoiceTold { voice, replies, votes, link }))
}

/// What somebody told.
#[utoipa::path(get, path = "/voices/{id}", tag = "listen", params(("id" = String, Path, description = "What was told")),
    responses((status = 200, description = "What was told", body = VoiceTold), (status = 404, description = "Not there")))]
async fn get_voice(Given(app): Given<App>, Path(id): Path<String>) -> Result<Json<VoiceTold>, Error> {
    told(&app, parse(&id)?, None).await
}

/// What somebody tells.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"sort": "request", "text": "More green tea, please.", "name": "Ada", "email": "ada@home.example", "wants": true}))]
struct VoiceBody {
    /// `suggestion`, `question`, `request`, `praise` or `complaint`.
    sort: String,
    /// What they say.
    text: String,
    /// Whom or what it is about.
    about: Option<String>,
    /// What they call themselves; without a name if left out.
    name: Option<String>,
    /// Where they are reached.
    email: Option<String>,
    /// Whether they want to hear what becomes of it.
    wants: Option<bool>,
    /// The language they are written to in: `en` or `de`; English if left out.
    language: Option<String>,
}

/// Takes what somebody told, from a till, a chat, or a page of one's own.
#[utoipa::path(post, path = "/voices", tag = "listen", request_body = VoiceBody,
    responses((status = 201, description = "Taken", body = VoiceTold), (status = 422, description = "Fields are wrong")))]
async fn create_voice(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<VoiceBody>,
) -> Result<(StatusCode, Json<VoiceTold>), Error> {
    let sort =
        Sort::find(&body.sort).ok_or_else(|| wrong("sort", Message::new("listen-voice-sort-wrong")))?;
    let language = body.language.unwrap_or_else(|| "en".into());
    if !crate::model::is_tag(&language) {
        return Err(wrong("language", Message::new("listen-voice-language-wrong")));
    }
    let new = NewVoice {
        sort,
        text: body.text,
        about: body.about.unwrap_or_default(),
        name: body.name.unwrap_or_default(),
        email: body.email.unwrap_or_default(),
        wants: body.wants.unwrap_or(false),
        language,
    };
    let (id, token) = verb::take_voice(&app, By::of(&app, &visit), new).await?;
    Ok((StatusCode::CREATED, told(&app, id, Some(format!("/listen/v/{token}"))).await?))
}

fn user(visit: &Visit) -> Result<UserId, Error> {
    visit.who().map(|who| who.user).ok_or(Error::SignIn)
}

/// What is said to it.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"stage": "declined", "text": "It would break the cups.", "misaligned": "nobody"}))]
struct ReplyBody {
    /// What it becomes: `answered`, `granted`, `declined` or `done`.
    stage: String,
    /// The answer, the reason, or what was done.
    text: String,
    /// Of what is declined, with whom the disagreement lies: `ours`, `theirs`, `both` or `nobody`.
    misaligned: Option<String>,
}

/// Answers, grants, declines, or says what was done. Its author is written to, except about what was done.
#[utoipa::path(post, path = "/voices/{id}/replies", tag = "listen", params(("id" = String, Path, description = "What was told")),
    request_body = ReplyBody, responses((status = 201, description = "Answered", body = VoiceTold), (status = 404, description = "Not there"),
    (status = 409, description = "It went into another"), (status = 422, description = "Declined without a reason, or fields are wrong")))]
async fn answer_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ReplyBody>,
) -> Result<(StatusCode, Json<VoiceTold>), Error> {
    let id = parse(&id)?;
    let stage =
        Stage::find(&body.stage).ok_or_else(|| wrong("stage", Message::new("listen-voice-stage-wrong")))?;
    let misaligned = body.misaligned.as_deref().map(|key| {
        Misaligned::find(key)
            .ok_or_else(|| wrong("misaligned", Message::new("listen-voice-misaligned-missing")))
    });
    let said = Said { stage, text: body.text, misaligned: misaligned.transpose()? };
    verb::answer_voice(&app, By::of(&app, &visit), user(&visit)?, id, said).await?;
    Ok((StatusCode::CREATED, told(&app, id, None).await?))
}

/// How many are told.
#[derive(Serialize, ToSchema)]
struct VoiceTelling {
    /// How many people are written to.
    people: i64,
}

/// Tells all who asked what was done: who told it, who told the same, and who voted for it and left an address.
#[utoipa::path(post, path = "/voices/{id}/tell", tag = "listen", params(("id" = String, Path, description = "What was told")),
    responses((status = 200, description = "They are written to", body = VoiceTelling), (status = 404, description = "Not there"),
    (status = 409, description = "It is not done, or they were told")))]
async fn tell_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<VoiceTelling>, Error> {
    let people = verb::tell_all(&app, By::of(&app, &visit), parse(&id)?).await?;
    Ok(Json(VoiceTelling { people }))
}

/// Whose it is.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({}))]
struct MatchBody {
    /// The customer's id; nobody's if left out.
    #[schema(value_type = Option<String>)]
    customer: Option<AccountId>,
    /// The id of a person there.
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
}

/// Says which customer somebody is who told something, or that it is nobody's.
#[utoipa::path(post, path = "/voices/{id}/match", tag = "listen", params(("id" = String, Path, description = "What was told")),
    request_body = MatchBody, responses((status = 200, description = "Said", body = VoiceTold), (status = 404, description = "Not there"),
    (status = 422, description = "No such customer, or the person is not there")))]
async fn match_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MatchBody>,
) -> Result<Json<VoiceTold>, Error> {
    let id = parse(&id)?;
    let whose = body.customer.map(|account| (account, body.contact));
    verb::match_voice(&app, By::of(&app, &visit), id, whose).await?;
    told(&app, id, None).await
}

/// What stands for both.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({}))]
struct VoiceMergeBody {
    /// What it is the same as; it stands for itself again if left out.
    #[schema(value_type = Option<String>)]
    into: Option<VoiceId>,
}

/// Lets one stand for both where two people told the same; nothing is moved, so it can be taken back.
#[utoipa::path(post, path = "/voices/{id}/merge", tag = "listen", params(("id" = String, Path, description = "What was told")),
    request_body = VoiceMergeBody, responses((status = 200, description = "Said", body = VoiceTold), (status = 404, description = "Not there"),
    (status = 422, description = "It would stand for itself")))]
async fn merge_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<VoiceMergeBody>,
) -> Result<Json<VoiceTold>, Error> {
    let id = parse(&id)?;
    verb::merge_voice(&app, By::of(&app, &visit), id, body.into).await?;
    told(&app, id, None).await
}

/// Words on the public list.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"words": "More green tea"}))]
struct PublishBody {
    /// The words, 200 characters at most; it leaves the list if left out.
    words: Option<String>,
}

/// Puts it on the public list in words of one's own, or takes it off.
#[utoipa::path(post, path = "/voices/{id}/publish", tag = "listen", params(("id" = String, Path, description = "What was told")),
    request_body = PublishBody, responses((status = 200, description = "Done", body = VoiceTold), (status = 404, description = "Not there"),
    (status = 409, description = "It went into another"), (status = 422, description = "The words are wrong")))]
async fn publish_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PublishBody>,
) -> Result<Json<VoiceTold>, Error> {
    let id = parse(&id)?;
    verb::publish_voice(&app, By::of(&app, &visit), id, body.words).await?;
    told(&app, id, None).await
}

/// Whom praise is about.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"staff": "stf_0000000000001"}))]
struct PassBody {
    /// The member of staff.
    #[schema(value_type = String)]
    staff: StaffId,
}

/// Passes praise on to the member of staff it is about.
#[utoipa::path(post, path = "/voices/{id}/pass", tag = "listen", params(("id" = String, Path, description = "What was told")),
    request_body = PassBody, responses((status = 200, description = "Passed on", body = VoiceTold), (status = 404, description = "Not there"),
    (status = 409, description = "It is no praise"), (status = 422, description = "No such member of staff")))]
async fn pass_voice(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PassBody>,
) -> Result<Json<VoiceTold>, Error> {
    let id = parse(&id)?;
    verb::pass_on(&app, By::of(&app, &visit), user(&visit)?, id, body.staff).await?;
    told(&app, id, None).await
}
