//! Importing in the browser: send a file, say what its columns are, see what would happen, import, take it back.

use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use troth_core::{Actor, BatchId, Id, Instant, Message};
use troth_store::import::ImportKind;
use troth_web::{Error, Form, Page, View, Who};

use super::upload::{
    Summary, Upload, begin_check, check_upload, find_import, find_last_reading, get_upload, keep_upload,
    list_imports, look, queue_upload,
};
use super::{Found, Options, find_kind};

/// The largest file taken, in bytes.
pub(crate) const UPLOAD_LIMIT: usize = 512 << 20;
/// A file up to this size is checked while its sender waits; a larger one by a job, so that no request runs out of time.
const AT_ONCE: u64 = 4 << 20;
/// Rows shown of a file before it is imported.
const FIRST_ROWS: usize = 5;
/// Imports on the page.
const RECENT: i64 = 30;

/// Where a file is sent, and what was imported before.
#[derive(Debug, Serialize)]
pub(crate) struct ImportPage {
    kinds: Vec<String>,
    imports: Vec<Shown>,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: BatchId,
    kind: String,
    file_name: String,
    state: String,
    done: i64,
    of: i64,
    new: i64,
    changed: i64,
    same: i64,
    created: Instant,
}

impl From<Summary> for Shown {
    fn from(one: Summary) -> Self {
        let Summary { id, kind, file_name, state, chunks, new, changed, same, created } = one;
        Self { id, kind, file_name, state, done: chunks.0, of: chunks.1, new, changed, same, created }
    }
}

impl Shown {
    fn sample(state: &str) -> Self {
        let (id, created) = (BatchId::from_raw(1), Instant::from_micros(1_767_690_000_000_000));
        let (kind, file_name) = ("purchases".to_owned(), "orders.csv".to_owned());
        let state = state.to_owned();
        Self { id, kind, file_name, state, done: 2, of: 4, new: 6919, changed: 1, same: 0, created }
    }
}

impl Page for ImportPage {
    const TEMPLATE: &str = "records/import.html";

    fn sample() -> Self {
        let imports = ["done", "applying", "undone"].map(Shown::sample).into();
        Self { kinds: vec!["purchases".into()], imports, form: Form::with([("source", "shop")]) }
    }
}

fn actor(view: &View) -> Actor {
    view.visit().who().map_or(Actor::System, Who::actor)
}

async fn import_page(view: &View, status: StatusCode, form: Form) -> Result<Response, Error> {
    let store = view.app().store();
    let kinds = store.parts().iter().flat_map(|part| part.imports).map(|kind| kind.name.to_owned()).collect();
    let imports = store.read(|db| list_imports(db, RECENT)).await?;
    let imports = imports.into_iter().map(Shown::from).collect();
    view.page_with(status, &ImportPage { kinds, imports, form })
}

pub(crate) async fn get_imports(view: View) -> Result<Response, Error> {
    import_page(&view, StatusCode::OK, Form::with([("source", "file")])).await
}

/// Takes a file into the folder of uploads, piece by piece.
pub(crate) async fn post_file(view: View, mut parts: Multipart) -> Result<Response, Error> {
    let folder = view.app().config().uploads.clone();
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    let arriving = folder.join(format!("{:032x}.part", u128::from_le_bytes(view.app().random())));
    let received = receive(&mut parts, &arriving).await;
    let kept = match received {
        Ok((form, name, bytes)) => keep(&view, form, name, bytes, &arriving).await,
        Err(error) => Err(error),
    };
    if kept.as_ref().map_or(true, |answer| answer.status() != StatusCode::SEE_OTHER)
        && let Err(error) = tokio::fs::remove_file(&arriving).await
    {
        tracing::debug!(%error, "a file that did not arrive could not be removed");
    }
    kept
}

/// The fields of the form, the file's name and its size.
async fn receive(parts: &mut Multipart, to: &std::path::Path) -> Result<(Form, String, u64), Error> {
    let broken = |error: axum::extract::multipart::MultipartError| Error::Status(error.status());
    let (mut values, mut name, mut bytes) = (Vec::new(), String::new(), 0);
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        if field != "file" {
            let text: String = part.text().await.map_err(broken)?.chars().take(200).collect();
            values.push((field, text));
            continue;
        }
        name = part.file_name().unwrap_or_default().chars().take(200).collect();
        let mut file = tokio::fs::File::create(to).await.map_err(Error::internal)?;
        while let Some(piece) = part.chunk().await.map_err(broken)? {
            bytes += piece.len() as u64;
            file.write_all(&piece).await.map_err(Error::internal)?;
        }
        file.flush().await.map_err(Error::internal)?;
    }
    Ok((Form::with(values), name, bytes))
}

