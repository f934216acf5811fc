//! The page from which everything is taken out, and files that are sent piece by piece.

use axum::body::Body;
use axum::response::Response;
use futures_util::StreamExt as _;
use serde::Serialize;
use troth_web::{Error, Page, View, csv};

use super::{ExportFormat, kinds};
use crate::EXPORT_PERSONAL;
use crate::import::qualified::OWN;

/// A file that is made while it is sent: `next` makes each piece and says how it goes on. Memory does not grow with it.
pub(crate) fn sent<S, F, W>(name: &str, format: ExportFormat, start: S, next: F) -> Response
where
    S: Send + 'static,
    F: Fn(S) -> W + Clone + Send + 'static,
    W: Future<Output = Result<(Vec<u8>, Option<S>), Error>> + Send,
{
    let pieces = futures_util::stream::unfold(Some(start), move |state| {
        let next = next.clone();
        async move {
            match next(state?).await {
                Ok((bytes, state)) => Some((Ok(bytes), state)),
                // The reader is told by a file that breaks off.
                Err(error) => Some((Err(std::io::Error::other(error)), None)),
            }
        }
    });
    let kind = match format {
        ExportFormat::Csv => csv::KIND,
        ExportFormat::Parquet => "application/vnd.apache.parquet",
    };
    // Whoever packs an answer may ask once more after its end.
    csv::attached(name, kind, Body::from_stream(pieces.fuse()))
}

/// What can be taken out.
#[derive(Debug, Serialize)]
pub(crate) struct ExportPage {
    kinds: Vec<&'static str>,
    formats: [&'static str; 2],
    /// Whether names, addresses and texts go with it.
    personal: bool,
    /// The source with which the files are read in again.
    source: &'static str,
}

const FORMATS: [&str; 2] = [ExportFormat::Csv.key(), ExportFormat::Parquet.key()];

impl Page for ExportPage {
    const TEMPLATE: &str = "records/export.html";

    fn sample() -> Self {
        Self { kinds: vec!["purchases", "notes"], formats: FORMATS, personal: true, source: OWN }
    }
}

pub(crate) async fn get_page(view: View) -> Result<Response, Error> {
    let kinds = kinds(view.app().store()).iter().map(|kind| kind.name).collect();
    let personal = view.may(&EXPORT_PERSONAL);
    view.page(&ExportPage { kinds, formats: FORMATS, personal, source: OWN })
}
