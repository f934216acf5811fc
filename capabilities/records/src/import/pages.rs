//! Importing in the browser: send a file, say what its columns are, see what would happen, import, take it back.

use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use troth_core::{Actor, BatchId, Id, Instant, Message};
use troth_store::import::ImportKind;
use troth_web::{App, Error, Form, Language, Page, View, Who};

use super::folder::Arriving;
use super::look::{Chosen, Look, Standing, kind_of, stand};
use super::mapping::{FASHIONS, example};
use super::upload::{Summary, Upload, check, get_upload, keep_upload, list_imports, queue_upload};
use super::wrong::Spoken;
use super::{Found, Options, find_kind, reason};
use crate::export::ExportFormat;
use crate::export::pages::sent;

/// Imports on the page.
const RECENT: usize = 30;

/// Where a file is sent, and what was imported before.
#[derive(Debug, Serialize)]
pub(crate) struct ImportPage {
    kinds: Vec<String>,
    imports: Vec<Shown>,
    /// Whether what programs sent is listed, instead of files.
    by_programs: bool,
    form: Form,
}

#[derive(Debug, Serialize)]
struct Shown {
    id: BatchId,
    kind: String,
    source: String,
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
        let Summary { id, kind, source, file_name, state, chunks, new, changed, same, created } = one;
        let (done, of) = chunks;
        Self { id, kind, source, file_name, state, done, of, new, changed, same, created }
    }
}

impl Shown {
    fn sample(state: &str) -> Self {
        let (id, created) = (BatchId::from_raw(1), Instant::from_micros(1_767_690_000_000_000));
        let [kind, source, file_name] = ["purchases", "shop", "orders.csv"].map(str::to_owned);
        let state = state.to_owned();
        Self { id, kind, source, file_name, state, done: 2, of: 4, new: 6919, changed: 1, same: 0, created }
    }
}

impl Page for ImportPage {
    const TEMPLATE: &str = "records/import.html";

    fn sample() -> Self {
        let imports = ["done", "applying", "undone"].map(Shown::sample).into();
        let (kinds, form) = (vec!["purchases".into()], Form::with([("source", "shop")]));
        Self { kinds, imports, by_programs: false, form }
    }
}

fn actor(view: &View) -> Actor {
    view.visit().who().map_or(Actor::System, Who::actor)
}

async fn import_page(
    view: &View,
    status: StatusCode,
    form: Form,
    by_programs: bool,
) -> Result<Response, Error> {
    let store = view.app().store();
    let kinds = store.parts().iter().flat_map(|part| part.imports).map(|kind| kind.name.to_owned()).collect();
    let imports = store.read(move |db| list_imports(db, by_programs, None, RECENT)).await?;
    let imports = imports.into_iter().map(Shown::from).collect();
    view.page_with(status, &ImportPage { kinds, imports, by_programs, form })
}

/// Which imports are listed.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Listed {
    /// `programs` for what programs sent; otherwise files.
    from: Option<String>,
}

pub(crate) async fn get_imports(view: View, Query(listed): Query<Listed>) -> Result<Response, Error> {
    let by_programs = listed.from.as_deref() == Some("programs");
    import_page(&view, StatusCode::OK, Form::with([("source", "file")]), by_programs).await
}

/// Takes a file into the folder of uploads, piece by piece.
pub(crate) async fn post_file(view: View, mut parts: Multipart) -> Result<Response, Error> {
    let app = view.app();
    let folder = &app.config().uploads;
    let broken = |error: axum::extract::multipart::MultipartError| Error::Status(error.status());
    let mut file =
        Arriving::begin(folder, u128::from_le_bytes(app.random())).await.map_err(Error::internal)?;
    let (mut values, mut name) = (Vec::new(), String::new());
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        if field != "file" {
            let text: String = part.text().await.map_err(broken)?.chars().take(200).collect();
            values.push((field, text));
            continue;
        }
        name = part.file_name().unwrap_or_default().chars().take(200).collect();
        while let Some(piece) = part.chunk().await.map_err(broken)? {
            file.write(&piece).await.map_err(Error::internal)?;
        }
    }
    let mut form = Form::with(values);
    let (kind, source) = (form.text("kind").to_owned(), form.required("source"));
    if file.bytes == 0 {
        form.wrong("file", Message::new("records-import-no-file"));
    }
    if find_kind(app.store(), &kind).is_none() {
        form.wrong("kind", Message::new("records-import-no-kind"));
    }
    if !form.is_right() {
        return import_page(&view, StatusCode::UNPROCESSABLE_ENTITY, form, false).await;
    }
    let id = keep_upload(app.store(), app.now(), actor(&view), (kind, source, name)).await?;
    file.keep(folder, id).await.map_err(Error::internal)?;
    Ok(view.go(&format!("/records/import/{id}")))
}

/// A file on its way: what it looks like, how it is read, what would happen, what did.
#[derive(Debug, Serialize)]
pub(crate) struct UploadPage {
    id: BatchId,
    kind: String,
    file_name: String,
    state: String,
    problem: Option<Message>,
    found: Option<Found>,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    fields: Vec<ShownField>,
    /// Columns of a kind of which files may be wide, each with what it is called; empty for others.
    named: Vec<ShownNamed>,
    /// Fashions of dates, each with a day written in it.
    dates: Vec<ShownDate>,
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

#[derive(Debug, Serialize)]
struct ShownNamed {
    column: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct ShownDate {
    form: &'static str,
    example: String,
}

impl ShownDate {
    fn all() -> Vec<Self> {
        FASHIONS.into_iter().map(|form| Self { form, example: example(form) }).collect()
    }
}

impl Page for UploadPage {
    const TEMPLATE: &str = "records/upload.html";

