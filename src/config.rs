//! The command line: flags, each with an environment variable, read and checked
//! once at the start.
//!
//! ```text
//! copydesk                      serve with the defaults
//! copydesk serve --listen 0.0.0.0:80
//! copydesk analyze archive.ndjson > findings.ndjson
//! COPYDESK_LISTEN=0.0.0.0:80 copydesk health
//! ```

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::builder::RangedI64ValueParser;
use clap::{Args, Parser, Subcommand};
use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::formats::Format;
use crate::http::{Collector, Keys, Limits, NoCollector, Origin, Settings};

/// Reads a news article and marks what a careful copy editor would: language,
/// dates, names, who said what, quotations.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, args_conflicts_with_subcommands = true)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

/// What the program is to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve over HTTP (the default).
    Serve(Serve),
    /// Analyse NDJSON from standard input, or files, into NDJSON on standard output.
    Analyze(Analyze),
    /// Ask a running server whether it is ready: exit code 0 or 1.
    Health(Health),
    /// Print the OpenAPI document.
    Openapi,
}

impl CommandLine {
    /// The command that was given, or to serve.
    pub fn command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

/// Flags of `copydesk analyze`.
#[derive(Debug, Args)]
pub struct Analyze {
    /// Files to read: *.ndjson and *.jsonl hold one request per line, *.html is HTML, anything
    /// else plain text, each also as *.gz or *.zst; of a folder all of these below it; - is NDJSON
    /// from standard input [default: -].
    pub files: Vec<PathBuf>,
    /// File to write to [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Go on behind what is in the output file, without the articles whose ids are there; for the
    /// native format.
    #[arg(long, requires = "output", conflicts_with = "format")]
    pub resume: bool,
    /// Analyses at the same time [default: one per core].
    #[arg(long, env = "COPYDESK_JOBS", value_name = "COUNT")]
    jobs: Option<NonZeroUsize>,
    /// Largest article, in bytes of UTF-8, up to 64 MiB.
    #[arg(long, env = "COPYDESK_MAX_TEXT", value_name = "BYTES", default_value = "1048576", value_parser = text_size)]
    pub max_text: usize,
    /// Format of the lines: native, ninjs2, ninjs3, webannotation, jsonld or doccano.
    #[arg(long, value_name = "NAME", default_value = "native", value_parser = line_format)]
    pub format: Format,
}

impl Analyze {
    /// Analyses at the same time.
    pub fn jobs(&self) -> NonZeroUsize {
        self.jobs.unwrap_or_else(cores)
    }
}

/// Flags of `copydesk health`.
#[derive(Debug, Args)]
pub struct Health {
    /// Address and port that the server listens on.
    #[arg(long, env = "COPYDESK_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

/// Where spans go, if anywhere: an empty variable is as good as none.
type Destination = Option<Collector>;

/// Flags of `copydesk serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "COPYDESK_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address and port for probes and /metrics alone; /metrics is then not on the other port.
    #[arg(long, env = "COPYDESK_ADMIN", value_name = "ADDRESS")]
    admin: Option<SocketAddr>,
    /// File of keys, a name and the SHA-256 of the key on each line; without it everybody may ask.
    #[arg(long, env = "COPYDESK_KEYS", value_name = "FILE", value_parser = keys)]
    keys: Option<Arc<Keys>>,
    /// Origin of pages that may ask from a browser; may be given again, or as a list with commas.
    #[arg(long, env = "COPYDESK_CORS", value_name = "ORIGIN", value_delimiter = ',', value_parser = Origin::from_str)]
    cors: Vec<Origin>,
    /// Collector of spans (OTLP over HTTP, without TLS); without it there are none.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL", value_parser = collector)]
    otlp: Option<Destination>,
    /// The whole address of a collector, instead.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", value_name = "URL", value_parser = traces)]
    otlp_traces: Option<Destination>,
    /// Threads that read and write connections [default: one per core].
    #[arg(long, env = "COPYDESK_WORKERS", value_name = "COUNT", value_parser = count())]
    workers: Option<u16>,
    /// Analyses at the same time [default: one per core].
    #[arg(long, env = "COPYDESK_PERMITS", value_name = "COUNT", value_parser = count())]
    permits: Option<u16>,
    /// Longest wait for a permit, after which the answer is 503.
    #[arg(long, env = "COPYDESK_WAIT", value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    wait: Duration,
    /// Longest time for a body to arrive (else 408), and again for its analysis (else 503).
    #[arg(long, env = "COPYDESK_DEADLINE", value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    deadline: Duration,
    /// Largest article, in bytes of UTF-8, up to 64 MiB.
    #[arg(long, env = "COPYDESK_MAX_TEXT", value_name = "BYTES", default_value = "1048576", value_parser = text_size)]
    max_text: usize,
    /// Time that the server goes on serving after SIGTERM while /health/ready says no.
    #[arg(long, env = "COPYDESK_DRAIN", value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    drain: Duration,
    /// What is logged: error, warn, info, debug, trace or off, also by module (warn,copydesk=debug).
    #[arg(
        long,
        env = "COPYDESK_LOG",
        value_name = "FILTER",
        default_value = "info",
        value_parser = log_filter
    )]
    pub log: Targets,
}

