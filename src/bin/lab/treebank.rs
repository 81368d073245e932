//! Treebanks in CoNLL-U as sentences of the tokens that can be seen in the
//! text: a fused word such as French "du" (de + le) is one token there.
//!
//! ```text
//! Elle sort du port     3-4 du, 3 de → port (case), 4 le → port (det)
//! Elle sort du port     du → port (case)
//! ```

use std::ops::Range;

use copydesk::language::{is_apostrophe, is_hyphen};
use copydesk::parse::Relation;
use copydesk::segment::{Segmentation, Sentence, Token, TokenKind};
use copydesk::text::Span;

use crate::corpora::{Corpus, read};
use crate::guidelines::renew;

/// Marks before which no space stands.
const CLOSING: [char; 8] = ['.', ',', ':', ';', '?', '!', ')', '%'];

/// One sentence with its tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Treed {
    /// The language of the treebank.
    pub(crate) language: String,
    /// The sentence as it is written.
    pub(crate) text: String,
    /// Its tokens in bytes.
    pub(crate) spans: Vec<Span>,
    /// The tagger's label of each: `NOUN`, `VERB.Fin`.
    pub(crate) labels: Vec<String>,
    /// The treebank's features of each: `Gender=Masc|Number=Sing`.
    pub(crate) features: Vec<String>,
    /// The lemma of each.
    pub(crate) lemmas: Vec<String>,
    /// The head of each; none for the root.
    pub(crate) heads: Vec<Option<usize>>,
    /// How each depends on its head.
    pub(crate) relations: Vec<Relation>,
}

impl Treed {
    /// The tokens, in one sentence.
    pub(crate) fn segmentation(&self) -> Segmentation {
        let token = |&span: &Span| Token {
            span,
            kind: TokenKind::Word,
        };
        let sentence = Sentence {
            span: Span::new(0, self.text.len()),
            tokens: 0..self.spans.len(),
            paragraph: 0,
        };
        Segmentation {
            tokens: self.spans.iter().map(token).collect(),
            sentences: vec![sentence],
            paragraphs: vec![Span::new(0, self.text.len())],
        }
    }

    /// The tokens with a space between each.
    pub(crate) fn spaced(&self) -> String {
        self.spans
            .iter()
            .map(|span| span.of(&self.text))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Leaves out the punctuation mark at the end, when nothing hangs on it.
    pub(crate) fn drop_final_mark(&mut self) {
        let Some(last) = self.heads.len().checked_sub(1).filter(|&last| last > 0) else {
            return;
        };
        if self.relations[last] == Relation::Punct && !self.heads.contains(&Some(last)) {
            self.spans.pop();
            self.labels.pop();
            self.features.pop();
            self.lemmas.pop();
            self.heads.pop();
            self.relations.pop();
            let end = self.spans.last().map_or(0, |span| span.end as usize);
            self.text.truncate(end);
        }
    }

    /// Whether there is one root and every token hangs on it.
    fn is_tree(&self) -> bool {
        let count = self.heads.len();
        let above = |token: usize| std::iter::successors(Some(token), |&at| self.heads[at]);
        let roots = self.heads.iter().filter(|head| head.is_none()).count();
        roots == 1 && (0..count).all(|token| above(token).take(count + 1).count() <= count)
    }
}

/// The sentences of `corpus`, or of the part of it that is meant.
pub(crate) fn trees(corpus: &Corpus) -> Result<Vec<Treed>, Box<dyn std::error::Error>> {
    let content = read(&corpus.path)?;
    let mut found = corpus.part(match corpus.format.as_str() {
        "tagged" => content.lines().filter_map(tagged).collect(),
        _ => content.split("\n\n").filter_map(sentence).collect(),
    });
    let file = corpus.name.rsplit('/').next().unwrap_or_default();
    let language: String = file.chars().take_while(char::is_ascii_lowercase).collect();
    for tree in &mut found {
        tree.language.clone_from(&language);
        if corpus.format == "conllu-old" {
            renew(tree);
        }
    }
    found.retain(Treed::is_tree);
    Ok(found)
}

/// A line of `word/LABEL`: a sentence without a tree, whose words hang on the first.
fn tagged(line: &str) -> Option<Treed> {
    let mut found = Treed::default();
    for (word, label) in line.split(' ').filter_map(|pair| pair.rsplit_once('/')) {
        if !found.text.is_empty() && !word.starts_with(CLOSING) {
            found.text.push(' ');
        }
        push(&mut found, word);
        found.labels.push(label.to_owned());
    }
    let count = found.spans.len();
    found.heads = (0..count).map(|at| (at > 0).then_some(0)).collect();
    found.relations = vec![Relation::Dep; count];
    found.features = vec!["_".to_owned(); count];
    found.lemmas = vec!["_".to_owned(); count];
    (count > 0).then_some(found)
}

/// A row of a treebank.
struct Word<'a> {
    form: &'a str,
    label: String,
    features: &'a str,
    lemma: &'a str,
    head: usize,
    relation: Relation,
    is_spaced: bool,
}