async fn keep(
    view: &View,
    mut form: Form,
    name: String,
    bytes: u64,
    arrived: &std::path::Path,
) -> Result<Response, Error> {
    let app = view.app();
    let kind = form.text("kind").to_owned();
    let source = form.required("source");
    if bytes == 0 {
        form.wrong("file", Message::new("records-import-no-file"));
    }
    if find_kind(app.store(), &kind).is_none() {
        form.wrong("kind", Message::new("records-import-no-kind"));
    }
    if !form.is_right() {
        return import_page(view, StatusCode::UNPROCESSABLE_ENTITY, form).await;
    }
    let id = keep_upload(app.store(), app.now(), actor(view), (kind, source, name)).await?;
    tokio::fs::rename(arrived, super::upload::file_of(&app.config().uploads, id))
        .await
        .map_err(Error::internal)?;
    Ok(view.go(&format!("/records/import/{id}")))
}

/// A file on its way: what it looks like, how it is read, what would happen, what did.
#[derive(Debug, Serialize)]
pub(crate) struct UploadPage {
    id: BatchId,
    kind: String,
    file_name: String,
    state: String,
    problem: Option<String>,
    found: Option<Found>,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    fields: Vec<ShownField>,
    form: Form,
    checked: Option<super::Checked>,
    /// Rows read so far, while it is being checked.
    checking: Option<i64>,
    import: Option<Shown>,
    has_errors: bool,
}

#[derive(Debug, Serialize)]
struct ShownField {
    name: String,
    required: bool,
    column: String,
}

impl Page for UploadPage {
    const TEMPLATE: &str = "records/upload.html";

    fn sample() -> Self {
        let field = |name: &str, column: &str| ShownField {
            name: name.into(),
            required: true,
            column: column.into(),
        };
        let found = Found {
            encoding: Some("windows-1252".into()),
            delimiter: Some(';'),
            sheet: Some("2026".into()),
            sheets: vec!["2026".into(), "2025".into()],
            ..Found::default()
        };
        Self {
            id: BatchId::from_raw(1),
            kind: "purchases".into(),
            file_name: "orders.csv".into(),
            state: "waiting".into(),
            problem: Some("line 3, column amount: `x` is not an amount".into()),
            found: Some(found.clone()),
            headings: vec!["id".into(), "date".into()],
            rows: vec![vec!["1".into(), "2026-01-02".into()]],
            fields: vec![field("customer", "id"), field("at", "")],
            form: Form::with([("date_format", "%d.%m.%Y"), ("decimal", ",")]),
            checked: Some(super::Checked {
                rows: 3,
                wrong: 1,
                first_wrong: Some("line 3, column amount: `x` is not an amount".into()),
                found,
                would: troth_store::import::Applied { new: 1, changed: 1, same: 0 },
            }),
            checking: Some(20_000),
            import: Some(Shown::sample("applying")),
            has_errors: true,
        }
    }
}

/// The upload, or the address of the import with this id.
pub(crate) async fn get_upload_page(
    view: View,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let upload = view.app().store().read(move |db| get_upload(db, id)).await?;
    upload_page(&view, upload, wish).await
}

/// What of the file is to be looked at.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Wish {
    sheet: Option<String>,
}

async fn upload_page(view: &View, upload: Upload, wish: Wish) -> Result<Response, Error> {
    let store = view.app().store();
    let kind = find_kind(store, &upload.kind).ok_or(Error::NotFound)?;
    let (name, from, batch) = (upload.kind.clone(), upload.source.clone(), upload.batch);
    let (last, import) = store
        .read(move |db| {
            let import = batch.map(|batch| find_import(db, batch)).transpose()?.flatten();
            Ok::<_, troth_store::Error>((find_last_reading(db, &name, &from)?, import))
        })
        .await?;
    let folder = view.app().config().uploads.clone();
    let (file, errors) = (upload.file(&folder), upload.errors(&folder));
    let file_shown = file.display().to_string();
    let waiting = upload.state == "waiting";
    let mut reading = upload.reading.clone().or(last).unwrap_or_default();
    let mut opening = Options { sheet: wish.sheet.or_else(|| reading.sheet.clone()), ..Options::default() };
    let looked = tokio::task::spawn_blocking(move || {
        let seen = look(&kind, &file, &opening, FIRST_ROWS);
        // A file may have other sheets than the last one.
        if seen.is_ok() || opening.sheet.take().is_none() {
            seen
        } else {
            look(&kind, &file, &opening, FIRST_ROWS)
        }
    });
    let looked = if waiting { Some(looked.await.map_err(Error::internal)?) } else { None };
    let (mut found, mut headings, mut rows, mut fields) = (None, Vec::new(), Vec::new(), Vec::new());
    let mut problem = upload.problem.clone();
    match looked {
        Some(Ok(seen)) => {
            reading.sheet.clone_from(&seen.found.sheet);
            fields = fields_of(&kind, &seen.headings, &seen.proposed, &reading);
            (found, headings, rows) = (Some(seen.found), seen.headings, seen.rows);
        }
        Some(Err(error)) => problem = Some(error.to_string()),
        None => {}
    }
    let form = Form::with([
        ("date_format", reading.date_form.clone().unwrap_or_default()),
        ("decimal", reading.decimal.map(String::from).unwrap_or_default()),
        ("sheet", reading.sheet.clone().unwrap_or_default()),
    ]);
    view.page(&UploadPage {
        id: upload.id,
        kind: upload.kind,
        file_name: upload.file_name.clone(),
        state: upload.state,
        // Where the file waits is no business of the reader's.
        problem: problem.map(|text| text.replace(&file_shown, &upload.file_name)),
        found,
        headings,
        rows,
        fields,
        form,
        checked: upload.checked.filter(|_| waiting),
        checking: upload.checking.filter(|_| waiting),
        import: import.map(Shown::from),
        has_errors: errors.exists(),
    })
}

