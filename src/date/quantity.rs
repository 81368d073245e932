//! Numbers and lengths of time: [`Quantity`], [`Unit`], [`Length`], and how
//! ISO 8601 and TIMEX3 write lengths (`P2W`, `PT40M`, `P3.2D`, `PXY`).

use std::fmt::{self, Display, Formatter};

/// How many: an exact number or "some".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// Hundredths, so that 3.2 and 2½ are exact.
    Hundredths(i64),
    /// Several, a few, plural without a number.
    Some,
}

impl Quantity {
    pub(super) const ONE: Quantity = Quantity::Hundredths(100);

    /// `count` whole things.
    pub(super) fn of(count: i64) -> Self {
        Quantity::Hundredths(count.saturating_mul(100))
    }

    /// Reads "3", "0.5" or "some".
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text == "some" {
            return Some(Quantity::Some);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 2 || whole.len() > 12 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let hundredths: i64 = format!("{fraction:0<2}").parse().ok()?;
        Some(Quantity::Hundredths(whole * 100 + hundredths))
    }

    /// The number, when it is known and whole.
    pub(super) fn whole(self) -> Option<i64> {
        match self {
            Quantity::Hundredths(number) => (number % 100 == 0).then_some(number / 100),
            Quantity::Some => None,
        }
    }

    /// Half a unit more.
    pub(super) fn plus_half(self) -> Option<Self> {
        match self {
            Quantity::Hundredths(number) => Some(Quantity::Hundredths(number + 50)),
            Quantity::Some => None,
        }
    }
}

impl Display for Quantity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Quantity::Some => f.write_str("X"),
            Quantity::Hundredths(number) if number % 100 == 0 => write!(f, "{}", number / 100),
            Quantity::Hundredths(number) if number % 10 == 0 => {
                write!(f, "{}.{}", number / 100, number % 100 / 10)
            }
            Quantity::Hundredths(number) => write!(f, "{}.{:02}", number / 100, number % 100),
        }
    }
}

/// A unit of the calendar or the clock, finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

const UNITS: [(Unit, &str); 13] = [
    (Unit::Second, "second"),
    (Unit::Minute, "minute"),
    (Unit::Hour, "hour"),
    (Unit::Day, "day"),
    (Unit::Weekend, "weekend"),
    (Unit::Week, "week"),
    (Unit::Fortnight, "fortnight"),
    (Unit::Month, "month"),
    (Unit::Quarter, "quarter"),
    (Unit::Half, "half"),
    (Unit::Year, "year"),
    (Unit::Decade, "decade"),
    (Unit::Century, "century"),
];

impl Unit {
    /// The unit that tables call `name`.
    pub(super) fn from_name(name: &str) -> Option<Unit> {
        UNITS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(unit, _)| *unit)
    }

    /// The unit's number in a frame.
    pub(super) fn index(self) -> i16 {
        self as i16
    }

    /// The unit with that number in a frame.
    pub(super) fn from_index(index: i16) -> Option<Unit> {
        UNITS
            .get(usize::try_from(index).ok()?)
            .map(|(unit, _)| *unit)
    }

    /// Whether it is a unit of the clock.
    pub(super) fn is_clock(self) -> bool {
        self < Unit::Day
    }

    /// The TIMEX3 letters of the unit and how many of them one unit is.
    fn designator(self) -> (&'static str, i64) {
        match self {
            Unit::Second => ("S", 1),
            Unit::Hour => ("H", 1),
            Unit::Day => ("D", 1),
            Unit::Weekend => ("WE", 1),
            Unit::Week => ("W", 1),
            Unit::Fortnight => ("W", 2),
            Unit::Minute | Unit::Month => ("M", 1),
            Unit::Quarter => ("Q", 1),
            Unit::Half => ("M", 6),
            Unit::Year => ("Y", 1),
            Unit::Decade => ("Y", 10),
            Unit::Century => ("Y", 100),
        }
    }
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    /// How many.
    pub(super) quantity: Quantity,
    /// Of what.
    pub(super) unit: Unit,
}

impl Display for Length {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (designator, factor) = self.unit.designator();
        let quantity = match self.quantity {
            Quantity::Hundredths(number) => Quantity::Hundredths(number.saturating_mul(factor)),
            Quantity::Some => Quantity::Some,
        };
        write!(f, "{quantity}{designator}")
    }
}

/// `P1Y2M`, `PT3H30M`: lengths as ISO 8601 writes them, coarsest first.
pub(super) fn write_lengths(lengths: &[Length], f: &mut Formatter<'_>) -> fmt::Result {
    let mut sorted = lengths.to_vec();
    sorted.sort_by_key(|length| std::cmp::Reverse(length.unit));
    f.write_str("P")?;
    let mut clock = false;
    for length in sorted {
        if length.unit.is_clock() && !clock {
            f.write_str("T")?;
            clock = true;
        }
        write!(f, "{length}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_in_iso_8601() {
        struct Shown(Vec<Length>);
        impl Display for Shown {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                write_lengths(&self.0, f)
            }
        }
        let of = |quantity: &str, unit| Length {
            quantity: Quantity::parse(quantity).unwrap(),
            unit,
        };
        let cases = [
            (vec![of("2", Unit::Week)], "P2W"),
            (vec![of("2", Unit::Decade)], "P20Y"),
            (vec![of("3.2", Unit::Day)], "P3.2D"),
            (vec![of("some", Unit::Year)], "PXY"),
            (vec![of("21", Unit::Day), of("2", Unit::Year)], "P2Y21D"),
            (vec![of("3", Unit::Hour), of("30", Unit::Minute)], "PT3H30M"),
        ];
        for (lengths, expected) in cases {
            assert_eq!(Shown(lengths).to_string(), expected);
        }
    }
}
