//! The name recogniser: people, organisations, places, events and products
//! from annotated news, weighted per corpus.

use std::collections::BTreeMap;

use copydesk::entity::{EntityKind, Gazetteer, NameContext, Recogniser};
use copydesk::language::{Language, Packs};
use copydesk::model::{Header, ModelFile};
use copydesk::segment::{Segmentation, segment};
use copydesk::tag::{Article, Tag, Tagger, WordForm};
use copydesk::text::Document;

use crate::Setting;
use crate::augment::Names;
use crate::card::{Card, load, save};
use crate::corpora::corpora;
use crate::perceptron::{Example, train as train_weights};
use crate::quantise::sequence_file;
use crate::random::Random;
use crate::readers::{Annotated, texts};
use crate::tags::tagger;

/// A recogniser may take this many bytes.
const BUDGET: usize = 3_200_000;
/// Corpora of this weight or more are copied with other names.
const OWN_NEWS: f32 = 2.0;
/// The weight of such a copy, against that of the text itself.
const SWAPPED: f32 = 0.25;
/// Log-odds per 1 of margin before they are fitted: so small that no probability saturates.
const UNFITTED: f32 = 0.001;
const KINDS: [&str; 5] = ["PER", "ORG", "LOC", "EVE", "PROD"];

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Workshop {
    packs: Packs,
    language: Language,
    tagger: Tagger,
    gazetteer: Gazetteer,
}

struct Prepared {
    text: String,
    segmentation: Segmentation,
    words: Vec<WordForm>,
    tags: Vec<Tag>,
}

/// Measures the recogniser of `code` that is in the repository.
pub(crate) fn evaluate(setting: &Setting, code: &str) -> Outcome<()> {
    let workshop = Workshop::open(code)?;
    let recogniser = Recogniser::load(load(&format!("models/{code}/names.bin"))?)?;
    for corpus in corpora(setting, "names", code)
        .into_iter()
        .filter(|corpus| corpus.weight.is_none())
    {
        println!(
            "names {code}: {} {}",
            corpus.name,
            workshop.measure(&recogniser, &texts(&corpus)?)
        );
    }
    Ok(())
}

/// Trains, measures and, when asked, writes the recogniser of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<()> {
    let workshop = Workshop::open(code)?;
    let labels = labels();
    let (mut train, mut dev) = (Vec::new(), Vec::new());
    for corpus in corpora(setting, "names", code) {
        let texts = texts(&corpus)?;
        match corpus.weight {
            Some(weight) => train.push((texts, weight)),
            None => dev.push((corpus.name, texts)),
        }
    }
    let names = Names::read(setting, train.iter().flat_map(|(texts, _)| texts))?;
    let mut random = Random::new(11);
    let mut examples = Vec::new();
    for (texts, weight) in &train {
        for text in texts {
            examples.extend(workshop.examples(text, &labels, *weight));
        }
        if *weight >= OWN_NEWS {
            let copies = texts
                .iter()
                .flat_map(|text| [names.swap(text, &mut random), names.swap(text, &mut random)])
                .collect::<Vec<_>>();
            for text in &copies {
                examples.extend(workshop.examples(text, &labels, weight * SWAPPED));
            }
        }
    }
    eprintln!("names {code}: {} sentences", examples.len());
    let allowed = |from: usize, to: usize| {
        may_follow(labels.get(from).map_or("O", String::as_str), &labels[to])
    };
    let mut weights = train_weights(&examples, labels.len(), &allowed, setting.passes);
    weights.odds = UNFITTED;
    let header = Header {
        task: "names".into(),
        language: code.into(),
        labels: labels.clone(),
    };
    let draft = recogniser(&sequence_file(&header, &weights, BUDGET))?;
    weights.odds = workshop.fitted_odds(&draft, dev.iter().flat_map(|(_, texts)| texts));
    let bytes = sequence_file(&header, &weights, BUDGET);
    let recogniser = recogniser(&bytes)?;
    let scores: Vec<String> = dev
        .iter()
        .map(|(name, texts)| format!("{name} {}", workshop.measure(&recogniser, texts)))
        .collect();
    for score in &scores {
        println!("names {code}: {score}");
    }
    println!("names {code}: {} bytes", bytes.len());
    save(
        setting,
        &Card {
            task: "names",
            language: code,
            scores: &scores.join("; "),
            bytes: &bytes,
        },
    )
}

fn recogniser(bytes: &[u8]) -> Outcome<Recogniser> {
    let file = ModelFile {
        path: "the model just trained",
        bytes: bytes.to_vec().leak(),
    };
    Ok(Recogniser::load(file)?)
}

/// `O`, and for each kind the four places in a name.
fn labels() -> Vec<String> {
    let places = |kind| ["B", "I", "L", "U"].map(|place| format!("{place}-{kind}"));
    std::iter::once("O".to_owned())
        .chain(KINDS.into_iter().flat_map(places))
        .collect()
}

/// Whether `to` may come after `from` in the BILOU scheme.
fn may_follow(from: &str, to: &str) -> bool {
    let open = from.starts_with(['B', 'I']);
    let goes_on = to.starts_with(['I', 'L']);
    open == goes_on && (!goes_on || from[1..] == to[1..])
}

impl Workshop {
    fn open(code: &str) -> Outcome<Self> {
        Ok(Self {
            packs: Packs::load()?,
            language: Language::from_tag(code).ok_or("expected a language with a pack")?,
            tagger: tagger(code)?,
            gazetteer: Gazetteer::load(load("gazetteers/names.bin")?)?,
        })
    }

