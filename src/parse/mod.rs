//! Dependency trees, after Universal Dependencies: which word depends on which,
//! and how.

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

use crate::model::{LoadError, ModelFile, TransitionModel};
use crate::segment::Segmentation;
use crate::tag::{Tag, WordForm};

/// How many states the search keeps.
const BEAM: Beam = Beam {
    width: 4,
    margin: 5000,
};

/// The parser of one language.
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

    /// The trees of the sentences of `segmentation`, whose tokens have these forms and tags.
    pub fn parse(&self, segmentation: &Segmentation, words: &[WordForm], tags: &[Tag]) -> Tree {
        let count = segmentation.tokens.len().min(words.len()).min(tags.len());
        let mut all = Vec::with_capacity(count);
        let mut search = Search::default();
        for sentence in &segmentation.sentences {
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
