//! The keys that clients show, as the operator keeps them: in a file of names and SHA-256 hashes,
//! so that who reads the file has no key.
//!
//! ```text
//! # name   SHA-256 of the key, in hex
//! desk     9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
//! ```
//!
//! A key should be random and long (`openssl rand -hex 32`): then a plain hash is as good as a slow one.

use std::collections::BTreeSet;
use std::fmt;

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// Carries a key, beside `Authorization: Bearer`.
pub(super) const KEY_HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// Bytes of a hash.
const HASH: usize = 32;

/// The keys that let a client in.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

#[derive(Clone, PartialEq, Eq)]
struct Key {
    name: String,
    hash: [u8; HASH],
}

/// What is wrong in a file of keys. It never repeats what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// A line that cannot be read.
    #[error(
        "line {0}: expected a name of at most 64 letters, digits and -_. and the SHA-256 of a key in hex, \
         with blanks between them"
    )]
    Malformed(usize),
    /// A name or a key for the second time.
    #[error("line {0}: expected a name and a key that no line before has")]
    Repeated(usize),
    /// The hash of nothing: the key was lost on its way into the hash.
    #[error("line {0}: expected the SHA-256 of a key, but this is the one of an empty text")]
    Empty(usize),
    /// Without keys nobody could get in.
    #[error("expected at least one key")]
    None,
}

impl Keys {
    /// The keys in the text of a file.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let mut keys: Vec<Key> = Vec::new();
        let mut names = BTreeSet::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = index + 1;
            let key = Key::read(line).ok_or(KeysError::Malformed(number))?;
            if key.hash == hash(b"") {
                return Err(KeysError::Empty(number));
            }
            let is_known = keys.iter().any(|known| known.hash == key.hash);
            if is_known || !names.insert(key.name.clone()) {
                return Err(KeysError::Repeated(number));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(KeysError::None);
        }
        Ok(Self(keys))
    }

    /// The name of a key that these headers show: `Authorization: Bearer KEY` or `X-API-Key: KEY`.
    pub(super) fn holder(&self, headers: &HeaderMap) -> Option<&str> {
        let bearer = headers.get(AUTHORIZATION).and_then(|value| {
            let (scheme, key) = value.to_str().ok()?.split_once(' ')?;
            let is_bearer = scheme.eq_ignore_ascii_case("bearer");
            is_bearer.then_some(key.trim().as_bytes())
        });
        let plain = headers.get(KEY_HEADER).map(HeaderValue::as_bytes);
        let mut shown = bearer.into_iter().chain(plain);
        shown.find_map(|key| self.name(key))
    }

    /// The name of `key`. All hashes are compared, each in constant time.
    fn name(&self, key: &[u8]) -> Option<&str> {
        let hash = hash(key);
        let mut found = None;
        for key in &self.0 {
            let is_same: Choice = key.hash.ct_eq(&hash);
            if is_same.into() {
                found = Some(key.name.as_str());
            }
        }
        found
    }
}

impl fmt::Debug for Keys {
    /// How many, and nothing else.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} keys", self.0.len())
    }
}

impl Key {
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let (name, digits) = (words.next()?, words.next()?);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        let is_name = name.len() <= 64 && name.bytes().all(plain);
        let is_whole = words.next().is_none() && digits.len() == 2 * HASH;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_name || !is_whole || !is_hex {
            return None;
        }
        let mut hash = [0; HASH];
        for (index, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()?;
        }
        Some(Self {
            name: name.to_owned(),
            hash,
        })
    }
}

fn hash(key: &[u8]) -> [u8; HASH] {
    Sha256::digest(key).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The SHA-256 of `test` (as `sha256sum` says) and of `abc` (FIPS 180-2).
    const TEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    const ABC: &str = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_file_of_keys_is_read_or_refused_with_the_line() {
        let check = |text: String, expected: Result<(), KeysError>| {
            assert_eq!(Keys::parse(&text).map(drop), expected, "{text}");
        };
        check(
            format!("# ours\r\n\r\n desk \t {TEST} \r\nwire.2 {ABC}\n"),
            Ok(()),
        );
        check(String::new(), Err(KeysError::None));
        check("# desk".to_owned(), Err(KeysError::None));
        check(format!("desk {TEST} x"), Err(KeysError::Malformed(1)));
        check(format!("\ndésk {TEST}"), Err(KeysError::Malformed(2)));
        check(format!("desk {}", &TEST[1..]), Err(KeysError::Malformed(1)));
        check(
            format!("desk {}g", &TEST[1..]),
            Err(KeysError::Malformed(1)),
        );
        check(
            format!("desk +{}", &TEST[1..]),
            Err(KeysError::Malformed(1)),
        );
        check(
            format!("desk {}é", &TEST[2..]),
            Err(KeysError::Malformed(1)),
        );
        check("desk".to_owned(), Err(KeysError::Malformed(1)));
        check(format!("a {TEST}\nb {TEST}"), Err(KeysError::Repeated(2)));
        check(format!("a {TEST}\na {ABC}"), Err(KeysError::Repeated(2)));
        check(format!("a {NOTHING}"), Err(KeysError::Empty(1)));
    }

    #[test]
    fn no_error_and_no_debugging_shows_a_hash_or_a_name() {
        let keys = Keys::parse(&format!("desk {TEST}")).unwrap();
        assert_eq!(format!("{keys:?}"), "1 keys");
        let error = Keys::parse("desk secret").unwrap_err();
        assert!(!error.to_string().contains("desk") && !error.to_string().contains("secret"));
    }

    #[test]
    fn a_key_is_taken_from_either_header() {
        let keys = Keys::parse(&format!("desk {TEST}\nwire {ABC}")).unwrap();
        let check = |headers: &[(HeaderName, &str)], expected: Option<&str>| {
            let pairs = headers.iter().cloned();
            let map = pairs.map(|(name, value)| (name, HeaderValue::from_str(value).unwrap()));
            assert_eq!(keys.holder(&map.collect()), expected, "{headers:?}");
        };
        check(&[], None);
        check(&[(AUTHORIZATION, "Bearer test")], Some("desk"));
        check(&[(AUTHORIZATION, "bearer  abc")], Some("wire"));
        check(&[(AUTHORIZATION, "Basic test")], None);
        check(&[(AUTHORIZATION, "test")], None);
        check(&[(AUTHORIZATION, "Bearer ")], None);
        check(&[(KEY_HEADER, "abc")], Some("wire"));
        check(&[(KEY_HEADER, "")], None);
        check(&[(KEY_HEADER, TEST)], None);
        check(
            &[(AUTHORIZATION, "Basic dTpw"), (KEY_HEADER, "test")],
            Some("desk"),
        );
    }
}
