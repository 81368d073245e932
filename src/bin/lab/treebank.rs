//! Sentences of a treebank (CoNLL-U) as the service's own tokens, each with the
//! word of the treebank that it stands for.
//!
//! ```text
//! 3-4  du        _        →  du      ADP  Gender=Masc|Number=Sing   (of "de" and "le")
//! 7-8  don't     _        →  do AUX · n't PART                      (the parts can be seen)
//! ```

use copydesk::language::{Language, Packs};
use copydesk::segment::{Segmentation, Sentence, segment};
use copydesk::tag::{Clusters, Lexicon, WordForm, known_forms};
use copydesk::text::{Document, Span};

use crate::corpora::{Corpus, read};

/// A word of a treebank.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    /// Where it is in the sentence's text.
    pub(crate) span: Span,
    /// The tagger's label: `NOUN`, `VERB.Fin`.
    pub(crate) label: String,
    /// `Gender=Masc|Number=Sing`.
    pub(crate) features: String,
    /// The lemma.
    pub(crate) lemma: String,
}

/// A sentence in the service's tokens.
#[derive(Debug)]
pub(crate) struct Tokenised {
    /// The text.
    pub(crate) text: String,
    /// Its tokens, as one sentence.
    pub(crate) segmentation: Segmentation,
    /// Their forms.
    pub(crate) words: Vec<WordForm>,
    /// The treebank's word for each token.
    pub(crate) gold: Vec<Word>,
}

impl Tokenised {
    /// The tokens `tokens` in brackets, with four on each side.
    pub(crate) fn around(&self, tokens: std::ops::Range<usize>) -> String {
        let all = &self.segmentation.tokens;
        let start = all[tokens.start.saturating_sub(4)].span.start as usize;
        let end = all[(tokens.end + 4).min(all.len()) - 1].span.end as usize;
        let (first, last) = (all[tokens.start].span, all[tokens.end - 1].span);
        let inside = first.to(last);
        let before = &self.text[start..inside.start as usize];
        let after = &self.text[inside.end as usize..end];
        format!("{before}[{}]{after}", inside.of(&self.text))
    }
}

/// The sentences of the treebank `corpus`: text and words.
pub(crate) fn sentences(
    corpus: &Corpus,
) -> Result<Vec<(String, Vec<Word>)>, Box<dyn std::error::Error>> {
    let content = read(&corpus.path)?;
    let blocks = content.split("\n\n").map(sentence);
    Ok(corpus
        .cut
        .of(blocks.filter(|(_, words)| !words.is_empty()).collect()))
}

/// Cuts a sentence as the service would.
pub(crate) fn tokenised(
    (text, gold): (String, Vec<Word>),
    packs: &Packs,
    language: Language,
    clusters: &Clusters,
) -> Option<Tokenised> {
    let mut segmentation = segment(&Document::new(text.as_str()), &packs.get(language).tokens);
    let (first, last) = (segmentation.tokens.first()?, segmentation.tokens.last()?);
    segmentation.sentences = vec![Sentence {
        span: first.span.to(last.span),
        tokens: 0..segmentation.tokens.len(),
        paragraph: 0,
    }];
    let lexicon = Lexicon {
        classes: &packs.get(language).classes,
        clusters,
    };
    let tokens = segmentation.tokens.iter();
    let gold = tokens
        .map(|token| word_of(token.span, &gold))
        .collect::<Option<_>>()?;
    Some(Tokenised {
        words: known_forms(&text, &segmentation.tokens, &lexicon),
        text,
        segmentation,
        gold,
    })
}

/// The word that a token stands for: of several, the verb ("decirle"), else the last ("jour-là").
fn word_of(span: Span, words: &[Word]) -> Option<Word> {
    let touched = words.iter().filter(|word| word.span.overlaps(span));
    let verb = |word: &&Word| word.label.starts_with("VERB");
    touched.clone().find(verb).or(touched.last()).cloned()
}

/// One block of lines.
pub(crate) fn sentence(block: &str) -> (String, Vec<Word>) {
    let (mut text, mut words) = (String::new(), Vec::new());
    let mut lines = block.lines().filter(|line| !line.starts_with('#'));
    while let Some(line) = lines.next() {
        let Some(row) = Row::parse(line) else {
            continue;
        };
        let start = text.len();
        text.push_str(row.form);
        match row.last {
            None => words.push(row.word(Span::new(start, text.len()))),
            Some(last) => {
                let count = last.saturating_sub(row.first) + 1;
                let parts: Vec<Row> = lines.by_ref().take(count).filter_map(Row::parse).collect();
                words.extend(visible(&row, &parts, start));
            }
        }
        if row.space {
            text.push(' ');
        }
    }
    (text, words)
}

