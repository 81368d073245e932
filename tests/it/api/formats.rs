//! The formats of requests and answers over HTTP: `?format=`, `Accept`, and news
//! items of ninjs as requests.

use serde_json::{Value, json};

use super::client::Answer;
use super::server::{real, shared};

/// Asks for the findings in a short text with a query and an `Accept`.
fn ask(query: &str, accept: Option<&str>) -> Answer {
    let accept = accept.map(|accept| ("accept", accept));
    let headers: Vec<(&str, &str)> = [("content-type", "text/plain")]
        .into_iter()
        .chain(accept)
        .collect();
    let path = format!("/v1/analyze{query}");
    shared().send("POST", &path, &headers, "Zoé\ndit".as_bytes())
}

#[test]
fn a_format_is_asked_for_by_name() {
    for (name, media) in [
        ("native", "application/json"),
        ("ninjs2", "application/json"),
        ("ninjs3", "application/json"),
        (
            "webannotation",
            "application/ld+json;profile=\"http://www.w3.org/ns/anno.jsonld\"",
        ),
        ("jsonld", "application/ld+json"),
        ("brat", "text/plain; charset=utf-8"),
        ("doccano", "application/x-ndjson"),
        ("conllu", "text/x-conllu; charset=utf-8"),
    ] {
        let answer = ask(&format!("?format={name}"), Some("image/png")).expect(200);
        assert_eq!(answer.header("content-type"), Some(media));
        assert_eq!(answer.header("vary"), Some("accept"));
    }
    let body = json!({"text": "Zoé", "id": "7"}).to_string();
    let answer = shared()
        .post("?format=ninjs2", "application/json", body.as_bytes())
        .expect(200);
    assert_eq!(answer.json()["altids"][0]["value"], "7");
}

