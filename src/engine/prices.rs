//! The price of a product on the line of a document: of the price list that holds for its client on its day.

use crate::{
    Result, Transaction,
    discounts::{is_lines, link_of},
    view::{View, links},
};
use chrono::NaiveDate;
use model::{
    schema::{FieldRole, Table, TableRole},
    value::{Link, Value, Values},
};
use std::cmp::Reverse;

impl Transaction<'_, '_> {
    /// The price of a product on a line with these values: of the client's price list, else of its category's, else of the newest
    /// one for everyone. `None`: no price list that holds on the document's day has the product.
    pub(crate) fn listed_price(&self, lines: &Table, line: &Values, product: Link) -> Result<Option<Value>> {
        let owner =
            lines.part_of().filter(|_| is_lines(lines)).and_then(|(by, _)| links(line.get(by.id)).first().copied());
        let Some(document) = owner else { return Ok(None) };
        self.look(None, |view| {
            let of = view.schema().table(document.table)?;
            let date = of.field_by_role(FieldRole::Date);
            let date = date.and_then(|date| view.value_of(document.table, document.record, date.id)?.as_date());
            listed(view, document, product, date.unwrap_or(view.today))
        })
    }
}

fn listed(view: &View<'_>, document: Link, product: Link, day: NaiveDate) -> Option<Value> {
    let items = view.schema().table_by_role(TableRole::PriceListItem)?;
    let (by, table) = items.part_of()?;
    let field = |role| items.field_by_role(role);
    let (of_product, price) = (field(FieldRole::Product)?, field(FieldRole::Price)?);
    let client = link_of(view, document, FieldRole::Client);
    let category = client.and_then(|client| link_of(view, client, FieldRole::Category));
    let own = client.and_then(|client| link_of(view, client, FieldRole::PriceList));
    let of_category = category.and_then(|category| link_of(view, category, FieldRole::PriceList));
    let found = view.back_links(items.info.id, of_product.id, product.record).into_iter().filter_map(|item| {
        let list = links(view.value_of(items.info.id, item, by.id).as_ref()).first().copied()?;
        let start = holds(view, Link { table, record: list.record }, day)?;
        let rank = if Some(list) == own {
            0
        } else if Some(list) == of_category {
            1
        } else if is_for_everyone(view, list) {
            2
        } else {
            return None;
        };
        Some(((rank, Reverse(start), Reverse(item)), view.value_of(items.info.id, item, price.id)?))
    });
    found.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, price)| price)
}

/// The first day of a price list (`Some(None)`: always), if it holds on a day.
fn holds(view: &View<'_>, list: Link, day: NaiveDate) -> Option<Option<NaiveDate>> {
    let of = view.schema().table(list.table)?;
    let date = |role| view.value_of(list.table, list.record, of.field_by_role(role)?.id)?.as_date();
    let (start, end) = (date(FieldRole::StartDate), date(FieldRole::EndDate));
    (start.is_none_or(|start| start <= day) && end.is_none_or(|end| day <= end)).then_some(start)
}

/// Whether a price list holds for clients that do not name it; without such a field each does.
fn is_for_everyone(view: &View<'_>, list: Link) -> bool {
    let field = view.schema().table(list.table).and_then(|of| of.field_by_role(FieldRole::ForEveryone));
    field.is_none_or(|field| view.value_of(list.table, list.record, field.id) == Some(Value::YesNo(true)))
}
