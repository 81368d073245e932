//! The tasks of the lab: what is trained, what is measured, and in which order,
//! since a later task reads the models of those before it.

use clap::ValueEnum;
use copydesk::language::Language;
use copydesk::model::ModelFile;

use crate::corpora::corpora;
use crate::score::{Miss, Score};
use crate::{Outcome, Setting};
use crate::{
    attribution, clusters, identification, lemmas, morphology, names, parser, speech, tags, tokens,
};

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// Language identification, one model for all languages (`und`).
    Language,
    /// Tokens and sentences: measured only, since rules of the language packs cut them.
    Tokens,
    /// Classes of words by their neighbours in raw text.
    Clusters,
    /// Parts of speech and verb forms.
    Tag,
    /// Gender, number, person, tense and mood of tagged words.
    Morphology,
    /// Rules from a tagged word to its lemma.
    Lemma,
    /// Dependency trees.
    Parse,
    /// Names of people, organisations, places, events and products.
    Names,
    /// Which quotation marks hold speech, one model for all languages (`und`).
    Speech,
    /// Who said what, one model for all languages (`und`).
    Attribution,
}

impl Task {
    /// The tasks that have a model for each language, each after those that it needs.
    pub(crate) const PER_LANGUAGE: [Task; 6] = [
        Task::Clusters,
        Task::Tag,
        Task::Morphology,
        Task::Lemma,
        Task::Parse,
        Task::Names,
    ];

    /// As model files and lists of corpora have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Task::Language => "language",
            Task::Tokens => "tokens",
            Task::Clusters => "clusters",
            Task::Tag => "tag",
            Task::Morphology => "morphology",
            Task::Lemma => "lemma",
            Task::Parse => "parse",
            Task::Names => "names",
            Task::Speech => "speech",
            Task::Attribution => "attribution",
        }
    }

    /// Under which task the corpora are listed: what is learned from the tagger's treebanks has no list of its own.
    pub(crate) fn rows(self) -> &'static str {
        if matches!(self, Task::Tokens | Task::Morphology | Task::Lemma) {
            Task::Tag.name()
        } else {
            self.name()
        }
    }

    /// How often the training data are passed over.
    pub(crate) fn passes(self) -> usize {
        match self {
            Task::Speech => 6,
            Task::Language => 8,
            Task::Tokens
            | Task::Clusters
            | Task::Tag
            | Task::Morphology
            | Task::Lemma
            | Task::Parse
            | Task::Names
            | Task::Attribution => 10,
        }
    }

    /// The file of a new model for `code`.
    pub(crate) fn train(self, setting: &Setting, code: &str) -> Outcome<Vec<u8>> {
        match self {
            Task::Language => identification::train(setting),
            Task::Tokens => Err("expected a task with a model, but tokens are cut by rules".into()),
            Task::Clusters => clusters::train(setting, code),
            Task::Tag => tags::train(setting, code),
            Task::Morphology => morphology::train(setting, code),
            Task::Lemma => lemmas::train(setting, code),
            Task::Parse => parser::train(setting, code),
            Task::Names => names::train(setting, code),
            Task::Speech => speech::train(setting),
            Task::Attribution => attribution::train(setting),
        }
    }

    /// How `file` does on the dev files of `code`.
    pub(crate) fn evaluate(
        self,
        setting: &Setting,
        code: &str,
        file: ModelFile,
    ) -> Outcome<Vec<Score>> {
        match self {
            Task::Language => identification::evaluate(setting, file),
            Task::Tokens => tokens::evaluate(setting, code),
            // What clusters are good for shows in the tasks that use them.
            Task::Clusters => Ok(Vec::new()),
            Task::Tag => tags::evaluate(setting, code, file),
            Task::Morphology => morphology::evaluate(setting, code, file),
            Task::Lemma => lemmas::evaluate(setting, code, file),
            Task::Parse => parser::evaluate(setting, code, file),
            Task::Names => names::evaluate(setting, code, file),
            Task::Speech => speech::evaluate(setting, file),
            Task::Attribution => attribution::evaluate(setting, file),
        }
    }

    /// What `file` gets wrong on the dev files of `code`.
    pub(crate) fn misses(
        self,
        setting: &Setting,
        code: &str,
        file: ModelFile,
    ) -> Outcome<Vec<Miss>> {
        match self {
            Task::Tag => tags::misses(setting, code, file),
            Task::Names => names::misses(setting, code, file),
            Task::Attribution => attribution::misses(setting, file),
            Task::Language
            | Task::Speech
            | Task::Tokens
            | Task::Clusters
            | Task::Morphology
            | Task::Lemma
            | Task::Parse => Err(format!(
                "expected tag, names or attribution, but got {}",
                self.name()
            )
            .into()),
        }
    }
}

/// The tasks that there are training data for in `code`, in their order.
pub(crate) fn tasks(setting: &Setting, code: &str) -> Vec<Task> {
    let trained = |task: &Task| {
        let inflected = matches!(task, Task::Morphology | Task::Lemma);
        let mut corpora = corpora(setting, task.rows(), code).into_iter();
        corpora.any(|corpus| corpus.weight.is_some() && !(inflected && corpus.format == "tagged"))
    };
    let tasks = Task::PER_LANGUAGE.into_iter();
    tasks.filter(trained).collect()
}

/// Every model of the repository: its task and its language's code.
pub(crate) fn models(setting: &Setting) -> Vec<(Task, &'static str)> {
    let languages = Language::ALL.into_iter().map(Language::code);
    let models = languages.flat_map(|code| {
        let tasks = tasks(setting, code).into_iter();
        tasks.map(move |task| (task, code))
    });
    std::iter::once((Task::Language, "und"))
        .chain(models)
        .chain([(Task::Speech, "und"), (Task::Attribution, "und")])
        .collect()
}
