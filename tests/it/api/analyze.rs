//! `POST /v1/analyze`: the forms that a request has, and what comes back.

use serde_json::{Value, json};

use super::server::{real, shared};
use super::sound;

/// Line ends, combining marks, emoji of several code points, non-breaking spaces.
const TEXT: &str = "Cafe\u{301}\r\n👩‍🚀 dit\u{202f}: «\u{a0}Oui\u{a0}» à\tl’été\r\n\r\n𝔸𝔹 fin";
const TITLE: &str = "🙂 L’e\u{301}te\u{301} !";

#[test]
fn slices_equal_the_text_in_every_unit() {
    for unit in ["code_point", "utf16", "utf8"] {
        let request = json!({"text": TEXT, "title": TITLE, "offsets": unit});
        let answer = shared().analyze(&request).expect(200).json();
        assert_eq!(answer["offsets"], unit);
        assert_eq!(sound::check(TEXT, TITLE, &answer), 14);
        let title = |entity: &&Value| entity["mentions"][0]["field"] == "title";
        assert_eq!(
            answer["entities"]
                .as_array()
                .unwrap()
                .iter()
                .filter(title)
                .count(),
            3
        );
    }
}

#[test]
fn an_answer_of_the_real_analyzer_is_sound() {
    let text = "\u{feff}VANNES, 12 mars 2024 – « La digue tiendra », a déclaré Zoé Lantier, la maire de Vannes.\r\n\
        Selon elle, les travaux commenceront lundi 🙂.";
    for unit in ["code_point", "utf16", "utf8"] {
        let request = json!({"text": text, "title": "La digue tiendra", "offsets": unit});
        let answer = real().analyze(&request).expect(200).json();
        sound::check(text, "La digue tiendra", &answer);
    }
}

#[test]
fn a_body_of_text_says_the_same_as_json() {
    let json = json!({"text": TEXT, "title": "a & b", "language": "fr", "include": ["entities", "quotes"], "id": "é"});
    let query = "?title=a+%26%20b&language=fr&include=entities,quotes&id=%C3%A9";
    let expected = shared().analyze(&json).expect(200).json();
    for media in [
        "text/plain",
        "Text/Plain; charset=UTF-8",
        "text/plain;charset=\"utf-8\"",
    ] {
        let answer = shared()
            .post(query, media, TEXT.as_bytes())
            .expect(200)
            .json();
        for finding in ["id", "entities", "quotes", "warnings", "offsets"] {
            assert_eq!(answer[finding], expected[finding], "{finding}");
        }
        assert_eq!(answer.get("dates"), None);
    }
}

#[test]
fn a_page_without_a_charset_in_its_content_type_says_its_own() {
    let check = |media: &str, body: &[u8], expected: Result<&str, u16>| {
        let answer = shared().post("", media, body);
        let got = match answer.status {
            200 => Ok(answer.json()["text"].as_str().unwrap().to_owned()),
            status => Err(status),
        };
        assert_eq!(
            got.as_deref().map_err(|status| *status),
            expected,
            "{media}"
        );
    };
    let page = b"<meta charset=latin1><p>\xe9t\xe9";
    check("text/html", page, Ok("\u{e9}t\u{e9}"));
    check("text/html; charset=utf-8", page, Err(400));
    check("text/html; charset=koi8-r", page, Ok("\u{418}t\u{418}"));
    check(
        "text/html",
        "<meta charset=latin1><p>été".as_bytes(),
        Ok("été"),
    );
    check("text/html", b"<p>\xe9t\xe9", Err(400));
}

