//! Renaming: every expression that goes by the old name gets the new one, the rest of its text stays byte for byte.

use super::expressions::{Layouts, Shape, Spot, card_spots, field_spots, form_spots, list_spots, pieces, with_company};
use crate::{
    formula::{self, Mention, Named},
    ids::TableId,
    language::{Label, Language},
    layout::{Card, ListView, PrintForm},
    schema::{Field, Table},
    value::fold,
};

/// Definitions whose expressions go by another name after a renaming.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Renamed {
    /// Fields with their tables: before, after.
    pub fields: Vec<(TableId, Field, Field)>,
    /// Cards: before, after.
    pub cards: Vec<(Card, Card)>,
    /// List views: before, after.
    pub lists: Vec<(ListView, ListView)>,
    /// Print forms: before, after.
    pub forms: Vec<(PrintForm, PrintForm)>,
}

/// An expression that would mean something else after a renaming, whatever is written for the name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The expression's text.
    pub expression: String,
}

impl Clash {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        let text = &self.expression;
        match language {
            Language::Lt => format!(
                "Taip pervadinus išraiška „{text}“ reikštų ką kita. Parinkite kitą pavadinimą arba pirmiausia pakeiskite ją."
            ),
            Language::En => format!(
                "With this name the expression “{text}” would mean something else. Choose another name, or change that expression first."
            ),
        }
    }
}

/// What has to be written anew where the tables `before` become the tables `after`, which differ in names only.
///
/// # Errors
/// An expression that cannot keep its meaning.
pub fn renamed(before: &[Table], after: &[Table], layouts: &Layouts) -> Result<Renamed, Clash> {
    let printed = (with_company(before), with_company(after));
    let plain = Names { before, after };
    let of_forms = Names { before: &printed.0, after: &printed.1 };
    let mut renamed = Renamed::default();
    for table in after {
        for field in &table.fields {
            let changed = changed(field, &plain, |field, visit| field_spots(table.info.id, field, visit))?;
            renamed.fields.extend(changed.map(|now| (table.info.id, field.clone(), now)));
        }
    }
    for card in &layouts.cards {
        renamed.cards.extend(changed(card, &plain, card_spots)?.map(|now| (card.clone(), now)));
    }
    for list in &layouts.lists {
        renamed.lists.extend(changed(list, &plain, list_spots)?.map(|now| (list.clone(), now)));
    }
    for form in &layouts.forms {
        let spots = |form: &mut PrintForm, visit: &mut dyn FnMut(Spot<'_>)| form_spots(before, form, visit);
        renamed.forms.extend(changed(form, &of_forms, spots)?.map(|now| (form.clone(), now)));
    }
    Ok(renamed)
}

fn changed<T: Clone + PartialEq>(
    definition: &T,
    names: &Names<'_>,
    spots: impl FnOnce(&mut T, &mut dyn FnMut(Spot<'_>)),
) -> Result<Option<T>, Clash> {
    let (mut now, mut clash) = (definition.clone(), None);
    spots(&mut now, &mut |spot| match names.rewritten(spot.over, spot.text, spot.shape) {
        Ok(Some(text)) => *spot.text = text,
        Ok(None) => {}
        Err(found) => clash = Some(found),
    });
    match clash {
        Some(clash) => Err(clash),
        None => Ok((now != *definition).then_some(now)),
    }
}

struct Names<'t> {
    before: &'t [Table],
    after: &'t [Table],
}

impl Names<'_> {
    /// The text with the new names; `None` where it stays as it is.
    fn rewritten(&self, over: TableId, text: &str, shape: Shape) -> Result<Option<String>, Clash> {
        if shape == Shape::Relation {
            let table = self.before.iter().find(|table| !table.info.removed && table.info.key == text);
            let now = table.and_then(|table| find(self.after, table.info.id)).map(|table| table.info.key.clone());
            return Ok(now.filter(|now| now != text));
        }
        let mut new = text.to_owned();
        // From the end, so that the places before stay.
        for (at, piece) in pieces(text, shape).into_iter().rev() {
            if let Some(now) = self.expression(over, piece)? {
                new.replace_range(at..at + piece.len(), &now);
            }
        }
        Ok((new != text).then_some(new))
    }

    fn expression(&self, over: TableId, text: &str) -> Result<Option<String>, Clash> {
        // What means nothing now means nothing afterwards either.
        let Ok(mentions) = formula::mentions(text, self.before, over) else { return Ok(None) };
        let clash = || Clash { expression: text.trim().to_owned() };
        let chars: Vec<char> = text.chars().collect();
        let (mut new, mut at) = (String::with_capacity(text.len()), 0);
        for mention in &mentions {
            new.extend(&chars[at..mention.at]);
            at = mention.at + mention.length;
            let old: String = chars[mention.at..at].iter().collect();
            new.push_str(&self.name(mention, &old).ok_or_else(clash)?);
        }
        new.extend(&chars[at..]);
        let led = |mentions: Vec<Mention>| mentions.into_iter().map(|mention| mention.named).collect::<Vec<_>>();
        match formula::mentions(&new, self.after, over) {
            Ok(now) if led(now.clone()) == led(mentions) => Ok((new != text).then_some(new)),
            _ => Err(clash()),
        }
    }

    /// What is to be written for a name; `None` where the things it leads to are called differently now.
    fn name(&self, mention: &Mention, old: &str) -> Option<String> {
        let bare = match old.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => inner.trim().replace("]]", "]"),
            None => old.to_owned(),
        };
        let mut names = mention.named.iter().map(|named| {
            let (before, after) = (names_of(self.before, *named)?, names_of(self.after, *named)?);
            let is = |name: &str| !name.is_empty() && fold(name) == fold(&bare);
            Some(if is(before.0) {
                if before.0 == after.0 { bare.clone() } else { after.0.to_owned() }
            } else if is(&before.1.lt) {
                if before.1.lt == after.1.lt { bare.clone() } else { after.1.lt.clone() }
            } else if is(&before.1.en) {
                if before.1.en == after.1.en { bare.clone() } else { after.1.en.clone() }
            } else {
                // A word of the language, `lines`.
                bare.clone()
            })
        });
        let first = names.next()??;
        if names.any(|name| name.as_ref() != Some(&first)) || first.is_empty() {
            return None;
        }
        Some(if first == bare {
            old.to_owned()
        } else if old.starts_with('[') {
            format!("[{}]", first.replace(']', "]]"))
        } else {
            formula::written(&first)
        })
    }
}

fn find(tables: &[Table], id: TableId) -> Option<&Table> {
    tables.iter().find(|table| table.info.id == id)
}

fn names_of(tables: &[Table], named: Named) -> Option<(&str, &Label)> {
    match named {
        Named::Table(table, _) => find(tables, table).map(|table| (table.info.key.as_str(), &table.info.label)),
        Named::Field(table, field) => find(tables, table)?.field(field).map(|field| (field.key.as_str(), &field.label)),
    }
}
