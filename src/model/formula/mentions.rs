//! Which tables and fields an expression names, and where: so that a use can be shown and a name rewritten.

use super::{FormulaError, bind::Binder, parse, tree::Name};
use crate::{
    ids::{FieldId, TableId},
    schema::Table,
};
use std::fmt;

/// What a name in an expression leads to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named {
    /// A field of a table.
    Field(TableId, FieldId),
    /// A table whose link, this field of it, points here.
    Table(TableId, FieldId),
}

/// A name where it stands in the text of an expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Its first character, counted from 0; the bracket where it has one.
    pub at: usize,
    /// How many characters it has, brackets included.
    pub length: usize,
    /// What it leads to; several things where the way before it leads to several tables.
    pub named: Vec<Named>,
}

/// The names in an expression over `table`, in their order.
///
/// # Errors
/// Where the expression cannot be read or a name leads nowhere.
pub fn mentions(text: &str, tables: &[Table], table: TableId) -> Result<Vec<Mention>, FormulaError> {
    let mut binder = Binder::new(tables, table)?;
    binder.bind(&parse(text)?)?.single()?;
    let mut found = binder.named.into_inner();
    found.sort_unstable();
    found.dedup();
    let chars: Vec<char> = text.chars().collect();
    let mut mentions: Vec<Mention> = Vec::new();
    for (at, named) in found {
        match mentions.last_mut().filter(|last| last.at == at) {
            Some(last) => last.named.push(named),
            None => mentions.push(Mention { at, length: length(&chars[at..]), named: vec![named] }),
        }
    }
    Ok(mentions)
}

/// A name as it is written in an expression: in brackets where it is no plain word.
pub fn written(name: &str) -> String {
    struct Written(Name);
    impl fmt::Display for Written {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.write(f)
        }
    }
    Written(Name { at: 0, text: name.to_owned() }).to_string()
}

/// How many characters the name has that `rest` begins with.
fn length(rest: &[char]) -> usize {
    let at = |place: usize| rest.get(place).copied();
    let mut end = 1;
    if at(0) == Some('[') {
        while let Some(c) = at(end) {
            match (c, at(end + 1)) {
                (']', Some(']')) => end += 2,
                (']', _) => return end + 1,
                _ => end += 1,
            }
        }
        return end;
    }
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(c) = at(end) {
        if inner(c) || c == '-' && at(end + 1).is_some_and(inner) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{super::samples::*, *};

    fn said(text: &str) -> Vec<String> {
        let base = Base::new();
        let chars: Vec<char> = text.chars().collect();
        let found = mentions(text, &base.tables, INVOICES).unwrap();
        found.iter().map(|mention| chars[mention.at..mention.at + mention.length].iter().collect()).collect()
    }

    #[test]
    fn every_name_is_found_where_it_stands() {
        assert_eq!(said("round(net*2, 2) & \"net\""), ["net"]);
        assert_eq!(said("[Klientas] . [Pavadinimas] = 'net'"), ["[Klientas]", "[Pavadinimas]"]);
        assert_eq!(said("sum(lines.vat-rate.number) - total"), ["lines", "vat-rate", "total"]);
        assert_eq!(said("1 + 2"), [""; 0]);
    }

    #[test]
    fn a_way_that_leads_nowhere_is_not_named() {
        let base = Base::new();
        let found = mentions("about.number", &base.tables, EVENTS).unwrap();
        let number = base.field(INVOICES, "number").id;
        assert_eq!(found[1].named, [Named::Field(INVOICES, number)]);
        assert!(mentions("about.colour", &base.tables, EVENTS).is_err());
    }

    #[test]
    fn a_name_that_is_no_word_stands_in_brackets() {
        assert_eq!(written("vat-rate"), "vat-rate");
        assert_eq!(written("Vieneto kaina"), "[Vieneto kaina]");
        assert_eq!(written("ne"), "[ne]");
        assert_eq!(written("a]b"), "[a]]b]");
    }
}
