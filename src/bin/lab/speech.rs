//! Speech in quotation marks: learns to tell it from titles, terms and nicknames,
//! one model for all languages.
//!
//! A passage is speech when it stands in what the gold says somebody said. News
//! has few titles and terms in marks, so sentences of treebanks add some: short
//! passages in sentences where nothing reports. Every text is read twice, the
//! second time as if its language had no pack.

use copydesk::language::{Language, Packs};
use copydesk::model::{Header, ModelFile, OddsModel};
use copydesk::quote::{Surroundings, speech_facts};
use copydesk::segment::segment;
use copydesk::tag::{Tagger, TaggerFiles, word_forms};
use copydesk::text::{Document, Span};

use crate::attribution::{GoldStory, gold_stories};
use crate::choices::{Lesson, Weights};
use crate::corpora::{Corpus, corpora, read};
use crate::score::{Score, share};
use crate::tasks::Task;
use crate::{Outcome, Setting, card};

/// A term or a title of a treebank has at most so many words.
const LONGEST_TERM: usize = 6;
/// The model may take this many bytes.
const BUDGET: usize = 200_000;

/// The file of the model.
pub(crate) fn train(setting: &Setting) -> Outcome<Vec<u8>> {
    let reader = Reader::load()?;
    let mut lessons = Vec::new();
    for corpus in corpora(setting, "speech", "und") {
        if corpus.weight.is_some() {
            for with_pack in [true, false] {
                match corpus.format.strip_prefix("conllu:") {
                    Some(code) => lessons.extend(reader.terms(&corpus, code, with_pack)?),
                    None => {
                        for story in gold_stories(&corpus)? {
                            lessons.extend(reader.lessons(&story, with_pack)?);
                        }
                    }
                }
            }
        }
    }
    let mut weights = Weights::default();
    weights.learn(
        &lessons.iter().collect::<Vec<_>>(),
        setting.passes(Task::Speech),
    );
    let header = Header {
        task: "speech".into(),
        language: "und".into(),
        labels: vec!["log-odds".into()],
    };
    Ok(weights.file(&header, BUDGET))
}

/// How often `file` tells speech on the dev stories.
pub(crate) fn evaluate(setting: &Setting, file: ModelFile) -> Outcome<Vec<Score>> {
    let (reader, model) = (Reader::load()?, OddsModel::load(file, "speech")?);
    let mut scores = Vec::new();
    for corpus in corpora(setting, "speech", "und") {
        if corpus.weight.is_some() {
            continue;
        }
        for (measure, with_pack) in [
            ("speech in marks, accuracy", true),
            ("speech in marks without a pack, accuracy", false),
        ] {
            let mut lessons = Vec::new();
            for story in gold_stories(&corpus)? {
                lessons.extend(reader.lessons(&story, with_pack)?);
            }
            let right = lessons
                .iter()
                .filter(|lesson| lesson.is_right(&model))
                .count();
            scores.push(Score {
                measure,
                value: share(right, lessons.len()),
                test_set: corpus.title(),
                size: format!("{} passages", lessons.len()),
            });
        }
    }
    Ok(scores)
}

/// What reads stories as far as quotations need it.
struct Reader {
    packs: Packs,
    taggers: Vec<Tagger>,
}

impl Reader {
    fn load() -> Outcome<Self> {
        let tagger =
            |language| Tagger::load(TaggerFiles::find(|task| card::find(Some(language), task))?);
        Ok(Self {
            packs: Packs::load()?,
            taggers: Language::ALL
                .into_iter()
                .map(tagger)
                .collect::<Result<_, _>>()?,
        })
    }

    /// A lesson for each passage of a story: speech or not.
    fn lessons(&self, story: &GoldStory, with_pack: bool) -> Outcome<Vec<Lesson>> {
        let found = self.passages(&story.text, (&story.language, with_pack))?;
        let spans: Vec<Span> = found.iter().map(|(span, _)| *span).collect();
        let said = |span: Span| {
            let is_nested = spans
                .iter()
                .any(|other| *other != span && other.contains(span));
            let mut pieces = story.gold.iter().flat_map(|gold| &gold.content);
            pieces.any(|piece| {
                let share = common(*piece, span);
                let most = 2 * share > span.end - span.start;
                // A passage in a passage is speech when the gold has it as somebody else's.
                most && (!is_nested || 2 * share > piece.end - piece.start)
            })
        };
        let lessons = found
            .into_iter()
            .map(|(span, facts)| lesson(facts, said(span)));
        Ok(lessons.collect())
    }

    /// The short passages in sentences of a treebank where nothing reports: titles and terms.
    fn terms(&self, corpus: &Corpus, code: &str, with_pack: bool) -> Outcome<Vec<Lesson>> {
        let content = read(&corpus.path)?;
        let pack = self
            .packs
            .for_tag(code)
            .ok_or("expected a language with a pack")?;
        let mut lessons = Vec::new();
        for text in content
            .lines()
            .filter_map(|line| line.strip_prefix("# text = "))
        {
            let segmentation = segment(&Document::new(text), &pack.tokens);
            let words = word_forms(text, &segmentation.tokens);
            if words
                .iter()
                .any(|word| !pack.verbs.readings(word.lower).is_empty())
            {
                continue;
            }
            for (span, facts) in self.passages(text, (code, with_pack))? {
                let words = span.of(text);
                let is_short = words.split_whitespace().count() <= LONGEST_TERM;
                if is_short && !words.ends_with(['.', '!', '?', ',', '…']) {
                    lessons.push(lesson(facts, false));
                }
            }
        }
        Ok(lessons)
    }

    /// The passages of a text, and the facts about them.
    fn passages(
        &self,
        text: &str,
        (code, with_pack): (&str, bool),
    ) -> Outcome<Vec<(Span, Vec<u64>)>> {
        let document = Document::new(text);
        let text = document.content();
        let pack = self
            .packs
            .for_tag(code)
            .ok_or("expected a language with a pack")?;
        let none = self.packs.common_tokens();
        let segmentation = segment(&document, if with_pack { &pack.tokens } else { none });
        let tagger = &self.taggers[pack.language as usize];
        let words = if with_pack {
            tagger.forms(text, &segmentation.tokens, pack)
        } else {
            word_forms(text, &segmentation.tokens)
        };
        let tags = with_pack.then(|| tagger.tag(&segmentation, &words));
        let around = Surroundings {
            text,
            body_start: document.body_start(),
            segmentation: &segmentation,
            words: &words,
            tags: tags.as_deref(),
            pack: with_pack.then_some(pack),
        };
        let marks = if with_pack {
            &pack.marks
        } else {
            self.packs.common_marks()
        };
        Ok(speech_facts(&around, marks))
    }
}

fn lesson(facts: Vec<u64>, is_speech: bool) -> Lesson {
    Lesson {
        choice: vec![facts, Vec::new()],
        right: vec![is_speech, !is_speech],
    }
}

/// How many bytes two spans share.
fn common(one: Span, other: Span) -> u32 {
    one.end
        .min(other.end)
        .saturating_sub(one.start.max(other.start))
}
