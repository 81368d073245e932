//! How many tokens a second a model works through, on the dev texts, on one core.

use std::time::Instant;

use copydesk::entity::{Gazetteer, NameContext, Recogniser};
use copydesk::language::{Language, Packs};
use copydesk::parse::Parser;
use copydesk::segment::segment;
use copydesk::tag::{Article, Tagger, TaggerFiles};
use copydesk::text::Document;

use crate::card::{load, model};
use crate::corpora::corpora;
use crate::readers::texts;
use crate::tasks::Task;
use crate::{Outcome, Setting};

/// How often the texts are gone through; the quickest counts, since other work disturbs only the others.
const ROUNDS: usize = 5;

/// Tokens a second of `task` in `code`, in whole thousands; none for tasks whose work is part of another's.
pub(crate) fn tokens_a_second(setting: &Setting, task: Task, code: &str) -> Outcome<Option<usize>> {
    let Some(language) = Language::from_tag(code) else {
        return Ok(None);
    };
    let packs = Packs::load()?;
    let pack = packs.get(language);
    let tagger = Tagger::load(TaggerFiles {
        clusters: model(Task::Clusters, code)?,
        tags: model(Task::Tag, code)?,
        morphology: Some(model(Task::Morphology, code)?),
    })?;
    let mut dev = Vec::new();
    for corpus in corpora(setting, "names", code) {
        if corpus.weight.is_none() {
            dev.extend(texts(&corpus)?);
        }
    }
    let prepared: Vec<_> = dev
        .iter()
        .map(|text| {
            let segmentation = segment(&Document::new(text.text.as_str()), &pack.tokens);
            let words = tagger.forms(&text.text, &segmentation.tokens, pack);
            let tags = tagger.tag(&segmentation, &words);
            (text, segmentation, words, tags)
        })
        .collect();
    let tokens: usize = prepared.iter().map(|(_, _, words, _)| words.len()).sum();
    let seconds = match task {
        Task::Tag => quickest(|| {
            for (_, segmentation, words, _) in &prepared {
                tagger.tag(segmentation, words);
            }
        }),
        Task::Parse => {
            let parser = Parser::load(model(Task::Parse, code)?)?;
            quickest(|| {
                for (_, segmentation, words, tags) in &prepared {
                    parser.parse(segmentation, words, tags);
                }
            })
        }
        Task::Names => {
            let recogniser = Recogniser::load(model(Task::Names, code)?)?;
            let gazetteer = Gazetteer::load(load("gazetteers/names.bin")?)?;
            quickest(|| {
                for (text, segmentation, words, tags) in &prepared {
                    let article = Article {
                        text: &text.text,
                        segmentation,
                        words,
                        tags,
                        pack,
                    };
                    let context = NameContext::new(&article, &gazetteer);
                    recogniser.names(segmentation, &context);
                }
            })
        }
        _ => return Ok(None),
    };
    Ok(Some(a_second(tokens, seconds)))
}

/// The seconds of the quickest of several rounds.
fn quickest(work: impl Fn()) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let clock = Instant::now();
        work();
        clock.elapsed().as_secs_f64()
    });
    rounds.fold(f64::INFINITY, f64::min)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a figure for people"
)]
fn a_second(tokens: usize, seconds: f64) -> usize {
    (tokens as f64 / seconds / 1000.0) as usize * 1000
}
