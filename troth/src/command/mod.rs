//! The command line: a contract. Names and JSON stay.

mod import;
mod run;

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
    /// Reads a file of customers, purchases and more into the records.
    Import(import::Import),
    /// The morning run: refresh facts, fit, score, list today's work.
    Run(run::Run),
}

/// Does what is asked.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = &arguments.place;
    match arguments.command {
        Command::Import(command) => command.run(place).await,
        Command::Run(command) => command.run(place).await,
    }
}

/// Prints one JSON object on stdout.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Progress on one line of stderr, when that is a terminal.
fn progress(text: &str) {
    use std::io::IsTerminal;
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[2K{text}");
    }
}
