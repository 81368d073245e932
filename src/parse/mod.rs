//! Dependency trees, after Universal Dependencies: which word depends on which,
//! and how. One pass over a sentence, two moves for each of its tokens; every
//! sentence gets one tree with one root, whatever it says.
//!
//! ```text
//! Sentence   what the feature templates see of the tokens
//! Parts      the states of the search, which share what they have in common
//! Search     beam search by the scores of a Scorer: a model, or one in training
//! Tree       heads and relations, children, subtrees, ancestors
//! ```

mod features;
mod relation;
mod search;
mod sentence;
mod state;
mod tree;

pub use features::{move_features, relation_features};
pub use relation::Relation;
pub use search::{Beam, Scorer, Search, Step};
pub use sentence::Sentence;
pub use state::{Child, Move, Part, PartId, Parts, State};
pub use tree::{Arc, Tree};

use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::{LoadError, ModelFile, TransitionModel};
use crate::segment::Segmentation;
use crate::tag::{Tag, WordForm};

/// How many states the search keeps. A state so far behind the best has next to never the better
/// tree, so that the search is mostly of one state: measured in `docs/models.md`.
const BEAM: Beam = Beam {
    width: 4,
    margin: 3500,
};

/// The parser of one language.
///
/// After Zhang and Clark (2008) for the search and Huang, Fayong and Guo (2012) for the training.
#[derive(Debug)]
pub struct Parser {
    model: TransitionModel,
}

impl Parser {
    /// Reads the parser's model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = TransitionModel::load(file, "parse")?;
        let known = Relation::ALL.iter().map(|relation| relation.label());
        if !known.eq(model.labels()) {
            let got = format!("{} labels", model.labels().len());
            return Err(LoadError::unexpected(
                file.path,
                "the relations of the parser",
                got,
            ));
        }
        Ok(Self { model })
    }

    /// The trees of the sentences of `segmentation`, whose tokens have these forms and tags, until
    /// `cancelled` is set.
    pub fn parse(
        &self,
        segmentation: &Segmentation,
        (words, tags): (&[WordForm], &[Tag]),
        cancelled: &AtomicBool,
    ) -> Tree {
        let count = segmentation.tokens.len().min(words.len()).min(tags.len());
        let mut all = Vec::with_capacity(count);
        let mut search = Search::default();
        for sentence in &segmentation.sentences {
            if cancelled.load(Ordering::Relaxed) {
                break;
            }
            let tokens = sentence.tokens.start.min(count)..sentence.tokens.end.min(count);
            let base = all.len();
            let sentence = Sentence::new(&words[tokens.clone()], &tags[tokens]);
            search.run(&sentence, self, BEAM);
            let way = search.way(2 * sentence.len());
            all.extend(
                arcs(&search, &way, sentence.len())
                    .into_iter()
                    .map(|arc| Arc {
                        head: arc.head.map(|head| base + head),
                        ..arc
                    }),
            );
        }
        Tree::new(all)
    }
}

impl Scorer for Parser {
    fn moves(&self, features: &[u64]) -> [i32; 3] {
        self.model.moves(features)
    }

    fn relation(&self, features: &[u64]) -> Relation {
        let mut scores = [0; Relation::ALL.len()];
        self.model.relations(features, &mut scores);
        best_relation(&scores)
    }
}

/// The relation with the highest score but that of the root; of several the first.
pub fn best_relation(scores: &[i32]) -> Relation {
    let mut best = (i32::MIN, Relation::Dep);
    for (&relation, &score) in Relation::ALL.iter().zip(scores) {
        if score > best.0 && relation != Relation::Root {
            best = (score, relation);
        }
    }
    best.1
}

