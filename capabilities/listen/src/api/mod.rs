//! Surveys for programs.

mod asking;
mod voice;

use axum::Json;
use axum::extract::{Path, Query, State as Given};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use troth_core::{AccountId, ContactId, Day, Message, ResponseId, SurveyId};
use troth_web::{ApiRoutes, App, Error, FieldError, Need, Visit};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::model::{Answers, Counts, Questionnaire, Survey, new_form};
use crate::pages::{
    Chosen, load_batch, load_drivers, load_missing, load_organisations, load_results, own_languages,
};
use crate::store::{self, link::count_links};
use crate::verbs::answer::{Brought, bring};
use crate::verbs::ask::{Whom, make_links};
use crate::verbs::driver::DriverResults;
use crate::verbs::missing::Missing;
use crate::verbs::organisation::Organisations;
use crate::verbs::result::Results;
use crate::verbs::{self, By, NewSurvey, new_slug, say};
use crate::{ASK, EDIT, READ, SEE};

pub(crate) fn routes() -> ApiRoutes {
    let (see, edit) = (Need::Permission(SEE), Need::Permission(EDIT));
    let routes = ApiRoutes::new()
        .add(see, routes!(list_surveys))
        .add(edit, routes!(create_survey))
        .add(see, routes!(get_survey))
        .add(edit, routes!(change_survey))
        .add(edit, routes!(publish_survey))
        .add(edit, routes!(close_survey))
        .add(edit, routes!(reopen_survey))
        .add(Need::Permission(ASK), routes!(create_links))
        .add(see, routes!(get_results))
        .add(see, routes!(get_drivers))
        .add(see, routes!(get_missing))
        .add(Need::Permission(READ), routes!(get_organisations))
        .add(Need::Permission(READ), routes!(list_responses))
        .add(Need::Permission(ASK), routes!(create_response));
    voice::routes(asking::routes(routes))
}

fn parse(id: &str) -> Result<SurveyId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// A survey, and how many answered.
#[derive(Serialize, ToSchema)]
#[schema(as = SurveyTold)]
struct Told {
    /// The survey.
    #[serde(flatten)]
    survey: Survey,
    /// How many came how far.
    counts: Counts,
    /// What keeps its draft from being published, in the reader's language.
    problems: Vec<ToldProblem>,
}

/// Something to mend.
#[derive(Serialize, ToSchema)]
struct ToldProblem {
    /// At which question.
    question: Option<String>,
    /// What to do.
    detail: String,
}

async fn told(app: &App, visit: &Visit, id: SurveyId) -> Result<Told, Error> {
    let (survey, counts) = app
        .store()
        .read(move |db| Ok::<_, troth_store::Error>((store::get_survey(db, id)?, count_links(db, id)?)))
        .await?;
    let detail = |message: &Message| app.templates().say(visit.language(), message);
    let problem =
        |one: crate::model::Problem| ToldProblem { detail: detail(&one.message), question: one.question };
    Ok(Told { problems: verbs::problems(&survey).into_iter().map(problem).collect(), survey, counts })
}

/// Surveys, latest first.
#[utoipa::path(get, path = "/surveys", tag = "listen", responses((status = 200, description = "The surveys", body = [Survey])))]
async fn list_surveys(Given(app): Given<App>) -> Result<Json<Vec<Survey>>, Error> {
    Ok(Json(app.store().read(store::list_surveys).await?))
}

/// One survey with how many answered.
#[utoipa::path(get, path = "/surveys/{id}", tag = "listen", params(("id" = String, Path, description = "The survey")),
    responses((status = 200, description = "The survey", body = Told), (status = 404, description = "Not there")))]
