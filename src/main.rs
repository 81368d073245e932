//! The `copydesk` program: one line per subcommand.

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use copydesk::analysis::Analyzer;
use copydesk::command::analyze::Batch;
use copydesk::config::{Analyze, Command, CommandLine, Health, Serve};
use copydesk::http::{self, Server};
use copydesk::telemetry;

/// The end of a subcommand: an exit code, or what the user should read.
type Outcome = Result<ExitCode, Box<dyn Error>>;

fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command() {
        Command::Serve(flags) => serve(&flags),
        Command::Analyze(flags) => Ok(analyze(flags)),
        Command::Health(flags) => health(&flags),
        Command::Openapi => openapi(),
    };
    outcome.unwrap_or_else(|error| {
        complain(error.as_ref());
        ExitCode::FAILURE
    })
}

/// Loads the models, takes the port and serves until a signal comes.
fn serve(flags: &Serve) -> Outcome {
    telemetry::start(&flags.log);
    let analyzer = Arc::new(Analyzer::load()?);
    actix_web::rt::System::new().block_on(async {
        let settings = flags.settings();
        let server = Server::bind(&settings, analyzer);
        let server =
            server.map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
        server.run().await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Exit code of `copydesk analyze` when it could not go to the end.
const BROKEN: u8 = 2;

/// Writes one line for each article; exit code 1 when one of them failed, 2 when the work broke off.
fn analyze(flags: Analyze) -> ExitCode {
    let batch = Batch {
        jobs: flags.jobs(),
        max_text: flags.max_text,
        format: flags.format,
        shown: io::stderr().is_terminal()
            && (flags.output.is_some() || !io::stdout().is_terminal()),
        output: flags.output,
        resume: flags.resume,
        files: flags.files,
    };
    let outcome = Analyzer::load()
        .map_err(Box::<dyn Error>::from)
        .and_then(|analyzer| Ok(batch.run(&analyzer)?));
    match outcome {
        Ok(outcome) => {
            note(outcome.done_before, "articles were done before");
            note(outcome.passed_over, "files in folders were passed over");
            if outcome.failed == 0 {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            complain(error.as_ref());
            ExitCode::from(BROKEN)
        }
    }
}

fn health(flags: &Health) -> Outcome {
    let ready = http::is_ready(flags.listen);
    let ready = ready.map_err(|error| format!("no answer from {}: {error}", flags.listen))?;
    Ok(if ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn openapi() -> Outcome {
    io::stdout().write_all(http::openapi().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

#[expect(
    clippy::print_stderr,
    reason = "the user of a command line reads standard error"
)]
fn complain(error: &dyn Error) {
    eprintln!("copydesk: {error}");
}

#[expect(
    clippy::print_stderr,
    reason = "the user of a command line reads standard error"
)]
fn note(count: u64, what: &str) {
    if count > 0 {
        eprintln!("copydesk: {count} {what}");
    }
}