/// A row that fuses words.
struct Fused<'a> {
    form: &'a str,
    words: Range<usize>,
    is_spaced: bool,
}

/// The sentence of a block of rows; none when it is empty or no tree.
pub(crate) fn sentence(block: &str) -> Option<Treed> {
    let (words, fused) = rows(block);
    let (mut found, tokens) = visible(&words, &fused);
    let mut start = 0;
    while let Some(&token) = tokens.get(start) {
        let end = start
            + tokens[start..]
                .iter()
                .take_while(|&&other| other == token)
                .count();
        let top = top(&words, start..end);
        found.heads.push(
            words[top]
                .head
                .checked_sub(1)
                .and_then(|head| tokens.get(head).copied()),
        );
        found.relations.push(words[top].relation);
        found.labels.push(words[start].label.clone());
        found.features.push(features(&words[start..end]).to_owned());
        found.lemmas.push(words[start].lemma.to_owned());
        start = end;
    }
    (!found.spans.is_empty() && found.is_tree()).then_some(found)
}

fn rows(block: &str) -> (Vec<Word<'_>>, Vec<Fused<'_>>) {
    let (mut words, mut fused) = (Vec::new(), Vec::new());
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            id,
            form,
            lemma,
            part,
            own_tag,
            features,
            head,
            relation,
            _,
            misc,
        ] = columns.as_slice()
        else {
            continue;
        };
        let form = plain_mark(form);
        let is_spaced = !misc.contains("SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            if let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse()) {
                fused.push(Fused {
                    form,
                    words: first.saturating_sub(1)..last,
                    is_spaced,
                });
            }
        } else if id.parse::<usize>().is_ok() {
            words.push(Word {
                form,
                label: label(current(part, relation), verb_form(own_tag, features)),
                features,
                lemma,
                head: head.parse().unwrap_or_default(),
                relation: Relation::parse(relation),
                is_spaced,
            });
        }
    }
    (words, fused)
}

/// The sentence's text and tokens, and the token of each word.
fn visible(words: &[Word], fused: &[Fused]) -> (Treed, Vec<usize>) {
    let mut found = Treed::default();
    let mut tokens = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let whole = fused.iter().find(|fused| fused.words.contains(&at));
        let end = whole
            .map_or(at + 1, |fused| fused.words.end)
            .min(words.len());
        let is_spaced = whole.map_or(word.is_spaced, |fused| fused.is_spaced);
        match whole {
            Some(fused) if !can_be_told_apart(fused.form, &words[at..end]) => {
                tokens.resize(end, found.spans.len());
                push(&mut found, fused.form);
            }
            _ => {
                for word in &words[at..end] {
                    tokens.push(found.spans.len());
                    push(&mut found, word.form);
                }
            }
        }
        if is_spaced {
            found.text.push(' ');
        }
        at = end;
    }
    (found, tokens)
}

fn push(found: &mut Treed, form: &str) {
    let start = found.text.len();
    found.text.push_str(form);
    found.spans.push(Span::new(start, found.text.len()));
}

/// Whether the words of a fused form stand side by side in it, with an apostrophe or a hyphen
/// between them: "don't" is do + n't, but "du" is not de + le, and Italian "dargli" shows no seam.
fn can_be_told_apart(form: &str, words: &[Word]) -> bool {
    let parts: String = words.iter().map(|word| word.form).collect();
    parts == form
        && form
            .chars()
            .any(|letter| is_apostrophe(letter) || is_hyphen(letter))
}

/// The first word of `group` above which there is no other of the group.
fn top(words: &[Word], group: Range<usize>) -> usize {
    let above = |word: usize| {
        let head = |&at: &usize| words.get(at)?.head.checked_sub(1);
        std::iter::successors(head(&word), head).take(words.len())
    };
    group
        .clone()
        .find(|&word| !above(word).any(|head| group.contains(&head)))
        .unwrap_or(group.start)
}

/// The features of a token of several words: those of the article, where a preposition is fused with one.
fn features<'a>(words: &[Word<'a>]) -> &'a str {
    let article = words.get(1).filter(|word| word.label == "DET");
    let fused = article.filter(|_| words[0].label == "ADP");
    fused.unwrap_or(&words[0]).features
}