async fn get_survey(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Told>, Error> {
    Ok(Json(told(&app, &visit, parse(&id)?).await?))
}

/// What is said of a survey; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"name": "After the sale", "kind": "after-sale", "open_link": true}))]
struct SurveyBody {
    /// What the business calls it.
    name: Option<String>,
    /// The occasion; a new survey without `form` begins with its template. `own` if left out.
    kind: Option<String>,
    /// Whether nobody can ever tell who gave which answer; cannot be changed once it was published.
    anonymous: Option<bool>,
    /// Whether everybody who has the open link may answer.
    open_link: Option<bool>,
    /// The last day on which it takes answers, `2026-12-31`; empty for none.
    last_day: Option<String>,
    /// What it asks, as it is exported.
    #[schema(value_type = Option<Object>)]
    form: Option<serde_json::Value>,
}

fn wrong(field: &str, message: Message) -> Error {
    Error::Fields(vec![FieldError { field: field.into(), message }])
}

impl SurveyBody {
    fn form(&self) -> Result<Option<Questionnaire>, Error> {
        let read = self.form.clone().map(serde_json::from_value).transpose();
        read.map_err(|problem: serde_json::Error| {
            wrong("form", Message::new("listen-wrong-json").with("why", problem.to_string()))
        })
    }

    /// The last day where one is said; an empty text says none.
    fn last_day(&self) -> Result<Option<Day>, Error> {
        let said = self.last_day.as_deref().filter(|text| !text.is_empty());
        let read = said.map(|text| Day::parse(text, "%Y-%m-%d")).transpose();
        read.map_err(|_| wrong("last_day", Message::new("listen-wrong-day")))
    }
}

/// Begins a survey: with a questionnaire of one's own, or with the template of an occasion.
#[utoipa::path(post, path = "/surveys", tag = "listen", request_body = SurveyBody,
    responses((status = 201, description = "The survey", body = Told)))]
async fn create_survey(
    Given(app): Given<App>,
    visit: Visit,
    Json(body): Json<SurveyBody>,
) -> Result<(StatusCode, Json<Told>), Error> {
    let kind = body.kind.clone().unwrap_or_else(|| "own".into());
    let begun = || new_form(&kind, own_languages(visit.language()), &|tag, key| say(&app, tag, key));
    let new = NewSurvey {
        form: body.form()?.unwrap_or_else(begun),
        name: body.name.unwrap_or_default(),
        anonymous: body.anonymous.unwrap_or(false),
        slug: new_slug(&app),
        kind,
    };
    let id = verbs::create_survey(app.store(), By::of(&app, &visit), new).await?;
    Ok((StatusCode::CREATED, Json(told(&app, &visit, id).await?)))
}

/// Changes a survey; what was published stays as it is until it is published again.
#[utoipa::path(patch, path = "/surveys/{id}", tag = "listen", params(("id" = String, Path, description = "The survey")),
    request_body = SurveyBody, responses((status = 200, description = "The survey", body = Told), (status = 404, description = "Not there"),
    (status = 422, description = "Fields are wrong")))]
async fn change_survey(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<SurveyBody>,
) -> Result<Json<Told>, Error> {
    let id = parse(&id)?;
    let (form, last_day) = (body.form()?, body.last_day()?);
    let change = move |survey: &mut Survey| {
        if let Some(name) = &body.name {
            name.trim().clone_into(&mut survey.name);
        }
        survey.anonymous = body.anonymous.unwrap_or(survey.anonymous);
        survey.open_link = body.open_link.unwrap_or(survey.open_link);
        if body.last_day.is_some() {
            survey.last_day = last_day;
        }
        if let Some(form) = &form {
            form.clone_into(&mut survey.draft);
        }
        Ok(())
    };
    verbs::change_survey(app.store(), By::of(&app, &visit), id, change).await?;
    Ok(Json(told(&app, &visit, id).await?))
}

/// Asks from now on what the draft says.
#[utoipa::path(post, path = "/surveys/{id}/publish", tag = "listen", params(("id" = String, Path, description = "The survey")),
    responses((status = 200, description = "The survey", body = Told), (status = 404, description = "Not there"),
    (status = 422, description = "Something is to be mended first")))]
async fn publish_survey(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Told>, Error> {
    let id = parse(&id)?;
    verbs::publish_survey(app.store(), By::of(&app, &visit), id).await?;
    Ok(Json(told(&app, &visit, id).await?))
}

/// Takes no more answers.
#[utoipa::path(post, path = "/surveys/{id}/close", tag = "listen", params(("id" = String, Path, description = "The survey")),
    responses((status = 204, description = "Closed"), (status = 404, description = "Not there"), (status = 409, description = "It was never published")))]
async fn close_survey(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::close_survey(app.store(), By::of(&app, &visit), parse(&id)?, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes answers again.
#[utoipa::path(post, path = "/surveys/{id}/reopen", tag = "listen", params(("id" = String, Path, description = "The survey")),
    responses((status = 204, description = "Open"), (status = 404, description = "Not there"), (status = 409, description = "It was never published")))]
async fn reopen_survey(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    verbs::close_survey(app.store(), By::of(&app, &visit), parse(&id)?, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whom links are made for: so many for nobody in particular, or everybody at these customers.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"customers": ["acc_0000000000001"]}))]
struct LinksBody {
    /// How many, 1 to 10,000.
    count: Option<usize>,
    /// Ids of customers.
    #[schema(value_type = Option<Vec<String>>)]
    customers: Option<Vec<AccountId>>,
}

