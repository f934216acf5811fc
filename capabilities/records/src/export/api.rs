//! Files of everything, for programs and for whoever clicks on one.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use troth_core::Message;
use troth_web::{App, Error, FieldError, Visit};
use utoipa::IntoParams;

use super::pages::sent;
use super::{ExportFormat, Outgoing, begin, kinds};
use crate::EXPORT_PERSONAL;
use crate::api::by;

#[derive(Deserialize, IntoParams)]
pub(crate) struct Wanted {
    /// `csv` or `parquet`; `csv` if not given.
    format: Option<String>,
}

/// Every row of a kind, as a file. Rows entered after it began are not in it. Whoever may not see who people are gets no
/// names, addresses and texts, and ids instead of the keys of outside systems. Imported with the source `troth-export`,
/// the file is the same records again.
#[utoipa::path(get, path = "/export/{kind}", tag = "records",
    params(("kind" = String, Path, description = "`accounts`, `contacts`, `purchases`, `interactions`, `contracts`, `staff`, `teams`, `rates`, `notes` or `consents`"), Wanted),
    responses((status = 200, description = "The file", content(
        (String = "text/csv"), (Vec<u8> = "application/vnd.apache.parquet"))),
    (status = 404, description = "There is no such kind"), (status = 422, description = "There is no such format")))]
pub(crate) async fn get_export(
    State(app): State<App>,
    visit: Visit,
    Path(kind): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Error> {
    let kind = kinds(app.store()).into_iter().find(|one| one.name == kind).ok_or(Error::NotFound)?;
    let format = ExportFormat::find(wanted.format.as_deref().unwrap_or("csv")).ok_or_else(|| {
        let message = Message::new("records-wrong-choice").with("words", "csv, parquet");
        Error::Fields(vec![FieldError { field: "format".into(), message }])
    })?;
    let personal = visit.who().is_some_and(|who| who.may(&EXPORT_PERSONAL));
    let who = by(&app, &visit);
    let until = begin(app.store(), (who.now, who.actor), &[kind], format, personal).await?;
    let until = until.first().copied().unwrap_or_default();
    let outgoing = Outgoing::new(kind, format, until, personal)?;
    let name = format!("{}.{}", kind.name, format.key());
    let store = app.store().clone();
    Ok(sent(&name, format, outgoing, move |mut outgoing| {
        let store = store.clone();
        async move {
            let step = store.read(move |db| {
                let (bytes, last) = outgoing.step(db)?;
                Ok::<_, troth_store::Error>((bytes, (!last).then_some(outgoing)))
            });
            Ok(step.await?)
        }
    }))
}