/// The tagger's label: the part of speech, and the form of a verb.
fn label(part: &str, form: Option<&str>) -> String {
    match form {
        Some(form) if matches!(part, "VERB" | "AUX") => format!("{part}.{form}"),
        _ => part.to_owned(),
    }
}

/// Quotation marks in the way of typewriters and LaTeX become the mark that a text would have.
fn plain_mark(form: &str) -> &str {
    match form {
        "``" | "''" => "\"",
        "`" => "'",
        _ => form,
    }
}

/// The part of speech as the current guidelines have it; the first had no name for coordinating
/// conjunctions of their own, and called a copula a verb.
fn current<'a>(part: &'a str, relation: &str) -> &'a str {
    match (part, relation) {
        ("CONJ", _) => "CCONJ",
        ("VERB", "cop" | "aux" | "auxpass") => "AUX",
        _ => part,
    }
}

/// The form of a verb by its features, else by the treebank's own tag (`VBN` of the parallel treebanks).
fn verb_form(own_tag: &str, features: &str) -> Option<&'static str> {
    let mut pairs = features.split('|');
    let form = pairs.find_map(|feature| feature.strip_prefix("VerbForm="));
    match (form, own_tag) {
        (Some("Fin"), _) | (None, "VBC") => Some("Fin"),
        (Some("Inf"), _) | (None, "VB") => Some("Inf"),
        (Some("Part"), _) | (None, "VBN") => Some("Part"),
        (Some("Ger"), _) => Some("Ger"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a sentence given by `id form tag head relation`, each as `token/tag>head:relation`.
    fn check(rows: &str, expected: &str) {
        let columns = |row: &str| {
            let fields: Vec<&str> = row.split(' ').collect();
            let [id, form, tag, head, relation] = fields[..] else {
                panic!("{row}")
            };
            format!("{id}\t{form}\t_\t{tag}\t_\t_\t{head}\t{relation}\t_\t_")
        };
        let block: Vec<String> = rows.split(", ").map(columns).collect();
        let found = sentence(&block.join("\n")).map(|found| {
            let token = |at: usize| {
                let head = found.heads[at].map_or("-", |head| found.spans[head].of(&found.text));
                let own = found.spans[at].of(&found.text);
                format!(
                    "{own}/{}>{head}:{}",
                    found.labels[at],
                    found.relations[at].label()
                )
            };
            (0..found.spans.len())
                .map(token)
                .collect::<Vec<_>>()
                .join(" ")
        });
        assert_eq!(found.unwrap_or_default(), expected);
    }

    #[test]
    fn fused_words_are_one_token_where_they_cannot_be_told_apart() {
        check(
            "1 Elle PRON 2 nsubj, 2 sort VERB 0 root, 3-4 du _ _ _, 3 de ADP 5 case, 4 le DET 5 det, 5 port NOUN 2 obl:arg",
            "Elle/PRON>sort:nsubj sort/VERB>-:root du/ADP>port:case port/NOUN>sort:obl",
        );
        check(
            "1-2 don't _ _ _, 1 do AUX 3 aux, 2 n't PART 3 advmod, 3 go VERB 0 root",
            "do/AUX>go:aux n't/PART>go:advmod go/VERB>-:root",
        );
        check(
            "1 vuole VERB 0 root, 2-3 dargli _ _ _, 2 dar VERB 1 xcomp, 3 gli PRON 2 iobj, 4 pane NOUN 2 obj",
            "vuole/VERB>-:root dargli/VERB>vuole:xcomp pane/NOUN>dargli:obj",
        );
    }

    #[test]
    fn a_fused_token_hangs_where_its_highest_word_does() {
        check(
            "1-2 vanne _ _ _, 1 ne PRON 2 obl, 2 va VERB 0 root, 3 via ADV 2 advmod",
            "vanne/PRON>-:root via/ADV>vanne:advmod",
        );
    }

    #[test]
    fn a_line_of_tagged_words_is_a_sentence() {
        let found = tagged("Nej/INTJ ,/PUNCT sade/VERB.Fin hon/PRON ./PUNCT").unwrap_or_default();
        assert_eq!(found.text, "Nej, sade hon.");
        assert_eq!(found.labels, ["INTJ", "PUNCT", "VERB.Fin", "PRON", "PUNCT"]);
        assert!(tagged("").is_none());
    }

    #[test]
    fn what_is_no_tree_is_left_out() {
        check("1 a X 2 dep, 2 b X 1 dep", "");
        check("1 a X 0 root, 2 b X 0 root", "");
        check("1 a X 0 root, 2 b X 9 dep", "");
        assert!(sentence("# text = nothing\n").is_none());
    }
}
