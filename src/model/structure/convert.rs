//! Values of one kind as values of another.

use crate::{
    ids::ChoiceId,
    language::Language,
    schema::{Choice, FieldKind},
    value::{self, Link, Problem, Value, fold},
};
use std::collections::HashMap;

/// Why a value cannot be one of another kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfit {
    /// What is written cannot be read as the new kind.
    Unreadable(Problem),
    /// No record of the linked table has this title.
    NoSuchRecord,
    /// Several records of the linked table have this title.
    SeveralRecords,
    /// The field takes one of several.
    OnlyOne,
    /// Another record has the value already.
    Taken,
    /// The field is computed from now on.
    Computed,
    /// Values of the old kind are never values of the new one.
    NoWay,
}

impl From<Problem> for Unfit {
    fn from(problem: Problem) -> Unfit {
        Unfit::Unreadable(problem)
    }
}

impl Unfit {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        let say = |lt: &str, en: &str| language.pick(lt, en).to_owned();
        match self {
            Unfit::Unreadable(problem) => problem.message(language),
            Unfit::NoSuchRecord => say("Tokio pavadinimo įrašo nėra.", "No record has this title."),
            Unfit::SeveralRecords => say("Tokio pavadinimo įrašų yra keli.", "Several records have this title."),
            Unfit::OnlyOne => say("Čia tinka tik viena reikšmė.", "Only one value is taken here."),
            Unfit::Taken => say("Tokia reikšmė jau yra kitame įraše.", "Another record has this value already."),
            Unfit::Computed => say("Laukas nuo šiol apskaičiuojamas.", "The field is computed from now on."),
            Unfit::NoWay => {
                say("Tokios reikšmės šios rūšies lauke nebūna.", "A field of this kind holds no such value.")
            }
        }
    }
}

/// Whether fields of one kind may become fields of another at all: what the program fills itself, encrypted text and parts of other
/// records stay what they are.
pub fn converts(from: &FieldKind, to: &FieldKind) -> bool {
    use FieldKind as K;
    let fixed = |kind: &FieldKind| matches!(kind, K::SeriesNumber { .. } | K::Secret | K::PartOf { .. });
    let file = |kind: &FieldKind| matches!(kind, K::Picture | K::File);
    let same = std::mem::discriminant(from) == std::mem::discriminant(to);
    same || !fixed(from) && !fixed(to) && (!file(to) || file(from)) && (!file(from) || file(to) || is_text(to))
}

fn is_text(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Text | FieldKind::LongText)
}

/// A value as a person would have written it; links by `titles`.
pub fn text_of(value: &Value, kind: &FieldKind, language: Language, titles: Titles<'_>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Links(links) => titles(links),
        Value::Blob(blob) => blob.name.clone(),
        Value::Secret(_) => String::new(),
        Value::Choices(_) | Value::YesNo(_) => value::format(value, kind, language),
        value => value::edit_text(value, kind, language),
    }
}

/// The way from one kind to another.
pub struct Conversion {
    from: FieldKind,
    to: FieldKind,
    language: Language,
    /// Records by their folded titles, where the new kind links to them: `None` where several have it.
    pub records: HashMap<String, Option<Link>>,
    labels: HashMap<String, ChoiceId>,
}

/// Titles of linked records, joined.
pub type Titles<'t> = &'t dyn Fn(&[Link]) -> String;

impl Conversion {
    /// A conversion, in the language of the base, that knows no records to link to yet.
    pub fn new(from: &FieldKind, to: &FieldKind, language: Language) -> Conversion {
        let mut labels = HashMap::new();
        if let FieldKind::Choice { choices, .. } = to {
            for choice in choices.iter().rev() {
                for name in [&choice.label.en, &choice.label.lt, &choice.key] {
                    labels.insert(fold(name.trim()), choice.id);
                }
            }
        }
        Conversion { from: shown(from).clone(), to: to.clone(), language, records: HashMap::new(), labels }
    }

    /// The value as one of the new kind; `None`: nothing is left of it.
    ///
    /// # Errors
    /// Why it cannot be one.
    pub fn value(&self, value: &Value, titles: Titles<'_>) -> Result<Option<Value>, Unfit> {
        use FieldKind as K;
        match (value, &self.to) {
            (_, K::Formula { .. }) => return Err(Unfit::Computed),
            (Value::Secret(_), K::Secret) | (Value::Blob(_), K::Picture | K::File) => return Ok(Some(value.clone())),
            (Value::Secret(_), _) | (_, K::Secret | K::Picture | K::File | K::SeriesNumber { .. }) => {
                let same = std::mem::discriminant(&self.from) == std::mem::discriminant(&self.to);
                return if same { Ok(Some(value.clone())) } else { Err(Unfit::NoWay) };
            }
            (Value::Links(links), K::Link { targets, many, .. }) => return within(links, targets, *many),
            (Value::Links(links), K::PartOf { table }) => return within(links, &[*table], false),
            (Value::Choices(chosen), K::Choice { many, choices }) => {
                return self.choices(chosen, *many, choices, titles);
            }
            (Value::Date(day), K::DayOfYear) => return Ok(Some(day_of_year(*day))),
            (Value::DateTime(time), K::DayOfYear) => return Ok(Some(day_of_year(time.date()))),
            (Value::Date(day), K::DateTime) => return Ok(day.and_hms_opt(0, 0, 0).map(Value::DateTime)),
            (Value::DateTime(time), K::Date) => return Ok(Some(Value::Date(time.date()))),
            (Value::DateTime(time), K::Time) => return Ok(Some(Value::Time(time.time()))),
            (Value::Text(text), K::Text) => return Ok(one_line(text)),
            (Value::Text(_), K::LongText) => return Ok(Some(value.clone())),
            (_, K::Text) => return Ok(one_line(&self.text(value, titles))),
            (_, K::LongText) => {
                return Ok(Some(self.text(value, titles)).filter(|text| !text.is_empty()).map(Value::Text));
            }
            (Value::YesNo(yes), K::Number { .. } | K::Money { .. }) => {
                return Ok(Some(Value::Number(u8::from(*yes).into())));
            }
            (Value::Number(number), K::YesNo) if number.is_zero() || *number == 1.into() => {
                return Ok(Some(Value::YesNo(!number.is_zero())));
            }
            _ => {}
        }
        match &self.to {
            K::Link { many, .. } => self.links(&self.text(value, titles), *many),
            K::PartOf { .. } => self.links(&self.text(value, titles), false),
            K::Choice { many, .. } => self.chosen(&self.text(value, titles), *many),
            _ => {
                // Numbers and days are read as exactly as they are kept.
                let text = match value {
                    Value::Text(text) => text.clone(),
                    Value::Links(_) | Value::Blob(_) | Value::Choices(_) => self.text(value, titles),
                    value => value::plain(value, &self.from),
                };
                Ok(value::parse(&text, &self.to, self.language)?)
            }
        }
    }

