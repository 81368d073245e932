//! Names of one thing that share no words, and names whose kind everybody knows
//! (`gazetteers/aliases.tsv`).

use super::EntityKind;
use crate::language::Phrases;
use crate::language::Table;

/// From a name to the number of the thing that it names.
#[derive(Debug)]
pub(super) struct Aliases {
    things: Phrases<(EntityKind, usize)>,
}

impl Aliases {
    pub(super) fn parse() -> Self {
        let table = Table {
            path: "gazetteers/aliases.tsv",
            text: include_str!("../../gazetteers/aliases.tsv"),
        };
        let entries = table
            .rows()
            .enumerate()
            .flat_map(|(number, [kind, names])| {
                let kind = match kind {
                    "LOC" => EntityKind::Location,
                    "EVE" => EntityKind::Event,
                    "PROD" => EntityKind::Product,
                    _ => EntityKind::Organization,
                };
                names.split('|').map(move |name| (name, (kind, number)))
            });
        Self {
            things: Phrases::new(entries),
        }
    }

    /// The thing that the name with the words `keys` names, if it is of `kind`.
    pub(super) fn thing(&self, keys: &[u64], kind: EntityKind) -> Option<usize> {
        let mut whole = self
            .things
            .all_at(keys.iter().copied())
            .filter(|(length, _)| *length == keys.len());
        whole
            .find(|(_, (known, _))| *known == kind)
            .map(|(_, (_, thing))| *thing)
    }

    /// The kind of the thing that the name with the words `keys` names, if there is only one.
    pub(super) fn kind(&self, keys: &[u64]) -> Option<EntityKind> {
        let mut whole = self
            .things
            .all_at(keys.iter().copied())
            .filter(|(length, _)| *length == keys.len());
        let (_, (kind, _)) = whole.next()?;
        whole.all(|(_, (other, _))| other == kind).then_some(*kind)
    }
}
