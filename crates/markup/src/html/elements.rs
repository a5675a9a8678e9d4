//! What becomes of an element by its name. What is named nowhere here or in [`super::clean`] is left out, and its text
//! stays.

use super::block::Block;

pub(super) const RUBY_PARTS: [&str; 4] = ["rt", "rp", "rb", "rtc"];

/// Inline elements that are kept as they are, or under the name that is now used for them.
pub(super) fn simple_inline(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" => "b",
        "strong" => "strong",
        "i" => "i",
        "em" => "em",
        "u" => "u",
        "s" | "strike" => "s",
        "small" => "small",
        "sub" => "sub",
        "sup" => "sup",
        "code" | "tt" => "code",
        "kbd" => "kbd",
        "samp" => "samp",
        "var" => "var",
        "dfn" => "dfn",
        "q" => "q",
        "cite" => "cite",
        "del" => "del",
        "ins" => "ins",
        "mark" => "mark",
        "time" => "time",
        "bdi" => "bdi",
        "bdo" => "bdo",
        _ => return None,
    })
}

pub(super) fn block_of(name: &str) -> Option<Block> {
    Some(match name {
        "p" => Block::P,
        "blockquote" => Block::Quote,
        "pre" | "listing" => Block::Pre,
        "ul" | "menu" | "dir" => Block::Ul,
        "ol" => Block::Ol,
        "li" => Block::Li,
        "dl" => Block::Dl,
        "dt" => Block::Dt,
        "dd" => Block::Dd,
        "figure" => Block::Figure,
        "figcaption" => Block::Figcaption,
        "table" => Block::Table,
        "caption" => Block::Caption,
        "thead" => Block::Thead,
        "tbody" => Block::Tbody,
        "tfoot" => Block::Tfoot,
        "tr" => Block::Tr,
        "td" => Block::Td,
        "th" => Block::Th,
        _ => return None,
    })
}

/// Elements that are not kept but begin a line of their own.
pub(super) fn is_boundary(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "fieldset"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "nav"
            | "optgroup"
            | "option"
            | "search"
            | "section"
            | "summary"
    )
}

/// Elements whose content is not markup but text of another kind; it is left out.
pub(super) const RAW_TEXT: [&str; 8] = [
    "script", "style", "iframe", "textarea", "title", "noembed", "noframes", "xmp",
];

/// Elements that are left out with all they hold.
pub(super) const FOREIGN: [&str; 10] = [
    "svg", "math", "object", "applet", "video", "audio", "canvas", "select", "button", "template",
];
