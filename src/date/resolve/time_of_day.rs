//! Times and parts of the day, on the day that the words or the article name.

use super::super::calendar;
use super::super::frame::{Field, Frame, symbol};
use super::super::value::{Clock, Value};
use super::{Against, Outlook, Resolved, Resolver};

const CLOCK_FIELDS: [Field; 6] = [
    Field::Part,
    Field::Hour,
    Field::Minute,
    Field::Second,
    Field::Meridiem,
    Field::Zone,
];
const DAY_FIELDS: [Field; 12] = [
    Field::Year,
    Field::ShortYear,
    Field::Month,
    Field::Week,
    Field::Day,
    Field::Weekday,
    Field::Easter,
    Field::Feast,
    Field::Steps,
    Field::Nth,
    Field::Origin,
    Field::Season,
];

impl Resolver {
    /// The value of a frame with a time or a part of the day.
    pub(super) fn time(&self, frame: &Frame, outlook: Outlook) -> Option<Resolved> {
        let clock = clock(frame);
        let part = frame.get(Field::Part);
        let Some((date, against)) = self.day(frame, outlook)? else {
            let value = match (clock, part) {
                (Some(clock), _) => Value::Clock(clock),
                (None, part) => Value::AnyPart(part?),
            };
            return Some(Resolved::new(value, Against::Nothing));
        };
        let value = match (clock, part) {
            (Some(clock), _) if clock.hour == 24 => {
                let midnight = Clock { hour: 0, ..clock };
                Value::Instant(calendar::plus_days(date, 1)?, midnight)
            }
            (Some(clock), _) => Value::Instant(date, clock),
            (None, part) => Value::Part(date, part?),
        };
        Some(Resolved::new(value, against))
    }

    /// The day of a time: `None` when the frame's date is none, an empty inner
    /// option when nobody says which day.
    #[expect(clippy::option_option, reason = "no such day, or nobody says which")]
    fn day(&self, frame: &Frame, outlook: Outlook) -> Option<Option<(chrono::NaiveDate, Against)>> {
        if !DAY_FIELDS.iter().any(|field| frame.has(*field)) {
            return Some(self.narrated_day());
        }
        let mut date = frame.clone();
        for field in CLOCK_FIELDS {
            date.take(field);
        }
        if let Some(found) = self.calendar(&date, outlook) {
            let day = found.value.days();
            return Some(day.map(|(first, _)| (first, found.against)));
        }
        let relative = frame.has(Field::Steps) || frame.has(Field::Origin);
        relative.then_some(None)
    }
}

/// The clock time of a frame, on the 24-hour clock.
pub(in crate::date) fn clock(frame: &Frame) -> Option<Clock> {
    let small = |field| frame.get(field).and_then(|value| u8::try_from(value).ok());
    let hour = small(Field::Hour)?;
    // "viertel vor drei", "half vier": so many minutes before the hour.
    let before = frame.get(Field::Minute).filter(|minute| *minute < 0);
    let (hour, minute) = match before {
        Some(minutes) => ((hour + 23) % 24, u8::try_from(60 + minutes).ok()),
        None => (hour, small(Field::Minute)),
    };
    let afternoon = frame.is(Field::Meridiem, symbol::POST) || later_half(frame, hour);
    let hour = match hour {
        12 if frame.is(Field::Meridiem, symbol::ANTE) => 0,
        0 if afternoon && before.is_some() => 12,
        1..=11 if afternoon => hour + 12,
        _ => hour,
    };
    Some(Clock {
        hour,
        minute,
        second: small(Field::Second),
        zone: frame.get(Field::Zone),
    })
}

/// Whether the part of the day puts the hour after noon.
fn later_half(frame: &Frame, hour: u8) -> bool {
    match frame.get(Field::Part) {
        Some(symbol::AFTERNOON | symbol::EVENING) => true,
        Some(symbol::NIGHT) => hour >= 6,
        Some(symbol::MIDDAY) => hour <= 4,
        _ => false,
    }
}