/// Fields with their columns: as said before where the file has such a column, else as proposed.
fn fields_of(
    kind: &ImportKind,
    headings: &[String],
    proposed: &[Option<String>],
    reading: &Options,
) -> Vec<ShownField> {
    let said = |name: &str| {
        let column = reading.map.iter().find(|(field, _)| field == name).map(|(_, column)| column.clone());
        column.filter(|column| headings.contains(column))
    };
    let fields = kind.fields.iter().zip(proposed);
    fields
        .map(|(field, proposed)| ShownField {
            name: field.name.to_owned(),
            required: field.required,
            column: said(field.name).or_else(|| proposed.clone()).unwrap_or_default(),
        })
        .collect()
}

/// The dry run.
pub(crate) async fn post_check(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let app = view.app();
    let upload = app.store().read(move |db| get_upload(db, id)).await?;
    let kind = find_kind(app.store(), &upload.kind).ok_or(Error::NotFound)?;
    let folder = &app.config().uploads;
    let columns = kind.fields.iter().map(|field| (field.name, form.text(&format!("map-{}", field.name))));
    let said = |field: &str| Some(form.text(field).to_owned()).filter(|text| !text.is_empty());
    let errors = upload.errors(folder);
    if errors.exists() {
        tokio::fs::remove_file(&errors).await.map_err(Error::internal)?;
    }
    let reading = Options {
        map: columns
            .filter(|(_, column)| !column.is_empty())
            .map(|(field, column)| (field.to_owned(), column.to_owned()))
            .collect(),
        date_form: said("date_format"),
        source: upload.source.clone(),
        skip_wrong: true,
        decimal: said("decimal").and_then(|mark| mark.chars().next()),
        encoding: None,
        sheet: said("sheet"),
        errors: Some(errors),
    };
    let file = tokio::fs::metadata(upload.file(folder)).await.map_err(Error::internal)?;
    let later = file.len() > AT_ONCE;
    begin_check(app.store(), app.now(), actor(&view), id, (&reading, later)).await?;
    if !later {
        check_upload(app.store(), app.now(), actor(&view), folder, id).await?;
    }
    Ok(view.go(&format!("/records/import/{id}")))
}

/// Imports what the dry run found right.
pub(crate) async fn post_start(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let app = view.app();
    app.store().read(move |db| get_upload(db, id)).await?;
    queue_upload(app.store(), app.now(), actor(&view), id).await?;
    Ok(view.go(&format!("/records/import/{id}")))
}

/// The wrong rows with their reasons.
pub(crate) async fn get_errors(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let upload = view.app().store().read(move |db| get_upload(db, id)).await?;
    let file = tokio::fs::read(upload.errors(&view.app().config().uploads)).await;
    let content = file.map_err(|_| Error::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{id}-wrong.csv\"")),
    ];
    Ok((headers, content).into_response())
}

/// Takes an import back; the queued job goes on with what is not done at once.
pub(crate) async fn post_undo(view: View, Path(id): Path<String>) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let app = view.app();
    match super::undo_import(app.store(), app.now(), actor(&view), id).await {
        Ok(count) => {
            let said = Message::new("records-import-taken-back")
                .with("count", i64::try_from(count).unwrap_or(i64::MAX));
            Ok(view.go_saying("/records/import", &said))
        }
        Err(crate::Error::State(why)) => {
            let mut form = Form::with([("source", "file")]);
            form.problem(Message::new("records-import-not-undone").with("why", why));
            import_page(&view, StatusCode::CONFLICT, form).await
        }
        Err(error) => Err(error.into()),
    }
}