impl Serve {
    /// The settings of the server.
    pub fn settings(&self) -> Settings {
        let or_cores = |count: Option<u16>| count.map_or_else(|| cores().get(), usize::from);
        Settings {
            listen: self.listen,
            admin: self.admin,
            keys: self.keys.clone(),
            origins: self.cors.clone(),
            collector: self.otlp_traces.clone().or(self.otlp.clone()).flatten(),
            workers: or_cores(self.workers),
            drain: self.drain,
            limits: Limits {
                permits: or_cores(self.permits),
                wait: self.wait,
                deadline: self.deadline,
                text: self.max_text,
            },
        }
    }
}

/// The keys in a file, of which no error shows more than the number of a line.
#[expect(
    clippy::disallowed_methods,
    reason = "the keys are read once, at the start"
)]
fn keys(path: &str) -> Result<Arc<Keys>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let keys = Keys::parse(&text).map_err(|error| error.to_string())?;
    Ok(Arc::new(keys))
}

/// A collector by its base address; an empty variable is none (OpenTelemetry, "Environment
/// Variable Specification").
fn collector(text: &str) -> Result<Destination, NoCollector> {
    let given = Some(text).filter(|text| !text.is_empty());
    given.map(Collector::below).transpose()
}

/// A collector by its whole address.
fn traces(text: &str) -> Result<Destination, NoCollector> {
    let given = Some(text).filter(|text| !text.is_empty());
    given.map(str::parse).transpose()
}

/// More threads than this help nobody, and the server refuses them.
fn count() -> RangedI64ValueParser<u16> {
    clap::value_parser!(u16).range(1..=512)
}

fn cores() -> NonZeroUsize {
    available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let duration = text
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    duration
        .filter(|duration| *duration <= Duration::from_hours(1))
        .ok_or_else(|| "expected a number of seconds from 0 to 3600".to_owned())
}

/// A filter in which a word alone is a level: a misspelt one would pass for a module.
fn log_filter(text: &str) -> Result<Targets, String> {
    let known = |part: &str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
    let filter = text.parse().ok().filter(|_| text.split(',').all(known));
    filter.ok_or_else(|| "expected levels like info or warn,copydesk=debug".to_owned())
}

/// A format of one line, so that there is a line for each article.
fn line_format(text: &str) -> Result<Format, String> {
    let lines = || {
        Format::ALL
            .into_iter()
            .filter(|format| format.is_one_line())
    };
    Format::named(text)
        .filter(|format| format.is_one_line())
        .ok_or_else(|| {
            let names: Vec<&str> = lines().map(Format::name).collect();
            format!("expected one of {}", names.join(", "))
        })
}

fn text_size(text: &str) -> Result<usize, String> {
    let size = text.parse().ok();
    size.filter(|size| (1..=64 << 20).contains(size))
        .ok_or_else(|| "expected a number of bytes from 1 to 67108864".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn settings(arguments: &[&str]) -> Option<Settings> {
        let line = ["copydesk"].iter().chain(arguments);
        match CommandLine::try_parse_from(line).ok()?.command() {
            Command::Serve(serve) => Some(serve.settings()),
            Command::Analyze(_) | Command::Health(_) | Command::Openapi => None,
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        <CommandLine as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn serving_is_the_default() {
        assert_eq!(settings(&[]), settings(&["serve"]));
        let moved = settings(&["--listen", "[::1]:9", "--deadline", "0.5"]).unwrap();
        assert_eq!(moved.listen, "[::1]:9".parse().unwrap());
        assert_eq!(moved.limits.deadline, Duration::from_millis(500));
    }

    #[test]
    fn spans_go_below_the_base_address_of_a_collector() {
        let address = |base: &str| settings(&["--otlp", base]).unwrap().collector;
        let whole = "http://127.0.0.1:4318/v1/traces".parse().ok();
        assert_eq!(address("http://127.0.0.1:4318"), whole);
        assert_eq!(address(""), None);
    }

    #[test]
    fn settings_that_make_no_sense_are_refused() {
        for bad in [
            ["--listen", "here"],
            ["--permits", "0"],
            ["--workers", "513"],
            ["--wait", "-1"],
            ["--deadline", "soon"],
            ["--max-text", "0"],
            ["--max-text", "67108865"],
            ["--log", "loud"],
            ["--admin", "9090"],
            ["--keys", "/nowhere/keys"],
            ["--cors", "*"],
            ["--otlp", "https://collector.example"],
            ["--cors", "https://desk.example,https://desk.example/"],
        ] {
            assert_eq!(settings(&bad), None, "{bad:?}");
        }
    }
}
