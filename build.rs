//! Tells the crate the day on which it was built, as `COPYDESK_BUILD_DATE`
//! (`2026-11-22`): a date of publication that a text shows cannot be later.
//! `SOURCE_DATE_EPOCH` (seconds since 1970) replaces the day for reproducible builds.
//!
//! Packs the tables under `lang/` into one compressed file, a fifth of their size:
//! path, NUL, text, NUL, and so on. The lists of names are packed too, to half of theirs.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use flate2::Compression;
use flate2::write::GzEncoder;

const DAY_SECONDS: u64 = 86_400;

fn main() {
    for folder in ["src", "lang", "models", "gazetteers"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo:rustc-env=COPYDESK_BUILD_DATE={}", civil(days()));
    if let Err(error) = pack_tables().and_then(|()| pack_names()) {
        println!("cargo:error=lang/ and gazetteers/names.bin cannot be packed: {error}");
    }
}

/// Writes all tables of `lang/`, in the order of their paths, to `$OUT_DIR/lang.gz`.
#[expect(
    clippy::disallowed_methods,
    reason = "the build reads the tables; the analysis reads no files"
)]
fn pack_tables() -> std::io::Result<()> {
    let mut paths = Vec::new();
    collect(Path::new("lang"), &mut paths)?;
    paths.sort();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for path in paths {
        let name = path.strip_prefix("lang").unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        write!(packed, "{name}\0{}\0", std::fs::read_to_string(&path)?)?;
    }
    write_out("lang.gz", packed)
}

/// Writes `gazetteers/names.bin` to `$OUT_DIR/names.gz`.
#[expect(
    clippy::disallowed_methods,
    reason = "the build reads the lists; the analysis reads no files"
)]
fn pack_names() -> std::io::Result<()> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&std::fs::read("gazetteers/names.bin")?)?;
    write_out("names.gz", packed)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the build writes what the binary embeds"
)]
fn write_out(name: &str, packed: GzEncoder<Vec<u8>>) -> std::io::Result<()> {
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join(name), packed.finish()?)
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "tsv") {
            paths.push(path);
        }
    }
    Ok(())
}

/// Days since 1970-01-01.
#[expect(
    clippy::disallowed_methods,
    reason = "the build has a clock and an environment; the analysis has not"
)]
fn days() -> u64 {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH").map(|text| text.trim().parse()) {
        Ok(Ok(seconds)) => seconds,
        _ => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |elapsed| elapsed.as_secs()),
    };
    seconds / DAY_SECONDS
}

/// The calendar day, by whole cycles of 400 years that start on 1 March 0000
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn civil(days: u64) -> String {
    let shifted = days + 719_468;
    let (cycle, day_of_cycle) = (shifted / 146_097, shifted % 146_097);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524
        - day_of_cycle / 146_096)
        / 365;
    let day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_cycle + cycle * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