/// A link, told this once.
#[derive(Serialize, ToSchema)]
struct MadeLink {
    /// The end of its address, after `/listen/a/`.
    token: String,
    /// The customer it is for.
    #[schema(value_type = Option<String>)]
    customer: Option<AccountId>,
    /// The person it is for.
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
}

/// Makes links by which people answer once each.
#[utoipa::path(post, path = "/surveys/{id}/links", tag = "listen", params(("id" = String, Path, description = "The survey")),
    request_body = LinksBody, responses((status = 201, description = "The links", body = [MadeLink]), (status = 404, description = "Not there"),
    (status = 409, description = "It takes no answers")))]
async fn create_links(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LinksBody>,
) -> Result<(StatusCode, Json<Vec<MadeLink>>), Error> {
    let whom = match (body.count, body.customers) {
        (None, Some(customers)) => Whom::Accounts(customers),
        (count, _) => Whom::Slips(count.unwrap_or(0)),
    };
    let made = make_links(&app, By::of(&app, &visit), parse(&id)?, whom).await?;
    let link = |made: crate::verbs::ask::Made| MadeLink {
        token: made.token,
        customer: made.person.as_ref().map(|person| person.account),
        contact: made.person.map(|person| person.contact),
    };
    Ok((StatusCode::CREATED, Json(made.into_iter().map(link).collect())))
}

/// Which page of responses.
#[derive(Deserialize, IntoParams)]
struct Paged {
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 1,000; 100 if not given.
    limit: Option<usize>,
}

/// What somebody answered together.
#[derive(Serialize, ToSchema)]
struct ToldResponse {
    /// Its id.
    #[schema(value_type = String)]
    id: ResponseId,
    /// Who answered; nobody where nobody is named.
    #[schema(value_type = Option<String>)]
    customer: Option<AccountId>,
    /// Which person there.
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
    /// The day.
    #[schema(value_type = String)]
    day: Day,
    /// Whether it was sent, or only begun.
    done: bool,
    /// Answers by the key of their question.
    #[schema(value_type = Object)]
    answers: Answers,
}

/// A page of responses.
#[derive(Serialize, ToSchema)]
struct Responses {
    items: Vec<ToldResponse>,
    /// What `after` is for the next page.
    next: Option<String>,
}

/// Responses by id; those without names in no order of time.
#[utoipa::path(get, path = "/surveys/{id}/responses", tag = "listen", params(("id" = String, Path, description = "The survey"), Paged),
    responses((status = 200, description = "A page", body = Responses), (status = 404, description = "Not there")))]
async fn list_responses(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Query(page): Query<Paged>,
) -> Result<Json<Responses>, Error> {
    let id = parse(&id)?;
    let limit = page.limit.unwrap_or(100).clamp(1, 1_000);
    let after = page.after.map(|after| after.parse()).transpose().map_err(|_| Error::NotFound)?;
    let batch = app
        .store()
        .read(move |db| {
            store::get_survey(db, id)?;
            load_batch(db, id, after, limit + 1)
        })
        .await?;
    let more = batch.responses.len() > limit;
    let told = |(response, answers): (crate::store::response::Response, Answers)| ToldResponse {
        id: response.id,
        customer: response.account,
        contact: response.contact,
        day: response.day,
        done: response.done,
        answers,
    };
    let items: Vec<ToldResponse> = batch.responses.into_iter().take(limit).map(told).collect();
    let next = items.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Json(Responses { items, next }))
}

/// Answers that a program brings.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"customer": "acc_0000000000001", "language": "en", "answers": {"satisfied": 5, "again": 4, "recommend": 4}}))]
struct ResponseBody {
    /// Who answered; not where nobody is named.
    #[schema(value_type = Option<String>)]
    customer: Option<AccountId>,
    /// Which person; their customer is known.
    #[schema(value_type = Option<String>)]
    contact: Option<ContactId>,
    /// In which language of the survey.
    language: Option<String>,
    /// Answers by the key of their question: a number; a list of numbers; a number for each row, or for each choice its
    /// place; a text.
    #[schema(value_type = Object)]
    answers: Answers,
}

/// What was stored.
#[derive(Serialize, ToSchema)]
struct Stored {
    /// Its id; not told where nobody is named.
    #[schema(value_type = Option<String>)]
    id: Option<ResponseId>,
}

