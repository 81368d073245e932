//! [`Tree`]: the dependency trees of all sentences of an article, one tree each.
//!
//! ```text
//!        ┌───nsubj──┐
//!  ┌─det─┤   ┌─aux──┼──obj──┐
//! The mayor has  closed   it      head(The) = mayor, head(closed) = none
//! ```

use std::ops::Range;

use super::Relation;

/// Where one token hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The index of the head; none for the root of a sentence.
    pub head: Option<usize>,
    /// How the token depends on it.
    pub relation: Relation,
}

/// The dependency trees of an article. Tokens are indices into its segmentation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    arcs: Vec<Arc>,
    /// Where the children of each token start in `children`, and the end of the last.
    starts: Vec<usize>,
    children: Vec<usize>,
    subtrees: Vec<Range<usize>>,
}

impl Tree {
    /// The trees with these arcs, of which none may be part of a circle.
    pub(super) fn new(arcs: Vec<Arc>) -> Self {
        let (starts, children) = children(&arcs);
        let mut tree = Self {
            subtrees: (0..arcs.len()).map(|token| token..token + 1).collect(),
            arcs,
            starts,
            children,
        };
        for token in tree.leaves_first() {
            if let Some(head) = tree.head(token) {
                let own = tree.subtrees[token].clone();
                let above = &mut tree.subtrees[head];
                *above = above.start.min(own.start)..above.end.max(own.end);
            }
        }
        tree
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The head of `token`: none for the root of a sentence and past the end.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.arcs.get(token)?.head
    }

    /// How `token` depends on its head; [`Relation::Root`] for the root of a sentence.
    pub fn relation(&self, token: usize) -> Relation {
        self.arcs
            .get(token)
            .map_or(Relation::Dep, |arc| arc.relation)
    }

    /// The tokens whose head is `token`, in the order of the text.
    pub fn children(&self, token: usize) -> &[usize] {
        match self.starts.get(token..token + 2) {
            Some(&[start, end]) => &self.children[start..end],
            _ => &[],
        }
    }

    /// The children of `token` with one of `relations`, in the order of the text.
    pub fn children_by<'t>(
        &'t self,
        token: usize,
        relations: &'t [Relation],
    ) -> impl Iterator<Item = usize> + 't {
        let of_interest = |child: &usize| relations.contains(&self.relation(*child));
        self.children(token).iter().copied().filter(of_interest)
    }

    /// The tokens from the first to the last of the subtree whose top is `token`.
    /// The parser builds trees whose subtrees have no gaps.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.subtrees.get(token).cloned().unwrap_or(token..token)
    }

    /// The head of `token`, the head of that one, and so on up to the root of the sentence.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(token), |&above| self.head(above))
    }

    /// All tokens, each before its head.
    fn leaves_first(&self) -> Vec<usize> {
        let is_root = |token: &usize| self.head(*token).is_none();
        let mut order: Vec<usize> = (0..self.len()).filter(is_root).collect();
        let mut next = 0;
        while let Some(&token) = order.get(next) {
            order.extend(self.children(token));
            next += 1;
        }
        order.reverse();
        order
    }
}

/// The children of all tokens, those of one token side by side, and where each token's start.
fn children(arcs: &[Arc]) -> (Vec<usize>, Vec<usize>) {
    let mut starts = vec![0; arcs.len() + 1];
    let heads = || arcs.iter().map(|arc| arc.head);
    for head in heads().flatten() {
        starts[head + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut children = vec![0; starts.last().copied().unwrap_or_default()];
    for (token, head) in heads().enumerate() {
        if let Some(head) = head {
            children[next[head]] = token;
            next[head] += 1;
        }
    }
    (starts, children)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree from the heads of its tokens, the root's being itself.
    fn tree(heads: &[usize]) -> Tree {
        let arc = |(token, &head): (usize, &usize)| Arc {
            head: (head != token).then_some(head),
            relation: if head == token {
                Relation::Root
            } else {
                Relation::Dep
            },
        };
        Tree::new(heads.iter().enumerate().map(arc).collect())
    }

    #[test]
    fn a_tree_knows_children_subtrees_and_ancestors() {
        let tree = tree(&[1, 3, 3, 3, 5, 3]);
        assert_eq!(tree.children(3), [1, 2, 5]);
        assert_eq!(tree.children(0), [0_usize; 0]);
        assert_eq!(
            (tree.subtree(1), tree.subtree(3), tree.subtree(5)),
            (0..2, 0..6, 4..6)
        );
        assert_eq!(tree.ancestors(0).collect::<Vec<_>>(), [1, 3]);
        assert_eq!((tree.head(3), tree.relation(3)), (None, Relation::Root));
        assert_eq!(tree.children_by(3, &[Relation::Dep]).count(), 3);
        assert_eq!(tree.children_by(3, &[Relation::Obj]).count(), 0);
    }

    #[test]
    fn past_the_end_there_is_nothing() {
        for tree in [tree(&[]), tree(&[0])] {
            assert_eq!((tree.head(9), tree.children(9)), (None, [].as_slice()));
            assert_eq!((tree.subtree(9), tree.ancestors(9).count()), (9..9, 0));
        }
        assert!(tree(&[]).is_empty() && tree(&[0]).len() == 1);
    }
}
