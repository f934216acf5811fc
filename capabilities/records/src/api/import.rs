//! Files and what was imported, for programs: the steps of the pages.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use troth_core::{BatchId, Instant, Message};
use troth_web::{App, Error, FieldError, Visit};
use utoipa::{IntoParams, ToSchema};

use super::batch::source;
use super::{Items, by};
use crate::import::folder::Arriving;
use crate::import::look::{Standing, kind_of, stand};
use crate::import::pages::send_errors;
use crate::import::upload::{
    LARGEST, Summary, Upload, check, find_import, get_upload, keep_upload, list_imports, queue_upload,
};
use crate::import::{Found, Options, find_kind, undo_import};

fn parse(id: &str) -> Result<BatchId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// An import.
#[derive(Serialize, ToSchema)]
pub(super) struct Import {
    /// Which.
    id: String,
    /// Its kind, for example `purchases`.
    kind: String,
    /// The outside system whose keys it uses.
    source: String,
    /// The file; none where a program sent the rows.
    file_name: Option<String>,
    /// `staging`, `applying`, `done`, `undoing` or `undone`.
    state: String,
    /// Parts that are in the records, of how many.
    done: i64,
    of: i64,
    new: i64,
    changed: i64,
    same: i64,
    #[schema(value_type = String)]
    created_at: Instant,
}

impl From<Summary> for Import {
    fn from(one: Summary) -> Self {
        let Summary { id, kind, source, file_name, state, chunks, new, changed, same, created } = one;
        let (id, file_name) = (id.to_string(), Some(file_name).filter(|name| !name.is_empty()));
        let ((done, of), created_at) = (chunks, created);
        Self { id, kind, source, file_name, state, done, of, new, changed, same, created_at }
    }
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Listed {
    /// `programs` for batches that programs sent; files otherwise.
    from: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most this many, 1 to 200; 50 if not given.
    limit: Option<usize>,
}

/// What was imported, latest first.
#[utoipa::path(get, path = "/imports", tag = "records", params(Listed),
    responses((status = 200, description = "A page of imports", body = Items<Import>)))]
pub(super) async fn list(
    State(app): State<App>,
    Query(asked): Query<Listed>,
) -> Result<Json<Items<Import>>, Error> {
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let by_programs = asked.from.as_deref() == Some("programs");
    let before = asked.after.as_deref().and_then(|key| {
        let (at, id) = key.split_once('~')?;
        Some((Instant::from_micros(at.parse().ok()?), id.parse().ok()?))
    });
    let mut found = app.store().read(move |db| list_imports(db, by_programs, before, limit + 1)).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.created.micros(), last.id));
    Ok(Json(Items { items: found.into_iter().map(Import::from).collect(), next }))
}

/// One import, with how far it is.
#[utoipa::path(get, path = "/imports/{id}", tag = "records", params(("id" = String, Path, description = "The import")),
    responses((status = 200, description = "The import", body = Import), (status = 404, description = "Not there")))]
pub(super) async fn get(State(app): State<App>, Path(id): Path<String>) -> Result<Json<Import>, Error> {
    let id = parse(&id)?;
    let found = app.store().read(move |db| find_import(db, id)).await?;
    Ok(Json(found.ok_or(Error::NotFound)?.into()))
}

/// What was taken back.
#[derive(Serialize, ToSchema)]
pub(super) struct TakenBack {
    /// Records that are as before.
    taken_back: u64,
}

/// Takes an import back: what it added goes, what it changed is as before.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "records", params(("id" = String, Path, description = "The import")),
    responses((status = 200, description = "It is taken back", body = TakenBack), (status = 404, description = "Not there"),
    (status = 409, description = "It was taken back before, or a later import stands on it; the answer says which")))]
