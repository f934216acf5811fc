//! What a model is given: the roles of the command line and the columns of the file.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::Usage;
use super::file::{self, Column, Condition, Table, Wanted, is_missing};
use super::model::{Kind, Model};

/// Columns of numbers with their names, text made into indicators.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Vec<f64>>,
    /// The term of the role that each column comes from: a text with four groups makes three columns of one term.
    pub(super) sources: Vec<String>,
}

impl Terms {
    pub(super) fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }

    /// Row by row, as the models of contracts want them.
    pub(super) fn by_row(&self) -> Vec<f64> {
        let rows = self.columns.first().map_or(0, Vec::len);
        (0..rows).flat_map(|row| self.columns.iter().map(move |column| column[row])).collect()
    }
}

/// Roles and rows.
#[derive(Debug)]
pub(super) struct Input {
    given: Vec<(String, String)>,
    pub(super) table: Table,
    pub(super) level: f64,
}

impl Input {
    /// Checks the roles against the model and reads the columns that they name.
    pub(super) fn read(
        model: &Model,
        path: Option<PathBuf>,
        given: Vec<(String, String)>,
    ) -> anyhow::Result<Self> {
        let (mut names, mut conditions): (Vec<String>, _) = (Vec::new(), Vec::new());
        for (name, text) in &given {
            let Some(role) = model.role(name) else {
                let known: Vec<&str> = model.roles.iter().map(|role| role.name).collect();
                bail!("{} knows no --{name}; it knows: {}", model.name, known.join(", "));
            };
            if name == "where" {
                conditions.push(Condition::parse(text)?);
            }
            let wanted: Vec<&str> = match role.kind {
                Kind::Column => vec![text.as_str()],
                Kind::Columns => text.split(',').collect(),
                Kind::Value => Vec::new(),
            };
            for term in wanted.iter().flat_map(|term| term.split(':')) {
                let source = term.split_once('^').map_or(term, |(source, _)| source).trim().to_owned();
                if !names.contains(&source) {
                    names.push(source);
                }
            }
        }
        let table = match path {
            Some(path) => {
                if names.is_empty() {
                    return Err(Usage::error(format!("which columns? {}", model.example)));
                }
                let wanted =
                    Wanted { columns: &names, conditions: &conditions, keep_missing: model.keep_missing };
                file::read(&path, &wanted)?
            }
            None if names.is_empty() => Table::default(),
            None => return Err(Usage::error(format!("which file? {}", model.example))),
        };
        let input = Self { given, table, level: 0.95 };
        let level = input.number_or("level", 0.95)?;
        if !(level > 0.0 && level < 1.0) {
            bail!("--level={level} is no coverage; write for example --level=0.95");
        }
        Ok(Self { level, ..input })
    }

    pub(super) fn find(&self, role: &str) -> Option<&str> {
        self.given.iter().find(|(name, _)| name == role).map(|(_, text)| text.as_str())
    }

    pub(super) fn has(&self, role: &str) -> bool {
        self.find(role).is_some()
    }

    pub(super) fn get(&self, role: &str) -> anyhow::Result<&str> {
        self.find(role).ok_or_else(|| Usage::error(format!("--{role}=… is needed")))
    }

    /// The number of a role.
    pub(super) fn number(&self, role: &str) -> anyhow::Result<f64> {
        let text = self.get(role)?;
        text.trim().parse().with_context(|| format!("--{role}={text} is no number"))
    }

    pub(super) fn number_or(&self, role: &str, otherwise: f64) -> anyhow::Result<f64> {
        if self.has(role) { self.number(role) } else { Ok(otherwise) }
    }

    /// A whole number of a role.
    pub(super) fn whole(&self, role: &str) -> anyhow::Result<u64> {
        let text = self.get(role)?;
        text.trim().parse().with_context(|| format!("--{role}={text} is no whole number, zero or above"))
    }

    pub(super) fn whole_or(&self, role: &str, otherwise: u64) -> anyhow::Result<u64> {
        if self.has(role) { self.whole(role) } else { Ok(otherwise) }
    }

    /// The numbers of a role, separated by commas.
    pub(super) fn list(&self, role: &str) -> anyhow::Result<Vec<f64>> {
        let Some(text) = self.find(role) else { return Ok(Vec::new()) };
        let number = |part: &str| {
            part.trim()
                .parse()
                .with_context(|| format!("--{role}: {part} is no number; write for example 1,2,3"))
        };
        text.split(',').map(number).collect()
    }

