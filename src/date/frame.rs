//! [`Frame`]: what words say about time before anybody knows when "now" is.
//! A frame is a set of fields; the frames of neighbouring words join into one
//! as long as they do not contradict each other (feature unification, as in
//! Shieber 1986):
//!
//! ```text
//! "mardi"            weekday=2
//! "prochaine"        steps=1        ┐
//! "semaine"          unit=week      ┘→ unit=week steps=1
//! "mardi de la semaine prochaine"    → weekday=2 unit=week steps=1
//! ```
//!
//! The tables under `lang/*/dates/` write frames as `field=value` pairs.

use super::feasts;
use super::quantity::{Length, Quantity, Unit};

/// A field of a [`Frame`]; the values are small numbers or one of [`symbol`]'s words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// 1 before the common era.
    Era,
    /// 19 for the nineteenth century.
    Century,
    /// Any year of the decade.
    Decade,
    Year,
    /// Two digits of a year.
    ShortYear,
    Half,
    Quarter,
    /// 1 spring … 4 winter.
    Season,
    Month,
    Week,
    Day,
    /// 1 Monday … 7 Sunday.
    Weekday,
    /// Days after Easter Sunday.
    Easter,
    Part,
    Hour,
    Minute,
    Second,
    Meridiem,
    /// Minutes ahead of UTC.
    Zone,
    Unit,
    /// Whole units away from the anchor: -1 last, 0 this, 1 next.
    Steps,
    Nth,
    NthUnit,
    Edge,
    Direction,
    Origin,
    Sense,
    Reference,
    /// 1 for something that repeats.
    Set,
    /// 1 when day and month may be the other way round.
    Order,
    /// The whole week or month in which the named day lies.
    Around,
    /// A feast whose days are listed by year.
    Feast,
    /// 2 for the second such weekday on or after the named day.
    Onward,
    /// 1 for a date that names what happened then ("le 11-Septembre").
    Event,
}

const FIELDS: [(&str, Field); 34] = [
    ("era", Field::Era),
    ("century", Field::Century),
    ("decade", Field::Decade),
    ("year", Field::Year),
    ("shortyear", Field::ShortYear),
    ("half", Field::Half),
    ("quarter", Field::Quarter),
    ("season", Field::Season),
    ("month", Field::Month),
    ("week", Field::Week),
    ("day", Field::Day),
    ("weekday", Field::Weekday),
    ("easter", Field::Easter),
    ("part", Field::Part),
    ("hour", Field::Hour),
    ("minute", Field::Minute),
    ("second", Field::Second),
    ("meridiem", Field::Meridiem),
    ("zone", Field::Zone),
    ("unit", Field::Unit),
    ("steps", Field::Steps),
    ("nth", Field::Nth),
    ("nthunit", Field::NthUnit),
    ("edge", Field::Edge),
    ("direction", Field::Direction),
    ("origin", Field::Origin),
    ("sense", Field::Sense),
    ("reference", Field::Reference),
    ("set", Field::Set),
    ("order", Field::Order),
    ("around", Field::Around),
    ("feast", Field::Feast),
    ("onward", Field::Onward),
    ("event", Field::Event),
];

const UNSET: i16 = i16::MIN;

/// Values that tables write as words.
pub(super) mod symbol {
    pub(in crate::date) const MORNING: i16 = 1;
    pub(in crate::date) const MIDDAY: i16 = 2;
    pub(in crate::date) const AFTERNOON: i16 = 3;
    pub(in crate::date) const EVENING: i16 = 4;
    pub(in crate::date) const NIGHT: i16 = 5;
    pub(in crate::date) const DAYTIME: i16 = 6;
    pub(in crate::date) const START: i16 = 1;
    pub(in crate::date) const MIDDLE: i16 = 2;
    pub(in crate::date) const END: i16 = 3;
    pub(in crate::date) const REST: i16 = 4;
    pub(in crate::date) const FIRST_HALF: i16 = 5;
    pub(in crate::date) const SECOND_HALF: i16 = 6;
    pub(in crate::date) const ANTE: i16 = 0;
    pub(in crate::date) const POST: i16 = 1;
    pub(in crate::date) const PAST: i16 = 1;
    pub(in crate::date) const PRESENT: i16 = 2;
    pub(in crate::date) const FUTURE: i16 = 3;
    pub(in crate::date) const PUBLICATION: i16 = 1;
    pub(in crate::date) const ANTECEDENT: i16 = 2;
    pub(in crate::date) const AHEAD: i16 = 2;
    pub(in crate::date) const LAST: i16 = -1;
    pub(in crate::date) const THIS: i16 = 0;
    pub(in crate::date) const NEXT: i16 = 1;
}

