//! What a test of the whole program asks: is every page rendered, is every text there, is every route guarded.

use std::collections::BTreeSet;

use axum::http::Method;

use crate::tour::Along;
use crate::visit::Details;
use crate::{App, By, Family, Language, Need, Page, Theme, Who, page};

/// Templates that are pieces of others and need no sample of their own.
const PIECES: [&str; 5] =
    ["web/component.html", "web/frame.html", "web/layout.html", "web/plain.html", "web/switches.html"];

/// Renders every sample in every language; what failed, in words. Also names templates that no sample renders and no
/// other template uses.
pub fn render_samples(app: &App, who: Option<&Who>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut used: BTreeSet<String> = PIECES.map(str::to_owned).into();
    for (owner, sample) in app.registry().samples() {
        used.insert(sample.template.to_owned());
        for language in Language::ALL {
            let visit = sample_visit(who, language);
            let value = (sample.context)();
            if let Err(error) = page::render(app, &visit, sample.template, &value) {
                let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                problems.push(format!("{owner}: {} in {language}: {error}: {cause}", sample.template));
            }
        }
    }
    let sources: Vec<_> = app.templates().sources().collect();
    for (_, _, source) in &sources {
        used.extend(quoted_after(source, &["include ", "extends ", "import ", "from "]));
    }
    for (path, owner, _) in sources {
        if !used.contains(path) {
            problems.push(format!("{owner}: {path} has no sample"));
        }
    }
    problems
}

/// Texts that a language lacks, and keys that templates use and nobody brings.
pub fn check_texts(app: &App) -> Vec<String> {
    let mut problems = app.texts().gaps();
    for (path, owner, source) in app.templates().sources() {
        for key in quoted_after(&source, &["t("]) {
            if !key.ends_with('-') && !app.texts().has(&key) {
                problems.push(format!("{owner}: {path} uses the text `{key}`, which nobody brings"));
            }
        }
    }
    problems
}

/// A request that a test of all routes makes: the method, a path with its parameters filled in, and what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Its method.
    pub method: Method,
    /// Its path.
    pub path: String,
    /// What the route needs.
    pub need: Need,
    /// Whether it answers people or programs.
    pub family: Family,
}

/// Every route of the program, ready to be tried with the wrong people.
pub fn probes(app: &App) -> Vec<Probe> {
    app.registry()
        .routes()
        .iter()
        .map(|entry| Probe {
            method: entry.method.clone(),
            path: fill(&entry.path),
            need: entry.need,
            family: Family::of(&entry.path),
        })
        .collect()
}

/// Any value will do: whoever may not see a route learns nothing about what is behind it.
fn fill(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "0" } else { part }).collect::<Vec<_>>().join("/")
}

fn sample_visit(who: Option<&Who>, language: Language) -> Details {
    Details {
        who: who.cloned(),
        language,
        theme: Theme::Auto,
        nonce: "nonce".to_owned(),
        request_id: "0".to_owned(),
        address: None,
        host: "troth.example".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        notice: None,
        tour: Along::At(String::new()),
    }
}

/// Every text in quotes that follows one of these words.
fn quoted_after(source: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        for (at, _) in source.match_indices(word) {
            // `t(` also ends other names, such as `asset(`.
            let inside = source[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            let rest = &source[at + word.len()..];
            if !inside && let Some(rest) = rest.strip_prefix('"') {
                // A key that goes on, `"web-role-" ~ role`, ends with a dash and cannot be known here.
                found.extend(rest.split('"').next().map(str::to_owned));
            }
        }
    }
    found
}

/// Somebody to render pages for.
pub fn somebody(role: troth_core::Role) -> Who {
    use troth_core::{Id, SessionId, UserId};
    Who {
        user: UserId::from_raw(1),
        name: "Ada Lovelace".to_owned(),
        role,
        staff: None,
        by: By::Session(SessionId::from_raw(1)),
        within: None,
        reach: None,
        owes_factor: false,
    }
}

/// The sample of a page as HTML, for a look or a snapshot.
pub fn render_sample<P: Page>(
    app: &App,
    who: Option<&Who>,
    language: Language,
) -> Result<String, crate::Error> {
    let value = minijinja::value::Value::from_serialize(P::sample());
    page::render(app, &sample_visit(who, language), P::TEMPLATE, &value)
}

#[cfg(test)]
mod tests {
    use super::{fill, quoted_after};

    #[test]
    fn keys_are_found_where_templates_use_them() {
        let source = r#"{{ t("a-b") }} {{ asset("c") }} {{ f(label=t("d", n=1)) }} {{ t("e-" ~ f) }}"#;
        assert_eq!(quoted_after(source, &["t("]), ["a-b", "d", "e-"]);
    }

    #[test]
    fn parameters_of_a_path_are_filled_in() {
        assert_eq!(fill("/me/sessions/{id}/end"), "/me/sessions/0/end");
        assert_eq!(fill("/assets/{*path}"), "/assets/0");
    }
}
