//! Client code and styles, built by `make assets`: named by their content, so that a browser keeps them for good.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use troth_store::Folder;

use crate::Error;

#[derive(rust_embed::Embed)]
#[folder = "../../assets/dist"]
struct Dist;

/// The built files.
#[derive(Debug)]
pub struct Asset;

impl Asset {
    /// Whether `make assets` has been run; without it pages are plain.
    pub fn built() -> bool {
        Self::path("app.css").is_some()
    }

    /// Where the browser finds a file, by the name it has in the source: `app.css`.
    pub fn path(name: &str) -> Option<String> {
        // In a debug build the folder is on disk and may be built anew under a running server.
        let built = if cfg!(debug_assertions) {
            read_manifest().remove(name)
        } else {
            static MANIFEST: OnceLock<BTreeMap<String, String>> = OnceLock::new();
            MANIFEST.get_or_init(read_manifest).get(name).cloned()
        };
        built.map(|file| format!("/assets/{file}"))
    }
}

fn read_manifest() -> BTreeMap<String, String> {
    let manifest = Folder::of::<Dist>().text("manifest.json").unwrap_or_default();
    serde_json::from_str(&manifest).unwrap_or_default()
}

/// `GET /assets/{file}`.
pub(crate) async fn get_asset(Path(path): Path<String>) -> Result<Response, Error> {
    let data = Folder::of::<Dist>().get(&path).ok_or(Error::NotFound)?;
    let kind = content_type(&path).ok_or(Error::NotFound)?;
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, Cow::into_owned(data)).into_response())
}

fn content_type(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