    /// One of the words that a role knows.
    pub(super) fn choice<T: Copy>(&self, role: &str, known: &[(&str, T)]) -> anyhow::Result<T> {
        let text = self.find(role).unwrap_or(known[0].0);
        let found = known.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| *value).with_context(|| {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            format!("--{role}={text} is not known; choose {}", names.join(", "))
        })
    }

    fn column(&self, name: &str) -> anyhow::Result<&Column> {
        self.table.find(name.trim()).with_context(|| format!("the column {name} was not read"))
    }

    /// The text of a role's column.
    pub(super) fn texts(&self, role: &str) -> anyhow::Result<&Column> {
        self.column(self.get(role)?)
    }

    /// The numbers of a role's column.
    pub(super) fn numbers(&self, role: &str) -> anyhow::Result<Vec<f64>> {
        self.numbers_of(self.texts(role)?)
    }

    /// The numbers of a column that was read, by its name.
    pub(super) fn numbers_named(&self, name: &str) -> anyhow::Result<Vec<f64>> {
        self.numbers_of(self.column(name)?)
    }

    /// The groups of a column that was read, by its name.
    pub(super) fn groups_named(&self, name: &str) -> anyhow::Result<(Vec<usize>, Vec<String>)> {
        self.groups_of(self.column(name)?)
    }

    pub(super) fn numbers_if(&self, role: &str) -> anyhow::Result<Option<Vec<f64>>> {
        if self.has(role) { self.numbers(role).map(Some) } else { Ok(None) }
    }

    fn numbers_of(&self, column: &Column) -> anyhow::Result<Vec<f64>> {
        let number = |(row, text): (usize, &str)| match text.parse::<f64>() {
            _ if is_missing(text) => Ok(f64::NAN),
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(self.wrong(row, &column.name, text, "is no number")),
        };
        column.iter().enumerate().map(number).collect()
    }

    /// Whole numbers of a role's column.
    pub(super) fn counts(&self, role: &str) -> anyhow::Result<Vec<u64>> {
        let column = self.texts(role)?;
        let count = |(row, number): (usize, f64)| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked to be whole and in range"
            )]
            if number >= 0.0 && number.fract() == 0.0 && number < 9e15 {
                Ok(number as u64)
            } else {
                Err(self.wrong(row, &column.name, column.get(row), "is no whole number, zero or above"))
            }
        };
        self.numbers_of(column)?.into_iter().enumerate().map(count).collect()
    }

    /// The rows of `--rows`, counted from 0, of so many that there are.
    pub(super) fn rows(&self, there: usize) -> anyhow::Result<Vec<usize>> {
        let row = |text: &str| {
            let row: usize =
                text.trim().parse().ok().filter(|row| (1..=there).contains(row)).with_context(|| {
                    format!("--rows: {text} is none of the {there} rows; write for example --rows=1,2,7")
                })?;
            Ok(row - 1)
        };
        self.find("rows").into_iter().flat_map(|text| text.split(',')).map(row).collect()
    }

    /// A message for a value that cannot be used.
    pub(super) fn wrong(&self, row: usize, column: &str, value: &str, why: &str) -> anyhow::Error {
        anyhow::anyhow!("line {}, column {column}: {value} {why}", self.table.line(row))
    }

    /// Whether a role's column holds the value that counts as yes: the one named by `yes`, otherwise 1, true or yes.
    pub(super) fn flags(&self, role: &str, yes: &str) -> anyhow::Result<Vec<bool>> {
        let column = self.texts(role)?;
        if let Some(wanted) = self.find(yes) {
            let found: Vec<bool> = column.iter().map(|text| text == wanted).collect();
            if !found.contains(&true) {
                bail!("no {} is {wanted}; it holds {}", column.name, examples(column));
            }
            return Ok(found);
        }
        let flag = |(row, text): (usize, &str)| match text.to_ascii_lowercase().as_str() {
            "1" | "1.0" | "true" | "yes" => Ok(true),
            "0" | "0.0" | "false" | "no" => Ok(false),
            _ => Err(self.wrong(
                row,
                &column.name,
                text,
                &format!("is neither yes nor no; name the one that counts with --{yes}="),
            )),
        };
        column.iter().enumerate().map(flag).collect()
    }

    /// The groups of a role's column: a code for each row, and the names in order.
    pub(super) fn groups(&self, role: &str) -> anyhow::Result<(Vec<usize>, Vec<String>)> {
        self.groups_of(self.texts(role)?)
    }

    pub(super) fn groups_if(&self, role: &str) -> anyhow::Result<Option<(Vec<usize>, Vec<String>)>> {
        if self.has(role) { self.groups(role).map(Some) } else { Ok(None) }
    }

    fn groups_of(&self, column: &Column) -> anyhow::Result<(Vec<usize>, Vec<String>)> {
        let ordered = self.given.iter().filter(|(name, _)| name == "levels").find_map(|(_, text)| {
            text.split_once('=').filter(|(name, _)| *name == column.name).map(|(_, levels)| levels)
        });
        let names: Vec<String> = if let Some(levels) = ordered {
            levels.split(',').map(|level| level.trim().to_owned()).collect()
        } else {
            let mut names: Vec<&str> = column.iter().collect::<BTreeSet<_>>().into_iter().collect();
            if names.iter().all(|name| name.parse::<f64>().is_ok()) {
                let value = |name: &str| name.parse::<f64>().unwrap_or_default();
                names.sort_by(|a, b| value(a).total_cmp(&value(b)));
            }
            names.into_iter().map(str::to_owned).collect()
        };
        let codes: HashMap<&str, usize> =
            names.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
        let code = |(row, text): (usize, &str)| {
            codes
                .get(text)
                .copied()
                .ok_or_else(|| self.wrong(row, &column.name, text, "is not among --levels"))
        };
        let found = column.iter().enumerate().map(code).collect::<anyhow::Result<Vec<_>>>()?;
        Ok((found, names))
    }

    /// Columns as numbers. Text, and what `--category` names, becomes an indicator for each group but the first; `a^2` is a
    /// power, `a:b` a product.
    pub(super) fn terms(&self, role: &str) -> anyhow::Result<Terms> {
        let mut terms = Terms::default();
        let Some(text) = self.find(role) else { return Ok(terms) };
        for term in text.split(',') {
            let mut made = Terms {
                names: vec![String::new()],
                columns: vec![vec![1.0; self.table.rows()]],
                sources: Vec::new(),
            };
            for (at, factor) in term.split(':').enumerate() {
                let part = self.factor(factor.trim())?;
                let mut next = Terms::default();
                for (name, column) in part.names.iter().zip(&part.columns) {
                    for (before, left) in made.names.iter().zip(&made.columns) {
                        next.names.push(if at == 0 { name.clone() } else { format!("{before}:{name}") });
                        next.columns.push(left.iter().zip(column).map(|(a, b)| a * b).collect());
                    }
                }
                made = next;
            }
            terms.sources.extend(vec![term.trim().to_owned(); made.names.len()]);
            terms.names.extend(made.names);
            terms.columns.extend(made.columns);
        }
        Ok(terms)
    }

    fn factor(&self, name: &str) -> anyhow::Result<Terms> {
        if let Some((source, power)) = name.split_once('^') {
            let power: i32 = power
                .parse()
                .with_context(|| format!("{name}: write a whole power, for example {source}^2"))?;
            let column = self.numbers_of(self.column(source)?)?.into_iter().map(|v| v.powi(power)).collect();
            return Ok(Terms {
                names: vec![format!("I({name})")],
                columns: vec![column],
                ..Terms::default()
            });
        }
        let column = self.column(name)?;
        let forced = self.find("category").is_some_and(|names| names.split(',').any(|c| c.trim() == name));
        if !forced && column.iter().all(|text| is_missing(text) || text.parse::<f64>().is_ok()) {
            let columns = vec![self.numbers_of(column)?];
            return Ok(Terms { names: vec![name.to_owned()], columns, ..Terms::default() });
        }
        let (codes, levels) = self.groups_of(column)?;
        if levels.len() > 50 {
            bail!("the column {name} has {} different texts: too many for groups", levels.len());
        }
        if levels.len() < 2 {
            bail!("the column {name} is always {}: it explains nothing, leave it out", levels.join(""));
        }
        let indicator = |level: usize| codes.iter().map(|code| f64::from(u8::from(*code == level))).collect();
        Ok(Terms {
            names: levels[1..].iter().map(|level| format!("{name}{level}")).collect(),
            columns: (1..levels.len()).map(indicator).collect(),
            ..Terms::default()
        })
    }
}

/// A few of the values of a column.
fn examples(column: &Column) -> String {
    let mut found: Vec<&str> = Vec::new();
    for text in column.iter() {
        if !found.contains(&text) {
            found.push(text);
        }
        if found.len() == 5 {
            break;
        }
    }
    found.join(", ")
}
