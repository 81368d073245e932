//! The columns of a token in the letters of CoNLL-U.

use std::borrow::Cow;

use crate::language::{Gender, Number};
use crate::tag::{Mood, PartOfSpeech, Person, Tag, Tense, VerbForm};

/// A token without what would end its column; a single underscore stands for none.
pub(super) fn form(word: &str) -> String {
    word.replace(
        |letter: char| letter.is_control() || letter.is_whitespace(),
        " ",
    )
}

/// A value of the last column, with the escapes of `UDPipe` for what would end it.
pub(super) fn escaped(value: &str) -> String {
    let escape = |letter: char| match letter {
        ' ' => Cow::Borrowed("\\s"),
        '\t' => Cow::Borrowed("\\t"),
        '\r' => Cow::Borrowed("\\r"),
        '\n' => Cow::Borrowed("\\n"),
        '|' => Cow::Borrowed("\\p"),
        '\\' => Cow::Borrowed("\\\\"),
        other if other.is_control() || other.is_whitespace() => {
            Cow::Owned(format!("\\u{:04x}", u32::from(other)))
        }
        other => Cow::Owned(other.to_string()),
    };
    value.chars().map(escape).collect()
}

/// The universal part of speech.
pub(super) fn part(part: PartOfSpeech) -> &'static str {
    match part {
        PartOfSpeech::Adj => "ADJ",
        PartOfSpeech::Adp => "ADP",
        PartOfSpeech::Adv => "ADV",
        PartOfSpeech::Aux => "AUX",
        PartOfSpeech::Cconj => "CCONJ",
        PartOfSpeech::Det => "DET",
        PartOfSpeech::Intj => "INTJ",
        PartOfSpeech::Noun => "NOUN",
        PartOfSpeech::Num => "NUM",
        PartOfSpeech::Part => "PART",
        PartOfSpeech::Pron => "PRON",
        PartOfSpeech::Propn => "PROPN",
        PartOfSpeech::Punct => "PUNCT",
        PartOfSpeech::Sconj => "SCONJ",
        PartOfSpeech::Sym => "SYM",
        PartOfSpeech::Verb => "VERB",
        PartOfSpeech::X => "X",
    }
}

/// The features that are known, in the order of their names.
pub(super) fn features(tag: Tag) -> String {
    let morphology = tag.morphology;
    let features = [
        gender(morphology.gender).map(|value| ("Gender", value)),
        mood(morphology.mood).map(|value| ("Mood", value)),
        number(morphology.number).map(|value| ("Number", value)),
        person(morphology.person).map(|value| ("Person", value)),
        tense(morphology.tense).map(|value| ("Tense", value)),
        verb_form(tag.form).map(|value| ("VerbForm", value)),
    ];
    let known = features.into_iter().flatten();
    let known: Vec<String> = known
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if known.is_empty() {
        "_".to_owned()
    } else {
        known.join("|")
    }
}

fn gender(gender: Gender) -> Option<&'static str> {
    match gender {
        Gender::Masculine => Some("Masc"),
        Gender::Feminine => Some("Fem"),
        Gender::Neuter => Some("Neut"),
        Gender::Any => None,
    }
}

fn number(number: Number) -> Option<&'static str> {
    match number {
        Number::Singular => Some("Sing"),
        Number::Plural => Some("Plur"),
        Number::Any => None,
    }
}

fn person(person: Person) -> Option<&'static str> {
    match person {
        Person::First => Some("1"),
        Person::Second => Some("2"),
        Person::Third => Some("3"),
        Person::None => None,
    }
}

fn mood(mood: Mood) -> Option<&'static str> {
    match mood {
        Mood::Indicative => Some("Ind"),
        Mood::Conditional => Some("Cnd"),
        Mood::Subjunctive => Some("Sub"),
        Mood::Imperative => Some("Imp"),
        Mood::None => None,
    }
}

fn tense(tense: Tense) -> Option<&'static str> {
    match tense {
        Tense::Past => Some("Past"),
        Tense::Present => Some("Pres"),
        Tense::Future => Some("Fut"),
        Tense::Imperfect => Some("Imp"),
        Tense::Pluperfect => Some("Pqp"),
        Tense::None => None,
    }
}

fn verb_form(form: VerbForm) -> Option<&'static str> {
    match form {
        VerbForm::Finite => Some("Fin"),
        VerbForm::Infinitive => Some("Inf"),
        VerbForm::Participle => Some("Part"),
        VerbForm::Gerund => Some("Ger"),
        VerbForm::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_column_is_escaped() {
        assert_eq!(escaped("a|b \r\n\u{a0}\\"), "a\\pb\\s\\r\\n\\u00a0\\\\");
        assert_eq!(form("10\u{a0}000"), "10 000");
    }

    #[test]
    fn features_stand_in_the_order_of_their_names() {
        let mut tag = Tag::parse("VERB.Fin");
        tag.morphology = crate::tag::Morphology::parse("Number=Sing|Tense=Past|Mood=Ind|Person=3");
        assert_eq!(
            features(tag),
            "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
        );
        assert_eq!(features(Tag::UNKNOWN), "_");
    }
}
