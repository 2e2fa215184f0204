//! Looking up paths: fields, links and links that point here.

use super::{
    Dependency, FormulaError, FormulaProblem, Hop, Named, Type,
    bind::{Binder, Bound, Origins, Result},
    program::{End, Node, Path, Route, Step},
    tree::Name,
};
use crate::{
    ids::TableId,
    language::Language,
    schema::{Field, FieldKind, NameError, Table, pick},
    value::fold,
};

/// Steps a path may have.
const STEPS: usize = 16;
/// Ways a path may branch into, where links may point to several tables.
const ROUTES: usize = 64;

/// What a name in a path leads to.
enum Found<'a> {
    Field(&'a Field),
    /// The table whose link points here.
    Back(&'a Table, &'a Field),
}

/// A way through records as far as it was looked up.
#[derive(Clone, Default)]
struct Way {
    steps: Vec<Step>,
    hops: Vec<Hop>,
    many: bool,
}

struct Reached {
    route: Route,
    kind: Type,
    hops: Vec<Hop>,
    many: bool,
}

impl<'a> Binder<'a> {
    pub fn path(&mut self, names: &[Name]) -> Result<Bound> {
        let at = names.first().map_or(0, |name| name.at);
        if names.len() > STEPS {
            return Err(FormulaError::new(at, FormulaProblem::PathTooLong));
        }
        let mut reached = Vec::new();
        self.follow(self.table, names, Way::default(), &mut reached)?;
        let many = reached.iter().any(|one| one.many);
        let Some(mut kind) = reached.first().map(|one| one.kind.clone()) else {
            return Err(FormulaError::new(at, FormulaProblem::PathTooLong));
        };
        let (mut routes, mut records) = (Vec::new(), Vec::new());
        for one in reached {
            match (&mut kind, &one.kind) {
                (Type::Record { tables, .. }, Type::Record { tables: more, .. }) => {
                    let any = tables.is_empty() || more.is_empty();
                    tables.extend(
                        more.iter().filter(|table| !any && !tables.contains(table)).copied().collect::<Vec<_>>(),
                    );
                    tables.retain(|_| !any);
                }
                (kind, other) if kind == other => {}
                (kind, other) => {
                    let problem = FormulaProblem::Mismatch { left: kind.sort(), right: other.sort() };
                    return Err(FormulaError::new(at, problem));
                }
            }
            self.depend_on_route(&one);
            records.extend(self.records_of(&one));
            routes.push(one.route);
        }
        let path = Path { at, routes };
        let (node, kind) = if many { (Node::List(path), Type::List(Box::new(kind))) } else { (Node::Read(path), kind) };
        Ok(Bound { node, kind, at, records })
    }

    fn follow(&self, table: &'a Table, names: &[Name], way: Way, reached: &mut Vec<Reached>) -> Result<()> {
        let [name, rest @ ..] = names else { return Ok(()) };
        match self.find(table, name)? {
            Found::Back(lines, field) => {
                let (of, link) = (lines.info.id, field.id);
                self.named.borrow_mut().push((name.at, Named::Table(of, link)));
                let mut way = way;
                way.steps.push(Step::Back { table: of, field: link, target: table.info.id });
                way.hops.push(Hop::Back { table: of, field: link });
                way.many = true;
                if rest.is_empty() {
                    let kind = Type::Record { tables: vec![of], many: false };
                    return reach(reached, way, End::Record(of), kind, name);
                }
                self.follow(lines, rest, way, reached)
            }
            Found::Field(field) => self.follow_field(table, field, names, way, reached),
        }
    }

    fn follow_field(
        &self,
        table: &'a Table,
        field: &'a Field,
        names: &[Name],
        way: Way,
        reached: &mut Vec<Reached>,
    ) -> Result<()> {
        let [name, rest @ ..] = names else { return Ok(()) };
        let of = table.info.id;
        self.named.borrow_mut().push((name.at, Named::Field(of, field.id)));
        let Some(kind) = Type::of(&field.kind) else {
            return Err(FormulaError::new(name.at, FormulaProblem::Secret(name.text.clone())));
        };
        let Some(next) = rest.first() else {
            return reach(reached, way, End::Field(of, field.id), kind, name);
        };
        match kind {
            Type::Choice { choices, .. } if rest.len() == 1 && matches!(&*fold(&next.text), "number" | "skaicius") => {
                let numbers = choices.iter().filter_map(|choice| Some((choice.id, choice.number?.0))).collect();
                reach(reached, way, End::ChoiceNumber(of, field.id, numbers), Type::Number, next)
            }
            Type::Record { tables, many } => {
                let targets = self
                    .tables
                    .iter()
                    .filter(|table| !table.info.removed)
                    .filter(|table| tables.is_empty() || tables.contains(&table.info.id));
                let (before, mut problem) = (reached.len(), None);
                for target in targets {
                    let mut way = way.clone();
                    way.steps.push(Step::Link { table: of, field: field.id, to: target.info.id });
                    way.hops.push(Hop::Link { table: of, field: field.id });
                    way.many |= many;
                    let named = self.named.borrow().len();
                    if let Err(error) = self.follow(target, rest, way, reached) {
                        self.named.borrow_mut().truncate(named);
                        problem.get_or_insert(error);
                    }
                }
                match problem {
                    Some(problem) if reached.len() == before || problem.problem == FormulaProblem::PathTooLong => {
                        Err(problem)
                    }
                    None if reached.len() == before => Err(FormulaError::new(name.at, FormulaProblem::UnknownTable)),
                    _ => Ok(()),
                }
            }
            _ => Err(FormulaError::new(next.at, FormulaProblem::NotALink(name.text.clone()))),
        }
    }

