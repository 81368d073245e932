//! Where models are kept: `models/<language>/<task>.bin`, each beside a card
//! that says what it was trained on and how it scores.

use std::path::PathBuf;

use copydesk::model::ModelFile;

use crate::Setting;
use crate::corpora::corpora;

/// What a card says besides the corpora.
pub(crate) struct Card<'a> {
    pub(crate) task: &'a str,
    pub(crate) language: &'a str,
    pub(crate) scores: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// Writes the model and its card, when the setting says so.
pub(crate) fn save(setting: &Setting, card: &Card) -> Result<(), Box<dyn std::error::Error>> {
    if !setting.save {
        return Ok(());
    }
    let folder = PathBuf::from("models").join(card.language);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("{}.bin", card.task)), card.bytes)?;
    std::fs::write(
        folder.join(format!("{}.md", card.task)),
        text(setting, card),
    )?;
    Ok(())
}

fn text(setting: &Setting, card: &Card) -> String {
    let Card {
        task,
        language,
        scores,
        bytes,
    } = card;
    let mut lines = vec![
        format!("# {task}, {language}"),
        String::new(),
        format!("- Scores: {scores}."),
        format!("- Size: {} bytes.", bytes.len()),
        format!(
            "- Made by: `cargo run --profile quick --features lab --bin lab -- --save --passes {} train {task} {language}`.",
            setting.passes
        ),
        "- Seed: 7. The same corpora give the same file.".to_owned(),
        "- Training data and weights (licences in `NOTICE`):".to_owned(),
    ];
    for corpus in corpora(setting, task, language) {
        let role = corpus
            .weight
            .map_or("dev, not trained on".to_owned(), |weight| {
                format!("weight {weight}")
            });
        lines.push(format!("  - `{}`: {role}{}", corpus.name, corpus.cut));
    }
    lines.join("\n") + "\n"
}

/// The model file at `path` of the repository.
#[expect(
    clippy::disallowed_methods,
    reason = "the lab reads models that it just wrote"
)]
pub(crate) fn load(path: &str) -> Result<ModelFile, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(ModelFile {
        path: path.to_owned().leak(),
        bytes: bytes.leak(),
    })
}
