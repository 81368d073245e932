//! The house rules that no compiler holds: which layer may use which, what a
//! file opens with and how long it is, where words of a language may stand.
//!
//! ```text
//! source file → code without comments and tests → its string literals
//! rule(file) → "src/date/mod.rs:12: what is wrong"
//! ```
#![expect(clippy::disallowed_methods, reason = "the rules are about files")]

use std::fs;

use crate::literals::literals;
use crate::source::{LAYERS, Source, files, relative, root, sources};

/// The layers that know nothing of requests and answers.
const CORE: &[&str] = LAYERS.split_at(11).0;

/// The crates of requests and answers.
const WIRE_CRATES: [&str; 3] = ["serde_json", "actix", "utoipa"];

const LONGEST_FILE: usize = 400;

/// Words that only a table of a language pack should hold.
const LANGUAGE_WORDS: &str = "january february april june july august september october \
    november december janvier février avril juin juillet août septembre octobre novembre décembre \
    monday tuesday wednesday thursday friday saturday lundi mardi mercredi jeudi vendredi samedi \
    yesterday hier said déclaré selon";

/// Holds `rule` for all sources of the package.
fn hold(rule: impl Fn(&Source) -> Vec<String>) {
    let findings: Vec<String> = sources(&["src", "tests", "benches"])
        .iter()
        .flat_map(rule)
        .collect();
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

/// The first names after `crate::` on a line.
fn used_layers(line: &str) -> Vec<&str> {
    let mut found = vec![];
    for (at, used) in line.match_indices("crate::") {
        let rest = &line[at + used.len()..];
        let group = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        let heads =
            group
                .unwrap_or(rest)
                .split(',')
                .take(if group.is_some() { usize::MAX } else { 1 });
        let is_name_end = |character: char| !character.is_ascii_alphanumeric() && character != '_';
        found.extend(heads.filter_map(|head| head.trim().split(is_name_end).next()));
    }
    found
}

fn upward_uses(source: &Source) -> Vec<String> {
    let rank = |layer: &str| LAYERS.iter().position(|&known| known == layer);
    let Some(own) = source.layer() else {
        return vec![];
    };
    let uses = source
        .statements()
        .flat_map(|(line, text)| used_layers(text).into_iter().map(move |used| (line, used)));
    uses.filter(|(_, used)| rank(used) > rank(own))
        .map(|(line, used)| source.finding(line, format!("{own} may not use {used}")))
        .collect()
}

fn foreign_crates(source: &Source) -> Vec<String> {
    let knows_the_wire = source.layer().is_none_or(|layer| !CORE.contains(&layer));
    if knows_the_wire {
        return vec![];
    }
    source
        .statements()
        .flat_map(|(line, text)| WIRE_CRATES.map(|name| (line, text, name)))
        .filter(|(_, text, name)| text.contains(name))
        .map(|(line, _, name)| {
            source.finding(line, format!("only http and formats may use {name}"))
        })
        .collect()
}

fn missing_opening(source: &Source) -> Vec<String> {
    let opens_well = source.text.starts_with("//! ");
    let finding = || source.finding(1, "the file does not open with a //! comment");
    if opens_well { vec![] } else { vec![finding()] }
}

fn length(source: &Source) -> Vec<String> {
    match source.code().count() {
        0..=LONGEST_FILE => vec![],
        lines => vec![source.finding(
            lines,
            format!("{lines} lines of code, at most {LONGEST_FILE}"),
        )],
    }
}

/// What may stand nowhere, in two halves, so that this file does not hold it.
const FORBIDDEN: [(&str, &str); 7] = [
    ("TO", "DO"),
    ("XX", "X"),
    ("HA", "CK"),
    ("#[ig", "nore"),
    ("#[should", "_panic"),
    ("#[al", "low("),
    ("#![al", "low("),
];

fn forbidden(source: &Source) -> Vec<String> {
    let lines = || source.text.lines().enumerate();
    let stands_alone = |line: &str, mark: &str| {
        line.match_indices(mark).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + mark.len()..].chars().next();
            let is_word =
                |next: Option<char>| next.is_some_and(|next| next.is_alphanumeric() || next == '_');
            mark.starts_with('#') || (!is_word(before) && !is_word(after))
        })
    };
    FORBIDDEN
        .iter()
        .map(|(left, right)| format!("{left}{right}"))
        .flat_map(|mark| lines().map(move |(index, line)| (index, line, mark.clone())))
        .filter(|(_, line, mark)| stands_alone(line, mark))
        .map(|(index, _, mark)| source.finding(index + 1, format!("{mark} is not used here")))
        .collect()
}

