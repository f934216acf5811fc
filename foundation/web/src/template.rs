//! Templates: the files of every crate, the functions and filters they may use, one environment for each language.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::{Kwargs, Value, ViaDeserialize};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;
use troth_core::{Clocks, Day, Figure, Instant, Message, Money, Zone};

use troth_store::Folder;

use crate::app::Shown;
use crate::{Asset, Error, Formats, Language, Texts, figure};

/// What the templates need from outside.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) texts: Arc<Texts>,
    pub(crate) clocks: Clocks,
    pub(crate) shown: Shown,
    /// Reads the files again for every page, so that an edit shows on reload.
    pub(crate) reload: bool,
}

/// Every template of every crate.
pub struct Templates {
    sources: Arc<BTreeMap<String, (&'static str, Folder)>>,
    surroundings: Surroundings,
    environments: BTreeMap<Language, Environment<'static>>,
}

impl Templates {
    pub(crate) fn load(
        folders: &[(&'static str, Folder)],
        surroundings: Surroundings,
    ) -> Result<Self, Error> {
        let mut sources = BTreeMap::new();
        for &(owner, folder) in folders {
            for path in folder.names() {
                if let Some((first, _)) = sources.insert(path.clone(), (owner, folder)) {
                    return Err(Error::Duplicate { what: "template", key: path, first, second: owner });
                }
            }
        }
        let sources = Arc::new(sources);
        let environments = Language::ALL
            .into_iter()
            .map(|language| (language, new_environment(language, &sources, &surroundings)))
            .collect();
        Ok(Self { sources, surroundings, environments })
    }

    /// A template filled in. The names are paths: `today/list.html`.
    pub fn render(&self, language: Language, name: &str, context: impl Serialize) -> Result<String, Error> {
        if self.surroundings.reload {
            let environment = new_environment(language, &self.sources, &self.surroundings);
            return Ok(environment.get_template(name)?.render(context)?);
        }
        let environment = self.environments.get(&language).ok_or(Error::NotFound)?;
        Ok(environment.get_template(name)?.render(context)?)
    }

    /// The texts the templates speak with.
    pub fn texts(&self) -> &Texts {
        &self.surroundings.texts
    }

    /// A message in a language, as plain text.
    pub fn say(&self, language: Language, message: &Message) -> String {
        say(&self.surroundings, language, message)
    }

    /// Every template with its owner and source.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&str, &'static str, String)> {
        self.sources
            .iter()
            .map(|(path, (owner, folder))| (path.as_str(), *owner, folder.text(path).unwrap_or_default()))
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.sources.keys()).finish()
    }
}

fn new_environment(
    language: Language,
    sources: &Arc<BTreeMap<String, (&'static str, Folder)>>,
    surroundings: &Surroundings,
) -> Environment<'static> {
    let mut env = Environment::new();
    let sources = Arc::clone(sources);
    env.set_loader(move |name| Ok(sources.get(name).and_then(|(_, folder)| folder.text(name))));
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|name| if is_html(name) { AutoEscape::Html } else { AutoEscape::None });
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    add_words(&mut env, language, surroundings);
    add_numbers(&mut env, language);
    add_times(&mut env, language, surroundings);
    env.add_function("asset", |name: &str| Asset::path(name));
    env
}

fn is_html(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|kind| kind == "html")
}

/// `t("key", name=value)`, `{{ message | say }}`.
fn add_words(env: &mut Environment<'static>, language: Language, surroundings: &Surroundings) {
    let texts = Arc::clone(&surroundings.texts);
    env.add_function("t", move |key: &str, given: Kwargs| -> Result<String, minijinja::Error> {
        let mut args = FluentArgs::new();
        for name in given.args() {
            args.set(name.to_owned(), fluent_value(&given.get::<Value>(name)?));
        }
        Ok(texts.say(language, key, &args).into_owned())
    });
    let texts = Arc::clone(&surroundings.texts);
    env.add_function("has_text", move |key: &str| texts.has(key));
    let here = surroundings.clone();
    env.add_filter("say", move |message: ViaDeserialize<Message>| say(&here, language, &message));
    env.add_function("language_name", move || language.name());
}

/// `number`, `percent`, `money`, and the parts of a figure.
fn add_numbers(env: &mut Environment<'static>, language: Language) {
    let formats = Formats::of(language);
    env.add_filter("number", move |value: f64, digits: Option<usize>| {
        formats.number(value, digits.unwrap_or(0))
    });
    env.add_filter("percent", move |value: f64, digits: Option<usize>| {
        formats.percent(value, digits.unwrap_or(0))
    });
    env.add_filter("money", move |amount: ViaDeserialize<Money>| money(formats, amount.0));
    env.add_filter("money_whole", move |amount: ViaDeserialize<Money>| {
        let digits = i16::try_from(amount.currency.exponent()).unwrap_or_default();
        formats.money_whole(amount.major(), digits, amount.currency.code())
    });
    env.add_filter("spark_points", |values: Vec<f64>| figure::spark(&values));
    env.add_filter("figure_parts", move |figure: ViaDeserialize<Figure>| {
        Value::from_serialize(figure::parts(formats, &figure))
    });
}

/// `day`, `instant`, `relative_day`, `iso_day`.
fn add_times(env: &mut Environment<'static>, language: Language, surroundings: &Surroundings) {
    let formats = Formats::of(language);
    let shown = surroundings.shown.clone();
    env.add_filter("day", move |when: &Value| {
        Ok::<_, minijinja::Error>(formats.day(read_day(when, &shown.zone())?.date()))
    });
    let shown = surroundings.shown.clone();
    env.add_filter("instant", move |at: ViaDeserialize<Instant>| formats.instant(civil(at.0, &shown.zone())));
    let shown = surroundings.shown.clone();
    env.add_filter("iso_day", move |when: &Value| {
        Ok::<_, minijinja::Error>(read_day(when, &shown.zone())?.to_string())
    });
    let here = surroundings.clone();
    env.add_filter("relative_day", move |when: &Value| {
        let zone = here.shown.zone();
        let today = zone.day_of(here.clocks.business.now());
        Ok::<_, minijinja::Error>(formats.relative_day(read_day(when, &zone)?.date(), today.date()))
    });
}

/// A day, or the day of an instant in the business zone.
fn read_day(value: &Value, zone: &Zone) -> Result<Day, minijinja::Error> {
    let text = value.as_str().unwrap_or_default();
    if let Ok(day) = Day::parse(text, "%Y-%m-%d") {
        return Ok(day);
    }
    text.parse::<jiff::Timestamp>().map(|at| zone.day_of(at.into())).map_err(|_| {
        minijinja::Error::new(ErrorKind::InvalidOperation, format!("`{value}` is neither day nor instant"))
    })
}

pub(crate) fn civil(at: Instant, zone: &Zone) -> jiff::civil::DateTime {
    zone.inner().to_datetime(at.timestamp())
}

pub(crate) fn money(formats: &Formats, amount: Money) -> String {
    let digits = i16::try_from(amount.currency.exponent()).unwrap_or_default();
    formats.money(amount.minor, digits, amount.currency.code())
}

fn say(here: &Surroundings, language: Language, message: &Message) -> String {
    here.texts.tell(language, message, &here.shown.zone())
}

fn fluent_value(value: &Value) -> FluentValue<'static> {
    if value.is_number() {
        f64::try_from(value.clone()).map_or(FluentValue::None, FluentValue::from)
    } else {
        FluentValue::from(value.to_string())
    }
}
