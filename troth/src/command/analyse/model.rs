//! The table of models: help, checks and documents all come from it.

use std::fmt::Write;

use super::input::Input;
use super::report::Report;
use super::{
    contract, driver, economics, effect, grouping, quality, regression, regular, repeat, score, share, worth,
};

/// What a role takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of a column.
    Column,
    /// Names of columns, separated by commas.
    Columns,
    /// A number, a date or a word.
    Value,
}

/// One thing that a model is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) help: &'static str,
}

/// A column.
pub(super) const fn column(name: &'static str, help: &'static str) -> Role {
    Role { name, kind: Kind::Column, help }
}

/// Several columns.
pub(super) const fn columns(name: &'static str, help: &'static str) -> Role {
    Role { name, kind: Kind::Columns, help }
}

/// A number, a date or a word.
pub(super) const fn value(name: &'static str, help: &'static str) -> Role {
    Role { name, kind: Kind::Value, help }
}

/// Rows of the file to say more about.
pub(super) const ROWS: Role =
    value("rows", "rows to say more about, such as 1,2,7: counted among those that are used");

/// A model that can be asked for by name.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    /// The subject it belongs to.
    pub(super) subject: &'static str,
    /// The question that it answers.
    pub(super) answers: &'static str,
    /// What the result does not say.
    pub(super) silent: &'static str,
    /// An example of how it is asked.
    pub(super) example: &'static str,
    pub(super) roles: &'static [Role],
    /// Whether a row stays although one of its values is missing.
    pub(super) keep_missing: bool,
    pub(super) run: fn(&Input) -> anyhow::Result<Report>,
}

/// Told to every model that reads a file.
pub(super) const COMMON: &[Role] = &[
    value("where", "only rows for which this holds, such as tenure>0; may be repeated"),
    value("level", "coverage of the intervals; 0.95 if not given"),
    columns("category", "columns whose numbers name groups"),
    value("levels", "COLUMN=A,B,C: the order of a column's groups, the first is the base; may be repeated"),
];

/// Every model, by subject.
pub(super) fn all() -> impl Iterator<Item = &'static Model> {
    [
        repeat::MODELS,
        regular::MODELS,
        worth::MODELS,
        contract::MODELS,
        share::MODELS,
        score::MODELS,
        regression::MODELS,
        driver::MODELS,
        effect::MODELS,
        quality::MODELS,
        economics::MODELS,
        grouping::MODELS,
    ]
    .into_iter()
    .flatten()
}

/// The model of that name.
pub(super) fn find(name: &str) -> Option<&'static Model> {
    all().find(|model| model.name == name)
}

impl Model {
    pub(super) fn role(&self, name: &str) -> Option<&'static Role> {
        self.roles.iter().chain(COMMON).find(|role| role.name == name)
    }

    /// Its help, as `troth analyse MODEL --help` prints it.
    pub(super) fn help(&self) -> String {
        // Writing to a string does not fail.
        let mut text = format!("{}: {}\n\n  {}\n\n", self.name, self.answers, self.example);
        for role in self.roles.iter().chain(COMMON) {
            let takes = match role.kind {
                Kind::Column => "COLUMN",
                Kind::Columns => "COLUMN,…",
                Kind::Value => "VALUE",
            };
            let name = format!("--{}={takes}", role.name);
            let _ = writeln!(text, "  {name:<28} {}", role.help);
        }
        let _ = write!(text, "\nWhat it does not say: {}\n", self.silent);
        text
    }
}

/// All models with their questions, as `troth analyse models` prints them.
pub(super) fn overview() -> String {
    let mut text = String::from(
        "One model on a file, without set-up: troth analyse MODEL [FILE] --ROLE=COLUMN … [--json]\n\
         The roles of a model: troth analyse MODEL --help\n",
    );
    let mut subject = "";
    for model in all() {
        if model.subject != subject {
            subject = model.subject;
            let _ = write!(text, "\n{subject}\n");
        }
        let _ = writeln!(text, "  {:<18} {}", model.name, model.answers);
    }
    text
}
