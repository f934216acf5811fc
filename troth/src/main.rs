//! Troth: the program.

mod clock;
mod command;
mod place;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(command::run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// One line on stderr: what went wrong, and with what.
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("troth: {error:#}");
    ExitCode::FAILURE
}
