//! The command line: a contract. Names and JSON stay.

mod analyse;
mod backup;
mod demo;
mod doctor;
mod export;
mod import;
mod person;
mod run;
mod serve;
mod simulate;
mod sql;
mod today;
mod user;

pub use analyse::Usage;
use clap::{Parser, Subcommand};

use crate::place::Place;

/// Earns loyal customers and proves it.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A living business to look at, with an address and a sign-in link.
    Demo(demo::Demo),
    /// Serves pages and the API, and does the background work.
    Serve(serve::Serve),
    /// Reads a file of customers, purchases and more into the records.
    Import(import::Import),
    /// Writes everything in the records into files.
    Export(export::Export),
    /// The morning run: refresh facts, fit, score, list today's work.
    Run(run::Run),
    /// Today's work items.
    Today(today::Today),
    /// A question of your own in SQL, over the fact views.
    Sql(sql::Sql),
    /// One model on a file, without set-up: `troth analyse models` lists them.
    Analyse(analyse::Analyse),
    /// A made-up business of which everything is known, as files to import, with the truth beside them.
    Simulate(simulate::Simulate),
    /// Writes everything in the records to one file, while the program runs.
    Backup(backup::Backup),
    /// Fills an empty place from a backup, verified.
    Restore(backup::Restore),
    /// What is held of one customer or person: given to them, or erased.
    #[command(subcommand)]
    Person(person::Person),
    /// Who may sign in: add somebody, or give them a new link.
    #[command(subcommand)]
    User(user::User),
    /// Keys for programs.
    #[command(subcommand)]
    Token(user::Token),
    /// Checks the installation and says what to do.
    Doctor(doctor::Doctor),
}

/// Does what is asked.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = &arguments.place;
    match arguments.command {
        Command::Import(command) => command.run(place).await,
        Command::Export(command) => command.run(place).await,
        Command::Run(command) => command.run(place).await,
        Command::Demo(command) => command.run(place).await,
        Command::Serve(command) => command.run(place).await,
        Command::Today(command) => command.run(place).await,
        Command::Sql(command) => command.run(place).await,
        Command::Analyse(command) => command.run(),
        Command::Simulate(command) => command.run(),
        Command::Backup(command) => command.run(place).await,
        Command::Restore(command) => command.run(place).await,
        Command::Person(command) => command.run(place).await,
        Command::User(command) => command.run(place).await,
        Command::Token(command) => command.run(place).await,
        Command::Doctor(command) => command.run(place).await,
    }
}

/// Prints a line on stdout. A reader that has seen enough (`| head`) is no failure.
fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    use std::io::Write;
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Prints one JSON object on stdout.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(value)?)
}

/// Progress on one line of stderr, when that is a terminal.
fn progress(text: &str) {
    use std::io::IsTerminal;
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[2K{text}");
    }
}
