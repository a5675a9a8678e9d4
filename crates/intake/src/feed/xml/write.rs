//! Markup that stands in a feed as markup, written as HTML.

use super::super::html;
use super::names::Ns;
use super::node::{Attributes, Node, local_of};
use super::tree::Kind;

impl Node<'_> {
    /// Writes the element and all in it.
    pub(in crate::feed) fn write_html(self, out: &mut String) {
        let name = match self.ns() {
            Ns::Xhtml | Ns::Embedded => local_of(self.name()),
            _ => self.name(),
        };
        out.push('<');
        out.push_str(name);
        let mut value = String::new();
        for (attribute, raw) in Attributes::of(self.tag()) {
            if attribute.starts_with("xmlns") || attribute.contains(['<', '>', '"', '\'']) {
                continue;
            }
            value.clear();
            self.tree.entities.decode(raw, &mut value);
            out.push(' ');
            out.push_str(attribute);
            out.push_str("=\"");
            html::push_escaped(&value, out);
            out.push('"');
        }
        if html::is_void(name) {
            out.push_str(" />");
            // An unclosed one holds what comes after it.
            self.write_inner_html(out);
            return;
        }
        out.push('>');
        self.write_inner_html(out);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }

    /// Writes what is in the element.
    pub(in crate::feed) fn write_inner_html(self, out: &mut String) {
        let mut text = String::new();
        for node in self.nodes() {
            text.clear();
            match node.entry().kind {
                Kind::Text => self.tree.entities.decode(node.tag(), &mut text),
                Kind::CData => super::refs::push_clean(node.tag(), &mut text),
                Kind::Element => node.write_html(out),
            }
            html::push_escaped(&text, out);
        }
    }

    /// Writes what is in the element where text is HTML already, as in the description of RSS. Between
    /// elements a piece of text is taken for HTML only if it looks like it.
    pub(in crate::feed) fn write_mixed_html(self, out: &mut String) {
        let has_elements = self.children().next().is_some();
        let mut text = String::new();
        for node in self.nodes() {
            text.clear();
            match node.entry().kind {
                Kind::Text => self.tree.entities.decode(node.tag(), &mut text),
                Kind::CData => super::refs::push_clean(node.tag(), &mut text),
                Kind::Element => node.write_html(out),
            }
            let is_html =
                !has_elements || node.entry().kind == Kind::CData || html::looks_like_html(&text);
            if is_html {
                out.push_str(&text);
            } else {
                html::push_escaped(&text, out);
            }
        }
    }
}
