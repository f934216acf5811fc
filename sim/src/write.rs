//! A business as files: CSV in UTF-8 with a line of headings, a file for each kind that has rows, `truth.json` beside them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use troth_core::Day;

use crate::row::{FILES, Known, Row, Rows, WriteRows};
use crate::{Business, Error};

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of each file, by its name.
    pub rows: BTreeMap<&'static str, u64>,
}

impl Business {
    /// Writes what becomes known from one day to another into a folder: `NAME.csv` for each file that has rows, and `truth.json`.
    ///
    /// # Errors
    /// [`Error::Until`], [`Error::Write`].
    pub fn write(&self, from: Day, to: Day, folder: &Path) -> Result<Written, Error> {
        std::fs::create_dir_all(folder).map_err(|error| wrong(folder, error))?;
        let mut files =
            Files { folder, open: BTreeMap::new(), cells: Vec::new(), written: Written::default() };
        self.each(from, to, |rows| files.take(&rows))?;
        let path = folder.join("truth.json");
        let mut truth =
            serde_json::to_vec_pretty(self.truth()).map_err(|error| wrong(&path, error.into()))?;
        truth.push(b'\n');
        std::fs::write(&path, truth).map_err(|error| wrong(&path, error))?;
        files.close()
    }
}

fn wrong(path: &Path, error: std::io::Error) -> Error {
    Error::Write { path: path.display().to_string(), error }
}

struct Files<'f> {
    folder: &'f Path,
    open: BTreeMap<&'static str, csv::Writer<BufWriter<File>>>,
    cells: Vec<String>,
    written: Written,
}

impl Files<'_> {
    fn take(&mut self, rows: &Rows) -> Result<(), Error> {
        rows.each_file(self)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.csv"))
    }

    fn close(mut self) -> Result<Written, Error> {
        for (name, file) in std::mem::take(&mut self.open) {
            let done =
                file.into_inner().map_err(csv::IntoInnerError::into_error).and_then(|mut file| file.flush());
            done.map_err(|error| wrong(&self.path(name), error))?;
        }
        Ok(self.written)
    }
}

impl WriteRows for Files<'_> {
    type Error = Error;

    fn rows<R: Row>(&mut self, rows: &[Known<R>]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let path = self.path(R::FILE);
        let of_csv = |error: csv::Error| wrong(&path, error.into());
        if !self.open.contains_key(R::FILE) {
            let file = File::create(&path).map_err(|error| wrong(&path, error))?;
            let mut writer = csv::Writer::from_writer(BufWriter::new(file));
            let columns = FILES.iter().find(|file| file.name == R::FILE).map_or(&[][..], |file| file.columns);
            writer.write_record(columns.iter().map(|column| column.0)).map_err(of_csv)?;
            self.open.insert(R::FILE, writer);
        }
        let Some(writer) = self.open.get_mut(R::FILE) else { return Ok(()) };
        for known in rows {
            self.cells.clear();
            known.row.cells(&mut self.cells);
            writer.write_record(&self.cells).map_err(of_csv)?;
        }
        *self.written.rows.entry(R::FILE).or_default() += rows.len() as u64;
        Ok(())
    }
}
