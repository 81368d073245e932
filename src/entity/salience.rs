//! Salience: how much the article is about an entity, so that the people, places and
//! organisations can be put in the order in which an editor would name them.
//!
//! ```text
//! 0.45 · ln(1 + mentions) / ln(1 + most mentions)   how often
//! 0.25 · (1 − first mention / length)               how early
//! 0.15   named in the headline
//! 0.15   something is attributed to it
//! ```

use super::Entity;
use crate::text::Document;

const OFTEN: f32 = 0.45;
const EARLY: f32 = 0.25;
const HEADLINE: f32 = 0.15;
const SPEAKS: f32 = 0.15;
/// Longest first line, in bytes, that is a headline when it ends in no full stop.
const LONGEST_HEADLINE: usize = 160;

/// Says of each entity whether the headline names it, whether it speaks (`speaks`, in
/// the order of the entities), and how salient it is.
pub fn weigh(entities: &mut [Entity], document: &Document, speaks: &[bool]) {
    let headline = headline(document);
    let most = entities.iter().map(|entity| entity.mentions.len()).max();
    let length = share_of(document.content().len().max(1));
    let often = |count: usize| share_of(count).ln_1p();
    for (at, entity) in entities.iter_mut().enumerate() {
        let first = entity
            .mentions
            .first()
            .map_or(0, |mention| mention.span.start);
        entity.in_headline = (first as usize) < headline;
        entity.speaks = speaks.get(at).copied().unwrap_or_default();
        let mut salience = OFTEN * often(entity.mentions.len()) / often(most.unwrap_or(1).max(1));
        salience += EARLY * (1.0 - share_of(first as usize) / length);
        for (holds, worth) in [(entity.in_headline, HEADLINE), (entity.speaks, SPEAKS)] {
            salience += if holds { worth } else { 0.0 };
        }
        entity.salience = salience.clamp(0.0, 1.0);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share, to two digits")]
fn share_of(count: usize) -> f32 {
    count as f32
}

/// Where the headline ends: the title of the request, or a short first line.
fn headline(document: &Document) -> usize {
    if document.body_start() > 0 {
        return document.body_start() as usize;
    }
    let text = document.content();
    let line = text.trim_start().lines().next().unwrap_or_default();
    let is_headline = line.len() <= LONGEST_HEADLINE && !line.trim_end().ends_with('.');
    let more = text.trim().len() > line.len();
    if is_headline && more {
        text.len() - text.trim_start().len() + line.len()
    } else {
        0
    }
}
