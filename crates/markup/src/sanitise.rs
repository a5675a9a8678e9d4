//! Untrusted HTML into safe HTML.

use crate::SafeHtml;
use crate::html::clean::{self, Cleaner, Policy};
use crate::html::gate::{self, Gate};
use crate::html::pictures::Picture;

/// What a text is for; each has its allow-list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// A clipped or written story: headings (`h1` becomes `h2`: the headline is the page's `h1`), lists, tables (each in
    /// a frame that scrolls), figures, pictures, links with `rel="nofollow noopener"`.
    Article,
    /// What a reader writes: no headings and tables (their text stays, as paragraphs), pictures as figures,
    /// links with `rel="nofollow ugc noopener"`, links to other comments (`#c11`).
    Comment,
}

impl Profile {
    pub(crate) fn policy(self) -> &'static Policy {
        match self {
            Profile::Article => &clean::ARTICLE,
            Profile::Comment => &clean::COMMENT,
        }
    }

    pub(crate) fn gate(self) -> &'static Gate {
        match self {
            Profile::Article => &gate::ARTICLE,
            Profile::Comment => &gate::COMMENT,
        }
    }
}

/// Makes untrusted HTML safe.
///
/// Never fails and never panics: whatever cannot be kept is left out, and the text in it stays unless it was
/// never text (scripts, styles, drawings). Takes time linear in the length of the input; how long an input may be is the
/// caller's to say. Elements nest at most 64 deep in the result. Making a result safe again changes nothing, provided
/// `pictures` knows its own paths.
///
/// `pictures` is asked for each picture by the address that [`picture_sources`](crate::picture_sources) names
/// and says where the site serves it. One that it does not know becomes a link (`picture: ` and its text);
/// `data:` pictures vanish.
///
/// ```
/// use clipsheet_markup::{Profile, sanitise};
/// let html = sanitise("<h1 onclick=x()>Tide <b>tables</h1><script>bad()</script>", Profile::Article, &|_| None);
/// assert_eq!(html.as_str(), "<h2>Tide <b>tables</b></h2>");
/// ```
#[must_use]
pub fn sanitise(
    untrusted: &str,
    profile: Profile,
    pictures: &dyn Fn(&str) -> Option<Picture>,
) -> SafeHtml {
    let shaped = shape(untrusted, profile.policy(), pictures);
    SafeHtml::gated(&shaped, profile)
}

/// Like [`sanitise`] for an article, but pictures keep their `http` or `https` addresses on other sites.
///
/// For `clipsheet extract`, which hands a story to other programs. A page must not show it (it would make its
/// readers ask third parties), so the result is a plain `String` and not [`SafeHtml`].
#[must_use]
pub fn sanitise_for_export(untrusted: &str) -> String {
    gate::EXPORT.pass(&shape(untrusted, &clean::EXPORT, &|_| None))
}

/// What [`sanitise`] hands over to the gate.
pub(crate) fn shape(
    untrusted: &str,
    policy: &'static Policy,
    pictures: &dyn Fn(&str) -> Option<Picture>,
) -> String {
    let mut cleaner = Cleaner::new(policy, pictures, untrusted.len());
    cleaner.run(untrusted);
    cleaner.writer.finish()
}
