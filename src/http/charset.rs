//! From bytes to text: what encoding they are in, and every character as it was sent.
//!
//! A page for which nobody says its charset often says it itself:
//!
//! ```text
//! <meta charset="iso-8859-15">   <meta http-equiv="content-type" content="text/html; charset=shift_jis">
//! ```
//!
//! What can be read as UTF-8 is UTF-8 all the same: many a client reads a page, writes it again in
//! UTF-8, and leaves the old declaration in it.

use actix_web::web::Bytes;
use encoding_rs::{
    DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};

use super::problem::ApiError;

/// How far into a page its declaration is looked for (HTML, section 13.2.3.2).
const PRESCAN: usize = 1024;

/// The text of a body, every character as it was sent: a byte order mark tells
/// UTF-16's byte order and stays, so that offsets count what the client has.
pub(crate) fn decode(bytes: Bytes, encoding: &'static Encoding) -> Result<String, ApiError> {
    if encoding == UTF_8 {
        return String::from_utf8(bytes.into()).map_err(|error| ApiError::MalformedText {
            encoding: encoding.name(),
            position: error.utf8_error().valid_up_to(),
        });
    }
    let encoding = match Encoding::for_bom(&bytes) {
        Some((marked, _)) if [UTF_16LE, UTF_16BE].contains(&encoding) => marked,
        _ => encoding,
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or_default());
    match decoder.decode_to_string_without_replacement(&bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(bad, after), read) => Err(ApiError::MalformedText {
            encoding: encoding.name(),
            position: read.saturating_sub(usize::from(bad) + usize::from(after)),
        }),
        // The buffer has the size that the decoder asked for.
        (DecoderResult::OutputFull, _) => Err(ApiError::Internal),
    }
}

/// The text of a page whose charset its sender does not say.
pub(crate) fn decode_page(bytes: Bytes) -> Result<String, ApiError> {
    let marked = Encoding::for_bom(&bytes).map(|(marked, _)| marked);
    let declared = marked.or_else(|| declared(&bytes[..bytes.len().min(PRESCAN)]));
    match declared {
        // Pages in ISO-2022-JP are ASCII, and so UTF-8, to the eye.
        Some(encoding) if !encoding.is_ascii_compatible() => decode(bytes, encoding),
        Some(encoding) if std::str::from_utf8(&bytes).is_err() => decode(bytes, encoding),
        Some(_) | None => decode(bytes, UTF_8),
    }
}

/// The encoding that the first `meta` element declares which names a known one.
fn declared(page: &[u8]) -> Option<&'static Encoding> {
    let mut rest = page;
    while let Some(start) = rest.iter().position(|&byte| byte == b'<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix(b"!--") {
            let end = comment.windows(3).position(|window| window == b"-->")?;
            rest = &comment[end + 3..];
        } else if let Some(attributes) = element(rest, b"meta") {
            let mut tag = Tag(attributes);
            let found = meta(&mut tag);
            if found.is_some() {
                return found;
            }
            rest = tag.0;
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            // A `>` in the attributes does not end the tag.
            let name = rest
                .iter()
                .position(|byte| is_space(*byte) || *byte == b'>')?;
            let mut tag = Tag(&rest[name..]);
            while tag.next().is_some() {}
            rest = tag.0;
        }
    }
    None
}

/// What follows the name of the element in a tag with that name.
fn element<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = tag.split_at_checked(name.len())?;
    let is_ended = rest
        .first()
        .is_some_and(|byte| is_space(*byte) || *byte == b'/');
    (start.eq_ignore_ascii_case(name) && is_ended).then_some(rest)
}

/// The encoding that the attributes of a `meta` element declare. That can be no UTF-16, since the
/// declaration itself could be read.
fn meta(tag: &mut Tag) -> Option<&'static Encoding> {
    let (mut charset, mut content, mut is_media_type) = (None, None, false);
    for (name, value) in tag.by_ref() {
        match name.as_str() {
            "charset" => charset = charset.or(Some(value)),
            "content" => content = content.or_else(|| in_content(&value)),
            "http-equiv" => is_media_type |= value == "content-type",
            _ => {}
        }
    }
    let label = charset.or(content.filter(|_| is_media_type))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    if [UTF_16LE, UTF_16BE].contains(&encoding) {
        return Some(UTF_8);
    }
    Some(if encoding == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        encoding
    })
}

/// The label in `text/html; charset=utf-8`.
fn in_content(content: &str) -> Option<String> {
    let (_, rest) = content.split_once("charset")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let is_end = |letter: char| letter == ';' || letter.is_ascii_whitespace();
    let value = match value.chars().next()? {
        mark @ ('"' | '\'') => value[1..].split_once(mark)?.0,
        _ => value.split(is_end).next()?,
    };
    Some(value.to_owned())
}

/// The rest of a tag: its attributes, in small letters, and what follows it.
struct Tag<'a>(&'a [u8]);

