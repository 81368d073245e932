//! Part of speech and verb form of every token, after Universal Dependencies.
//! A label of the model is a part of speech, with the form of a verb after it:
//! `NOUN`, `VERB.Fin`, `AUX.Part`.

mod article;
mod features;
mod word;

pub use article::Article;
pub use features::{neighbour, tag_features};
pub use word::{AFFIX, Case, WordForm, edge, word_forms};

use crate::model::{LoadError, ModelFile, SequenceModel};
use crate::segment::Segmentation;

/// What a word is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The part of speech.
    pub part: PartOfSpeech,
    /// The form of a verb.
    pub form: VerbForm,
}

/// Universal part-of-speech tags (<https://universaldependencies.org/u/pos/>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Universal Dependencies' own")]
pub enum PartOfSpeech {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// Universal verb forms (<https://universaldependencies.org/u/feat/VerbForm.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// No verb.
    None,
    /// Finite.
    Finite,
    /// Infinitive.
    Infinitive,
    /// Participle.
    Participle,
    /// Gerund.
    Gerund,
}

impl Tag {
    /// The tag of a word that nothing is known of.
    pub const UNKNOWN: Tag = Tag {
        part: PartOfSpeech::X,
        form: VerbForm::None,
    };

    /// Whether the word is a finite verb or auxiliary.
    pub fn is_finite(self) -> bool {
        self.form == VerbForm::Finite
    }

    /// Whether the word is a verb or an auxiliary.
    pub fn is_verbal(self) -> bool {
        matches!(self.part, PartOfSpeech::Verb | PartOfSpeech::Aux)
    }

    /// Whether the word is a noun, common or proper.
    pub fn is_nominal(self) -> bool {
        matches!(self.part, PartOfSpeech::Noun | PartOfSpeech::Propn)
    }

    /// The tag of a label of the model.
    pub fn parse(label: &str) -> Tag {
        let (part, form) = label.split_once('.').unwrap_or((label, ""));
        Tag {
            part: parse_part(part),
            form: parse_form(form),
        }
    }
}

fn parse_part(label: &str) -> PartOfSpeech {
    match label {
        "ADJ" => PartOfSpeech::Adj,
        "ADP" => PartOfSpeech::Adp,
        "ADV" => PartOfSpeech::Adv,
        "AUX" => PartOfSpeech::Aux,
        "CCONJ" => PartOfSpeech::Cconj,
        "DET" => PartOfSpeech::Det,
        "INTJ" => PartOfSpeech::Intj,
        "NOUN" => PartOfSpeech::Noun,
        "NUM" => PartOfSpeech::Num,
        "PART" => PartOfSpeech::Part,
        "PRON" => PartOfSpeech::Pron,
        "PROPN" => PartOfSpeech::Propn,
        "PUNCT" => PartOfSpeech::Punct,
        "SCONJ" => PartOfSpeech::Sconj,
        "SYM" => PartOfSpeech::Sym,
        "VERB" => PartOfSpeech::Verb,
        _ => PartOfSpeech::X,
    }
}

fn parse_form(label: &str) -> VerbForm {
    match label {
        "Fin" => VerbForm::Finite,
        "Inf" => VerbForm::Infinitive,
        "Part" => VerbForm::Participle,
        "Ger" => VerbForm::Gerund,
        _ => VerbForm::None,
    }
}

/// The tagger of one language.
#[derive(Debug)]
pub struct Tagger {
    model: SequenceModel,
    tags: Vec<Tag>,
}

impl Tagger {
    /// Reads the tagger's model.
    pub fn load(file: ModelFile) -> Result<Self, LoadError> {
        let model = SequenceModel::load(file, "tag")?;
        let tags = model
            .labels()
            .iter()
            .map(|label| Tag::parse(label))
            .collect();
        Ok(Self { model, tags })
    }

