//! Rows on their way out, by ranges of ids: as facts show them. What was merged stands with the one that stayed; a record that
//! went into another comes after all that stand, and says into which, so that its keys find that one where the file is read
//! in. Of imports that are at work there is nothing. Cost: the rows of the range, each with what it names by primary key.

use troth_core::{Currency, Id};
use troth_store::export::{ExportRange, ExportRows, Given};
use troth_store::{Db, Error, Row, Value, params};

use super::table::{BEFORE, Table};
use crate::entity::{Entity, Target, rate::DayRate};
use crate::import::qualified;
use crate::model::Period;

/// Addresses in one column; a file takes as many in one.
const LINES: usize = 20;

/// A row that is there, with the keys of what it names.
pub(crate) struct Kept<'r> {
    table: &'static Table,
    row: &'r Row,
    /// Its own id, as it is shown.
    id: String,
    /// With keys of outside systems.
    personal: bool,
}

impl Kept<'_> {
    fn value(&self, column: &str) -> Option<&Value> {
        let place = self.table.place(column)?;
        self.row.values().get(BEFORE + place)
    }

    fn int(&self, column: &str) -> Option<i64> {
        if let Some(Value::Int(number)) = self.value(column) { Some(*number) } else { None }
    }

    fn string(&self, column: &str) -> Option<&str> {
        if let Some(Value::Text(text)) = self.value(column) { Some(text) } else { None }
    }

    /// Its key, which tells whose key it is.
    pub(crate) fn key(&self) -> Given {
        let text = |place: usize| match self.row.values().get(place) {
            Some(Value::Text(text)) if self.personal => Some(text.as_str()),
            _ => None,
        };
        Given::Text(qualified::join(text(1), text(2), &self.id))
    }

    /// The key of what a column names.
    pub(crate) fn named(&self, column: &str) -> Given {
        let of = |column: &str| Target::of_column(self.table, column);
        let names = self.table.columns.iter().filter_map(|(name, _)| Some((*name, of(name)?)));
        let place = names.clone().position(|(name, _)| name == column);
        let target = names.into_iter().find(|(name, _)| *name == column);
        let (Some(place), Some((_, target))) = (place, target) else { return Given::Nothing };
        named(self.row, BEFORE + self.table.columns.len() + place * 3, target, self.personal)
    }

    pub(crate) fn text(&self, column: &str) -> Given {
        self.string(column).map_or(Given::Nothing, |text| Given::Text(text.to_owned()))
    }

    /// One column's part of the lines of another.
    pub(crate) fn lines(&self, column: &str, part: usize) -> Given {
        let lines = self.string(column).unwrap_or_default().lines().skip(part * LINES).take(LINES);
        let lines: Vec<&str> = lines.collect();
        if lines.is_empty() { Given::Nothing } else { Given::Text(lines.join(", ")) }
    }

    pub(crate) fn moment(&self, column: &str) -> Given {
        self.int(column).map_or(Given::Nothing, Given::Moment)
    }

    pub(crate) fn day(&self, column: &str) -> Given {
        self.int(column).map_or(Given::Nothing, Given::Day)
    }

    pub(crate) fn whole(&self, column: &str) -> Given {
        self.int(column).map_or(Given::Nothing, Given::Whole)
    }

    pub(crate) fn thousandths(&self, column: &str) -> Given {
        self.int(column).map_or(Given::Nothing, Given::Thousandths)
    }

    pub(crate) fn rate(&self, column: &str) -> Given {
        self.int(column).map_or(Given::Nothing, Given::Rate)
    }

    /// An amount in the currency it was in.
    pub(crate) fn amount(&self, column: &str) -> Given {
        let currency = self.string("original_currency").and_then(|code| code.parse::<Currency>().ok());
        match (self.int(column), currency) {
            (Some(minor), Some(currency)) => Given::Amount(minor, currency),
            _ => Given::Nothing,
        }
    }

    /// How often a contract is paid.
    pub(crate) fn period(&self) -> Given {
        let months = self.int("period_months");
        months.map_or(Given::Nothing, |months| Given::Text(Period::of(months).key().to_owned()))
    }
}

/// What three columns name: id, source and key.
fn named(row: &Row, place: usize, target: Target, personal: bool) -> Given {
    let Some(Value::Int(id)) = row.values().get(place) else { return Given::Nothing };
    let text = |place: usize| match row.values().get(place) {
        Some(Value::Text(text)) if personal => Some(text.as_str()),
        _ => None,
    };
    Given::Text(qualified::join(text(place + 1), text(place + 2), &target.show(*id)))
}