#[test]
fn a_format_is_asked_for_by_media_type() {
    let first = |accept| ask("", Some(accept)).expect(200).json()["@context"].clone();
    assert_eq!(first("application/ld+json"), "https://schema.org");
    let annotation =
        "application/json;q=0.1, application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"";
    assert_eq!(first(annotation), "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(first("text/html, */*;q=0.1"), Value::Null);
    let conllu = ask("", Some("text/x-conllu")).expect(200);
    assert_eq!(
        conllu.header("content-type"),
        Some("text/x-conllu; charset=utf-8")
    );
}

#[test]
fn a_media_type_that_no_format_has_is_406() {
    let answer = ask("", Some("image/png, application/xml"));
    assert_eq!(answer.header("vary"), Some("accept"));
    let problem = answer.problem(406, "not-acceptable");
    let detail = problem["detail"].as_str().unwrap();
    for name in ["application/ld+json", "text/x-conllu", "ninjs2", "doccano"] {
        assert!(detail.contains(name), "{detail}");
    }
}

#[test]
fn a_format_that_is_unknown_or_named_twice_is_422() {
    for query in ["?format=nitf", "?format=", "?format=brat&format=brat"] {
        let problem = ask(query, None).problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["pointer"], "/format", "{query}");
        assert_eq!(problem["errors"][0]["in"], "query");
    }
    let problem = ask("?format=nitf", None).problem(422, "invalid-fields");
    assert!(
        problem["errors"][0]["detail"]
            .as_str()
            .unwrap()
            .contains("webannotation")
    );
}

#[test]
fn formats_count_code_points() {
    let problem = ask("?format=brat&offsets=utf16", None).problem(422, "invalid-fields");
    assert_eq!(problem["errors"][0]["pointer"], "/offsets");
    let answer = ask("?format=brat&offsets=code_point", None).expect(200);
    assert_eq!(answer.text().lines().next(), Some("T1\tProduct 0 3\tZoé"));
}

#[test]
fn only_what_is_asked_for_is_written() {
    let text = "VANNES, 12 March 2024 – “The dyke will hold,” Zoé Lantier said on Monday.";
    let labels = |include: &str| {
        let query = format!("?format=doccano&include={include}");
        let example = real()
            .post(&query, "text/plain", text.as_bytes())
            .expect(200)
            .json();
        let label = |entity: &Value| entity["label"].as_str().unwrap().to_owned();
        let entities = example["entities"].as_array().unwrap().iter();
        entities.map(label).collect::<Vec<String>>()
    };
    assert_eq!(labels("quotes"), ["Speech"]);
    assert_eq!(labels("language"), [""; 0]);
    assert!(labels("date").contains(&"Published".to_owned()));
    let query = "?format=conllu&include=language";
    let sentence = real()
        .post(query, "text/plain", text.as_bytes())
        .expect(200);
    assert!(sentence.text().contains("\tPROPN\t") && !sentence.text().contains("Entity="));
}

#[test]
fn warnings_are_named_in_a_header() {
    let answer = real()
        .post("?format=jsonld", "text/plain", b"Zo\xc3\xa9")
        .expect(200);
    let codes = answer.header("copydesk-warnings").unwrap();
    assert!(codes.contains("publication_date_unknown"), "{codes}");
}

/// The same item in the three versions of ninjs.
fn items() -> [Value; 3] {
    let (uri, date) = ("urn:x:1", "2024-03-12T08:00:00Z");
    let (title, text) = ("Pluie", "Il pleut à Brest. Cela dure depuis lundi.");
    [
        json!({"uri": uri, "headline": title, "language": "fr", "versioncreated": date, "body_text": text,
            "person": [{"name": "Zoé"}], "own": {"deep": [1, {"x": null}]}}),
        json!({"uri": uri, "headlines": [{"value": title}], "language": "fr", "versioncreated": date,
            "bodies": [{"contenttype": "text/plain", "value": text}]}),
        json!({"uri": uri, "headlines": [{"role": "main", "value": title}], "language": "fr",
            "versionCreated": date, "bodies": [{"contentType": "text/plain", "value": text}]}),
    ]
}

#[test]
fn a_news_item_says_the_same_as_a_request() {
    let request = json!({"text": "Il pleut à Brest. Cela dure depuis lundi.", "title": "Pluie",
        "language": "fr", "published": "2024-03-12T08:00:00Z", "id": "urn:x:1"});
    let mut expected = real().analyze(&request).expect(200).json();
    assert_eq!(expected["dates"][0]["value"], "2024-03-11");
    expected["meta"] = Value::Null;
    for item in items() {
        let mut answer = real().analyze(&item).expect(200).json();
        answer["meta"] = Value::Null;
        assert_eq!(answer, expected, "{item}");
    }
}

#[test]
fn what_a_news_item_has_no_member_for_stands_in_the_query() {
    let [item, ..] = items();
    let query = "?include=language&offsets=utf8&id=mine";
    let answer = shared().post(query, "application/json", item.to_string().as_bytes());
    let answer = answer.expect(200).json();
    assert_eq!(answer["offsets"], "utf8");
    assert_eq!(
        (&answer["id"], answer.get("entities")),
        (&json!("mine"), None)
    );
}

#[test]
fn bodies_that_were_not_read_are_named() {
    let item = json!({"uri": "urn:x:1", "body_html": "<p>a b", "body_text": "a"});
    let answer = shared().analyze(&item).expect(200);
    assert!(
        answer
            .header("copydesk-warnings")
            .unwrap()
            .contains("bodies_unread")
    );
    let answer = answer.json();
    assert_eq!(answer["entities"].as_array().unwrap().len(), 1);
    let detail = answer["warnings"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("/body_html"), "{detail}");
}

#[test]
fn a_news_item_without_an_article_is_refused() {
    let problem = shared()
        .analyze(&json!({"uri": "a", "headline": "b"}))
        .problem(422, "invalid-fields");
    assert_eq!(problem["errors"][0]["pointer"], "");
    for (member, value) in [
        ("language", json!("french!")),
        ("versioncreated", json!("soon")),
        ("headline", json!(7)),
    ] {
        let mut item = json!({"body_text": "a"});
        item[member] = value;
        let problem = shared().analyze(&item).problem(422, "invalid-fields");
        assert_eq!(problem["errors"][0]["pointer"], format!("/{member}"));
    }
    let deep = format!(
        "{{\"uri\":\"a\",\"bodies\":{}{}}}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let answer = shared().post("", "application/json", deep.as_bytes());
    answer.problem(400, "malformed-json");
}