/// Stores answers that somebody gave elsewhere, whole.
#[utoipa::path(post, path = "/surveys/{id}/responses", tag = "listen", params(("id" = String, Path, description = "The survey")),
    request_body = ResponseBody, responses((status = 201, description = "Stored", body = Stored), (status = 404, description = "Not there"),
    (status = 409, description = "It takes no answers")))]
async fn create_response(
    Given(app): Given<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ResponseBody>,
) -> Result<(StatusCode, Json<Stored>), Error> {
    let survey = parse(&id)?;
    let brought = Brought {
        survey,
        account: body.customer,
        contact: body.contact,
        language: body.language,
        answers: body.answers,
    };
    let anonymous = app.store().read(move |db| store::get_survey(db, survey)).await?.anonymous;
    let response = bring(&app, By::of(&app, &visit), brought).await?;
    Ok((StatusCode::CREATED, Json(Stored { id: (!anonymous).then_some(response) })))
}

/// Which results.
#[derive(Deserialize, IntoParams)]
struct Cuts {
    /// Groups to tell apart: `level`, `role`, `kind` or `team`.
    by: Option<String>,
    /// The id of a segment: of its customers alone.
    segment: Option<String>,
}

/// Scores with their intervals; nothing of fewer answers than `minimum`, and nothing from which such a thing could be worked out.
#[utoipa::path(get, path = "/surveys/{id}/results", tag = "listen", params(("id" = String, Path, description = "The survey"), Cuts),
    responses((status = 200, description = "The results", body = Results), (status = 404, description = "Not there"),
    (status = 422, description = "The segment names a field that nobody declares any more")))]
async fn get_results(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Query(cuts): Query<Cuts>,
) -> Result<Json<Results>, Error> {
    let (_, results) = load_results(&app, parse(&id)?, cuts.by.as_deref(), cuts.segment.as_deref()).await?;
    Ok(Json(results))
}

/// What goes with an outcome of a survey: how much of its spread each rating accounts for, and how it is rated; nothing of it says what
/// causes what.
#[utoipa::path(get, path = "/surveys/{id}/drivers", tag = "listen", params(("id" = String, Path, description = "The survey"),
    ("outcome" = Option<String>, Query, description = "The key of the question that is the outcome; the first of its kind unless said"),
    ("driver" = Option<Vec<String>>, Query, description = "A rating to hold against it, `question` or `question.row`, as often as there are; those that there usually are unless said")),
    responses((status = 200, description = "What goes with it", body = DriverResults), (status = 404, description = "Not there"),
    (status = 422, description = "The survey asks nothing of this name")))]
async fn get_drivers(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Json<DriverResults>, Error> {
    Ok(Json(load_drivers(&app, parse(&id)?, &chosen).await?.1))
}

/// Who is told apart.
#[derive(Deserialize, IntoParams)]
struct Apart {
    /// The id of a segment that is told apart from the rest.
    segment: Option<String>,
}

/// Who was asked by name and has not answered, by what is recorded of them, and scores weighted to everybody who was asked.
#[utoipa::path(get, path = "/surveys/{id}/missing", tag = "listen", params(("id" = String, Path, description = "The survey"), Apart),
    responses((status = 200, description = "Who is missing", body = Missing), (status = 404, description = "Not there"),
    (status = 422, description = "The segment names a field that nobody declares any more")))]
async fn get_missing(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Query(apart): Query<Apart>,
) -> Result<Json<Missing>, Error> {
    Ok(Json(load_missing(&app, parse(&id)?, apart.segment.as_deref()).await?.1))
}

/// Of which question.
#[derive(Deserialize, IntoParams)]
struct Looked {
    /// The key of a question that has a score; the first one unless said.
    question: Option<String>,
}

/// What organisations say: who is still to be heard, where levels disagree, the score by influence, and why it misleads.
#[utoipa::path(get, path = "/surveys/{id}/organisations", tag = "listen", params(("id" = String, Path, description = "The survey"), Looked),
    responses((status = 200, description = "What organisations say", body = Organisations), (status = 404, description = "Not there"),
    (status = 422, description = "The survey asks nothing of this name that has a score")))]
async fn get_organisations(
    Given(app): Given<App>,
    Path(id): Path<String>,
    Query(looked): Query<Looked>,
) -> Result<Json<Organisations>, Error> {
    Ok(Json(load_organisations(&app, parse(&id)?, looked.question.as_deref()).await?.1))
}
