//! Attribution: learns who said what from news stories in seven languages, one
//! model for all.
//!
//! ```text
//! sources and contents   from gold items
//! reports                with sources and contents that models without that story chose
//! speakers               from gold items in their order
//! ```

mod lessons;
mod measure;
mod stories;

use std::collections::BTreeMap;

use copydesk::analysis::Reader;
use copydesk::model::{Header, Judge, ModelFile, OddsModel};

use self::lessons::{Reach, Written};
use self::measure::{Counts, Reliability, compare};
pub(crate) use self::stories::{GoldStory, gold_stories};
use self::stories::{Story, stories};
use crate::card;
use crate::choices::{Lesson, Weights};
use crate::corpora::corpora;
use crate::score::{Miss, Score, share};
use crate::tasks::Task;
use crate::{Outcome, Setting};

/// The model may take this many bytes.
const BUDGET: usize = 1_700_000;
/// Cross-validation is over so many parts.
const FOLDS: usize = 4;
/// Reports are learned from what models of the other so many parts choose.
const PARTS: usize = 3;

/// A reader with the models of the repository as they are on the disk.
fn reader() -> Outcome<Reader> {
    Ok(Reader::load_from(&card::find)?)
}

/// The file of the model.
pub(crate) fn train(setting: &Setting) -> Outcome<Vec<u8>> {
    let reader = reader()?;
    let all = train_stories(setting, &reader)?;
    let weights = learn(&reader, &all, setting.passes(Task::Attribution))?;
    let header = Header {
        task: "attribution".into(),
        language: "und".into(),
        labels: vec!["log-odds".into()],
    };
    Ok(weights.file(&header, BUDGET))
}

fn train_stories(setting: &Setting, reader: &Reader) -> Outcome<Vec<Story>> {
    let mut all = Vec::new();
    for corpus in corpora(setting, "attribution", "und") {
        if corpus.weight.is_some() {
            all.extend(stories(reader, &corpus)?);
        }
    }
    Ok(all)
}

fn learn(reader: &Reader, all: &[Story], passes: usize) -> Outcome<Weights> {
    let mut reach = Reach::default();
    let (mut extents, mut speakers) = (Vec::new(), Vec::new());
    let mut glances = Vec::new();
    for story in all {
        glances.push(lessons::glances(reader, story)?);
        let (sources, contents) = lessons::extents(reader, story, &mut reach)?;
        extents.push(sources.into_iter().chain(contents).collect::<Vec<_>>());
        let own = lessons::speakers(reader, story, &mut reach)?;
        speakers.push(own.into_iter().map(|(_, lesson)| lesson).collect());
    }
    eprintln!("attribution: {reach:?}");
    let mut reports: Vec<Vec<Lesson>> = all.iter().map(|_| Vec::new()).collect();
    for part in 0..PARTS {
        let mut judge = Weights::default();
        let is_own = |story: &Story| story.place % PARTS == part;
        judge.learn(&weighted(all, &extents, |story| !is_own(story)), passes);
        for (story, reports) in all.iter().zip(&mut reports) {
            if is_own(story) {
                *reports = lessons::reports(reader, story, &judge)?;
            }
        }
    }
    let mut weights = Weights::default();
    for lessons in [&glances, &extents, &reports, &speakers] {
        weights.learn(&weighted(all, lessons, |_| true), passes);
    }
    Ok(weights)
}

/// The lessons of the stories that `is_taken`, each as often as its corpus weighs.
fn weighted<'l>(
    all: &[Story],
    lessons: &'l [Vec<Lesson>],
    is_taken: impl Fn(&Story) -> bool,
) -> Vec<&'l Lesson> {
    let taken = all.iter().zip(lessons).filter(|(story, _)| is_taken(story));
    taken
        .flat_map(|(story, lessons)| std::iter::repeat_n(lessons, story.weight).flatten())
        .collect()
}

/// How models of some of the training stories do on the others, part by part: what to choose facts by,
/// since the dev stories are few.
pub(crate) fn cross_validate(setting: &Setting) -> Outcome<()> {
    let reader = reader()?;
    let mut all = train_stories(setting, &reader)?;
    all.sort_by_key(|story| story.place % FOLDS);
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for fold in 0..FOLDS {
        let start = all.partition_point(|story| story.place % FOLDS < fold);
        let end = all.partition_point(|story| story.place % FOLDS <= fold);
        all.rotate_left(start);
        let (own, others) = all.split_at(end - start);
        let judge = learn(&reader, others, setting.passes(Task::Attribution))?;
        eprintln!("    {}", decisions(&reader, own, &judge)?);
        for story in own {
            let counts = counts.entry(story.language.clone()).or_default();
            for error in compare(&reader, story, &judge, counts)? {
                println!("{} {error}", story.language);
            }
        }
        all.rotate_right(start);
    }
    for (language, counts) in counts {
        eprintln!("{language}: {counts}");
    }
    Ok(())
}

