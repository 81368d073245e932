//! Any bytes as a model file under a sound checksum: loading it is an error or a
//! model that can be asked. Nothing it says of its own size is believed.
//!
//! ```text
//! task · labels · sections …          with a sound header
//! task with its high bit · bytes …    with any header
//! ```
#![no_main]

use copydesk::entity::Atlas;
use copydesk::language::Identifier;
use copydesk::model::{
    Classifier, Header, Judge, LoadError, ModelFile, OddsModel, RecordTable, SequenceModel,
    TableFile, TransitionModel, Writer,
};
use libfuzzer_sys::fuzz_target;

const TASKS: [&str; 8] = [
    "language",
    "tag",
    "lists",
    "atlas",
    "parse",
    "attribution",
    "records",
    "identify",
];
/// Features at both ends and in the middle, some with equal low bits.
const FEATURES: [u64; 6] = [0, 1, 7, 0x8000_0000_0000_0007, u64::MAX - 1, u64::MAX];

fuzz_target!(|data: &[u8]| {
    let Some((&[kind, labels], sections)) = data.split_first_chunk() else {
        return;
    };
    let task = TASKS[usize::from(kind & 0x7f) % TASKS.len()];
    let mut writer = if kind < 0x80 {
        let name = |at| format!("l{at}");
        Writer::new(&Header {
            task: header_task(task).to_owned(),
            language: "fr".to_owned(),
            labels: (0..labels % 9).map(name).collect(),
        })
    } else {
        Writer::default()
    };
    writer.bytes(sections);
    let bytes = writer.finish().into_boxed_slice();
    let pointer = Box::into_raw(bytes);
    // SAFETY: the pointer is that of a box, and nothing that is loaded from it outlives `ask`.
    let file = ModelFile {
        path: "fuzz.bin",
        bytes: unsafe { &*pointer },
    };
    // A refusal is as good as a model.
    let _ = ask(task, file);
    // SAFETY: the box is taken back once.
    drop(unsafe { Box::from_raw(pointer) });
});

/// What the header of a file for `task` says.
fn header_task(task: &str) -> &str {
    match task {
        "identify" => "language",
        "records" => "atlas",
        task => task,
    }
}

/// Loads the file and asks it what the analysis would.
fn ask(task: &str, file: ModelFile) -> Result<(), LoadError> {
    match task {
        "language" => {
            let model = Classifier::load(file, task)?;
            let mut scores = model.start();
            model.add(&FEATURES.map(|feature| (feature, 3)), &mut scores);
            model.add_once(&FEATURES, &mut scores);
        }
        "tag" => {
            let model = SequenceModel::load(file, task)?;
            let features = |at: usize, found: &mut Vec<u64>| found.extend(&FEATURES[at % 3..]);
            let found = model.decode(5, features);
            assert_eq!(found.len(), 5);
            assert!(found.iter().all(|token| token.label < model.labels().len()));
            model.decode_labels(5, features);
        }
        "lists" => {
            let list = TableFile::load(file, task)?;
            list.table.add_all(&FEATURES, |_, _| {});
        }
        "atlas" => {
            Atlas::load(file)?.named("Vannes");
        }
        "records" => {
            let table = RecordTable::load(file, "atlas", 4)?;
            assert!(
                FEATURES
                    .iter()
                    .flat_map(|key| table.named(*key))
                    .all(|record| record.len() == 4)
            );
        }
        "parse" => {
            let model = TransitionModel::load(file, task)?;
            model.moves(&FEATURES);
            model.relations(&FEATURES, &mut vec![0; model.labels().len()]);
        }
        "attribution" => {
            OddsModel::load(file, task)?.score(&FEATURES);
        }
        _ => {
            Identifier::load(file)?.candidates("La digue tiendra, a dit la maire de Vannes.");
        }
    }
    Ok(())
}