    /// The model's own label of every token, for measuring.
    pub fn labels(&self, segmentation: &Segmentation, words: &[WordForm]) -> Vec<&String> {
        self.decode(segmentation, words)
            .into_iter()
            .map(|label| &self.model.labels()[label])
            .collect()
    }

    /// The tag of every token; `words` are the forms of the tokens of `segmentation`.
    pub fn tag(&self, segmentation: &Segmentation, words: &[WordForm]) -> Vec<Tag> {
        self.decode(segmentation, words)
            .into_iter()
            .map(|label| self.tags[label])
            .collect()
    }

    fn decode(&self, segmentation: &Segmentation, words: &[WordForm]) -> Vec<usize> {
        let mut labels = Vec::with_capacity(words.len());
        for sentence in &segmentation.sentences {
            let words = &words[sentence.tokens.clone()];
            let features = |at: usize, found: &mut Vec<u64>| tag_features(words, at, found);
            labels.extend(self.model.decode_labels(words.len(), features));
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;
    use crate::language::{Language, Packs};
    use crate::segment::segment;
    use crate::text::Document;

    /// Each case is a text in which every token carries its label after a `/`.
    fn check(language: Language, cases: &[&str]) {
        let packs = Packs::load().unwrap();
        let tagger = Tagger::load(embedded::tagger(language)).unwrap();
        for case in cases {
            let expected: Vec<(&str, &str)> = case
                .split(' ')
                .filter_map(|pair| pair.rsplit_once('/'))
                .collect();
            let forms: Vec<&str> = expected.iter().map(|(form, _)| *form).collect();
            let text = forms.join(" ");
            let segmentation = segment(&Document::new(text.as_str()), &packs.get(language).tokens);
            let words = word_forms(&text, &segmentation.tokens);
            let labels = tagger.labels(&segmentation, &words);
            let found: Vec<String> = forms
                .iter()
                .zip(labels)
                .map(|(form, label)| format!("{form}/{label}"))
                .collect();
            assert_eq!(found.join(" "), *case);
        }
    }

    #[test]
    fn french_words_get_the_tags_of_universal_dependencies() {
        check(
            Language::French,
            &[
                "La/DET maire/NOUN a/AUX.Fin fermé/VERB.Part le/DET pont/NOUN ./PUNCT",
                "Il/PRON veut/VERB.Fin partir/VERB.Inf demain/ADV ./PUNCT",
                "Le/DET ministre/NOUN est/AUX.Fin à/ADP Vannes/PROPN et/CCONJ à/ADP Paris/PROPN ./PUNCT",
            ],
        );
    }

    #[test]
    fn english_words_get_the_tags_of_universal_dependencies() {
        check(
            Language::English,
            &[
                "The/DET mayor/NOUN has/AUX.Fin closed/VERB.Part the/DET old/ADJ bridge/NOUN ./PUNCT",
                "She/PRON wants/VERB.Fin to/PART leave/VERB.Inf now/ADV ./PUNCT",
            ],
        );
    }

    #[test]
    fn a_label_names_the_part_of_speech_and_the_form_of_a_verb() {
        let cases = [
            ("VERB.Fin", PartOfSpeech::Verb, VerbForm::Finite),
            ("AUX.Part", PartOfSpeech::Aux, VerbForm::Participle),
            ("VERB.Ger", PartOfSpeech::Verb, VerbForm::Gerund),
            ("VERB", PartOfSpeech::Verb, VerbForm::None),
            ("NOUN", PartOfSpeech::Noun, VerbForm::None),
            ("_", PartOfSpeech::X, VerbForm::None),
            ("", PartOfSpeech::X, VerbForm::None),
        ];
        for (label, part, form) in cases {
            assert_eq!(Tag::parse(label), Tag { part, form }, "{label}");
        }
    }

    #[test]
    fn no_words_get_no_tags() {
        let tagger = Tagger::load(embedded::tagger(Language::French)).unwrap();
        assert_eq!(tagger.tag(&Segmentation::default(), &[]), []);
    }
}