    /// Keys come before labels, fields before links that point here.
    fn find(&self, table: &'a Table, name: &Name) -> Result<Found<'a>> {
        let wanted = fold(&name.text);
        let by_key =
            || table.field_by_key(&name.text).or_else(|| table.live().find(|field| fold(&field.key) == wanted));
        if let Some(field) = by_key() {
            return Ok(Found::Field(field));
        }
        let lines = matches!(&*wanted, "lines" | "eilutes");
        let named = |other: &Table| fold(&other.info.key) == wanted;
        let part = |other: &Table| lines && other.part_of().is_some_and(|(_, owner)| owner == table.info.id);
        let pointing = |accept: &dyn Fn(&Table) -> bool| {
            let live = self.tables.iter().filter(|other| !other.info.removed && accept(other));
            live.filter_map(|other| pointer(other, table.info.id).map(|field| Found::Back(other, field))).next()
        };
        if let Some(found) = pointing(&named).or_else(|| pointing(&part)) {
            return Ok(found);
        }
        let problem = match pick(&name.text, Language::Lt, table.live(), |field| (&field.key, &field.label)) {
            Ok(field) => return Ok(Found::Field(field)),
            Err(problem) => problem,
        };
        let labelled = |other: &Table| fold(&other.info.label.lt) == wanted || fold(&other.info.label.en) == wanted;
        match problem {
            NameError::Unknown(_) => {
                pointing(&labelled).ok_or_else(|| FormulaError::new(name.at, unknown(table, &name.text)))
            }
            NameError::Ambiguous(text, keys) => {
                Err(FormulaError::new(name.at, FormulaProblem::AmbiguousName { name: text, keys }))
            }
        }
    }

    fn depend(&mut self, dependency: Dependency) {
        if !self.dependencies.contains(&dependency) {
            self.dependencies.push(dependency);
        }
    }

    fn depend_on_route(&mut self, reached: &Reached) {
        for (place, hop) in reached.hops.iter().enumerate() {
            let (table, field, steps) = match *hop {
                Hop::Link { table, field } => (table, field, place),
                Hop::Back { table, field } => (table, field, place + 1),
            };
            self.depend(Dependency { table, field, path: reached.hops[..steps].to_vec() });
        }
        if let End::Field(table, field) | End::ChoiceNumber(table, field, _) = reached.route.end {
            self.depend(Dependency { table, field, path: reached.hops.clone() });
        }
    }

    /// Where the records are that a route ends in.
    fn records_of(&self, reached: &Reached) -> Origins {
        let Type::Record { tables, .. } = &reached.kind else { return Vec::new() };
        let mut hops = reached.hops.clone();
        if let End::Field(table, field) = reached.route.end {
            hops.push(Hop::Link { table, field });
        }
        let live = self.tables.iter().filter(|table| !table.info.removed).map(|table| table.info.id);
        live.filter(|table| tables.is_empty() || tables.contains(table)).map(|table| (table, hops.clone())).collect()
    }

    /// The title of a record is its title field; where that is a link, the title behind it.
    pub fn depend_on_title(&mut self, table: TableId, path: &[Hop], depth: usize) {
        let Some(of) = self.tables.iter().find(|of| of.info.id == table) else { return };
        let Some(title) = of.field(of.info.title) else { return };
        self.depend(Dependency { table, field: title.id, path: path.to_vec() });
        if depth < 3
            && let FieldKind::Link { targets, .. } = &title.kind
        {
            let path: Vec<Hop> = path.iter().copied().chain([Hop::Link { table, field: title.id }]).collect();
            targets.iter().for_each(|target| self.depend_on_title(*target, &path, depth + 1));
        }
    }
}

fn reach(reached: &mut Vec<Reached>, way: Way, end: End, kind: Type, name: &Name) -> Result<()> {
    if reached.len() == ROUTES {
        return Err(FormulaError::new(name.at, FormulaProblem::PathTooLong));
    }
    let route = Route { steps: way.steps, end };
    reached.push(Reached { route, kind, hops: way.hops, many: way.many });
    Ok(())
}

/// The link of `table` that points to records of `target`: the one that makes it part of them, else the first.
fn pointer(table: &Table, target: TableId) -> Option<&Field> {
    let part = table.part_of().filter(|(_, owner)| *owner == target).map(|(field, _)| field);
    let points = |field: &&Field| match &field.kind {
        FieldKind::Link { targets, .. } => targets.is_empty() || targets.contains(&target),
        FieldKind::PartOf { table } => *table == target,
        _ => false,
    };
    part.or_else(|| table.live().find(points))
}

/// Nothing is called so; perhaps a minus was meant.
fn unknown(table: &Table, name: &str) -> FormulaProblem {
    let known = |part: &str| table.live().any(|field| fold(&field.key) == fold(part)) || part.parse::<u32>().is_ok();
    let parts = name.match_indices('-').map(|(at, _)| (&name[..at], &name[at + 1..]));
    match parts.into_iter().find(|(left, right)| known(left) && known(right)) {
        Some((left, right)) => FormulaProblem::MinusNeedsSpaces { left: left.to_owned(), right: right.to_owned() },
        None => FormulaProblem::UnknownName { name: name.to_owned(), table: table.info.key.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sort, order, samples::*};
    use crate::ids::RecordId;

    fn said(text: &str, expected: &str) {
        assert_eq!(Base::new().said(text), expected, "{text}");
    }

    #[test]
    fn paths_lead_along_links_and_against_them() {
        said("client.name", "UAB Ąžuolas");
        said("CLIENT.Name", "UAB Ąžuolas");
        said("[Klientas].[Pavadinimas]", "UAB Ąžuolas");
        said("Klientas.Miestas", "Vilnius");
        said("client.parent.name", "empty");
        said("join([eilutės].[Pavadinimas])", "Lenta, Nakvynė, Knyga");
        said("join(invoice-lines.title)", "Lenta, Nakvynė, Knyga");
        said("join([Sąskaitų eilutės].title)", "Lenta, Nakvynė, Knyga");
        said("count(client.invoices.lines)", "4");
        said("sum(lines.vat-rate.number)", "38");
        said("join(watchers.name)", "UAB Ąžuolas, Jonas");
        said("join(lines.invoice.client.name)", "UAB Ąžuolas, UAB Ąžuolas, UAB Ąžuolas, UAB Ąžuolas");
        said("client.debt", "22.38");
        let of = |text: &str, table, record| Base::new().said_of(text, table, record);
        assert_eq!(of("vat-rate.number", LINES, RecordId(30)), "21");
        assert_eq!(of("vat-rate.number", LINES, RecordId(33)), "empty");
        assert_eq!(of("invoice.client.name", LINES, RecordId(30)), "UAB Ąžuolas");
    }

    #[test]
    fn a_link_to_several_tables_goes_where_the_name_is_known() {
        let of = |text: &str| Base::new().said_of(text, EVENTS, RecordId(50));
        assert_eq!(of("about.number"), "KAR-0007");
        assert_eq!(of("about.city"), "empty");
        assert_eq!(of("other.name"), "Jonas");
        assert_eq!(of("about & ''"), "KAR-0007");
        assert_eq!(of("about.colour"), "Error at character 7: nothing is called “colour” in the table “clients”.");
        assert_eq!(of("other.subject"), "empty", "Jonas is no event");
        said("join(events.subject)", "Skambutis");
    }

    #[test]
    fn wrong_names_are_said_with_their_place() {
        said("1 + colour", "Error at character 5: nothing is called “colour” in the table “invoices”.");
        said("client.colour", "Error at character 8: nothing is called “colour” in the table “clients”.");
        said(
            "total-net",
            "Error at character 1: there is no field “total-net”; for a minus write spaces: total - net.",
        );
        said("net.x", "Error at character 5: “net” is not a link, so that nothing can follow its dot.");
        said("client.pin", "Error at character 8: the field “pin” is encrypted and cannot be used in expressions.");
        said(&format!("client{}", ".parent".repeat(20)), "Error at character 1: the path through links is too long.");
        let lithuanian = Base::new().bind("spalva", INVOICES).unwrap_err().message(crate::language::Language::Lt);
        assert_eq!(lithuanian, "Klaida ties 1-uoju ženklu: lentelėje „invoices“ nėra nieko pavadinimu „spalva“.");
    }

    #[test]
    fn a_removed_field_or_table_is_not_found() {
        let mut base = Base::new();
        base.tables[1].fields[0].removed = true;
        base.tables[2].info.removed = true;
        assert!(base.bind("number", INVOICES).is_err());
        assert!(base.bind("count(lines)", INVOICES).is_err());
    }

    #[test]
    fn types_follow_the_end_of_the_path() {
        let base = Base::new();
        let check = |text: &str, sort| assert_eq!(base.bind(text, INVOICES).unwrap().result().sort(), sort, "{text}");
        check("client", Sort::Record);
        check("watchers", Sort::Record);
        check("client.name", Sort::Text);
        check("client.debt", Sort::Number);
        check("state", Sort::Choice);
        check("scan", Sort::File);
        check("sent", Sort::DateTime);
        check("done", Sort::YesNo);
        check("first(client, client.parent)", Sort::Record);
        check("first(client, number)", Sort::Text);
        let field = |key: &str| base.field(INVOICES, key).kind.clone();
        let result = |text: &str| base.bind(text, INVOICES).unwrap().result().clone();
        assert!(result("client.parent").fits(&field("client")));
        assert!(!result("watchers").fits(&field("client")));
        assert!(result("client").fits(&field("watchers")));
        assert!(result("net + 1").fits(&field("total")));
        assert!(!result("net & ''").fits(&field("total")));
        assert!(result("state").fits(&field("state")));
        assert!(!result("client.type").fits(&field("state")));
    }

    #[test]
    fn everything_read_is_a_dependency_and_the_end_comes_last() {
        let base = Base::new();
        let check = |text: &str, expected: &[&str]| assert_eq!(base.dependencies(text, INVOICES), expected, "{text}");
        check("total", &["invoices.total"]);
        check("client.name", &["invoices.client", "invoices.client> clients.name"]);
        check("client", &["invoices.client"]);
        check("client & ''", &["invoices.client", "invoices.client> clients.name"]);
        check("client = 'Jonas'", &["invoices.client", "invoices.client> clients.name"]);
        check("count(lines)", &["<invoice-lines.invoice invoice-lines.invoice"]);
        check(
            "sum(lines.amount)",
            &["<invoice-lines.invoice invoice-lines.invoice", "<invoice-lines.invoice invoice-lines.amount"],
        );
        check(
            "sum(client.invoices.total)",
            &[
                "invoices.client",
                "invoices.client> <invoices.client invoices.client",
                "invoices.client> <invoices.client invoices.total",
            ],
        );
        check(
            "join(lines)",
            &["<invoice-lines.invoice invoice-lines.invoice", "<invoice-lines.invoice invoice-lines.title"],
        );
        check("net + net * 2 + vat", &["invoices.net", "invoices.vat"]);
        check("if(done, today(), date)", &["invoices.done", "invoices.date"]);
        let joined = base.dependencies("about & ''", EVENTS);
        assert_eq!(joined, ["events.about", "events.about> clients.name", "events.about> invoices.number"]);
    }

    #[test]
    fn what_asks_for_the_time_is_known() {
        let clock = |text: &str| Base::new().bind(text, INVOICES).unwrap().uses_clock();
        assert!(clock("due-date < today()"));
        assert!(clock("if(done, 1, age(client.birthday))"));
        assert!(!clock("days(date, due-date)"));
    }

    #[test]
    fn formulas_are_ordered_by_what_they_read() {
        let base = Base::new();
        let mut programs = Vec::new();
        for table in &base.tables {
            for field in &table.fields {
                let Some(text) = field.formula() else { continue };
                programs.push((table.info.id, field.id, base.bind(text, table.info.id).unwrap()));
            }
        }
        let order = order(&programs).unwrap();
        let place = |table, key| {
            let id = base.field(table, key).id;
            order.iter().position(|at| programs[*at].1 == id).unwrap()
        };
        assert_eq!(order.len(), 5);
        assert!(place(LINES, "amount") < place(INVOICES, "net"));
        assert!(place(LINES, "amount") < place(INVOICES, "vat"));
        assert!(place(INVOICES, "net") < place(INVOICES, "total"));
        assert!(place(INVOICES, "total") < place(CLIENTS, "debt"));
    }

    #[test]
    fn a_circle_is_told_by_its_fields() {
        let base = Base::new();
        let program =
            |table, key: &str, text: &str| (table, base.field(table, key).id, base.bind(text, table).unwrap());
        let (net, vat, total) = (
            program(INVOICES, "net", "vat * 2"),
            program(INVOICES, "vat", "total / 2"),
            program(INVOICES, "total", "net + vat"),
        );
        let debt = program(CLIENTS, "debt", "sum(invoices.total)");
        let circle = order(&[debt, net.clone(), vat.clone(), total.clone()]).unwrap_err();
        assert_eq!(circle, [(INVOICES, total.1), (INVOICES, net.1), (INVOICES, vat.1)]);
        let own = program(INVOICES, "net", "net + 1");
        assert_eq!(order(std::slice::from_ref(&own)), Err(vec![(INVOICES, own.1)]));
        assert_eq!(order(&[]), Ok(vec![]));
    }
}