#[test]
fn charsets_are_honoured() {
    let check = |charset: &str, body: &[u8], words: &[&str]| {
        let media = format!("text/plain; charset={charset}");
        let answer = shared()
            .post("?include=entities", &media, body)
            .expect(200)
            .json();
        let entities = answer["entities"].as_array().unwrap();
        let names: Vec<&str> = entities
            .iter()
            .map(|entity| entity["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, words, "{charset}");
    };
    check("windows-1252", b"l\x92\xe9t\xe9 \x80", &["l’été", "€"]);
    check("iso-8859-15", b"\xa4", &["€"]);
    check("utf-16le", b"\xe9\x00 \x00=\xd8B\xde", &["é", "🙂"]);
    check("koi8-r", b"\xc4\xc1", &["да"]);
}

#[test]
fn a_byte_order_mark_stays_in_a_text_and_is_skipped_before_json() {
    let answer = shared()
        .post("", "text/plain", "\u{feff}a".as_bytes())
        .expect(200);
    assert_eq!(answer.json()["entities"][0]["name"], "\u{feff}a");
    let body = "\u{feff}{\"text\": \"a\"}".as_bytes();
    let answer = shared().post("", "application/json", body).expect(200);
    assert_eq!(answer.json()["entities"][0]["name"], "a");
}

#[test]
fn only_what_is_asked_for_comes_back() {
    let answer = shared()
        .analyze(&json!({"text": "a", "include": ["date"]}))
        .expect(200)
        .json();
    let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(members, ["dates", "meta", "offsets", "warnings"]);
}

#[test]
fn the_same_request_has_the_same_bytes() {
    let request = json!({"text": TEXT, "title": TITLE});
    let body = || {
        let answer = real().analyze(&request).expect(200);
        let text = answer.text().to_owned();
        text.split("\"elapsed_ms\"").next().unwrap().to_owned()
    };
    assert_eq!(body(), body());
}

#[test]
fn an_analysis_is_not_stored_and_says_what_made_it() {
    let answer = shared()
        .analyze(&json!({"text": "", "language": "und"}))
        .expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let answer = answer.json();
    assert_eq!(answer["meta"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(answer["meta"]["models"], "none");
    assert!(answer["meta"]["elapsed_ms"].is_number());
    assert_eq!(answer["language"]["tag"], "und");
}

/// A page: entities, markup inside a word, collapsed white space, a navigation.
const PAGE: &str = "<html><head><title>🙂</title></head><body><nav>menu</nav>\r\n<h1>L&rsquo;&eacute;t&eacute;</h1>\
    <p>Cafe\u{301}&nbsp;👩‍🚀   <b>Qu</b>imper &amp;\r\n co</p></body></html>";

#[test]
fn spans_of_a_page_lead_back_to_what_was_sent() {
    for unit in ["code_point", "utf16", "utf8"] {
        let request = json!({"html": PAGE, "title": TITLE, "offsets": unit});
        let answer = shared().analyze(&request).expect(200).json();
        let text = answer["text"].as_str().unwrap();
        assert_eq!(text, "L’été\n\nCafe\u{301}\u{a0}👩‍🚀 Quimper & co");
        sound::check(text, TITLE, &answer);
        let html = |name: &str| {
            let mut entities = answer["entities"].as_array().unwrap().iter();
            let entity = entities.find(|entity| entity["name"] == name).unwrap();
            let range = &entity["mentions"][0]["html"];
            let end = |end: &str| usize::try_from(range[end].as_u64().unwrap()).unwrap();
            sound::slice(PAGE, unit, end("start"), end("end"))
        };
        assert_eq!(html("L’été"), "L&rsquo;&eacute;t&eacute;");
        assert_eq!(html("Quimper"), "Qu</b>imper");
        assert_eq!(html("👩‍🚀"), "👩‍🚀");
        assert_eq!(html("&"), "&amp;");
        assert_eq!(
            answer["entities"][0]["mentions"][0].get("html"),
            None,
            "a title has none"
        );
    }
}

#[test]
fn a_body_of_html_says_the_same_as_json() {
    let expected = shared().analyze(&json!({"html": PAGE})).expect(200).json();
    let answer = shared()
        .post("", "text/html", PAGE.as_bytes())
        .expect(200)
        .json();
    assert_eq!(answer["entities"], expected["entities"]);
    assert_eq!(answer["text"], expected["text"]);
}

#[test]
fn a_page_says_when_it_was_published() {
    let page = "<meta property='article:published_time' content='2024-03-12T08:00:00+01:00'><p>Il pleut sur Brest.</p>";
    let answer = real().analyze(&json!({"html": page})).expect(200).json();
    assert_eq!(answer["date"]["basis"], "markup", "{answer}");
    assert_eq!(answer["date"].get("start"), None);
    sound::check(answer["text"].as_str().unwrap(), "", &answer);
}