fn language_words(source: &Source) -> Vec<String> {
    if source.layer().is_none_or(|layer| !CORE.contains(&layer)) {
        return vec![];
    }
    let code: String = source.code().flat_map(|(_, line)| [line, "\n"]).collect();
    let is_word = |literal: &str| {
        let lower = literal.to_lowercase();
        let mut words = lower.split(|character: char| !character.is_alphabetic());
        words.any(|word| {
            LANGUAGE_WORDS.split(' ').any(|known| known == word)
                || (word.chars().nth(1).is_some() && !word.is_ascii())
        })
    };
    literals(&code)
        .into_iter()
        .filter(|(_, literal)| is_word(literal))
        .map(|(line, literal)| {
            source.finding(line, format!("words belong into lang/: \"{literal}\""))
        })
        .collect()
}

#[test]
fn a_layer_uses_only_those_before_it() {
    hold(upward_uses);
}

#[test]
fn the_core_knows_nothing_of_requests_and_answers() {
    hold(foreign_crates);
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    hold(missing_opening);
}

#[test]
fn no_file_is_too_long() {
    hold(length);
}

#[test]
fn no_work_is_left_in_comments_and_no_test_or_lint_is_switched_off() {
    hold(forbidden);
}

#[test]
fn words_of_a_language_stand_in_its_pack() {
    hold(language_words);
}

#[test]
fn language_packs_and_gazetteers_name_their_sources() {
    let packs = fs::read_dir(root().join("lang"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for folder in packs.chain([root().join("gazetteers")]) {
        assert!(
            folder.join("SOURCES.md").is_file(),
            "{} has no SOURCES.md",
            relative(&folder)
        );
    }
}

#[test]
fn every_model_has_a_card() {
    for model in files("models") {
        if model
            .extension()
            .is_some_and(|extension| extension == "bin")
        {
            assert!(
                model.with_extension("md").is_file(),
                "{} has no card",
                relative(&model)
            );
        }
    }
}

#[test]
fn the_image_is_built_with_the_toolchain_of_the_repository() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let toolchain = read("rust-toolchain.toml");
    let version = toolchain
        .split("channel = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    assert!(
        read("Dockerfile").contains(&format!("rust:{version}-")),
        "Dockerfile does not use Rust {version}"
    );
}

type Rule = fn(&Source) -> Vec<String>;

/// What a rule finds in a file of this path and text.
fn findings(rule: Rule, path: &str, text: &str) -> Vec<String> {
    rule(&Source {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

#[test]
fn each_rule_notices_what_breaks_it() {
    let long = "//! x\n".repeat(LONGEST_FILE + 1);
    let broken: [(Rule, &str, &str); 9] = [
        (
            upward_uses,
            "src/tag/mod.rs",
            "use crate::text::Span;\nuse crate::date::Dates;",
        ),
        (
            upward_uses,
            "src/text/mod.rs",
            "use crate::{text::Span, model::File};",
        ),
        (
            upward_uses,
            "src/formats/mod.rs",
            "fn f(wire: crate::http::Answer) {}",
        ),
        (foreign_crates, "src/analysis.rs", "use serde_json::Value;"),
        (missing_opening, "src/lib.rs", "mod text;"),
        (length, "src/lib.rs", &long),
        (forbidden, "src/lib.rs", concat!("// TO", "DO: more")),
        (
            language_words,
            "src/date/mod.rs",
            "const MONTH: &str = \"Avril\";",
        ),
        (
            language_words,
            "src/quote/mod.rs",
            "let (mark, verb) = ('\"', r#\"a \"crié\"\"#);",
        ),
    ];
    for (rule, path, text) in broken {
        assert_eq!(findings(rule, path, text).len(), 1, "{path}");
    }
}

#[test]
fn no_rule_is_broken_by_what_only_looks_alike() {
    let sound: [(Rule, &str, &str); 6] = [
        (
            upward_uses,
            "src/date/mod.rs",
            "/// See crate::http.\nuse crate::text::Span;",
        ),
        (
            upward_uses,
            "src/tag/mod.rs",
            "#[cfg(test)]\nmod tests {\nuse crate::http::Answer;",
        ),
        (
            foreign_crates,
            "src/formats/mod.rs",
            "use serde_json::Value;",
        ),
        (forbidden, "src/lib.rs", "let value = \"XXXX-WXX-1\";"),
        (
            language_words,
            "src/date/mod.rs",
            "// \"avril\"\nlet mark = \"« \\\" »\"; let _: &'static str = \"second\";",
        ),
        (
            language_words,
            "src/http/mod.rs",
            "let example = \"Il a déclaré\";",
        ),
    ];
    for (rule, path, text) in sound {
        assert_eq!(findings(rule, path, text), [""; 0]);
    }
}
