//! Objects in words: as a tree, and one by one for screen readers.

use crate::{Document, Holds, Item, Measure, Session};
use model::{
    ids::ItemId,
    language::{Label, Language},
    rules::words::plural,
};

impl<D: Document> Session<D> {
    /// All objects as a tree, each with how deep it lies; what lies in a container follows it at once.
    pub fn outline(&self) -> Vec<(ItemId, usize)> {
        let mut found = Vec::with_capacity(self.document.items().len());
        self.add_outline(None, 0, &mut found);
        found
    }

    fn add_outline(&self, container: Option<ItemId>, depth: usize, found: &mut Vec<(ItemId, usize)>) {
        for item in self.document.children(container) {
            found.push((item.id(), depth));
            if item.holds() != Holds::Nothing {
                self.add_outline(Some(item.id()), depth + 1, found);
            }
        }
    }

    /// What a screen reader says of an object: its name, where it lies, its place and size, and what keeps it.
    pub fn description(&self, id: ItemId, measure: &dyn Measure<D::Item>) -> Label {
        let Some(item) = self.document.item(id) else { return Label::default() };
        let name = measure.name(item);
        let container = item.parent().and_then(|parent| self.document.item(parent)).map(|parent| measure.name(parent));
        let inside = self.document.children(Some(id)).count();
        let area = item.area();
        let say = |language: Language| {
            let pick = |lt: &str, en: &str| language.pick(lt, en).to_owned();
            let mut parts = vec![name.get(language).to_owned()];
            parts.retain(|part| !part.is_empty());
            if let Some(container) = container.as_ref().filter(|container| !container.is_empty()) {
                let container = container.get(language);
                parts.push(language.pick("viduje: ", "in: ").to_owned() + container);
            }
            parts.push(match language {
                Language::Lt => format!("{} nuo kairės, {} nuo viršaus", area.x, area.y),
                Language::En => format!("{} from the left, {} from the top", area.x, area.y),
            });
            parts.push(match language {
                Language::Lt => format!("plotis {}, aukštis {}", area.width, area.height),
                Language::En => format!("{} wide, {} high", area.width, area.height),
            });
            if inside > 0 {
                parts.push(match language {
                    Language::Lt => {
                        format!("{inside} {}", plural(inside as u64, "objektas", "objektai", "objektų"))
                    }
                    Language::En => format!("{inside} {}", if inside == 1 { "object" } else { "objects" }),
                });
            }
            if item.locked() {
                parts.push(pick("užrakinta", "locked"));
            }
            if item.hidden() {
                parts.push(pick("paslėpta", "hidden"));
            }
            parts.join(", ")
        };
        Label::new(say(Language::Lt), say(Language::En))
    }

    /// Whether something lies in what is selected, so that before deleting it is to be asked what becomes of that.
    pub fn selection_has_contents(&self) -> bool {
        self.selected().any(|item| {
            let mut inside = self.document.children(Some(item.id()));
            inside.any(|child| {
                item.holds() == Holds::Items
                    || child.holds() == Holds::Nothing
                    || self.document.children(Some(child.id())).next().is_some()
            })
        })
    }
}