pub(super) async fn undo(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<TakenBack>, Error> {
    let (id, who) = (parse(&id)?, by(&app, &visit));
    match undo_import(app.store(), who.now, who.actor, id).await {
        Ok(taken_back) => Ok(Json(TakenBack { taken_back })),
        Err(crate::Error::Refused(why)) => {
            Err(Error::Conflict(Message::new("records-import-not-undone").with("why", why)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A file to be imported.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "purchases", "source": "shop", "file_name": "november.csv"}))]
pub(super) struct UploadBody {
    /// What it holds: a kind that `GET /batches` lists.
    kind: String,
    /// The outside system whose keys it uses; the same word every time.
    source: String,
    /// What it is called.
    file_name: String,
}

/// A file on its way to an import.
#[derive(Serialize, ToSchema)]
pub(super) struct UploadAnswer {
    /// Which.
    id: String,
    kind: String,
    source: String,
    file_name: String,
    /// `waiting`, `queued`, `started` or `refused`.
    state: String,
    /// How the file is written: format, encoding, separator, sheets; none before it is there.
    #[schema(value_type = Option<Object>)]
    found: Option<Found>,
    headings: Vec<String>,
    /// The first rows.
    rows: Vec<Vec<String>>,
    /// The fields of the kind, each with the column that was said, or is proposed.
    fields: Vec<UploadField>,
    /// How many rows were read, while it is being checked.
    checking: Option<i64>,
    /// What the dry run found: rows, new, changed, same, wrong and the first wrong one, in words and by the key of its reason.
    #[schema(value_type = Option<Object>)]
    checked: Option<Value>,
    /// Whether there are wrong rows to fetch, with reasons.
    has_errors: bool,
    /// Why it cannot be read or was refused.
    problem: Option<String>,
    /// The key of the text that says so.
    problem_key: Option<String>,
    /// What it became.
    import: Option<Import>,
}

/// A field and its column.
#[derive(Serialize, ToSchema)]
pub(super) struct UploadField {
    name: &'static str,
    required: bool,
    column: Option<String>,
}

async fn answer(app: &App, visit: &Visit, upload: Upload) -> Result<Json<UploadAnswer>, Error> {
    let say = |message: &Message| app.templates().say(visit.language(), message);
    let standing = stand(app.store(), &app.config().uploads, upload, None).await?;
    let Standing { upload, seen, fields, problem, import, has_errors, .. } = standing;
    let (found, headings, rows) = match seen {
        Some(look) => (Some(look.found), look.headings, look.rows),
        None => (None, Vec::new(), Vec::new()),
    };
    let fields = fields.into_iter();
    let fields =
        fields.map(|field| UploadField { name: field.name, required: field.required, column: field.column });
    let checked = upload.checked.as_ref().map(|checked| serde_json::to_value(checked.said(say)));
    Ok(Json(UploadAnswer {
        id: upload.id.to_string(),
        kind: upload.kind,
        source: upload.source,
        file_name: upload.file_name,
        state: upload.state,
        found,
        headings,
        rows,
        fields: fields.collect(),
        checking: upload.checking,
        checked: checked.transpose().map_err(Error::internal)?,
        has_errors,
        problem: problem.as_ref().map(say),
        problem_key: problem.map(|problem| problem.key),
        import: import.map(Import::from),
    }))
}

async fn find(app: &App, id: &str) -> Result<Upload, Error> {
    let id = parse(id)?;
    Ok(app.store().read(move |db| get_upload(db, id)).await?)
}

/// One that waits with its file.
async fn waiting(app: &App, id: &str) -> Result<Upload, Error> {
    let upload = find(app, id).await?;
    if upload.state != "waiting" {
        return Err(Error::Conflict(Message::new("records-upload-begun")));
    }
    if !upload.file(&app.config().uploads).exists() {
        return Err(Error::Conflict(Message::new("records-upload-no-file")));
    }
    Ok(upload)
}

/// Says which file will come.
#[utoipa::path(post, path = "/uploads", tag = "records", request_body = UploadBody,
    responses((status = 201, description = "Send the file itself to `/uploads/{id}/file`", body = UploadAnswer),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn create_upload(
    State(app): State<App>,
    visit: Visit,
    Json(body): Json<UploadBody>,
) -> Result<(StatusCode, Json<UploadAnswer>), Error> {
    let source = source(&body.source)?;
    if find_kind(app.store(), &body.kind).is_none() {
        let message = Message::new("records-import-no-kind");
        return Err(Error::Fields(vec![FieldError { field: "kind".into(), message }]));
    }
    let file_name: String = body.file_name.trim().chars().take(200).collect();
    let who = by(&app, &visit);
    let id = keep_upload(app.store(), who.now, who.actor, (body.kind, source, file_name)).await?;
    let upload = app.store().read(move |db| get_upload(db, id)).await?;
    Ok((StatusCode::CREATED, answer(&app, &visit, upload).await?))
}

/// Sends the file, up to 512 MB, as it is: CSV, a workbook or Parquet. Sent again it takes the place of the one
/// before, until it is imported.
#[utoipa::path(put, path = "/uploads/{id}/file", tag = "records", params(("id" = String, Path, description = "The upload")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "What it looks like", body = UploadAnswer), (status = 404, description = "Not there"),
    (status = 409, description = "It is being imported"), (status = 413, description = "More than 512 MB"),
    (status = 422, description = "The file is empty")))]
pub(super) async fn put_file(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    body: Body,
) -> Result<Json<UploadAnswer>, Error> {
    let upload = find(&app, &id).await?;
    if upload.state != "waiting" || upload.checking.is_some() {
        return Err(Error::Conflict(Message::new("records-upload-begun")));
    }
    let folder = &app.config().uploads;
    let name = u128::from_le_bytes(app.random());
    let mut file = Arriving::begin(folder, name).await.map_err(Error::internal)?;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Error::Status(StatusCode::BAD_REQUEST))?;
        file.write(&piece).await.map_err(Error::internal)?;
        if file.bytes > LARGEST as u64 {
            return Err(Error::Status(StatusCode::PAYLOAD_TOO_LARGE));
        }
    }
    if file.bytes == 0 {
        return Err(Error::Wrong(Message::new("records-import-no-file")));
    }
    file.keep(folder, upload.id).await.map_err(Error::internal)?;
    answer(&app, &visit, upload).await
}

