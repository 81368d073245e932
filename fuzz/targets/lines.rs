//! Any bytes as the input of `copydesk analyze`: one line of JSON comes out for each line that
//! is not blank, in its order, and as many problems as it counts.
#![no_main]

use std::num::NonZeroUsize;

use copydesk::command::analyze::Batch;
use copydesk::formats::Format;
use copydesk_fuzz::ANALYZER;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Small, so that some lines are too large.
const LARGEST: usize = 64;

fuzz_target!(|data: &[u8]| {
    let name = |ending| format!("copydesk-fuzz-{}.{ending}", std::process::id());
    let path = std::env::temp_dir().join(name("ndjson"));
    let answers = std::env::temp_dir().join(name("answers"));
    std::fs::write(&path, data).expect("a temporary file");
    let batch = Batch {
        files: vec![path.clone()],
        jobs: NonZeroUsize::MIN.saturating_add(1),
        max_text: LARGEST,
        output: Some(answers.clone()),
        resume: false,
        shown: false,
        format: Format::Native,
    };
    let outcome = batch.run(&*ANALYZER).expect("a file takes every byte");
    let output = std::fs::read(&answers).expect("the file of the answers");
    for file in [path, answers] {
        std::fs::remove_file(file).expect("a file that was written");
    }
    let given: Vec<&[u8]> = data
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .collect();
    let found: Vec<Value> = serde_json::Deserializer::from_slice(&output)
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("JSON");
    assert_eq!(
        output.iter().filter(|&&byte| byte == b'\n').count(),
        found.len()
    );
    assert_eq!(given.len(), found.len());
    let problems = found.iter().filter(|line| line.get("status").is_some());
    assert_eq!(outcome.failed, problems.count() as u64);
    for (line, found) in given.iter().zip(&found) {
        let id = |line: &Value| line.get("id").and_then(Value::as_str).map(str::to_owned);
        // A line with two ids is refused, with either of them.
        let is_followed = found.get("status").is_none();
        if let (true, Ok(line)) = (is_followed, serde_json::from_slice(line)) {
            assert_eq!(id(&line), id(found));
        }
    }
});
