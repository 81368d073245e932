//! How many tokens a second a model works through, on the dev texts, on one core.

use std::time::Instant;

use copydesk::entity::{Gazetteer, NameContext, Recogniser};
use copydesk::language::{Language, Pack, Packs};
use copydesk::parse::Parser;
use copydesk::segment::{Segmentation, segment};
use copydesk::tag::{Article, Tag, Tagger, TaggerFiles, WordForm};
use copydesk::text::{Document, NEVER};

use crate::card::{load, model};
use crate::corpora::corpora;
use crate::readers::{Annotated, texts};
use crate::tasks::Task;
use crate::{Outcome, Setting};

/// How often the texts are gone through; the quickest counts, since other work disturbs only the others.
const ROUNDS: usize = 5;

/// A dev text as far as the tagger takes it.
struct Prepared {
    text: String,
    segmentation: Segmentation,
    words: Vec<WordForm>,
    tags: Vec<Tag>,
}

/// Tokens a second of `task` in `code`, in whole thousands; none for tasks whose work is part of another's.
pub(crate) fn tokens_a_second(setting: &Setting, task: Task, code: &str) -> Outcome<Option<usize>> {
    let (Some(language), Task::Tag | Task::Parse | Task::Names) = (Language::from_tag(code), task)
    else {
        return Ok(None);
    };
    let packs = Packs::load()?;
    let pack = packs.get(language);
    let tagger = Tagger::load(TaggerFiles {
        clusters: model(Task::Clusters, code)?,
        tags: model(Task::Tag, code)?,
        morphology: model(Task::Morphology, code).ok(),
    })?;
    let texts = prepared(setting, code, &tagger, pack)?;
    let seconds = if task == Task::Parse {
        let parser = Parser::load(model(Task::Parse, code)?)?;
        quickest(|| {
            for text in &texts {
                parser.parse(&text.segmentation, (&text.words, &text.tags), &NEVER);
            }
        })
    } else if task == Task::Names {
        names(&texts, pack, code)?
    } else {
        quickest(|| {
            for text in &texts {
                tagger.tag(&text.segmentation, &text.words);
            }
        })
    };
    let tokens = texts.iter().map(|text| text.words.len()).sum();
    Ok(Some(a_second(tokens, seconds)))
}

/// The dev texts of the names, which are articles.
fn prepared(setting: &Setting, code: &str, tagger: &Tagger, pack: &Pack) -> Outcome<Vec<Prepared>> {
    let mut found = Vec::new();
    for corpus in corpora(setting, Task::Names.name(), code) {
        let dev = corpus.weight.is_none().then(|| texts(&corpus));
        for Annotated { text, .. } in dev.transpose()?.unwrap_or_default() {
            let segmentation = segment(&Document::new(text.as_str()), &pack.tokens);
            let words = tagger.forms(&text, &segmentation.tokens, pack);
            found.push(Prepared {
                tags: tagger.tag(&segmentation, &words),
                text,
                segmentation,
                words,
            });
        }
    }
    Ok(found)
}

/// The seconds that finding the names of all texts takes.
fn names(texts: &[Prepared], pack: &Pack, code: &str) -> Outcome<f64> {
    let recogniser = Recogniser::load(model(Task::Names, code)?)?;
    let gazetteer = Gazetteer::load(load("gazetteers/names.bin")?)?;
    Ok(quickest(|| {
        for text in texts {
            let article = Article {
                text: &text.text,
                segmentation: &text.segmentation,
                words: &text.words,
                tags: &text.tags,
                pack,
                cancelled: &NEVER,
            };
            let context = NameContext::new(&article, &gazetteer);
            recogniser.names(&article, &context);
        }
    }))
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
