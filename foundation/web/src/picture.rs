//! Pictures that are part of a page.

use minijinja::value::Value;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;

use crate::Error;

/// A drawing of our own, put into a page as it is.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Picture(Value);

impl Picture {
    /// A text as squares that a telephone reads.
    ///
    /// # Errors
    /// When the text is longer than squares can hold.
    pub fn code(text: &str) -> Result<Self, Error> {
        let code = QrCode::new(text).map_err(|problem| Error::internal(problem.to_string()))?;
        let picture = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
        // The document's first line is for files; here it stands inside a page.
        let picture = picture.split_once("?>").map_or(picture.as_str(), |(_, svg)| svg).to_owned();
        Ok(Self(Value::from_safe_string(picture)))
    }
}