const SYMBOLS: [(Field, &str, i16); 27] = [
    (Field::Direction, "ahead", symbol::AHEAD),
    (Field::Part, "morning", symbol::MORNING),
    (Field::Part, "midday", symbol::MIDDAY),
    (Field::Part, "afternoon", symbol::AFTERNOON),
    (Field::Part, "evening", symbol::EVENING),
    (Field::Part, "night", symbol::NIGHT),
    (Field::Part, "daytime", symbol::DAYTIME),
    (Field::Edge, "start", symbol::START),
    (Field::Edge, "middle", symbol::MIDDLE),
    (Field::Edge, "end", symbol::END),
    (Field::Edge, "rest", symbol::REST),
    (Field::Edge, "firsthalf", symbol::FIRST_HALF),
    (Field::Edge, "secondhalf", symbol::SECOND_HALF),
    (Field::Meridiem, "am", symbol::ANTE),
    (Field::Meridiem, "pm", symbol::POST),
    (Field::Reference, "past", symbol::PAST),
    (Field::Reference, "present", symbol::PRESENT),
    (Field::Reference, "future", symbol::FUTURE),
    (Field::Origin, "publication", symbol::PUBLICATION),
    (Field::Origin, "antecedent", symbol::ANTECEDENT),
    (Field::Sense, "last", symbol::LAST),
    (Field::Sense, "this", symbol::THIS),
    (Field::Sense, "next", symbol::NEXT),
    (Field::Season, "spring", 1),
    (Field::Season, "summer", 2),
    (Field::Season, "autumn", 3),
    (Field::Season, "winter", 4),
];

/// The fields that words have filled, and the lengths of time that they name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    fields: [i16; FIELDS.len()],
    /// A number that no unit has claimed yet.
    pub(super) quantity: Option<Quantity>,
    /// "deux ans et trois mois": two lengths.
    pub(super) lengths: Vec<Length>,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            fields: [UNSET; FIELDS.len()],
            quantity: None,
            lengths: Vec::new(),
        }
    }
}

impl Frame {
    /// The value of `field`, when it is filled.
    pub(super) fn get(&self, field: Field) -> Option<i16> {
        Some(self.fields[field as usize]).filter(|value| *value != UNSET)
    }

    /// Whether `field` is filled.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields[field as usize] != UNSET
    }

    /// Whether `field` holds `value`.
    pub(super) fn is(&self, field: Field, value: i16) -> bool {
        self.fields[field as usize] == value
    }

    /// Fills `field`.
    pub(super) fn set(&mut self, field: Field, value: i16) {
        self.fields[field as usize] = value;
    }

    /// Empties `field` and hands out what it held.
    pub(super) fn take(&mut self, field: Field) -> Option<i16> {
        let value = self.get(field);
        self.clear(field);
        value
    }

    /// Empties `field`.
    pub(super) fn clear(&mut self, field: Field) {
        self.fields[field as usize] = UNSET;
    }

    /// The unit that steps or counts are in.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.get(Field::Unit).and_then(Unit::from_index)
    }

    /// A frame with one field.
    pub(super) fn of(field: Field, value: i16) -> Self {
        let mut frame = Self::default();
        frame.set(field, value);
        frame
    }

    /// A frame with a number alone.
    pub(super) fn count(quantity: Quantity) -> Self {
        Self {
            quantity: Some(quantity),
            ..Self::default()
        }
    }

    /// Both frames in one; `None` when they contradict each other.
    pub(super) fn join(&self, other: &Frame) -> Option<Frame> {
        let mut joined = self.clone();
        for (mine, theirs) in joined.fields.iter_mut().zip(other.fields) {
            match (*mine, theirs) {
                (_, UNSET) => {}
                (UNSET, value) => *mine = value,
                (value, same) if value == same => {}
                _ => return None,
            }
        }
        match (joined.quantity, other.quantity) {
            (Some(_), Some(_)) => return None,
            (None, quantity) => joined.quantity = quantity,
            _ => {}
        }
        // "deux ans et trois mois", but not "huit jours et un mois".
        if let (Some(last), Some(next)) = (joined.lengths.last(), other.lengths.first())
            && last.unit <= next.unit
        {
            return None;
        }
        joined.lengths.extend_from_slice(&other.lengths);
        Some(joined)
    }
}

