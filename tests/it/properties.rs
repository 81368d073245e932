//! What holds for any input: random text, random markup, random articles. The
//! inputs are drawn anew in each run; a failure prints the smallest one.

mod analysis;
mod formats;
mod html;
