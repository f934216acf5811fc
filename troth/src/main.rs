//! Troth: the program.

use std::process::ExitCode;

use clap::Parser;
use troth::command;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(command::run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// One line on stderr: what went wrong, and with what. Wrong usage ends with 2.
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("troth: {error:#}");
    if error.is::<command::Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
}

/// Logs go to stderr: lines for a terminal, JSON for a collector. `TROTH_LOG` chooses what (`info` if not given).
fn log() {
    use std::io::IsTerminal;
    let wanted = tracing_subscriber::EnvFilter::try_from_env("TROTH_LOG");
    // What an unoptimised build says of its own speed tells nobody anything.
    let usual = if cfg!(debug_assertions) {
        "warn,troth=info,troth_web=info,troth_store::sqlite=error"
    } else {
        "warn,troth=info,troth_web=info"
    };
    let filter = wanted.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { logs.compact().init() } else { logs.json().init() }
}
