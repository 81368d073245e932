//! Any text as the JSON of a request: it is followed, with an answer that keeps
//! its promises, or refused, with a problem of the client's.
#![no_main]

use copydesk::http::wire::Request;
use copydesk_fuzz::promises;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(json) = std::str::from_utf8(data) else {
        return;
    };
    match Request::from_json(json) {
        Ok(request) => {
            let json = json.strip_prefix('\u{feff}').unwrap_or(json);
            let read: serde_json::Value =
                serde_json::from_str(json).expect("what is followed is JSON");
            assert!(read.is_object());
            promises::keep(&request);
        }
        Err(error) => {
            let problem = serde_json::to_value(error.problem("1")).expect("a problem is JSON");
            assert!(
                [400, 422].contains(&problem["status"].as_u64().unwrap_or_default()),
                "{problem}"
            );
        }
    }
});
