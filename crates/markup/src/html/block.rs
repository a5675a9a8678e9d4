//! The block elements that we write.

/// An element that starts on a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    Root,
    P,
    Heading(u8),
    Quote,
    Pre,
    Ul,
    Ol,
    Li,
    Dl,
    Dt,
    Dd,
    Figure,
    Figcaption,
    Table,
    Caption,
    Thead,
    Tbody,
    Tfoot,
    Tr,
    Td,
    Th,
}

/// What may stand directly in a block.
#[derive(PartialEq, Eq)]
pub(super) enum Model {
    /// Blocks only; text gets a paragraph.
    Flow,
    /// Blocks and text.
    Mixed,
    /// Text only.
    Phrase,
    /// Certain blocks only.
    Parts,
}

impl Block {
    pub(super) fn tag(self) -> &'static str {
        match self {
            Block::Root => "",
            Block::P => "p",
            Block::Heading(2) => "h2",
            Block::Heading(3) => "h3",
            Block::Heading(4) => "h4",
            Block::Heading(5) => "h5",
            Block::Heading(_) => "h6",
            Block::Quote => "blockquote",
            Block::Pre => "pre",
            Block::Ul => "ul",
            Block::Ol => "ol",
            Block::Li => "li",
            Block::Dl => "dl",
            Block::Dt => "dt",
            Block::Dd => "dd",
            Block::Figure => "figure",
            Block::Figcaption => "figcaption",
            Block::Table => "table",
            Block::Caption => "caption",
            Block::Thead => "thead",
            Block::Tbody => "tbody",
            Block::Tfoot => "tfoot",
            Block::Tr => "tr",
            Block::Td => "td",
            Block::Th => "th",
        }
    }

    pub(super) fn model(self) -> Model {
        match self {
            Block::Root | Block::Quote => Model::Flow,
            Block::Li
            | Block::Dt
            | Block::Dd
            | Block::Figure
            | Block::Figcaption
            | Block::Td
            | Block::Th => Model::Mixed,
            Block::P | Block::Heading(_) | Block::Pre | Block::Caption => Model::Phrase,
            Block::Ul
            | Block::Ol
            | Block::Dl
            | Block::Table
            | Block::Thead
            | Block::Tbody
            | Block::Tfoot
            | Block::Tr => Model::Parts,
        }
    }

    /// Inline elements opened inside these end with them.
    pub(super) fn is_inline_scope(self) -> bool {
        matches!(self, Block::Td | Block::Th | Block::Caption)
    }
}
