//! Lemma rules from treebanks: for every ending the rule that words with it
//! mostly follow, where it differs from that of the shorter ending.

use std::collections::BTreeMap;

use copydesk::model::{Header, ModelFile, Weight, write_lists};
use copydesk::tag::{LemmaRule, Lemmatizer, Tag, lemma_keys};

use crate::score::{Score, share};
use crate::tags::{Weighted, tagger, treebanks};
use crate::{Outcome, Setting};

/// The largest number of rules: a label of a table is a byte.
const MOST_RULES: usize = 255;

/// How often each rule was followed.
type Counts = BTreeMap<LemmaRule, usize>;

/// The model file of the lemma rules of `code`.
pub(crate) fn train(setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
    let (train, _) = treebanks(setting, code)?;
    let mut rules: Vec<(LemmaRule, usize)> = Vec::new();
    let pairs = pairs(&train);
    let mut totals = Counts::new();
    for (_, _, rule) in &pairs {
        *totals.entry(rule.clone()).or_default() += 1;
    }
    rules.extend(totals);
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), rule.clone()));
    rules.truncate(MOST_RULES);
    let rules: Vec<LemmaRule> = rules.into_iter().map(|(rule, _)| rule).collect();
    let header = Header {
        task: "lemma".into(),
        language: code.into(),
        labels: rules.iter().map(LemmaRule::label).collect(),
    };
    Ok(write_lists(&header, &table(&pairs, &rules)))
}

/// Words of the treebanks with their tags and rules.
fn pairs(train: &Weighted) -> Vec<(String, Tag, LemmaRule)> {
    let mut pairs = Vec::new();
    for (sentence, _) in train {
        for (_, word, gold) in sentence.shared() {
            let lemma = &sentence.tree.lemmas[gold];
            if lemma != "_" {
                let tag = Tag::parse(&sentence.tree.labels[gold]);
                let word = cased(word, tag);
                let rule = LemmaRule::between(&word, &cased(lemma, tag));
                pairs.push((word, tag, rule));
            }
        }
    }
    pairs
}

/// Small letters, except in names.
fn cased(word: &str, tag: Tag) -> String {
    if tag.is_name() {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

/// The rule of each ending that decides otherwise than the shorter ending does.
fn table(pairs: &[(String, Tag, LemmaRule)], rules: &[LemmaRule]) -> Vec<(u64, Vec<Weight>)> {
    let mut counts: BTreeMap<u64, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut shorter: BTreeMap<u64, Option<u64>> = BTreeMap::new();
    for (word, tag, rule) in pairs {
        let Some(rule) = rules.iter().position(|known| known == rule) else {
            continue;
        };
        let mut last = None;
        for key in lemma_keys(word, *tag) {
            *counts.entry(key).or_default().entry(rule).or_default() += 1;
            shorter.insert(key, last);
            last = Some(key);
        }
    }
    let best = |key: u64| {
        let rules = counts.get(&key)?.iter();
        rules
            .max_by_key(|(rule, count)| (**count, std::cmp::Reverse(**rule)))
            .map(|(rule, _)| *rule)
    };
    let differs = |key: &u64| {
        let before = shorter.get(key).copied().flatten();
        before.is_none_or(|before| best(before) != best(*key))
    };
    let kept = counts.keys().copied().filter(differs);
    kept.filter_map(|key| {
        let label = u8::try_from(best(key)?).ok()?;
        Some((key, vec![Weight { label, weight: 1 }]))
    })
    .collect()
}

/// The share of dev words whose lemma is right, tags as the tagger gives them.
pub(crate) fn evaluate(setting: &Setting, code: &str, file: ModelFile) -> Outcome<Vec<Score>> {
    let tagger = tagger(code)?;
    let lemmatizer = Lemmatizer::load(file)?;
    let mut scores = Vec::new();
    for (test_set, sentences) in treebanks(setting, code)?.1 {
        let (mut right, mut total) = (0, 0);
        for sentence in &sentences {
            let tags = tagger.tag(&sentence.segmentation, &sentence.words);
            for (at, word, gold) in sentence.shared() {
                total += 1;
                let lemma = lemmatizer.lemma(word, tags[at]);
                right += usize::from(is_lemma(&lemma, &sentence.tree.lemmas[gold]));
            }
        }
        scores.push(Score {
            measure: "lemma accuracy",
            value: share(right, total),
            test_set,
            size: format!("{total} words"),
        });
    }
    Ok(scores)
}

/// Whether `lemma` is that of the treebank, capitals aside.
fn is_lemma(lemma: &str, gold: &str) -> bool {
    lemma.to_lowercase() == gold.to_lowercase()
}
