//! The stages of an analysis, as an observer sees them go by.

use std::sync::Mutex;

use copydesk::analysis::{Analyzer, Include, Observer, Options, Stage};
use copydesk::text::Document;

#[derive(Debug, Default)]
struct Seen(Mutex<Vec<&'static str>>);

impl Observer for Seen {
    fn enter(&self, stage: Stage) {
        self.0.lock().unwrap().push(stage.name());
    }
}

fn check(analyzer: &Analyzer, text: &str, include: Include, expected: &str) {
    let seen = Seen::default();
    let options = Options {
        include,
        observer: &seen,
        ..Options::default()
    };
    analyzer.analyze(&Document::new(text), &options).unwrap();
    assert_eq!(seen.0.lock().unwrap().join(" "), expected, "{text}");
}

#[test]
fn an_observer_sees_each_stage_that_is_needed_once_and_in_order() {
    let analyzer = Analyzer::load().unwrap();
    let french = "« La digue tiendra », a déclaré lundi Zoé Lantier, la maire de Vannes.";
    let finnish = "”Pato kestää”, sanoi kaupunginjohtaja maanantaina toimittajille kokouksessa.";
    let nothing = Include {
        language: true,
        date: false,
        entities: false,
        attributions: false,
        quotes: false,
    };
    let date = Include {
        date: true,
        ..nothing
    };
    let all = Include::default();
    check(
        &analyzer,
        french,
        all,
        "language segment dates tags quotes trees names attributions",
    );
    check(
        &analyzer,
        finnish,
        all,
        "language segment dates tags quotes",
    );
    check(&analyzer, french, date, "language segment dates");
    check(&analyzer, french, nothing, "language");
}