    fn sample() -> Self {
        let field = |name: &str, column: &str| ShownField {
            name: name.into(),
            required: true,
            column: column.into(),
        };
        let why = Message::new("records-why-number").with("text", "x");
        let wrong = reason::at(reason::place("line", 3), Some("amount"), why);
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
            problem: Some(wrong.clone()),
            found: Some(found.clone()),
            headings: vec!["id".into(), "date".into()],
            rows: vec![vec!["1".into(), "2026-01-02".into()]],
            fields: vec![field("customer", "id"), field("at", "")],
            named: vec![ShownNamed { column: "Q1".into(), name: "nps".into() }],
            dates: ShownDate::all(),
            form: Form::with([("date_format", "%d.%m.%Y"), ("decimal", ",")]),
            checked: Some(super::Checked {
                rows: 3,
                wrong: 1,
                first_wrong: Some(wrong),
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
    let app = view.app();
    let standing = stand(app.store(), &app.config().uploads, upload, wish.sheet).await?;
    let Standing { upload, seen, fields, reading, problem, import, has_errors } = standing;
    let waiting = upload.state == "waiting";
    let form = Form::with([
        ("date_format", reading.date_form.unwrap_or_default()),
        ("decimal", reading.decimal.map(String::from).unwrap_or_default()),
        ("sheet", reading.sheet.unwrap_or_default()),
        ("encoding", reading.encoding.unwrap_or_default()),
    ]);
    let named = named_columns(kind_of(app.store(), &upload)?, seen.as_ref(), &reading.named);
    let (found, headings, rows) = match seen {
        Some(look) => (Some(look.found), look.headings, look.rows),
        None => (None, Vec::new(), Vec::new()),
    };
    let fields = fields.into_iter().map(|Chosen { name, required, column }| ShownField {
        name: name.to_owned(),
        required,
        column: column.unwrap_or_default(),
    });
    view.page(&UploadPage {
        id: upload.id,
        kind: upload.kind,
        file_name: upload.file_name,
        state: upload.state,
        problem,
        found,
        headings,
        rows,
        fields: fields.collect(),
        named,
        dates: ShownDate::all(),
        form,
        checked: upload.checked.filter(|_| waiting),
        checking: upload.checking.filter(|_| waiting),
        import: import.map(Shown::from),
        has_errors,
    })
}

/// Columns that somebody may name, with what was said of them before.
fn named_columns(kind: ImportKind, seen: Option<&Look>, said: &[(String, String)]) -> Vec<ShownNamed> {
    let (Some(_), Some(look)) = (kind.wide, seen) else { return Vec::new() };
    let name =
        |heading: &str| said.iter().find(|(column, _)| column == heading).map(|(_, name)| name.clone());
    let headings = look.headings.iter().filter(|heading| !heading.is_empty()).take(NAMED);
    headings
        .map(|heading| ShownNamed { column: heading.clone(), name: name(heading).unwrap_or_default() })
        .collect()
}

/// Columns that can be named on the page.
const NAMED: usize = 200;

/// Before the name of a field in which a column is named.
const NAMES: &str = "named-";

/// The dry run.
pub(crate) async fn post_check(view: View, Path(id): Path<String>, form: Form) -> Result<Response, Error> {
    let id: BatchId = id.parse().map_err(|_| Error::NotFound)?;
    let app = view.app();
    let upload = app.store().read(move |db| get_upload(db, id)).await?;
    let kind = kind_of(app.store(), &upload)?;
    let columns = kind.fields.iter().map(|field| (field.name, form.text(&format!("map-{}", field.name))));
    let said = |field: &str| Some(form.text(field).to_owned()).filter(|text| !text.is_empty());
    let reading = Options {
        map: columns
            .filter(|(_, column)| !column.is_empty())
            .map(|(field, column)| (field.to_owned(), column.to_owned()))
            .collect(),
        named: form
            .fields()
            .filter_map(|(field, name)| Some((field.strip_prefix(NAMES)?, name.trim())))
            .filter(|(_, name)| !name.is_empty())
            .map(|(column, name)| (column.to_owned(), name.to_owned()))
            .collect(),
        date_form: said("date_format"),
        decimal: said("decimal").and_then(|mark| mark.chars().next()),
        sheet: said("sheet"),
        encoding: said("encoding"),
        ..Options::default()
    };
    check(app.store(), (app.now(), actor(&view)), &app.config().uploads, &upload, reading).await?;
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
    send_errors(view.app(), view.language(), &upload)
}

/// The wrong rows of an upload with their reasons in a language, said while they are sent.
pub(crate) fn send_errors(app: &App, language: Language, upload: &Upload) -> Result<Response, Error> {
    let rows = Spoken::find(&upload.errors(&app.config().uploads))?.ok_or(Error::NotFound)?;
    let name = format!("{}-wrong.csv", upload.id);
    let app = app.clone();
    Ok(sent(&name, ExportFormat::Csv, rows, move |rows| {
        let app = app.clone();
        let piece = move || rows.piece(|why| app.templates().say(language, why));
        async move { Ok(tokio::task::spawn_blocking(piece).await.map_err(Error::internal)??) }
    }))
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
        Err(crate::Error::Refused(why)) => {
            let mut form = Form::with([("source", "file")]);
            form.problem(Message::new("records-import-not-undone").with("why", why));
            import_page(&view, StatusCode::CONFLICT, form, false).await
        }
        Err(error) => Err(error.into()),
    }
}
