//! Copydesk reads the text of one news article and says what a careful copy
//! editor would mark in it: the language, the dates, the names, who said what,
//! and the quoted speech.
//!
//! Text flows one way through the modules below; [`analysis`] calls each stage,
//! and no stage calls another:
//!
//! ```text
//! request → Document → language → segment → tag → parse → entity → date → quote → attribution → Analysis → JSON
//! ```
//!
//! ```
//! use copydesk::analysis::{Analyzer, Options};
//! use copydesk::text::Document;
//!
//! let analyzer = Analyzer::load()?;
//! let document = Document::new("« La saison sera belle », a déclaré Zoé Lantier, la maire de Vannes.");
//! let analysis = analyzer.analyze(&document, &Options::default()).expect("nothing cancels it");
//! assert_eq!(analysis.language.tag, "fr");
//! # Ok::<(), copydesk::model::LoadError>(())
//! ```

pub mod analysis;
pub mod attribution;
pub mod command;
pub mod config;
pub mod date;
pub mod embedded;
pub mod entity;
pub mod formats;
pub mod http;
pub mod language;
pub mod model;
pub mod parse;
pub mod quote;
pub mod scores;
pub mod segment;
pub mod tag;
pub mod telemetry;
pub mod text;
