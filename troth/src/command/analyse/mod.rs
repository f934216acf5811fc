//! `troth analyse`: one model on a file, without set-up and without records.

mod contract;
mod driver;
mod economics;
mod effect;
mod file;
mod grouping;
mod input;
mod model;
mod quality;
mod regression;
mod regular;
mod repeat;
mod report;
mod score;
mod share;
mod worth;

use std::path::PathBuf;

use super::{print_json, say};

/// One model on a file: `troth analyse MODEL FILE --ROLE=COLUMN …`; `troth analyse models` lists them.
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Analyse {
    /// The model, the file, and which column plays which role.
    #[arg(
        value_name = "MODEL [FILE] [--ROLE=COLUMN …] [--json]",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<String>,
}

/// Wrong usage: the program ends with 2.
#[derive(Debug)]
pub struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::error::Error for Usage {}

impl Usage {
    pub(super) fn error(text: impl Into<String>) -> anyhow::Error {
        Self(text.into()).into()
    }
}

impl Analyse {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let (mut plain, mut given, mut json, mut help) = (Vec::new(), Vec::new(), false, false);
        let mut words = self.words.into_iter();
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some("json") => json = true,
                Some("help") => help = true,
                Some(role) => {
                    let (name, text) = if let Some((name, text)) = role.split_once('=') {
                        (name.to_owned(), text.to_owned())
                    } else {
                        let text = words.next().filter(|next| !next.starts_with("--"));
                        let missing = || Usage::error(format!("--{role} of what? Write --{role}=…"));
                        (role.to_owned(), text.ok_or_else(missing)?)
                    };
                    given.push((name, text));
                }
                None if word == "-h" => help = true,
                None => plain.push(word),
            }
        }
        let mut plain = plain.into_iter();
        let name = plain.next().filter(|name| name != "models");
        let Some(name) = name else {
            say(model::overview())?;
            return Ok(());
        };
        let Some(model) = model::find(&name) else {
            return Err(Usage::error(format!("there is no model {name}; troth analyse models lists them")));
        };
        if help {
            return say(model.help());
        }
        let path = plain.next().map(PathBuf::from);
        if let Some(more) = plain.next() {
            return Err(Usage::error(format!(
                "one file at a time: what is {more}? Columns are named as --ROLE=COLUMN"
            )));
        }
        let input = input::Input::read(model, path, given)?;
        let report = (model.run)(&input)?;
        if json {
            print_json(&report.json(model, &input.table))
        } else {
            say(report.text(model, &input.table))
        }
    }
}
