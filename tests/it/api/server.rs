//! Servers for tests: the real analyzer, or a stand-in that misbehaves on demand.

use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock, mpsc};
use std::thread;
use std::time::Duration;

use copydesk::analysis::{Analysis, Analyzer, Cancelled, Options};
use copydesk::entity::{Entity, EntityKind, Mention, MentionKind};
use copydesk::http::{Analyze, Limits, Server, Settings, Stop};
use copydesk::language::{Gender, LanguageFinding};
use copydesk::text::{Document, Span};

use super::client::Client;

/// Every word of the text is an entity; `panic` panics and `slow` waits to be cancelled.
struct EveryWord;

impl Analyze for EveryWord {
    fn analyze(&self, document: &Document, options: &Options) -> Result<Analysis, Cancelled> {
        assert!(
            !document.text().starts_with("panic"),
            "it quotes: {}",
            document.text()
        );
        while document.text().starts_with("slow") {
            if options.cancelled.load(Ordering::Relaxed) {
                return Err(Cancelled);
            }
            thread::sleep(Duration::from_millis(1));
        }
        let content = document.content();
        let entity = |word: &str| Entity {
            kind: EntityKind::Product,
            name: word.to_owned(),
            aliases: vec![],
            role: None,
            role_in: None,
            link: None,
            in_headline: false,
            speaks: false,
            salience: 0.5,
            gender: Gender::Any,
            mentions: vec![Mention {
                span: place(content, word),
                kind: MentionKind::Name,
            }],
            confidence: 0.5,
        };
        Ok(Analysis {
            language: LanguageFinding {
                tag: document.language().unwrap_or("und").to_owned(),
                confidence: 1.0,
                candidates: vec![],
                passages: vec![],
            },
            entities: content.split_whitespace().map(entity).collect(),
            ..Analysis::default()
        })
    }

    fn models(&self) -> &'static str {
        "none"
    }

    fn identified(&self) -> Vec<&str> {
        vec!["sw", "fr"]
    }
}

/// Where a part of `content` lies in it.
fn place(content: &str, part: &str) -> Span {
    let start = part.as_ptr().addr() - content.as_ptr().addr();
    Span::new(start, start + part.len())
}

/// Settings that tests change in part.
pub(super) fn settings() -> Settings {
    Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        admin: None,
        keys: None,
        origins: vec![],
        collector: None,
        workers: 2,
        drain: Duration::ZERO,
        limits: Limits {
            permits: 2,
            wait: Duration::from_secs(20),
            deadline: Duration::from_secs(20),
            text: 1000,
        },
    }
}

/// The server that most tests share.
pub(super) fn shared() -> Client {
    static SHARED: LazyLock<Client> = LazyLock::new(|| start(&settings()).0);
    *SHARED
}

/// A server with the real analyzer.
pub(super) fn real() -> Client {
    static REAL: LazyLock<Client> = LazyLock::new(|| {
        let mut settings = settings();
        settings.limits.text = 1 << 20;
        serve(&settings, Arc::new(Analyzer::load().unwrap())).0
    });
    *REAL
}

/// A server with an admin port: who asks at its public one, and who at the other.
pub(super) fn start_with_admin(settings: &Settings) -> (Client, Client) {
    let settings = Settings {
        admin: "127.0.0.1:0".parse().ok(),
        ..settings.clone()
    };
    let (client, admin, _) = serve_all(&settings, Arc::new(EveryWord));
    (client, admin.unwrap())
}

/// A server of one's own, and what stops it.
pub(super) fn start(settings: &Settings) -> (Client, Stop) {
    serve(settings, Arc::new(EveryWord))
}

fn serve(settings: &Settings, analyzer: Arc<dyn Analyze>) -> (Client, Stop) {
    let (client, _, stop) = serve_all(settings, analyzer);
    (client, stop)
}

fn serve_all(settings: &Settings, analyzer: Arc<dyn Analyze>) -> (Client, Option<Client>, Stop) {
    let (started, start) = mpsc::channel();
    let settings = settings.clone();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = Server::bind(&settings, analyzer).unwrap();
            let addresses = (server.address(), server.admin_address());
            started.send((addresses, server.stop())).unwrap();
            server.run().await.unwrap();
        });
    });
    let ((address, admin), stop) = start.recv().unwrap();
    let admin = admin.map(|address| Client { address });
    (Client { address }, admin, stop)
}
