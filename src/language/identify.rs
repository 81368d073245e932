//! Language identification: which language the article is in, how sure that is,
//! and the passages in another language.

/// What was found about the article's language.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageFinding {
    /// BCP 47 tag of the main language; `und` when there is too little text to tell.
    pub tag: String,
    /// Probability that the tag is right, 0 to 1; 1 when the request gave it.
    pub confidence: f32,
    /// The likeliest languages, best first.
    pub candidates: Vec<Candidate>,
    /// Stretches in another language than the article's.
    pub passages: Vec<Passage>,
}

/// One language that the text may be in.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// BCP 47 tag.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// A stretch of text in another language than the article's.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it is.
    pub span: crate::text::Span,
    /// BCP 47 tag of its language.
    pub tag: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}