/// How `file` does on the dev stories.
pub(crate) fn evaluate(setting: &Setting, file: ModelFile) -> Outcome<Vec<Score>> {
    let (reader, model) = (reader()?, OddsModel::load(file, "attribution")?);
    let mut scores = Vec::new();
    let mut reliability = Reliability::default();
    for corpus in corpora(setting, "attribution", "und") {
        if corpus.weight.is_some() {
            continue;
        }
        let all = stories(&reader, &corpus)?;
        let counts = count(&reader, &all, &model)?.0;
        eprintln!("{}: {counts}", corpus.name);
        eprintln!("    {}", decisions(&reader, &all, &model)?);
        reliability.add(&counts.reliability);
        let size = format!("{} attributions", counts.said.gold);
        for (measure, value) in [
            ("who-said-what F1", counts.said.f1()),
            ("content overlap F1 (ggt@0.3)", counts.loose.f1()),
        ] {
            let (test_set, size) = (corpus.title(), size.clone());
            scores.push(Score {
                measure,
                value,
                test_set,
                size,
            });
        }
    }
    eprintln!("{reliability}");
    Ok(scores)
}

/// How often each decision alone is right, when those before it are.
fn decisions(reader: &Reader, all: &[Story], judge: &impl Judge) -> Outcome<String> {
    let mut reach = Reach::default();
    let (mut sources, mut contents, mut reports, mut speakers) = (vec![], vec![], vec![], vec![]);
    for story in all {
        let (own_sources, own_contents) = lessons::extents(reader, story, &mut reach)?;
        sources.extend(own_sources);
        contents.extend(own_contents);
        reports.extend(lessons::reports(reader, story, judge)?);
        speakers.extend(lessons::speakers(reader, story, &mut reach)?);
    }
    let right = |lessons: &[Lesson]| {
        let right = lessons
            .iter()
            .filter(|lesson| lesson.is_right(judge))
            .count();
        share(right, lessons.len())
    };
    let speaker = |written: Written| {
        let of = speakers.iter().filter(|(own, _)| *own == written);
        let right = of
            .clone()
            .filter(|(_, lesson)| lesson.is_right(judge))
            .count();
        format!("{:.1}% of {}", share(right, of.clone().count()), of.count())
    };
    let all = speakers
        .iter()
        .filter(|(_, lesson)| lesson.is_right(judge))
        .count();
    Ok(format!(
        "source {:.1} · content {:.1} · report {:.1} · speaker {:.1}: names {}, pronouns {}, descriptions {}, nothing {}",
        right(&sources),
        right(&contents),
        right(&reports),
        share(all, speakers.len()),
        speaker(Written::Name),
        speaker(Written::Pronoun),
        speaker(Written::Description),
        speaker(Written::Nothing),
    ))
}

/// What `file` gets wrong on the dev stories.
pub(crate) fn misses(setting: &Setting, file: ModelFile) -> Outcome<Vec<Miss>> {
    let (reader, model) = (reader()?, OddsModel::load(file, "attribution")?);
    let mut misses = Vec::new();
    for corpus in corpora(setting, "attribution", "und") {
        if corpus.weight.is_none() {
            let errors = count(&reader, &stories(&reader, &corpus)?, &model)?.1;
            let miss = |error: String| {
                let (kind, context) = error.split_once(' ').unwrap_or((&error, ""));
                Miss {
                    kind: format!("{} {kind}", corpus.name),
                    context: context.to_owned(),
                }
            };
            misses.extend(errors.into_iter().map(miss));
        }
    }
    Ok(misses)
}

fn count(reader: &Reader, all: &[Story], judge: &impl Judge) -> Outcome<(Counts, Vec<String>)> {
    let mut counts = Counts::default();
    let mut errors = Vec::new();
    for story in all {
        errors.extend(compare(reader, story, judge, &mut counts)?);
    }
    Ok((counts, errors))
}
