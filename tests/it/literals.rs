//! The string literals of Rust code, for rules about the words in them. It
//! knows comments, characters and raw strings as far as they hide quotation marks.
//!
//! ```text
//! let (mark, verb) = ('"', "say"); // "no"   →   "say"
//! ```

/// The string literals of `code`, each with the line that it starts on.
pub(crate) fn literals(code: &str) -> Vec<(usize, String)> {
    let (mut found, mut at) = (vec![], 0);
    while at < code.len() {
        let rest = &code[at..];
        let (length, literal) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
        } else if let Some(character) = rest.strip_prefix('\'') {
            (1 + character_length(character), None)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw_literal(rest)
        } else if let Some(inside) = rest.strip_prefix('"') {
            let length = literal_length(inside);
            (length + 2, Some(inside[..length].to_owned()))
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), None)
        };
        let line = code[..at].matches('\n').count() + 1;
        found.extend(literal.map(|literal| (line, literal)));
        at += length;
    }
    found
}

/// The length of the rest of a character literal; nothing for a lifetime.
fn character_length(rest: &str) -> usize {
    let mut characters = rest.chars();
    match (characters.next(), characters.next()) {
        (Some('\\'), Some(escaped)) => {
            let start = 1 + escaped.len_utf8();
            rest[start..]
                .find('\'')
                .map_or(start, |end| start + end + 1)
        }
        (Some(character), Some('\'')) => character.len_utf8() + 1,
        _ => 0,
    }
}

fn raw_literal(rest: &str) -> (usize, Option<String>) {
    let hashes = rest[1..]
        .chars()
        .take_while(|&character| character == '#')
        .count();
    let start = 1 + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    let Some(inside) = rest.get(start..).filter(|_| rest[..start].ends_with('"')) else {
        return (start - 1, None);
    };
    let length = inside.find(&end).unwrap_or(inside.len());
    (
        start + length + end.len(),
        Some(inside[..length].to_owned()),
    )
}

fn literal_length(inside: &str) -> usize {
    let mut is_escaped = false;
    let end = inside.find(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    });
    end.unwrap_or(inside.len())
}