    /// The value as a person would have written it.
    pub fn text(&self, value: &Value, titles: Titles<'_>) -> String {
        text_of(value, &self.from, self.language, titles)
    }

    /// The entries a value stands for in a list that is made of the values.
    pub fn entries(&self, value: &Value, many: bool, titles: Titles<'_>) -> Vec<String> {
        let text = self.text(value, titles);
        let parts: Vec<&str> = if many { text.split(['|', ';', ',', '\n']).collect() } else { vec![text.as_str()] };
        let spaced = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        parts.into_iter().map(spaced).filter(|part| !part.is_empty()).collect()
    }

    fn choices(
        &self,
        chosen: &[ChoiceId],
        many: bool,
        choices: &[Choice],
        titles: Titles<'_>,
    ) -> Result<Option<Value>, Unfit> {
        let known: &[Choice] = match &self.from {
            FieldKind::Choice { choices, .. } => choices,
            _ => &[],
        };
        let mut found = Vec::new();
        for id in chosen {
            let same = choices.iter().find(|choice| choice.id == *id).map(|choice| choice.id);
            let like = || {
                let old = known.iter().find(|choice| choice.id == *id)?;
                let names = [&old.key, &old.label.lt, &old.label.en];
                names.into_iter().find_map(|name| self.labels.get(&fold(name.trim())).copied())
            };
            match same.or_else(like) {
                Some(id) if !found.contains(&id) => found.push(id),
                Some(_) => {}
                None => return Err(self.not_a_choice(&self.text(&Value::Choices(vec![*id]), titles))),
            }
        }
        one_of(found, many).map(|found| Some(Value::Choices(found)))
    }

    fn chosen(&self, text: &str, many: bool) -> Result<Option<Value>, Unfit> {
        let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if whole.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.labels.get(&fold(&whole)) {
            return Ok(Some(Value::Choices(vec![*id])));
        }
        let mut found = Vec::new();
        for part in
            if many { self.entries(&Value::Text(text.to_owned()), true, &|_| String::new()) } else { vec![whole] }
        {
            match self.labels.get(&fold(&part)) {
                Some(id) if !found.contains(id) => found.push(*id),
                Some(_) => {}
                None => return Err(self.not_a_choice(&part)),
            }
        }
        Ok((!found.is_empty()).then_some(Value::Choices(found)))
    }

    fn not_a_choice(&self, text: &str) -> Unfit {
        match value::parse(text, &self.to, self.language) {
            Err(problem) => problem.into(),
            Ok(_) => Unfit::NoWay,
        }
    }

    fn links(&self, text: &str, many: bool) -> Result<Option<Value>, Unfit> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let find = |title: &str| match self.records.get(&fold(title.trim())) {
            Some(Some(link)) => Ok(*link),
            Some(None) => Err(Unfit::SeveralRecords),
            None => Err(Unfit::NoSuchRecord),
        };
        let whole = find(text);
        if !many || whole.is_ok() {
            return whole.map(|link| Some(Value::Links(vec![link])));
        }
        let parts = text.split(['|', ';', '\n']).filter(|part| !part.trim().is_empty());
        let mut links = parts.map(find).collect::<Result<Vec<Link>, Unfit>>()?;
        let mut seen = std::collections::HashSet::new();
        links.retain(|link| seen.insert(*link));
        Ok(Some(Value::Links(links)))
    }
}

fn shown(kind: &FieldKind) -> &FieldKind {
    match kind {
        FieldKind::Formula { result, .. } => result,
        kind => kind,
    }
}

fn day_of_year(day: chrono::NaiveDate) -> Value {
    use chrono::Datelike as _;
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    Value::DayOfYear(part(day.month()), part(day.day()))
}

/// Nothing of a text is lost in one line but its line ends.
fn one_line(text: &str) -> Option<Value> {
    let line = if text.contains(char::is_control) {
        text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.trim().to_owned()
    };
    (!line.is_empty()).then_some(Value::Text(line))
}

fn within(links: &[Link], targets: &[crate::ids::TableId], many: bool) -> Result<Option<Value>, Unfit> {
    if !links.iter().all(|link| targets.is_empty() || targets.contains(&link.table)) {
        return Err(Unfit::NoSuchRecord);
    }
    one_of(links.to_vec(), many).map(|links| Some(Value::Links(links)))
}

fn one_of<T>(found: Vec<T>, many: bool) -> Result<Vec<T>, Unfit> {
    if found.len() > 1 && !many { Err(Unfit::OnlyOne) } else { Ok(found) }
}
