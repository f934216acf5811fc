//! The machine's own PostgreSQL, started once for all tests on a socket in its own folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// A schema of its own on the test server; dropped with the test.
pub(crate) struct Schema {
    server: PathBuf,
    name: String,
}

const DATABASE: &str = "postgres";
const USER: &str = "troth";

impl Schema {
    pub(crate) fn fresh() -> Option<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let server = match server() {
            Ok(server) => server,
            Err(why) => {
                assert!(!crate::in_ci(), "PostgreSQL is needed for this test: {why}");
                eprintln!("left out on PostgreSQL: {why}");
                return None;
            }
        };
        let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let made = psql(&server, &format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"));
        assert!(made, "the test server made no schema");
        Some(Self { server, name })
    }

    pub(crate) fn url(&self) -> String {
        let socket = self.server.display().to_string().replace('/', "%2F");
        format!("postgres://{USER}@{socket}/{DATABASE}?options=-csearch_path%3D{}", self.name)
    }
}

impl Schema {
    /// Where the server listens.
    pub(crate) fn socket(&self) -> PathBuf {
        self.server.join(".s.PGSQL.5432")
    }

    pub(crate) fn url_through(&self, address: std::net::SocketAddr) -> String {
        format!(
            "postgres://{USER}@{address}/{DATABASE}?sslmode=disable&options=-csearch_path%3D{}",
            self.name
        )
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        psql(&self.server, &format!("DROP SCHEMA IF EXISTS {} CASCADE", self.name));
    }
}

fn psql(server: &Path, sql: &str) -> bool {
    let mut command = Command::new("psql");
    command
        .args(["-qX", "-v", "ON_ERROR_STOP=1", "-U", USER, "-d", DATABASE, "-h"])
        .arg(server)
        .args(["-c", sql]);
    command.env("PGOPTIONS", "-c client_min_messages=error").stdin(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The newest installed server's programs.
fn programs() -> Result<PathBuf, String> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            Some((version, path.join("bin")))
        })
        .filter(|(_, path)| path.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, path)| path).ok_or_else(|| "install the package postgresql".to_owned())
}

/// The folder of the running server; starts it when it is not running. A lock lets one process do so at a time.
fn server() -> Result<PathBuf, String> {
    let bin = programs()?;
    let root = std::env::temp_dir().join(format!("troth-test-postgres-{}", whoami()));
    let shown = |error: std::io::Error| format!("{}: {error}", root.display());
    fs::create_dir_all(&root).map_err(shown)?;
    let lock = File::create(root.join("lock")).map_err(shown)?;
    lock.lock().map_err(shown)?;
    let data = root.join("data");
    if running(&root) {
        return Ok(root);
    }
    if whoami() == 0 {
        run(Command::new("chown").arg("nobody").arg(&root))?;
    }
    if !data.join("PG_VERSION").exists() {
        let mut init = as_plain_user(&bin.join("initdb"));
        run(init.arg("-D").arg(&data).args([
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]))?;
    }
    // Tests do not survive a power cut, so nothing is forced to disk.
    let options = format!(
        "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c synchronous_commit=off \
         -c full_page_writes=off -c max_connections=400 -c max_locks_per_transaction=512 -c shared_buffers=64MB \
         -c max_pred_locks_per_transaction=256",
        root.display()
    );
    let mut start = as_plain_user(&bin.join("pg_ctl"));
    start
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(root.join("log"))
        .args(["-w", "-t", "60", "-o"])
        .arg(options)
        .arg("start");
    run(&mut start)?;
    // What an earlier run left behind.
    let stale = "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' \
                 LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$";
    psql(&root, stale);
    Ok(root)
}

fn running(root: &Path) -> bool {
    let mut ready = Command::new("pg_isready");
    ready.args(["-q", "-U", USER, "-d", DATABASE, "-h"]).arg(root);
    ready.status().is_ok_and(|status| status.success())
}

/// The server refuses to run as root.
fn as_plain_user(program: &Path) -> Command {
    if whoami() == 0 {
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}

fn whoami() -> u32 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").map_or(0, |me| me.uid())
}

fn run(command: &mut Command) -> Result<(), String> {
    // A server that inherits our pipes would keep the test runner waiting for them.
    let finished = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    match finished {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
