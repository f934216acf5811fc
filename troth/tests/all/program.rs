//! Runs the real program on a place of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A place for one program: a data folder, or a schema of the test server with the folder unused.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    postgres: Option<troth_harness::PostgresPlace>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None }
    }

    /// `None` when this machine has no PostgreSQL.
    pub(crate) fn postgres() -> Option<Self> {
        let postgres = troth_harness::PostgresPlace::fresh()?;
        Some(Self { postgres: Some(postgres), ..Self::sqlite() })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The schema, where there is one.
    pub(crate) fn schema(&self) -> Option<&troth_harness::PostgresPlace> {
        self.postgres.as_ref()
    }

    /// The program with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.told(Command::new(env!("CARGO_BIN_EXE_troth")), arguments)
    }

    /// A command that is the program, or becomes it, told where the records are.
    fn told(&self, mut command: Command, arguments: &[&str]) -> Command {
        command
            .args(arguments)
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .current_dir(self.folder.path());
        command.env_remove("TROTH_DATA").env_remove("TROTH_DATABASE_URL");
        if let Some(postgres) = &self.postgres {
            command.arg("--database-url").arg(postgres.url());
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command prints with `--json`; it must succeed.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("one JSON object on stdout and nothing else")
    }
}

/// Purchases of CDNOW, which live in the repository.
pub(crate) fn purchases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../foundation/stats/tests/data/cdnow_sample.csv")
}

/// How the CDNOW file is imported.
pub(crate) const IMPORT: [&str; 10] = [
    "--map",
    "customer=id",
    "--map",
    "at=date",
    "--map",
    "amount=amount",
    "--date-format",
    "%Y%m%d",
    "--json",
    "--source=shop",
];

/// `troth import purchases FILE` with the mapping of the CDNOW file.
pub(crate) fn import(file: &Path) -> Vec<&str> {
    let mut arguments = vec!["import", "purchases", file.to_str().unwrap()];
    arguments.extend(IMPORT);
    arguments
}
