//! Stories with gold quotations: their text as the reader reads it, and who said
//! what in them.

use copydesk::analysis::{Options, Reader, Reading};
use copydesk::attribution::{Desk, Input};
use copydesk::text::{Document, NEVER, Span};
use serde_json::Value;

use crate::Outcome;
use crate::corpora::{Corpus, read};
use crate::readers::{byte_offsets, items, span};

/// A story of a corpus.
pub(crate) struct Story {
    pub(crate) document: Document,
    pub(crate) language: String,
    pub(crate) reading: Reading,
    pub(crate) gold: Vec<Gold>,
    /// Which story of its file it is; its translations have the same place in theirs.
    pub(crate) place: usize,
    /// How often its lessons are learned.
    pub(crate) weight: usize,
}

/// What somebody says in a story.
#[derive(Clone, Debug)]
pub(crate) struct Gold {
    pub(crate) content: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) source: Vec<Span>,
    /// The speaker's canonical name.
    pub(crate) speaker: String,
}

impl Story {
    /// The story on the desk.
    pub(crate) fn desk<'a>(&'a self, reader: &'a Reader) -> Outcome<Desk<'a>> {
        Ok(Desk::new(&self.input(reader)?))
    }

    /// What attribution reads of it.
    pub(crate) fn input<'a>(&'a self, reader: &'a Reader) -> Outcome<Input<'a>> {
        let pack = reader
            .pack(&self.language)
            .ok_or("expected a language with a pack")?;
        Ok(self.reading.input(&self.document, pack, &NEVER))
    }
}

/// A story as its corpus has it.
pub(crate) struct GoldStory {
    pub(crate) text: String,
    pub(crate) language: String,
    pub(crate) gold: Vec<Gold>,
}

/// The stories of `corpus`, not read yet.
pub(crate) fn gold_stories(corpus: &Corpus) -> Outcome<Vec<GoldStory>> {
    let content = read(&corpus.path)?;
    let lines = content.lines().filter(|line| !line.trim().is_empty());
    let stories = lines.map(|line| Ok(gold_story(&serde_json::from_str(line)?)));
    Ok(corpus.part(stories.collect::<Outcome<_>>()?))
}

/// The stories of `corpus`.
pub(crate) fn stories(reader: &Reader, corpus: &Corpus) -> Outcome<Vec<Story>> {
    let stories = gold_stories(corpus)?.into_iter().enumerate();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    let weight = corpus.weight.unwrap_or(1.0) as usize;
    stories
        .map(|(place, gold)| story(reader, gold, (place, weight)))
        .collect()
}

fn gold_story(value: &Value) -> GoldStory {
    let text = value["text"].as_str().unwrap_or_default();
    let bytes = byte_offsets(text);
    let spans = |value: &Value| -> Vec<Span> {
        let pieces = items(value).iter();
        pieces
            .filter_map(|piece| span(&bytes, &piece[0], &piece[1]))
            .collect()
    };
    let gold = items(&value["quotes"]).iter().map(|quote| Gold {
        content: spans(&quote["content"]),
        cue: spans(&quote["cue"]),
        source: spans(&quote["source"]),
        speaker: quote["speaker"].as_str().unwrap_or_default().to_owned(),
    });
    GoldStory {
        gold: gold.filter(|gold| !gold.content.is_empty()).collect(),
        text: text.to_owned(),
        language: value["lang"].as_str().unwrap_or_default().to_owned(),
    }
}

fn story(reader: &Reader, gold: GoldStory, (place, weight): (usize, usize)) -> Outcome<Story> {
    let GoldStory {
        text,
        language,
        gold,
    } = gold;
    let document = Document::new(text);
    let reading = reader
        .read(&document, reader.pack(&language), &Options::default())
        .map_err(|_| "expected no time limit")?;
    Ok(Story {
        document,
        language,
        reading,
        gold,
        place,
        weight,
    })
}
