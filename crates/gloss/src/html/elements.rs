//! What each element means for the text in it.

/// What an element's tags do to the text around and inside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// Text runs through it. Elements that nobody knows count as such.
    Inline,
    /// It begins and ends a paragraph.
    Block,
    /// `br`.
    LineBreak,
    /// A picture or a field: no text inside, no phrase reaches across.
    Void,
    /// Acting inside is restricted; its depth is counted.
    Counted(Counted),
    /// Its inside is not read, but is markup.
    Skipped { block: bool, foreign: bool },
    /// Its inside is not markup at all.
    Raw,
}

/// Elements inside which acting is restricted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Link,
    Heading,
    Button,
    Label,
    Summary,
    Blockquote,
    Quote,
}

impl Counted {
    pub(crate) const COUNT: usize = 7;
    /// Nothing is ever put into these: it would nest one control in another, or change a heading.
    pub(crate) const NO_ACT: [Self; 5] = [
        Self::Link,
        Self::Heading,
        Self::Button,
        Self::Label,
        Self::Summary,
    ];

    /// Of these, the ones that are one thing to a finger.
    pub(crate) const CONTROLS: [Self; 4] = [Self::Link, Self::Button, Self::Label, Self::Summary];

    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Heading | Self::Summary | Self::Blockquote)
    }
}

const LONGEST_NAME: usize = 10;

/// The meaning of the element with that name, in whatever case.
pub(crate) fn element(name: &str) -> Element {
    let mut lower = [0; LONGEST_NAME];
    let Some(lower) = lower.get_mut(..name.len()) else {
        return Element::Inline;
    };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"a" => Element::Counted(Counted::Link),
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Element::Counted(Counted::Heading),
        b"button" => Element::Counted(Counted::Button),
        b"label" => Element::Counted(Counted::Label),
        b"summary" => Element::Counted(Counted::Summary),
        b"blockquote" => Element::Counted(Counted::Blockquote),
        b"q" => Element::Counted(Counted::Quote),
        b"br" => Element::LineBreak,
        b"p" | b"div" | b"section" | b"article" | b"aside" | b"header" | b"footer" | b"main"
        | b"nav" | b"address" | b"ul" | b"ol" | b"li" | b"dl" | b"dt" | b"dd" | b"table"
        | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"td" | b"th" | b"caption" | b"colgroup"
        | b"col" | b"figure" | b"figcaption" | b"form" | b"fieldset" | b"legend" | b"hr"
        | b"details" | b"dialog" | b"center" | b"body" | b"html" | b"head" | b"hgroup"
        | b"search" | b"menu" => Element::Block,
        b"img" | b"input" | b"embed" | b"meta" | b"link" | b"base" | b"source" | b"track"
        | b"area" | b"param" => Element::Void,
        b"pre" => Element::Skipped {
            block: true,
            foreign: false,
        },
        b"svg" | b"math" => Element::Skipped {
            block: false,
            foreign: true,
        },
        b"code" | b"kbd" | b"samp" | b"var" | b"select" | b"datalist" | b"template" | b"object"
        | b"audio" | b"video" | b"canvas" | b"map" | b"rt" | b"rp" => Element::Skipped {
            block: false,
            foreign: false,
        },
        b"script" | b"style" | b"textarea" | b"title" | b"iframe" | b"noembed" | b"noframes"
        | b"noscript" | b"xmp" | b"plaintext" => Element::Raw,
        _ => Element::Inline,
    }
}