/// One `field=value` of a table, or what a rule does with the joined frame.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Assignment {
    /// `year=2019`, `unit=day`.
    Constant(Field, i16),
    /// `quantity=2`, `quantity=some`.
    Count(Quantity),
    /// `nth=@quantity`: the unclaimed number becomes the field's value.
    FromQuantity(Field),
    /// `decade=@year`: the value moves from one field to another.
    Move(Field, Field),
    /// `minute=-@minute`: so much before; the value changes its sign on the way.
    Negate(Field, Field),
    /// `length`: unclaimed number and unit become a length.
    Length,
    /// `plushalf`: the last length grows by half a unit.
    PlusHalf,
}

impl Assignment {
    /// Reads one assignment of a table; `None` when it is not one.
    pub(super) fn parse(text: &str) -> Option<Assignment> {
        match text {
            "length" => return Some(Assignment::Length),
            "plushalf" => return Some(Assignment::PlusHalf),
            _ => {}
        }
        let (name, value) = text.split_once('=')?;
        if name == "quantity" {
            return Quantity::parse(value).map(Assignment::Count);
        }
        let field = field(name)?;
        if let Some(source) = value.strip_prefix("-@") {
            return Some(Assignment::Negate(field, self::field(source)?));
        }
        match value.strip_prefix('@') {
            Some("quantity") => Some(Assignment::FromQuantity(field)),
            Some(source) => Some(Assignment::Move(field, self::field(source)?)),
            None => Some(Assignment::Constant(field, constant(field, value)?)),
        }
    }

    /// Does to `frame` what the table asks; `None` when it cannot be done.
    pub(super) fn apply(&self, frame: &mut Frame) -> Option<()> {
        match *self {
            Assignment::Constant(field, value) => frame.set(field, value),
            Assignment::Count(quantity) => frame.quantity = Some(quantity),
            Assignment::FromQuantity(field) => {
                let count = frame.quantity.take()?.whole()?;
                frame.set(field, i16::try_from(count).ok()?);
            }
            Assignment::Move(target, source) => {
                let value = frame.take(source)?;
                frame.set(target, value);
            }
            Assignment::Negate(target, source) => {
                let value = frame.take(source)?;
                frame.set(target, -value);
            }
            Assignment::Length => {
                let unit = frame.take(Field::Unit).and_then(Unit::from_index)?;
                let quantity = frame.quantity.take().unwrap_or(Quantity::ONE);
                frame.lengths.push(Length { quantity, unit });
            }
            Assignment::PlusHalf => {
                let last = frame.lengths.last_mut()?;
                last.quantity = last.quantity.plus_half()?;
            }
        }
        Some(())
    }
}

fn field(name: &str) -> Option<Field> {
    FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, field)| *field)
}

fn constant(field: Field, value: &str) -> Option<i16> {
    if let Ok(number) = value.parse() {
        return Some(number);
    }
    if matches!(field, Field::Unit | Field::NthUnit | Field::Around) {
        return Unit::from_name(value).map(Unit::index);
    }
    if field == Field::Feast {
        return feasts::by_name(value);
    }
    SYMBOLS
        .iter()
        .find(|(known, word, _)| *known == field && *word == value)
        .map(|(_, _, number)| *number)
}

/// Reads the assignments of a table's cell and fills a frame with them.
pub(super) fn frame_of(cell: &str) -> Option<Frame> {
    let mut frame = Frame::default();
    for word in cell.split_whitespace() {
        Assignment::parse(word)?.apply(&mut frame)?;
    }
    Some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_join_unless_they_contradict_each_other() {
        let tuesday = frame_of("weekday=2").unwrap();
        let week = frame_of("unit=week steps=1").unwrap();
        let joined = tuesday.join(&week).unwrap();
        assert_eq!(joined.get(Field::Weekday), Some(2));
        assert_eq!(joined.unit(), Some(Unit::Week));
        assert_eq!(tuesday.join(&frame_of("weekday=3").unwrap()), None);
    }

    #[test]
    fn the_names_of_fields_are_in_the_order_of_the_fields() {
        for (index, (name, field)) in FIELDS.iter().enumerate() {
            assert_eq!(*field as usize, index, "{name}");
        }
    }

    #[test]
    fn an_unknown_field_or_value_is_no_frame() {
        assert_eq!(frame_of("weekdy=2"), None);
        assert_eq!(frame_of("part=noonish"), None);
    }
}