/// Columns and joins for the id, source and key of what each of these columns of a table names.
fn names(table: &str, columns: &[(&str, Target)]) -> (String, String) {
    let (mut wanted, mut joins) = (Vec::new(), Vec::new());
    for (n, (column, target)) in columns.iter().enumerate() {
        let of = target.table().name;
        joins.push(format!(" LEFT JOIN {of} named{n} ON named{n}.id = {table}.{column}"));
        let merges = matches!(target, Target::Account | Target::Contact);
        if merges {
            joins.push(format!(" LEFT JOIN {of} stayed{n} ON stayed{n}.id = named{n}.merged_into"));
        }
        wanted.extend(["id", "source", "external_key"].map(|column| {
            let own = format!("named{n}.{column}");
            if merges {
                format!(", CASE WHEN stayed{n}.id IS NULL THEN {own} ELSE stayed{n}.{column} END")
            } else {
                format!(", {own}")
            }
        }));
    }
    (wanted.concat(), joins.concat())
}

/// Which rows of a table are shown.
fn shown(db: &mut Db<'_>, table: &Table) -> Result<String, Error> {
    let name = table.name;
    // Rates into a currency that is not counted in any more say nothing.
    let counted = if name == DayRate::TABLE.name {
        format!(" AND currency_rate.reporting = '{}'", db.business()?.currency.code())
    } else {
        String::new()
    };
    Ok(format!(
        "{name}.batch_id NOT IN (SELECT import_batch.id FROM import_batch WHERE import_batch.state NOT IN ('done', 'undone'))\
         {counted}"
    ))
}

/// The last id of a thing, and how many there are.
pub(crate) fn reach<E: Entity>(db: &mut Db<'_>) -> Result<(i64, i64), Error> {
    let (name, shown) = (E::TABLE.name, shown(db, E::TABLE)?);
    count(db, &format!("SELECT COALESCE(MAX({name}.id), 0), COUNT(*) FROM {name} WHERE {shown}"))
}

fn count(db: &mut Db<'_>, sql: &str) -> Result<(i64, i64), Error> {
    let row = db.query_one(sql, &[])?;
    Ok((row.get(0)?, row.get(1)?))
}

/// A range of rows of a thing: those that stand, then those that went into others, under their ids with the other sign.
pub(crate) fn read<E: Entity>(db: &mut Db<'_>, range: ExportRange) -> ExportRows {
    if E::TABLE.place("merged_into").is_none() {
        return read_those::<E>(db, range, "");
    }
    let mut rows = Vec::new();
    if range.after >= 0 {
        rows = read_those::<E>(db, range, &format!(" AND {}.merged_into IS NULL", E::TABLE.name))?;
    }
    let left = range.limit - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    if left > 0 {
        let range = ExportRange { after: -range.after.min(0), limit: left, ..range };
        let merged = read_those::<E>(db, range, &format!(" AND {}.merged_into IS NOT NULL", E::TABLE.name))?;
        rows.extend(merged.into_iter().map(|(id, row)| (-id, row)));
    }
    Ok(rows)
}

fn read_those<E: Entity>(db: &mut Db<'_>, range: ExportRange, those: &str) -> ExportRows {
    let (name, shown) = (E::TABLE.name, shown(db, E::TABLE)?);
    let sql = format!(
        "{} WHERE {name}.id > $1 AND {name}.id <= $2 AND {shown}{those} ORDER BY {name}.id LIMIT $3",
        selecting::<E>()
    );
    let mut rows = Vec::new();
    db.each(&sql, params![range.after, range.until, range.limit], |row| {
        rows.push((row.get(0)?, give::<E>(row, range.personal)?));
        Ok::<_, Error>(())
    })?;
    Ok(rows)
}

/// Every row of a thing with one of these ids in a column, merged ones too.
pub(crate) fn each_of<E: Entity>(
    db: &mut Db<'_>,
    column: &str,
    ids: &[i64],
) -> Result<Vec<Vec<Given>>, Error> {
    let name = E::TABLE.name;
    let sql = format!("{} WHERE {name}.{column} {{among}} ORDER BY {name}.id", selecting::<E>());
    let mut rows = Vec::new();
    db.each_among(&sql, &[], ids, |row| {
        rows.push(give::<E>(row, true)?);
        Ok::<_, Error>(())
    })?;
    Ok(rows)
}

