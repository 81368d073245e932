//! Intervals and lists: expressions of several dates that leave out what another
//! of them says. The ends of an interval become expressions of their own and parts
//! of a third, the whole:
//!
//! ```text
//! "du 9 au 10 juillet"      9 juillet · 10 juillet · both and what lies between
//! "from 9.30 to 4.30pm"     the later end lends its "pm" only where that fits
//! ```

use super::chart::Extent;
use super::frame::{Field, Frame, symbol};
use super::quantity::Unit;
use super::resolve::clock;

/// What neighbours share, coarsest last.
const SHARED: [Field; 6] = [
    Field::Month,
    Field::Year,
    Field::ShortYear,
    Field::Unit,
    Field::Steps,
    Field::Sense,
];
/// What lies in a year.
const IN_YEAR: [Field; 6] = [
    Field::Month,
    Field::Easter,
    Field::Feast,
    Field::Season,
    Field::Quarter,
    Field::Half,
];
/// What says which half of the day an hour is in.
const HALVES: [Field; 2] = [Field::Meridiem, Field::Part];
/// What says which day of a month or a week it is.
const DAY: [Field; 2] = [Field::Day, Field::Weekday];

/// Whether a frame says on which day something is.
fn says_day(frame: &Frame) -> bool {
    SHARED.iter().chain(&DAY).any(|field| frame.has(*field))
}

/// The dates of a list, each with what the words around all of them (`common`) and
/// its neighbours say: the first takes the month of the second, then the second
/// that of the first.
pub(super) fn completed(parts: &[(Extent, Frame)], common: &Frame) -> Vec<(Extent, Frame)> {
    let with_common = |(extent, frame): &(Extent, Frame)| {
        (*extent, frame.join(common).unwrap_or_else(|| frame.clone()))
    };
    let mut completed: Vec<(Extent, Frame)> = parts.iter().map(with_common).collect();
    for index in (1..completed.len()).rev() {
        let later = completed[index].1.clone();
        let earlier = &mut completed[index - 1].1;
        complete(earlier, &later);
        let crosses =
            later.has(Field::Month) && earlier.get(Field::Month) > later.get(Field::Month);
        let own_year = parts[index - 1].1.has(Field::Year);
        if let Some(year) = earlier.get(Field::Year).filter(|_| crosses && !own_year) {
            earlier.set(Field::Year, year.saturating_sub(1));
        }
    }
    for index in 1..completed.len() {
        let earlier = completed[index - 1].1.clone();
        take_century(&mut completed[index].1, &earlier);
        complete(&mut completed[index].1, &earlier);
    }
    completed
}

/// The two ends of an interval, completed, and their days and hours in order.
pub(super) fn ends(parts: &[(Extent, Frame)], common: &Frame) -> Vec<(Extent, Frame)> {
    let mut ends = completed(parts, common);
    if let ([(_, said_first), (_, said_last)], [(_, first), (_, last)]) =
        (parts, ends.as_mut_slice())
    {
        put_days_in_order((said_first, first), (said_last, last));
        if !(says_day(said_first) && says_day(said_last)) {
            put_hours_in_order((said_first, first), (said_last, last));
        }
    }
    ends
}

/// "28 to 3 November" begins in October, "28 December 2017 to 3 January" ends in 2018.
fn put_days_in_order(
    (said_first, first): (&Frame, &mut Frame),
    (said_last, last): (&Frame, &mut Frame),
) {
    let (month, last_month) = (first.get(Field::Month), last.get(Field::Month));
    let one_year = first.get(Field::Year) == last.get(Field::Year);
    if !said_first.has(Field::Month)
        && month == last_month
        && first.get(Field::Day) > last.get(Field::Day)
    {
        put_in_month_before(first);
    } else if !said_last.has(Field::Year)
        && one_year
        && last_month < month
        && let (Some(_), Some(year)) = (last_month, last.get(Field::Year))
    {
        last.set(Field::Year, year + 1);
    }
}

/// "1914/15": the second year is one of the first one's century.
fn take_century(later: &mut Frame, earlier: &Frame) {
    if let Some(year) = earlier.get(Field::Year)
        && let Some(short) = later.take(Field::ShortYear)
    {
        let century = year - year % 100;
        let next = if short < year % 100 { 100 } else { 0 };
        later.set(Field::Year, century + next + short);
    }
}

/// "28 to 3 November": the first day is one of October.
fn put_in_month_before(first: &mut Frame) {
    match first.get(Field::Month) {
        Some(1) => {
            first.set(Field::Month, 12);
            if let Some(year) = first.get(Field::Year) {
                first.set(Field::Year, year.saturating_sub(1));
            }
        }
        Some(month) => first.set(Field::Month, month - 1),
        None => {}
    }
}

/// "9.30 to 4.30 pm" begins in the morning, "8 to 5" ends in the afternoon.
fn put_hours_in_order(
    (said_first, first): (&Frame, &mut Frame),
    (said_last, last): (&Frame, &mut Frame),
) {
    let says_half = |said: &Frame| HALVES.iter().any(|half| said.has(*half));
    if in_order(first, last) {
        return;
    }
    if !says_half(said_last) {
        clear_half(last);
        let mut later = last.clone();
        later.set(Field::Meridiem, symbol::POST);
        if in_order(first, &later) {
            *last = later;
        }
    } else if !says_half(said_first) {
        clear_half(first);
    }
}

fn clear_half(frame: &mut Frame) {
    for half in HALVES {
        frame.clear(half);
    }
}

/// Whether the times of two frames, where both have one, follow each other.
fn in_order(first: &Frame, last: &Frame) -> bool {
    let minutes = |frame| clock(frame).map(|clock| (clock.hour, clock.minute.unwrap_or(0)));
    match (minutes(first), minutes(last)) {
        (Some(first), Some(last)) => first < last,
        _ => true,
    }
}

/// Fills in `frame` what `other` says about coarser parts of the same date.
fn complete(frame: &mut Frame, other: &Frame) {
    let lacks_month = frame.has(Field::Day) && !frame.has(Field::Month);
    let in_year = IN_YEAR.iter().any(|field| frame.has(*field));
    let lacks_year = in_year && !frame.has(Field::Year);
    let lacks_unit = frame.quantity.is_some() && frame.lengths.is_empty();
    let hour = frame.has(Field::Hour);
    let lacks_half = hour && !HALVES.iter().any(|half| frame.has(*half));
    let lacks_day = hour && !says_day(frame);
    let mut borrow = |fields: &[Field]| {
        for field in fields {
            if let Some(value) = other.get(*field).filter(|_| !frame.has(*field)) {
                frame.set(*field, value);
            }
        }
    };
    if lacks_month {
        borrow(&[Field::Month]);
    }
    let near = other.unit().is_some_and(|unit| unit < Unit::Month);
    if (lacks_month || lacks_year) && !near {
        borrow(&SHARED[1..]);
    }
    if lacks_half {
        borrow(&HALVES);
    }
    if hour {
        borrow(&[Field::Zone]);
    }
    if lacks_day {
        borrow(&SHARED);
        borrow(&DAY);
    }
    if let (true, Some(length)) = (lacks_unit, other.lengths.last())
        && let Some(quantity) = frame.quantity.take()
    {
        let mut length = *length;
        length.quantity = quantity;
        frame.lengths.push(length);
    }
}