/// The arcs that a whole way makes, a head that is the number of tokens being the root.
pub fn arcs(search: &Search, way: &[Step], count: usize) -> Vec<Arc> {
    let mut arcs = vec![
        Arc {
            head: None,
            relation: Relation::Root
        };
        count
    ];
    for step in way {
        if let Some((head, dependent)) = search.parts.arc(&step.state, step.action) {
            let head = search.parts.get(head).token;
            arcs[search.parts.get(dependent).token] = Arc {
                head: (head < count).then_some(head),
                relation: step.relation,
            };
        }
    }
    arcs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::segment::{Sentence as Segment, Token, TokenKind};
    use crate::tag::{PartOfSpeech, VerbForm};
    use crate::text::{NEVER, Span};

    /// Judges by the features alone, without sense but always in the same way.
    struct Whim(u64);

    impl Scorer for Whim {
        fn moves(&self, features: &[u64]) -> [i32; 3] {
            let sum = features
                .iter()
                .fold(self.0, |sum, feature| sum.rotate_left(5) ^ feature);
            [0, 20, 40].map(|bits| i32::from((sum >> bits).to_le_bytes()[0]))
        }

        fn relation(&self, features: &[u64]) -> Relation {
            let scores = Relation::ALL.iter().zip(features.iter().cycle());
            let score = |(_, feature): (&Relation, &u64)| i32::from(feature.to_le_bytes()[3]);
            best_relation(&scores.map(score).collect::<Vec<_>>())
        }
    }

    fn word(number: u64) -> WordForm {
        WordForm {
            lower: number.wrapping_mul(0x9e37_79b9),
            ..WordForm::default()
        }
    }

    fn tag(number: u64) -> Tag {
        let part = match number % 5 {
            0 => PartOfSpeech::Noun,
            1 => PartOfSpeech::Verb,
            2 => PartOfSpeech::Punct,
            3 => PartOfSpeech::Adp,
            _ => PartOfSpeech::Cconj,
        };
        Tag {
            part,
            form: VerbForm::None,
            ..Tag::UNKNOWN
        }
    }

    /// The tree of a sentence of these words by a whim.
    fn tree(numbers: &[u64], whim: u64, beam: Beam) -> (Tree, usize) {
        let words: Vec<WordForm> = numbers.iter().copied().map(word).collect();
        let tags: Vec<Tag> = numbers.iter().copied().map(tag).collect();
        let sentence = Sentence::new(&words, &tags);
        let mut search = Search::default();
        search.run(&sentence, &Whim(whim), beam);
        let way = search.way(2 * sentence.len());
        (Tree::new(arcs(&search, &way, sentence.len())), way.len())
    }

    fn check(tree: &Tree) {
        let count = tree.len();
        let roots = (0..count)
            .filter(|&token| tree.head(token).is_none())
            .count();
        assert_eq!(roots, usize::from(count > 0));
        for token in 0..count {
            assert!(tree.ancestors(token).take(count + 1).count() < count);
            assert_eq!(
                tree.head(token).is_none(),
                tree.relation(token) == Relation::Root
            );
            let below = (0..count).filter(|&other| {
                other == token || tree.ancestors(other).any(|above| above == token)
            });
            assert!(below.eq(tree.subtree(token)), "a subtree has no gaps");
        }
    }

    proptest! {
        #[test]
        fn every_sentence_gets_a_tree_with_one_root(
            numbers in proptest::collection::vec(0..9_u64, 0..40),
            whim in any::<u64>(),
            width in 1..9_usize,
            margin in prop_oneof![Just(i32::MAX), 0..200_i32],
        ) {
            let (tree, steps) = tree(&numbers, whim, Beam { width, margin });
            prop_assert_eq!((tree.len(), steps), (numbers.len(), 2 * numbers.len()));
            check(&tree);
        }
    }

    #[test]
    fn a_sentence_without_end_takes_two_moves_for_each_token() {
        let numbers: Vec<u64> = (0..5_000).collect();
        let (tree, steps) = tree(
            &numbers,
            3,
            Beam {
                width: 4,
                margin: 400,
            },
        );
        assert_eq!((tree.len(), steps), (5_000, 10_000));
        assert_eq!(
            (0..5_000)
                .filter(|&token| tree.head(token).is_none())
                .count(),
            1
        );
    }

    /// A parser that knows nothing.
    fn parser() -> Parser {
        let labels = Relation::ALL
            .iter()
            .map(|relation| relation.label().to_owned());
        Parser::load(file(labels.collect())).unwrap()
    }

    fn file(labels: Vec<String>) -> ModelFile {
        let header = crate::model::Header {
            task: "parse".into(),
            language: "und".into(),
            labels,
        };
        let parts = crate::model::TransitionParts {
            moves: &[],
            buckets: 1,
            relations: &[],
        };
        ModelFile {
            path: "models/und/parse.bin",
            bytes: crate::model::write_transition(&header, parts).leak(),
        }
    }

    #[test]
    fn a_model_with_other_relations_is_refused() {
        let error = Parser::load(file(vec!["root".into()]))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "models/und/parse.bin: expected the relations of the parser, but got 1 labels"
        );
    }

    #[test]
    fn each_token_hangs_on_one_of_its_own_sentence() {
        let span = |at: usize| Span::new(at, at + 1);
        let tokens = (0..7)
            .map(|at| Token {
                span: span(at),
                kind: TokenKind::Word,
            })
            .collect();
        let sentence = |tokens: std::ops::Range<usize>| Segment {
            span: Span::new(tokens.start, tokens.end),
            tokens,
            paragraph: 0,
        };
        let segmentation = Segmentation {
            tokens,
            sentences: vec![sentence(0..3), sentence(3..4), sentence(4..7)],
            paragraphs: vec![Span::new(0, 7)],
        };
        let words: Vec<WordForm> = (0..7).map(word).collect();
        let tags: Vec<Tag> = (0..7).map(tag).collect();
        let tree = parser().parse(&segmentation, (&words, &tags), &NEVER);
        for sentence in &segmentation.sentences {
            let inside = sentence.tokens.clone();
            assert_eq!(
                inside
                    .clone()
                    .filter(|&token| tree.head(token).is_none())
                    .count(),
                1
            );
            assert!(
                inside
                    .clone()
                    .filter_map(|token| tree.head(token))
                    .all(|head| inside.contains(&head))
            );
        }
        assert!(
            parser()
                .parse(&Segmentation::default(), (&[], &[]), &NEVER)
                .is_empty()
        );
    }
}
