//! The measured scores of the models in the binary (`models/scores.tsv`, written by
//! `lab card`), as `GET /v1/languages` serves them.
//!
//! ```text
//! fr · names · PER/ORG/LOC F1, articles · 87.7 · news/ntrex.fr.dev.jsonl · 517 names
//! ```

use crate::language::rows;

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The language's code; `und` for the model of all languages.
    pub language: &'static str,
    /// What the model does: `names`, `tag`, `language`.
    pub task: &'static str,
    /// What was measured.
    pub measure: &'static str,
    /// Per cent.
    pub value: f64,
    /// The texts that it was measured on, which the model was not trained on.
    pub test_set: &'static str,
    /// How large the test set is.
    pub size: &'static str,
}

impl Score {
    /// Whether it says how well something is done in `language`: by a model of that language, or by
    /// one of all languages on texts in it, whose name tells (`news/ntrex.fr.dev.jsonl`).
    pub fn is_about(&self, language: &str) -> bool {
        let of_texts = self.test_set.split('.').nth(1);
        let of_texts = of_texts.filter(|code| code.len() == 2 && self.language == "und");
        of_texts.unwrap_or(self.language) == language
    }
}

/// All scores, by language and task in the order in which they were measured.
pub fn scores() -> impl Iterator<Item = Score> {
    rows(include_str!("../models/scores.tsv")).filter_map(|row| {
        let [language, task, measure, value, test_set, size] = row.try_into().ok()?;
        Some(Score {
            language,
            task,
            measure,
            value: str::parse(value).ok()?,
            test_set,
            size,
        })
    })
}