/// A thing's rows with the keys of what they name, to be gone on with.
fn selecting<E: Entity>() -> String {
    let table = E::TABLE;
    let columns: Vec<(&str, Target)> = (table.columns.iter())
        .filter_map(|(column, _)| Some((*column, Target::of_column(table, column)?)))
        .collect();
    let (wanted, joins) = names(table.name, &columns);
    let select = table.select();
    let (head, from) = select.split_once(" FROM ").unwrap_or((&select, table.name));
    format!("{head}{wanted} FROM {from}{joins}")
}

fn give<E: Entity>(row: &Row, personal: bool) -> Result<Vec<Given>, Error> {
    let id = E::Id::from_raw(row.get(0)?).to_string();
    Ok(E::give(&Kept { table: E::TABLE, row, id, personal }))
}

/// Text, or nothing.
fn text(row: &Row, place: usize) -> Result<Given, Error> {
    Ok(row.get::<Option<String>>(place)?.map_or(Given::Nothing, Given::Text))
}

fn moment(row: &Row, place: usize) -> Result<Given, Error> {
    Ok(row.get::<Option<i64>>(place)?.map_or(Given::Nothing, Given::Moment))
}

/// The last note, and how many there are.
pub(crate) fn reach_notes(db: &mut Db<'_>) -> Result<(i64, i64), Error> {
    count(db, "SELECT COALESCE(MAX(id), 0), COUNT(*) FROM note")
}

/// A range of notes, those that were taken away too: they can be brought back.
pub(crate) fn read_notes(db: &mut Db<'_>, range: ExportRange) -> ExportRows {
    let sql = format!("{} WHERE note.id > $1 AND note.id <= $2 ORDER BY note.id LIMIT $3", selecting_notes());
    let rows = db.query(&sql, params![range.after, range.until, range.limit])?;
    rows.iter().map(|row| Ok((row.get(0)?, give_note(row, range.personal)?))).collect()
}

/// Every note with one of these ids in a column.
pub(crate) fn list_notes_of(db: &mut Db<'_>, column: &str, ids: &[i64]) -> Result<Vec<Vec<Given>>, Error> {
    let sql = format!("{} WHERE note.{column} {{among}} ORDER BY note.id", selecting_notes());
    let mut rows = Vec::new();
    db.each_among(&sql, &[], ids, |row| {
        rows.push(give_note(row, true)?);
        Ok::<_, Error>(())
    })?;
    Ok(rows)
}

fn selecting_notes() -> String {
    let (wanted, joins) = names("note", &[("account_id", Target::Account), ("contact_id", Target::Contact)]);
    format!(
        "SELECT note.id, note.text, note.written_at, note.written_by, note.changed_at, note.removed_at{wanted} FROM note{joins}"
    )
}

fn give_note(row: &Row, personal: bool) -> Result<Vec<Given>, Error> {
    let by = row.optional_id::<troth_core::UserId>(3)?.map(|id| Given::Text(id.to_string()));
    Ok(vec![
        Given::Text(row.id::<troth_core::NoteId>(0)?.to_string()),
        named(row, 6, Target::Account, personal),
        named(row, 9, Target::Contact, personal),
        text(row, 1)?,
        moment(row, 2)?,
        by.unwrap_or(Given::Nothing),
        moment(row, 4)?,
        moment(row, 5)?,
    ])
}

/// The last entry of what people agreed to, and how many there are.
pub(crate) fn reach_consents(db: &mut Db<'_>) -> Result<(i64, i64), Error> {
    count(db, "SELECT COALESCE(MAX(id), 0), COUNT(*) FROM consent")
}

/// A range of what people have agreed to, or taken back.
pub(crate) fn read_consents(db: &mut Db<'_>, range: ExportRange) -> ExportRows {
    let (wanted, joins) = names("consent", &[("contact_id", Target::Contact)]);
    let sql = format!(
        "SELECT consent.id, consent.purpose, consent.given, consent.at, consent.obtained, consent.actor_kind, consent.recorded_at\
         {wanted} FROM consent{joins} WHERE consent.id > $1 AND consent.id <= $2 ORDER BY consent.id LIMIT $3"
    );
    let rows = db.query(&sql, params![range.after, range.until, range.limit])?;
    let give = |row: &Row| {
        let given = vec![
            Given::Text(row.id::<troth_core::ConsentId>(0)?.to_string()),
            named(row, 7, Target::Contact, range.personal),
            text(row, 1)?,
            Given::Truth(row.get(2)?),
            moment(row, 3)?,
            text(row, 4)?,
            text(row, 5)?,
            moment(row, 6)?,
        ];
        Ok((row.get(0)?, given))
    };
    rows.iter().map(give).collect()
}