    fn prepare(&self, text: &Annotated) -> Prepared {
        let document = Document::new(text.text.clone());
        let segmentation = segment(&document, &self.packs.get(self.language).tokens);
        let pack = self.packs.get(self.language);
        let words = self
            .tagger
            .forms(document.content(), &segmentation.tokens, pack);
        let tags = self.tagger.tag(&segmentation, &words);
        Prepared {
            text: text.text.clone(),
            segmentation,
            words,
            tags,
        }
    }

    fn article<'a>(&'a self, prepared: &'a Prepared) -> Article<'a> {
        let Prepared {
            text,
            segmentation,
            words,
            tags,
        } = prepared;
        Article {
            text,
            segmentation,
            words,
            tags,
            pack: self.packs.get(self.language),
        }
    }

    fn examples(&self, text: &Annotated, labels: &[String], weight: f32) -> Vec<Example> {
        let prepared = self.prepare(text);
        let context = NameContext::new(&self.article(&prepared), &self.gazetteer);
        let segmentation = &prepared.segmentation;
        let gold = gold(segmentation, text, labels);
        let example = |tokens: &std::ops::Range<usize>| Example {
            features: tokens
                .clone()
                .map(|at| {
                    let mut found = Vec::new();
                    context.features(tokens, at, &mut found);
                    found
                })
                .collect(),
            labels: well_formed(&gold[tokens.clone()], labels),
            weight,
        };
        segmentation
            .sentences
            .iter()
            .map(|sentence| example(&sentence.tokens))
            .collect()
    }

    /// The log-odds per 1 of margin under which the dev files' names, right and wrong, are likeliest.
    fn fitted_odds<'t>(
        &self,
        draft: &Recogniser,
        texts: impl Iterator<Item = &'t Annotated>,
    ) -> f32 {
        let mut outcomes = Vec::new();
        for text in texts {
            let prepared = self.prepare(text);
            let context = NameContext::new(&self.article(&prepared), &self.gazetteer);
            for name in draft.names(&prepared.segmentation, &context) {
                let right = text
                    .spans
                    .iter()
                    .any(|(span, label)| *span == name.span && label == code(name.kind));
                let margin = (name.confidence / (1.0 - name.confidence)).ln() / UNFITTED;
                outcomes.push((margin, right));
            }
        }
        let loss = |odds: f32| -> f32 {
            outcomes
                .iter()
                .map(|(margin, right)| {
                    (if *right {
                        -odds * margin
                    } else {
                        odds * margin
                    })
                    .exp()
                    .ln_1p()
                })
                .sum()
        };
        let steps = (1_u8..=120).map(|step| 0.9_f32.powi(i32::from(step)));
        steps
            .min_by(|one, other| loss(*one).total_cmp(&loss(*other)))
            .unwrap_or(1.0)
    }

    /// Precision, recall and F1 of names of people, organisations and places, span and kind exact.
    fn measure(&self, recogniser: &Recogniser, texts: &[Annotated]) -> String {
        let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
        for text in texts {
            let prepared = self.prepare(text);
            let context = NameContext::new(&self.article(&prepared), &self.gazetteer);
            let segmentation = &prepared.segmentation;
            let found = recogniser.names(segmentation, &context);
            for name in &found {
                let right = text
                    .spans
                    .iter()
                    .any(|(span, label)| *span == name.span && label == code(name.kind));
                let row = counts.entry(code(name.kind)).or_default();
                row[0] += u32::from(right);
                row[1] += 1;
            }
            for (_, label) in &text.spans {
                let kind = KINDS.into_iter().find(|kind| kind == label).unwrap_or("O");
                counts.entry(kind).or_default()[2] += 1;
            }
        }
        let core = ["PER", "ORG", "LOC"]
            .iter()
            .filter_map(|kind| counts.get(kind));
        let all = core.fold([0; 3], |sum, row| {
            std::array::from_fn(|at| sum[at] + row[at])
        });
        let each = counts
            .iter()
            .map(|(kind, row)| format!("{kind} {}", f1(*row)));
        format!(
            "PER/ORG/LOC {} ({})",
            f1(all),
            each.collect::<Vec<_>>().join(", ")
        )
    }
}

fn f1([right, found, gold]: [u32; 3]) -> String {
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    format!("F1 {:.2}", share(2 * right, found + gold))
}

fn code(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organization => "ORG",
        EntityKind::Location => "LOC",
        EntityKind::Event => "EVE",
        EntityKind::Product => "PROD",
    }
}

/// The gold label of each token; a name whose edges are not those of tokens takes the tokens it touches.
fn gold(segmentation: &Segmentation, text: &Annotated, labels: &[String]) -> Vec<usize> {
    let mut gold = vec![0; segmentation.tokens.len()];
    for (span, kind) in &text.spans {
        let first = segmentation
            .tokens
            .partition_point(|token| token.span.end <= span.start);
        let after = segmentation
            .tokens
            .partition_point(|token| token.span.start < span.end);
        for (at, place) in gold.iter_mut().enumerate().take(after).skip(first) {
            let edge = match (at == first, at + 1 == after) {
                (true, true) => "U",
                (true, false) => "B",
                (false, true) => "L",
                (false, false) => "I",
            };
            let wanted = format!("{edge}-{kind}");
            *place = labels
                .iter()
                .position(|known| *known == wanted)
                .unwrap_or_default();
        }
    }
    gold
}

/// The labels of one sentence, with what a sentence break or an overlap tore apart set to `O`.
fn well_formed(gold: &[usize], labels: &[String]) -> Vec<usize> {
    let fits = |from: usize, to: usize| may_follow(&labels[from], &labels[to]);
    let mut row = gold.to_vec();
    for at in 0..row.len() {
        let before = if at == 0 { 0 } else { row[at - 1] };
        if !fits(before, row[at]) {
            row[at] = if fits(before, 0) { 0 } else { before };
        }
    }
    row
}
