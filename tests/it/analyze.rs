//! `copydesk analyze`, run as a program: input on standard input or in files,
//! lines of JSON out.
#![expect(clippy::disallowed_methods, reason = "the outputs are files")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;

/// Runs the program; gives its lines and its exit code.
fn run(arguments: &[&str], input: &[u8]) -> (Vec<Value>, i32) {
    let (lines, code, said) = run_aloud(arguments, input);
    assert_eq!(said, "");
    (lines, code)
}

/// The same, and what the program says on standard error.
fn run_aloud(arguments: &[&str], input: &[u8]) -> (Vec<Value>, i32, String) {
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
    let said = String::from_utf8(output.stderr).unwrap();
    let lines = parsed(&String::from_utf8(output.stdout).unwrap());
    (lines, output.status.code().unwrap(), said)
}

fn parsed(lines: &str) -> Vec<Value> {
    let lines = lines.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
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

fn write(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
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

/// `count` requests of one line each, the ids from `first` on.
fn requests(first: usize, count: usize) -> String {
    let numbers = first..first + count;
    let lines = numbers.map(|number| format!("{{\"id\":\"{number}\",\"text\":\"Oui.\"}}\n"));
    lines.collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(vec![], Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn zstandard(text: &str) -> Vec<u8> {
    compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
}

#[test]
fn packed_files_are_read_to_the_end_of_their_last_part() {
    let parts = |pack: fn(&str) -> Vec<u8>| [pack(&requests(0, 3)), pack(&requests(3, 2))].concat();
    let expected = ["0 200", "1 200", "2 200", "3 200", "4 200"];
    for (name, content) in [
        ("p.jsonl.gz", parts(gzip)),
        ("p.jsonl.zst", parts(zstandard)),
    ] {
        check(&[&write(name, content)], b"", &expected, 0);
    }
    let cut = &gzip(&requests(0, 300))[..100];
    let (lines, code) = run(&[&write("cut.jsonl.gz", cut)], b"");
    assert_eq!(lines.last().unwrap()["title"], "The file cannot be read");
    assert_eq!(code, 1);
}

#[test]
fn a_file_that_is_not_packed_as_its_name_says_is_told_so() {
    for (name, content) in [
        ("plain.jsonl.gz", requests(0, 1)),
        ("empty.txt.gz", String::new()),
    ] {
        let (lines, code) = run(&[&write(name, content)], b"");
        assert_eq!(code, 1);
        assert_eq!(lines[0]["status"], 422, "{name}");
        let detail = lines[0]["detail"].as_str().unwrap();
        assert!(detail.contains("its name says that it is gzip"), "{detail}");
    }
}

#[test]
fn a_line_that_cannot_be_read_keeps_its_number_and_its_id() {
    let long = "a".repeat(70_000);
    let lines = [
        br#"{"id":"good","text":"Oui."}"#.to_vec(),
        format!(r#"{{"id":"long","text":"{long}"}}"#).into_bytes(),
        format!(r#"{{"text":"{long}","id":"late"}}"#).into_bytes(),
        b"{\"id\":\"latin\",\"text\":\"\xe9t\xe9\"}".to_vec(),
        br#"{"id":"cut","text":"Oui."#.to_vec(),
    ];
    let (lines, code) = run(&["--max-text", "100"], &lines.join(&b'\n'));
    let told = |line: &Value| format!("{} {} {}", line["id"], line["status"], line["request_id"]);
    let told: Vec<String> = lines[1..].iter().map(told).collect();
    let expected = [
        r#""long" 413 "-:2""#,
        r#"null 413 "-:3""#,
        r#""latin" 400 "-:4""#,
        r#""cut" 400 "-:5""#,
    ];
    assert_eq!((told, code), (expected.map(str::to_owned).to_vec(), 1));
}

#[test]
fn a_page_says_its_charset() {
    let page = b"<meta charset=iso-8859-1><p>La mairesse a dit \xab oui \xbb.";
    let (lines, code) = run(&[&write("latin.html", page)], b"");
    assert_eq!(code, 0);
    assert_eq!(lines[0]["quotes"][0]["text"], "oui", "{}", lines[0]);
}

#[test]
fn a_folder_is_read_by_name_and_says_what_it_passes_over() {
    let second = write("folder/b/one.txt", "Oui.");
    let first = write("folder/a.jsonl", requests(7, 1));
    let third = write("folder/b/two.html.gz", gzip("<p>Oui."));
    write("folder/photo.jpg", "");
    let folder = PathBuf::from(&first)
        .parent()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let (lines, code, said) = run_aloud(&[&folder], b"");
    let expected = [
        "7 200".to_owned(),
        format!("{second} 200"),
        format!("{third} 200"),
    ];
    assert_eq!((summary(&lines), code), (expected.to_vec(), 0));
    assert_eq!(said, "copydesk: 1 files in folders were passed over\n");
}

#[test]
fn a_run_goes_on_where_an_earlier_one_broke_off() {
    let output = write("resumed.jsonl", "");
    let (lines, code) = run(&["--output", &output], requests(0, 3).as_bytes());
    assert_eq!((lines, code), (vec![], 0));
    let whole = fs::read_to_string(&output).unwrap();
    let cut = &whole[..whole.len() - 20];
    fs::write(&output, cut).unwrap();
    let resumed = ["--output", &output, "--resume"];
    let (_, code, said) = run_aloud(&resumed, requests(0, 5).as_bytes());
    assert_eq!(code, 0);
    assert_eq!(said, "copydesk: 2 articles were done before\n");
    let found = fs::read_to_string(&output).unwrap();
    let expected = ["0 200", "1 200", "2 200", "3 200", "4 200"];
    assert_eq!(summary(&parsed(&found)), expected);
    assert!(found.starts_with(cut.rsplit_once('\n').unwrap().0));
}

#[test]
fn work_that_breaks_off_has_an_exit_code_of_its_own() {
    let (_, code, said) = run_aloud(&["--output", "/no/such/folder/x"], b"");
    assert_eq!(code, 2);
    assert!(said.starts_with("copydesk: "), "{said}");
    let (_, code, _) = run_aloud(&["--resume"], b"");
    assert_eq!(code, 2);
}