/// The words of a fused token that starts at `start`: each part where the parts can be seen, else one.
fn visible(fused: &Row, parts: &[Row], start: usize) -> Vec<Word> {
    let spelt: String = parts.iter().map(|part| part.form).collect();
    if spelt == fused.form {
        let mut at = start;
        let span = |part: &Row| {
            at += part.form.len();
            Span::new(at - part.form.len(), at)
        };
        let spans: Vec<Span> = parts.iter().map(span).collect();
        let both = parts.iter().zip(spans);
        return both.map(|(part, span)| part.word(span)).collect();
    }
    let whole = Span::new(start, start + fused.form.len());
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let article = parts
        .get(1)
        .filter(|part| part.part == "DET" && first.part == "ADP");
    let features = article.map_or(first.features, |article| article.features);
    vec![Word {
        features: features.to_owned(),
        ..first.word(whole)
    }]
}

/// A line of a treebank.
struct Row<'a> {
    first: usize,
    /// For a fused token, the number of its last word.
    last: Option<usize>,
    form: &'a str,
    lemma: &'a str,
    part: &'a str,
    form_of_verb: Option<&'static str>,
    features: &'a str,
    space: bool,
}

impl<'a> Row<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            id,
            form,
            lemma,
            part,
            own_tag,
            features,
            _,
            relation,
            _,
            misc,
        ] = columns.as_slice()
        else {
            return None;
        };
        let (first, last) = match id.split_once('-') {
            Some((first, last)) => (first, Some(last.parse().ok()?)),
            None => (*id, None),
        };
        Some(Self {
            first: first.parse().ok()?,
            last,
            form: plain_mark(form),
            lemma,
            part: current(part, relation),
            form_of_verb: verb_form(own_tag, features),
            features,
            space: !misc.contains("SpaceAfter=No"),
        })
    }

    fn word(&self, span: Span) -> Word {
        Word {
            span,
            label: match self.form_of_verb {
                Some(form) if matches!(self.part, "VERB" | "AUX") => {
                    format!("{}.{form}", self.part)
                }
                _ => self.part.to_owned(),
            },
            features: self.features.to_owned(),
            lemma: self.lemma.to_owned(),
        }
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

    fn check(rows: &[&str], text: &str, expected: &[&str]) {
        let found = sentence(&rows.join("\n"));
        assert_eq!(found.0, text);
        let words = found.1.iter().map(|word| {
            let form = word.span.of(&found.0);
            format!("{form}/{} {} {}", word.label, word.lemma, word.features)
        });
        assert_eq!(words.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_treebank_gives_the_words_that_can_be_seen() {
        check(
            &[
                "# text = Elle sort du port.",
                "1\tElle\til\tPRON\t_\tNumber=Sing\t2\tnsubj\t_\t_",
                "2\tsort\tsortir\tVERB\t_\tMood=Ind|VerbForm=Fin\t0\troot\t_\t_",
                "3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_",
                "3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_",
                "4\tle\tle\tDET\t_\tGender=Masc\t5\tdet\t_\t_",
                "5\tport\tport\tNOUN\t_\tVerbForm=Part\t2\tobl\t_\tSpaceAfter=No",
                "5.1\t_\t_\tVERB\t_\t_\t_\t_\t_\t_",
                "6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No",
                "bad row",
            ],
            "Elle sort du port.",
            &[
                "Elle/PRON il Number=Sing",
                "sort/VERB.Fin sortir Mood=Ind|VerbForm=Fin",
                "du/ADP de Gender=Masc",
                "port/NOUN port VerbForm=Part",
                "./PUNCT . _",
            ],
        );
    }

    #[test]
    fn the_parts_of_a_fused_token_stand_apart_where_they_can_be_seen() {
        check(
            &[
                "1\tI\tI\tPRON\t_\t_\t3\tnsubj\t_\t_",
                "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
                "2\tdo\tdo\tAUX\t_\tVerbForm=Fin\t0\troot\t_\t_",
                "3\tn't\tnot\tPART\t_\t_\t2\tadvmod\t_\t_",
                "4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No",
            ],
            "I don't.",
            &[
                "I/PRON I _",
                "do/AUX.Fin do VerbForm=Fin",
                "n't/PART not _",
                "./PUNCT . _",
            ],
        );
    }

    #[test]
    fn a_token_of_several_words_is_the_verb_or_the_last() {
        let word = |start, end, label: &str| Word {
            span: Span::new(start, end),
            label: label.into(),
            features: String::new(),
            lemma: String::new(),
        };
        let words = [
            word(0, 5, "VERB.Inf"),
            word(5, 7, "PRON"),
            word(8, 12, "NOUN"),
            word(12, 15, "ADV"),
        ];
        let label = |start, end| word_of(Span::new(start, end), &words).map(|word| word.label);
        assert_eq!(label(0, 7).as_deref(), Some("VERB.Inf"));
        assert_eq!(label(5, 7).as_deref(), Some("PRON"));
        assert_eq!(label(8, 15).as_deref(), Some("ADV"));
        assert_eq!(label(15, 16), None);
    }
}