/// How an upload stands: what it looks like, what would happen, what did.
#[utoipa::path(get, path = "/uploads/{id}", tag = "records", params(("id" = String, Path, description = "The upload")),
    responses((status = 200, description = "The upload", body = UploadAnswer), (status = 404, description = "Not there")))]
pub(super) async fn get_upload_of(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<UploadAnswer>, Error> {
    let upload = find(&app, &id).await?;
    answer(&app, &visit, upload).await
}

/// How a file is read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"columns": {"at": "date"}, "date_format": "%d.%m.%Y", "decimal": ","}))]
pub(super) struct ReadingBody {
    /// Column of each field; what is not said is found by its heading.
    #[serde(default)]
    #[schema(value_type = Object)]
    columns: std::collections::BTreeMap<String, String>,
    /// Of a file with a column for each question: the column of each question.
    #[serde(default)]
    #[schema(value_type = Object)]
    questions: std::collections::BTreeMap<String, String>,
    /// How dates are written, for example `%d.%m.%Y`; ISO 8601 if not given.
    date_format: Option<String>,
    /// What stands before the decimals, `,` or `.`.
    decimal: Option<char>,
    /// The encoding, where it is not to be found out.
    encoding: Option<String>,
    /// The sheet of a workbook; the first one if not given.
    sheet: Option<String>,
}

/// The dry run: counts what would be new, changed, the same and wrong, and changes nothing. A file over 4 MB is checked
/// by a job; ask for the upload until `checking` is gone.
#[utoipa::path(post, path = "/uploads/{id}/check", tag = "records", params(("id" = String, Path, description = "The upload")),
    request_body = ReadingBody, responses((status = 200, description = "What would happen", body = UploadAnswer),
    (status = 404, description = "Not there"), (status = 409, description = "The file is not there yet, or is being imported"),
    (status = 422, description = "Fields are wrong")))]
pub(super) async fn check_file(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ReadingBody>,
) -> Result<Json<UploadAnswer>, Error> {
    if !matches!(body.decimal, None | Some(',' | '.')) {
        let message = Message::new("records-wrong-choice").with("words", ", .");
        return Err(Error::Fields(vec![FieldError { field: "decimal".into(), message }]));
    }
    let upload = waiting(&app, &id).await?;
    kind_of(app.store(), &upload)?;
    let reading = Options {
        map: body.columns.into_iter().collect(),
        named: body.questions.into_iter().map(|(question, column)| (column, question)).collect(),
        date_form: body.date_format,
        decimal: body.decimal,
        encoding: body.encoding,
        sheet: body.sheet,
        ..Options::default()
    };
    let who = by(&app, &visit);
    check(app.store(), (who.now, who.actor), &app.config().uploads, &upload, reading).await?;
    let upload = find(&app, &id).await?;
    answer(&app, &visit, upload).await
}

/// Whether wrong rows are left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"skip_wrong": false}))]
pub(super) struct StartBody {
    /// Import the good rows where others are wrong. Otherwise a file with wrong rows is refused.
    #[serde(default)]
    skip_wrong: bool,
}

/// Imports what the dry run found right, in the background; the upload says how far it is.
#[utoipa::path(post, path = "/uploads/{id}/start", tag = "records", params(("id" = String, Path, description = "The upload")),
    request_body = StartBody, responses((status = 202, description = "It is queued", body = UploadAnswer),
    (status = 404, description = "Not there"),
    (status = 409, description = "It was not checked, is being imported, or has wrong rows that are not to be left out")))]
pub(super) async fn start(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StartBody>,
) -> Result<(StatusCode, Json<UploadAnswer>), Error> {
    let upload = waiting(&app, &id).await?;
    let checked = upload.checked.as_ref().filter(|_| upload.checking.is_none());
    let checked = checked.ok_or_else(|| Error::Conflict(Message::new("records-upload-unchecked")))?;
    if checked.wrong > 0 && !body.skip_wrong {
        let count = i64::try_from(checked.wrong).unwrap_or(i64::MAX);
        return Err(Error::Conflict(Message::new("records-upload-wrong").with("count", count)));
    }
    let who = by(&app, &visit);
    queue_upload(app.store(), who.now, who.actor, upload.id).await?;
    let upload = find(&app, &id).await?;
    Ok((StatusCode::ACCEPTED, answer(&app, &visit, upload).await?))
}

/// The wrong rows that the dry run found: the columns as they came, then line, column and reason.
#[utoipa::path(get, path = "/uploads/{id}/errors", tag = "records", params(("id" = String, Path, description = "The upload")),
    responses((status = 200, description = "CSV", body = String, content_type = "text/csv"), (status = 404, description = "There are none")))]
pub(super) async fn get_errors(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let upload = find(&app, &id).await?;
    send_errors(&app, visit.language(), &upload)
}
