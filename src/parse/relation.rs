//! [`Relation`]: how a token depends on its head.

macro_rules! relations {
    ($($name:ident $label:literal),+ $(,)?) => {
        /// The relations of Universal Dependencies (<https://universaldependencies.org/u/dep/>) and the
        /// four subtypes that say who does something and to whom.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are Universal Dependencies' own")]
        pub enum Relation {
            $($name),+
        }

        impl Relation {
            /// Every relation, in the order of their numbers in a model file.
            pub const ALL: &[Relation] = &[$(Relation::$name),+];

            /// The label in a treebank.
            pub fn label(self) -> &'static str {
                match self {
                    $(Relation::$name => $label),+
                }
            }
        }
    };
}

relations! {
    Acl "acl",
    AclRelcl "acl:relcl",
    Advcl "advcl",
    Advmod "advmod",
    Amod "amod",
    Appos "appos",
    Aux "aux",
    AuxPass "aux:pass",
    Case "case",
    Cc "cc",
    Ccomp "ccomp",
    Clf "clf",
    Compound "compound",
    Conj "conj",
    Cop "cop",
    Csubj "csubj",
    Dep "dep",
    Det "det",
    Discourse "discourse",
    Dislocated "dislocated",
    Expl "expl",
    Fixed "fixed",
    Flat "flat",
    Goeswith "goeswith",
    Iobj "iobj",
    List "list",
    Mark "mark",
    Nmod "nmod",
    Nsubj "nsubj",
    NsubjPass "nsubj:pass",
    Nummod "nummod",
    Obj "obj",
    Obl "obl",
    OblAgent "obl:agent",
    Orphan "orphan",
    Parataxis "parataxis",
    Punct "punct",
    Reparandum "reparandum",
    Root "root",
    Vocative "vocative",
    Xcomp "xcomp",
}

impl Relation {
    /// The relation of a treebank's label; of a subtype that is not kept, the relation that it refines,
    /// and [`Relation::Dep`] of a label that Universal Dependencies do not know.
    ///
    /// ```
    /// use copydesk::parse::Relation;
    /// assert_eq!(Relation::parse("nsubj:pass"), Relation::NsubjPass);
    /// assert_eq!(Relation::parse("flat:name"), Relation::Flat);
    /// ```
    pub fn parse(label: &str) -> Relation {
        let known = |label: &str| {
            Relation::ALL
                .iter()
                .copied()
                .find(|one| one.label() == label)
        };
        let universal = label.split(':').next().unwrap_or_default();
        match label {
            "obl:agt" => Relation::OblAgent,
            _ => known(label)
                .or_else(|| known(universal))
                .unwrap_or(Relation::Dep),
        }
    }

    /// The label without its subtype.
    pub fn universal(self) -> &'static str {
        self.label().split(':').next().unwrap_or_default()
    }

    /// The number of the relation in a model file.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The relation with a number; [`Relation::Dep`] past the last one.
    pub fn from_number(number: u8) -> Relation {
        Relation::ALL
            .get(usize::from(number))
            .copied()
            .unwrap_or(Relation::Dep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_numbers_lead_back_to_their_relation() {
        for (number, &relation) in (0..).zip(Relation::ALL) {
            assert_eq!(Relation::parse(relation.label()), relation);
            assert_eq!(Relation::from_number(number), relation);
            assert_eq!(relation.number(), number);
        }
        assert_eq!(Relation::from_number(u8::MAX), Relation::Dep);
    }

    #[test]
    fn subtypes_that_are_not_kept_are_cut() {
        let cases = [
            ("nsubj:pass", Relation::NsubjPass, "nsubj"),
            ("nsubj:outer", Relation::Nsubj, "nsubj"),
            ("obl:agt", Relation::OblAgent, "obl"),
            ("obl:arg", Relation::Obl, "obl"),
            ("acl:relcl", Relation::AclRelcl, "acl"),
            ("compound:prt", Relation::Compound, "compound"),
            ("", Relation::Dep, "dep"),
            ("_", Relation::Dep, "dep"),
        ];
        for (label, relation, universal) in cases {
            assert_eq!(Relation::parse(label), relation, "{label}");
            assert_eq!(relation.universal(), universal);
        }
    }
}
