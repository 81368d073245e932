//! `copydesk analyze`, run as a program: input on standard input or in files,
//! lines of JSON out.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs the program; gives its lines and its exit code.
fn run(arguments: &[&str], input: &[u8]) -> (Vec<Value>, i32) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .arg("analyze")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (lines.collect(), output.status.code().unwrap())
}

/// `id status`, one for each line; a line with findings has the status 200.
fn summary(lines: &[Value]) -> Vec<String> {
    let id = |line: &Value| line["id"].as_str().unwrap_or("?").to_owned();
    let status = |line: &Value| line["status"].as_u64().unwrap_or(200);
    let each = lines.iter();
    each.map(|line| format!("{} {}", id(line), status(line)))
        .collect()
}

fn check(arguments: &[&str], input: &[u8], expected: &[&str], code: i32) {
    let (lines, got) = run(arguments, input);
    assert_eq!(summary(&lines), expected);
    assert_eq!(got, code);
}

fn write(name: &str, content: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_request_has_its_line_and_a_bad_one_stops_nothing() {
    let input = b"\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"Il pleut.\"}\r\n\
        \n{\"id\":\"b\",\"txt\":\"Il pleut.\"}\n  \nno json\n{\"text\":\"\xFF\"}\n{\"id\":\"c\",\"text\":\"\"}";
    check(
        &[],
        input,
        &["a 200", "b 422", "? 400", "? 400", "c 200"],
        1,
    );
    check(
        &["-"],
        b"{\"id\":\"a\",\"html\":\"<p>Oui\"}\n",
        &["a 200"],
        0,
    );
    check(&[], b"", &[], 0);
}

#[test]
fn a_problem_says_which_line_it_is_about() {
    let (lines, _) = run(&[], b"{\"text\":\"\"}\n\n{}\n");
    assert_eq!(lines[1]["request_id"], "-:3");
    assert_eq!(lines[1]["title"], "A field is not valid");
}

#[test]
fn the_order_of_the_input_is_kept() {
    let long = "Le maire a parlé. ".repeat(200);
    let line = |number: usize| {
        let text = if number.is_multiple_of(7) {
            long.as_str()
        } else {
            "Oui."
        };
        format!("{{\"id\":\"{number}\",\"language\":\"fr\",\"text\":\"{text}\"}}\n")
    };
    let input: Vec<String> = (0..300).map(line).collect();
    let (lines, code) = run(&["--jobs", "5"], input.concat().as_bytes());
    let expected: Vec<String> = (0..300).map(|number| format!("{number} 200")).collect();
    assert_eq!((summary(&lines), code), (expected, 0));
}

#[test]
fn files_are_text_html_or_lines_by_their_names() {
    let text = write("article.txt", "{\"text\": 7}");
    let page = write("article.HTML", "<p>Il pleut.</p>");
    let requests = write(
        "articles.ndjson",
        "{\"id\":\"a\",\"text\":\"\"}\n{\"id\":\"b\",\"text\":\"\"}\n",
    );
    let missing = write("missing.txt", "");
    fs::remove_file(&missing).unwrap();
    let (lines, code) = run(&[&text, &missing, &page, &requests], b"");
    let expected = [
        format!("{text} 200"),
        format!("{missing} 404"),
        format!("{page} 200"),
        "a 200".to_owned(),
        "b 200".to_owned(),
    ];
    assert_eq!(summary(&lines), expected);
    assert_eq!(code, 1);
}

#[test]
fn what_is_over_the_limit_is_refused_and_passed_over() {
    let endless = "a".repeat(3_000_000);
    let input = format!(
        "{{\"id\":\"a\",\"text\":\"{}\"}}\n{endless}\n{{\"id\":\"b\",\"text\":\"0123456789\"}}\n",
        "0".repeat(11)
    );
    let file = write("endless.txt", &endless);
    check(
        &["--max-text", "10", "-", &file],
        input.as_bytes(),
        &["a 413", "? 413", "b 200", &format!("{file} 413")],
        1,
    );
}

#[test]
fn lines_have_the_format_that_is_asked_for() {
    let input = b"{\"id\":\"a\",\"text\":\"Il pleut.\"}\n{\"id\":\"b\",\"txt\":\"\"}\n";
    let (lines, code) = run(&["--format", "ninjs3"], input);
    assert_eq!(lines[0]["altIds"][0]["value"], "a");
    assert_eq!((summary(&lines[1..]), code), (vec!["b 422".to_owned()], 1));
}
