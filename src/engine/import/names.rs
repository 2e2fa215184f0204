//! Names that stand in several columns: first, middle and family name are joined to one title.

use super::ColumnPlan;
use exchange::likeness::likeness;
use model::{ids::FieldId, schema::Table};

/// Least likeness of a heading to the name of a part.
const ENOUGH: f32 = 0.85;

/// A part of a person's name, in the order in which they are said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    First,
    Middle,
    Family,
}

fn part(heading: &str) -> Option<Part> {
    let parts = [(Part::First, "vardas"), (Part::Family, "pavardė"), (Part::Middle, "antras vardas")];
    parts.into_iter().find(|(_, name)| likeness(heading, name) >= ENOUGH).map(|(part, _)| part)
}

/// Where nothing else is the title, the parts of a name are.
pub(super) fn find(of: &Table, columns: &mut [ColumnPlan]) {
    let title = of.info.title;
    let is_taken = columns.iter().any(|column| column.field == Some(title));
    if is_taken || !of.field(title).is_some_and(|field| field.takes_text()) {
        return;
    }
    let mut found: Vec<(Part, usize)> = Vec::new();
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.field.is_none()) {
        if let Some(part) = part(&column.heading).filter(|part| found.iter().all(|(known, _)| known != part)) {
            found.push((part, at));
        }
    }
    if found.iter().any(|(part, _)| *part != Part::Middle) {
        found.iter().for_each(|(_, at)| columns[*at].field = Some(title));
    }
}

/// The columns that make the title together, in the order in which they are said; none where one column is enough.
pub(super) fn joined(title: FieldId, columns: &[ColumnPlan]) -> Vec<usize> {
    let of_title = columns.iter().enumerate().filter(|(_, column)| column.field == Some(title));
    let parts: Option<Vec<(Part, usize)>> = of_title.map(|(at, column)| Some((part(&column.heading)?, at))).collect();
    let mut parts = parts.filter(|parts| parts.len() > 1).unwrap_or_default();
    parts.sort_unstable();
    parts.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_name_are_known_by_their_headings() {
        for heading in ["Vardas", "First Name", "given name", "Kliento vardas"] {
            assert_eq!(part(heading), Some(Part::First), "{heading}");
        }
        for heading in ["Pavardė", "Surname", "Last Name", "Family name"] {
            assert_eq!(part(heading), Some(Part::Family), "{heading}");
        }
        assert_eq!(part("Middle Name"), Some(Part::Middle));
        for heading in ["Vardas, pavardė", "Pavadinimas", "Name", "Vardas 2", "Vardadienis", ""] {
            assert_eq!(part(heading), None, "{heading}");
        }
    }
}
