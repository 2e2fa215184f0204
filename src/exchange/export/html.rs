//! A list as a web page that can be read, printed, and opened by a spreadsheet.

use super::{ColumnKind, Grid, Heading, OutCell, OutValue};
use crate::ExchangeError;
use std::{fmt::Write as _, io::Write};

/// A web page with one table.
pub struct HtmlPage {
    page: String,
    kinds: Vec<ColumnKind>,
}

/// Of cells that stand under each other by their last digits.
const NUMERIC: &str = " class=\"n\"";

const STYLE: &str = "body{font:14px/1.4 system-ui,sans-serif;margin:24px;color:#1a1f24}h1{font-size:20px}\
table{border-collapse:collapse}th,td{border-bottom:1px solid #dfe3e7;padding:4px 12px 4px 0;text-align:left;\
vertical-align:top;white-space:pre-wrap;mso-number-format:\"\\@\"}th{color:#56606b;font-weight:600}\
.n{text-align:right;mso-number-format:General;font-variant-numeric:tabular-nums}@media print{body{margin:0}thead{display:table-header-group}}";

impl HtmlPage {
    /// Begins a page in `language` (`lt`, `en`) with a title.
    pub fn new(title: &str, language: &str, headings: &[Heading]) -> HtmlPage {
        let title = escape(title);
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             </head>\n<body>\n<h1>{title}</h1>\n<table>\n<thead>\n<tr>",
            escape(language)
        );
        for heading in headings {
            let class = if is_numeric(heading.kind) { NUMERIC } else { "" };
            // Writing into a string cannot fail.
            let _ = write!(page, "<th{class}>{}</th>", escape(&heading.label));
        }
        page.push_str("</tr>\n</thead>\n<tbody>\n");
        HtmlPage { page, kinds: headings.iter().map(|heading| heading.kind).collect() }
    }
}

impl Grid for HtmlPage {
    fn row(&mut self, cells: &[OutCell]) -> Result<(), ExchangeError> {
        self.page.push_str("<tr>");
        for (cell, kind) in cells.iter().zip(&self.kinds) {
            // Only what is a number indeed may be taken for one by a spreadsheet.
            let is_number = is_numeric(*kind) && matches!(cell.value, OutValue::Number(_));
            let class = if is_number { NUMERIC } else { "" };
            let _ = write!(self.page, "<td{class}>{}</td>", escape(&cell.text));
        }
        self.page.push_str("</tr>\n");
        Ok(())
    }

    fn finish(mut self: Box<Self>, out: &mut dyn Write) -> Result<(), ExchangeError> {
        self.page.push_str("</tbody>\n</table>\n</body>\n</html>\n");
        Ok(out.write_all(self.page.as_bytes())?)
    }
}

fn is_numeric(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Number(_) | ColumnKind::Money)
}

/// The text as it stands in a web page; what no page may hold is left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A browser would make a line feed of it.
            '\r' => escaped.push_str("&#13;"),
            '\0' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
