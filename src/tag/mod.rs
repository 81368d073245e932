//! Part of speech, verb form, morphology and lemma of every token, after Universal
//! Dependencies. A label of the tagging model is a part of speech, with the form of
//! a verb after it: `NOUN`, `VERB.Fin`, `AUX.Part`; morphology and lemma follow from it.

mod article;
mod clusters;
mod features;
mod lemma;
mod morphology;
mod word;

pub use article::Article;
pub use clusters::Clusters;
pub use features::{neighbour, tag_features};
pub use lemma::{LONGEST_ENDING, LemmaRule, Lemmatizer, lemma_keys};
pub use morphology::{Mood, Morphology, Person, Tense, morphology_features};
pub use word::{AFFIX, Case, Lexicon, WordForm, edge, known_forms, word_forms};

use self::morphology::Inflections;
use crate::language::Pack;
use crate::model::{LoadError, ModelFile, SequenceModel};
use crate::segment::{Segmentation, Token};

/// What a word is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The part of speech.
    pub part: PartOfSpeech,
    /// The form of a verb.
    pub form: VerbForm,
    /// Gender, number, person, tense and mood.
    pub morphology: Morphology,
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
        morphology: Morphology::UNKNOWN,
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

    /// Whether the word is a proper noun.
    pub fn is_name(self) -> bool {
        self.part == PartOfSpeech::Propn
    }

    /// Whether the other has the same part of speech and verb form.
    pub fn is_as(self, other: Tag) -> bool {
        self.part == other.part && self.form == other.form
    }

    /// Part of speech and verb form as one number above 0, for features.
    pub fn number(self) -> u64 {
        1 + self.part as u64 * 8 + self.form as u64
    }

    /// Reads a label: `NOUN`, `VERB.Fin`.
    pub fn parse(label: &str) -> Tag {
        let (part, form) = label.split_once('.').unwrap_or((label, ""));
        Tag {
            part: parse_part(part),
            form: parse_form(form),
            morphology: Morphology::UNKNOWN,
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
    clusters: Clusters,
    model: SequenceModel,
    tags: Vec<Tag>,
    inflections: Option<Inflections>,
}

/// The models of a tagger.
#[derive(Clone, Copy, Debug)]
pub struct TaggerFiles {
    /// Clusters of words.
    pub clusters: ModelFile,
    /// Parts of speech and verb forms.
    pub tags: ModelFile,
    /// Gender, number, person, tense and mood; without it they stay unknown.
    pub morphology: Option<ModelFile>,
}

impl TaggerFiles {
    /// The files that `model` finds by their tasks.
    pub fn find(model: impl Fn(&str) -> Result<ModelFile, LoadError>) -> Result<Self, LoadError> {
        Ok(Self {
            clusters: model("clusters")?,
            tags: model("tag")?,
            // A language without a treebank has none.
            morphology: model("morphology").ok(),
        })
    }
}

impl Tagger {
    /// Reads the tagger's models.
    pub fn load(files: TaggerFiles) -> Result<Self, LoadError> {
        let model = SequenceModel::load(files.tags, "tag")?;
        let tags = model.labels().iter().map(|label| Tag::parse(label));
        Ok(Self {
            clusters: Clusters::load(files.clusters)?,
            tags: tags.collect(),
            inflections: files.morphology.map(Inflections::load).transpose()?,
            model,
        })
    }

    /// The forms of `tokens` of `text`, with what the tagger and the pack of its language know of them.
    pub fn forms(&self, text: &str, tokens: &[Token], pack: &Pack) -> Vec<WordForm> {
        let lexicon = Lexicon {
            classes: &pack.classes,
            clusters: &self.clusters,
        };
        known_forms(text, tokens, &lexicon)
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
        let labels = self.decode(segmentation, words).into_iter();
        let mut tags: Vec<Tag> = labels.map(|label| self.tags[label]).collect();
        for sentence in &segmentation.sentences {
            self.inflect(
                &words[sentence.tokens.clone()],
                &mut tags[sentence.tokens.clone()],
            );
        }
        tags
    }

    /// Writes the morphology of each word of the sentence `words` into its tag.
    pub fn inflect(&self, words: &[WordForm], tags: &mut [Tag]) {
        if let Some(inflections) = &self.inflections {
            inflections.choose(words, tags);
        }
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
        let tagger = Tagger::load(embedded::tagger(language).unwrap()).unwrap();
        for case in cases {
            let expected: Vec<(&str, &str)> = case
                .split(' ')
                .filter_map(|pair| pair.rsplit_once('/'))
                .collect();
            let forms: Vec<&str> = expected.iter().map(|(form, _)| *form).collect();
            let text = forms.join(" ");
            let pack = packs.get(language);
            let segmentation = segment(&Document::new(text.as_str()), &pack.tokens);
            let words = tagger.forms(&text, &segmentation.tokens, pack);
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
            let morphology = Morphology::UNKNOWN;
            let expected = Tag {
                part,
                form,
                morphology,
            };
            assert_eq!(Tag::parse(label), expected, "{label}");
        }
    }

    #[test]
    fn no_words_get_no_tags() {
        let tagger = Tagger::load(embedded::tagger(Language::French).unwrap()).unwrap();
        assert_eq!(tagger.tag(&Segmentation::default(), &[]), []);
    }
}
