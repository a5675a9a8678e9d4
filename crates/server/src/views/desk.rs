//! What every view of the desk has around its content, and the view of what it refuses.

use super::Link;

/// A part of the desk in its bar.
#[derive(Debug, Clone, Default)]
pub struct DeskPart {
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub url: String,
    /// Whether this is the part being looked at.
    pub current: bool,
}

/// What every view of the desk has around its content.
#[derive(Debug, Clone, Default)]
pub struct DeskChrome {
    /// Language of the paper, a BCP 47 tag.
    pub lang: String,
    /// Title of the view.
    pub title: String,
    /// Name of the paper.
    pub paper: String,
    /// Address of the icon in the browser's tab; empty for none.
    pub icon_url: String,
    /// Address of the readers' style sheet.
    pub style_url: String,
    /// Address of the paper's own style sheet from `theme/`; empty for none.
    pub theme_url: String,
    /// Address of the desk's style sheet.
    pub desk_style_url: String,
    /// Address of the desk's script.
    pub desk_script_url: String,
    /// Address of the style sheet with the colours of the staff; empty for none.
    pub staff_style_url: String,
    /// The parts of the desk.
    pub parts: Vec<DeskPart>,
    /// Who is signed in; empty for nobody.
    pub me: String,
    /// The class that carries their colour.
    pub me_class: String,
    /// Good news about what was just done; empty for none.
    pub notice: String,
    /// Bad news about what was just done; empty for none.
    pub error: String,
}

/// One choice of a list to choose from: a page, an area, a filter.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Something that the desk refuses.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_refusal.html")]
pub struct DeskRefusalPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// What is wrong.
    pub heading: String,
    /// What that means and what to do.
    pub message: String,
    /// What was typed, to be copied and kept; empty for nothing.
    pub kept: String,
    /// Where to go: to where they were, to the desk.
    pub onward: Vec<Link>,
}