impl Tag<'_> {
    /// The bytes up to the first that ends them, in small letters.
    fn until(&mut self, is_end: impl Fn(u8) -> bool) -> String {
        let end = self.0.iter().position(|byte| is_end(*byte));
        let (taken, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest;
        String::from_utf8_lossy(taken).to_ascii_lowercase()
    }

    fn skip(&mut self, is_skipped: impl Fn(u8) -> bool) {
        self.until(|byte| !is_skipped(byte));
    }

    fn value(&mut self) -> String {
        match self.0.first() {
            Some(&mark @ (b'"' | b'\'')) => {
                self.0 = &self.0[1..];
                let value = self.until(|byte| byte == mark);
                self.0 = self.0.get(1..).unwrap_or_default();
                value
            }
            _ => self.until(|byte| is_space(byte) || byte == b'>'),
        }
    }
}

impl Iterator for Tag<'_> {
    type Item = (String, String);

    fn next(&mut self) -> Option<(String, String)> {
        self.skip(|byte| is_space(byte) || byte == b'/');
        if matches!(self.0.first(), None | Some(b'>')) {
            return None;
        }
        let name = self.until(|byte| is_space(byte) || b"=/>".contains(&byte));
        self.skip(is_space);
        let Some((b'=', rest)) = self.0.split_first() else {
            return Some((name, String::new()));
        };
        self.0 = rest;
        self.skip(is_space);
        Some((name, self.value()))
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_declares_its_charset() {
        let check = |page: &str, expected: Option<&str>| {
            let found = declared(page.as_bytes()).map(Encoding::name);
            assert_eq!(found, expected, "{page}");
        };
        check("<meta charset=utf-8>", Some("UTF-8"));
        check(
            "<!doctype html><html><head><META CharSet = 'ISO-8859-1' />",
            Some("windows-1252"),
        );
        check(
            "<meta http-equiv=Content-Type content=\"text/html; charset=shift_jis\">",
            Some("Shift_JIS"),
        );
        check(
            "<meta content='text/html;charset=\"euc-kr\"' http-equiv='content-type'>",
            Some("EUC-KR"),
        );
        check("<meta content='text/html; charset=euc-kr'>", None);
        check(
            "<!-- <meta charset=big5> --><meta charset=koi8-r>",
            Some("KOI8-R"),
        );
        check("<!-- <meta charset=big5>", None);
        check(
            "<a title='<meta charset=big5>'><meta charset=koi8-r>",
            Some("KOI8-R"),
        );
        check("<meta charset=nonsense><meta charset=big5>", Some("Big5"));
        check(
            "<meta name=charset content=big5><metadata charset=big5>",
            None,
        );
        check("<meta charset=utf-16><p>", Some("UTF-8"));
        check("<meta charset=x-user-defined>", Some("windows-1252"));
        for cut in [
            "<meta charset=",
            "<meta charset",
            "<meta",
            "<",
            "<meta charset='big5",
            "",
        ] {
            declared(cut.as_bytes());
        }
    }

    #[test]
    fn what_reads_as_utf_8_is_utf_8() {
        let check = |page: &[u8], expected: Option<&str>| {
            let text = decode_page(Bytes::copy_from_slice(page)).ok();
            assert_eq!(text.as_deref(), expected, "{page:?}");
        };
        check(
            b"<meta charset=latin1>\xe9t\xe9",
            Some("<meta charset=latin1>été"),
        );
        check(
            "<meta charset=latin1>été".as_bytes(),
            Some("<meta charset=latin1>été"),
        );
        check(b"<meta charset=utf-8>\xe9t\xe9", None);
        check(b"\xe9t\xe9", None);
        check(b"\xff\xfea\x00", Some("\u{feff}a"));
        check(
            b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B",
            Some("<meta charset=iso-2022-jp>あ"),
        );
    }

    #[test]
    fn bytes_become_text_without_losing_any() {
        let check = |bytes: &[u8], charset: &str, expected: Result<&str, usize>| {
            let encoding = Encoding::for_label(charset.as_bytes()).unwrap();
            let got = decode(Bytes::copy_from_slice(bytes), encoding).map_err(|error| {
                let position = error.problem("").position;
                position.unwrap()
            });
            assert_eq!(
                got.as_deref().map_err(|&at| at),
                expected,
                "{charset} {bytes:?}"
            );
        };
        check("\u{feff}é".as_bytes(), "utf-8", Ok("\u{feff}é"));
        check(b"ab\xff", "utf-8", Err(2));
        check(b"ab\xc3", "utf-8", Err(2));
        check(b"\x93\xe9t\xe9\x94", "windows-1252", Ok("“été”"));
        check(b"\xe9\xa4", "iso-8859-15", Ok("é€"));
        check(b"\xff\xfe\xe9\x00", "utf-16", Ok("\u{feff}é"));
        check(b"\xfe\xff\x00\xe9", "utf-16", Ok("\u{feff}é"));
        check(b"\xe9\x00\x00\xd8", "utf-16le", Err(2));
        check(b"a\x81\xff", "shift_jis", Err(1));
    }
}
