//! What an element's class, id and role say about it.
//!
//! Sites of very different makers name their parts alike, because the same few content
//! management systems and plug-ins made them. A name only ever makes an element suspect; how much of the
//! page's prose it holds decides (see `prepare`).

use dom_query::NodeRef;

/// Single words that name a part which is not the article.
const WORDS: &[&str] = &[
    "addthis",
    "addtoany",
    "ads",
    "adslot",
    "adsense",
    "advert",
    "advertisement",
    "advertisements",
    "advertorial",
    "authorbio",
    "authorbox",
    "backtotop",
    "bookmarks",
    "breadcrumb",
    "breadcrumbs",
    "commentlist",
    "dfp",
    "disqus",
    "donate",
    "donation",
    "jp-relatedposts",
    "keywords",
    "livefyre",
    "mostpopular",
    "mostread",
    "newsletter",
    "newsletters",
    "nextprev",
    "outbrain",
    "paginator",
    "pager",
    "pagination",
    "paywall",
    "petition",
    "promo",
    "promos",
    "promotion",
    "readmore",
    "readnext",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "regwall",
    "related",
    "relatedarticles",
    "relatedcontent",
    "relatedlinks",
    "relatednews",
    "relatedposts",
    "relatedstories",
    "revcontent",
    "share",
    "sharebar",
    "sharedaddy",
    "shares",
    "sharethis",
    "sharetools",
    "sharing",
    "signup",
    "skiplink",
    "skyscraper",
    "socialshare",
    "sociallinks",
    "socialmedia",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "taboola",
    "taglist",
    "tagcloud",
    "toolbar",
    "trackback",
    "trackbacks",
    "trending",
    "upsell",
    "zergnet",
];

/// Pairs of neighbouring words that do.
const PAIRS: &[(&str, &str)] = &[
    ("about", "author"),
    ("also", "like"),
    ("also", "read"),
    ("article", "footer"),
    ("article", "links"),
    ("article", "series"),
    ("article", "tags"),
    ("article", "tools"),
    ("author", "about"),
    ("author", "bio"),
    ("author", "box"),
    ("author", "card"),
    ("author", "description"),
    ("author", "info"),
    ("author", "profile"),
    ("back", "top"),
    ("comment", "form"),
    ("comment", "list"),
    ("comments", "area"),
    ("email", "signup"),
    ("entry", "footer"),
    ("entry", "tags"),
    ("follow", "us"),
    ("inline", "promo"),
    ("latest", "articles"),
    ("latest", "news"),
    ("latest", "posts"),
    ("latest", "stories"),
    ("link", "list"),
    ("links", "list"),
    ("mailing", "list"),
    ("may", "like"),
    ("more", "articles"),
    ("more", "from"),
    ("more", "news"),
    ("more", "on"),
    ("more", "posts"),
    ("more", "stories"),
    ("most", "popular"),
    ("most", "read"),
    ("most", "shared"),
    ("most", "viewed"),
    ("next", "article"),
    ("next", "post"),
    ("next", "up"),
    ("popular", "posts"),
    ("post", "footer"),
    ("post", "nav"),
    ("post", "navigation"),
    ("post", "tags"),
    ("previous", "post"),
    ("print", "link"),
    ("read", "also"),
    ("read", "more"),
    ("read", "next"),
    ("recent", "posts"),
    ("rich", "link"),
    ("see", "also"),
    ("social", "bar"),
    ("social", "buttons"),
    ("social", "icons"),
    ("social", "links"),
    ("social", "media"),
    ("social", "share"),
    ("story", "links"),
    ("story", "tags"),
    ("story", "tools"),
    ("suggested", "articles"),
    ("tag", "list"),
    ("tags", "links"),
    ("teaser", "list"),
    ("top", "stories"),
    ("up", "next"),
    ("you", "may"),
];

/// Names of lines about the article: who, when, how long. Only short elements count.
const META_WORDS: &[&str] = &[
    "byline",
    "dateline",
    "datetime",
    "pubdate",
    "timestamp",
    "posted",
    "readtime",
    "published",
    "lastupdated",
];
const META_PAIRS: &[(&str, &str)] = &[
    ("article", "date"),
    ("article", "info"),
    ("article", "meta"),
    ("author", "name"),
    ("entry", "date"),
    ("entry", "meta"),
    ("meta", "info"),
    ("post", "author"),
    ("post", "date"),
    ("post", "info"),
    ("post", "meta"),
    ("posted", "on"),
    ("publish", "date"),
    ("published", "date"),
    ("read", "time"),
    ("reading", "time"),
    ("story", "date"),
    ("story", "meta"),
    ("view", "count"),
];

/// Names of containers for the article's text.
const BODY_FIRST: &[&str] = &[
    "article", "blog", "content", "entry", "news", "page", "post", "story", "text", "artikel",
];
const BODY_SECOND: &[&str] = &["body", "content", "copy", "text"];
const BODY_WORDS: &[&str] = &[
    "articlebody",
    "articlecontent",
    "articletext",
    "storybody",
    "storycontent",
    "storytext",
    "entrycontent",
    "postbody",
    "postcontent",
    "artikeltext",
];

/// Words that name a part of its own inside an article: it stays when it is found there, but is not put back.
const APART_WORDS: &[&str] = &[
    "author",
    "bio",
    "biography",
    "caption",
    "captions",
    "carousel",
    "contributor",
    "credit",
    "credits",
    "factbox",
    "gallery",
    "infobox",
    "lightbox",
    "modal",
    "overlay",
    "player",
    "popup",
    "pullquote",
    "slide",
    "slider",
    "slides",
    "slideshow",
    "tooltip",
    "video",
    "widget",
];

/// Names of the paragraph that leads into an article.
const LEAD_WORDS: &[&str] = &[
    "chapo",
    "intro",
    "introduction",
    "lead",
    "lede",
    "sapo",
    "standfirst",
    "vorspann",
];

/// What an element's names say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A part beside the article: sharing, related stories, sign-ups, advertising.
    Beside,
    /// The readers' comments.
    Comments,
    /// A notice about cookies and consent.
    Notice,
    /// A line about the article: who, when.
    Meta,
    /// Text for screen readers about the page itself.
    Unseen,
    /// A container for the article's text.
    Body,
    /// The paragraph that leads in.
    Lead,
    /// A part of its own: a gallery, a player, a note on the author.
    Apart,
}

/// Judges an element by its class, id, role and test names.
pub(super) fn part(node: &NodeRef) -> Option<Part> {
    if node.attr("role").is_some_and(|role| {
        matches!(
            &*role,
            "navigation"
                | "search"
                | "banner"
                | "contentinfo"
                | "complementary"
                | "dialog"
                | "alert"
        )
    }) {
        return Some(Part::Beside);
    }
    let mut best = None;
    for attribute in [
        "class",
        "id",
        "data-component",
        "data-testid",
        "data-module",
        "data-type",
    ] {
        let Some(value) = node.attr(attribute) else {
            continue;
        };
        for name in value.split_whitespace() {
            let found = part_of_name(name);
            // A name for what is beside the article outweighs the others: "article-body related".
            match found {
                Some(Part::Beside | Part::Comments | Part::Notice | Part::Unseen) => return found,
                Some(_) if best.is_none() => best = found,
                _ => {}
            }
        }
    }
    best
}

fn part_of_name(name: &str) -> Option<Part> {
    // Hashed and utility class names say nothing.
    if name.len() > 80 || name.contains([':', '[', '(']) {
        return None;
    }
    let words = split(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // What a state or a layout switch is called says nothing about what the element is:
    // "has-share-bar", "no-comments", "with-related".
    if words.first().is_some_and(|w| {
        matches!(
            *w,
            "has" | "no" | "not" | "with" | "without" | "is" | "category" | "tag"
        )
    }) {
        return None;
    }
    let has = |list: &[&str]| words.iter().any(|w| list.contains(w));
    let has_pair = |list: &[(&str, &str)]| words.windows(2).any(|p| list.contains(&(p[0], p[1])));
    if has(&["comments", "commentlist", "disqus"])
        || has_pair(&[
            ("comment", "list"),
            ("comment", "form"),
            ("comment", "respond"),
        ])
    {
        return Some(Part::Comments);
    }
    if has(&[
        "cookie",
        "cookies",
        "cookiebar",
        "consent",
        "gdpr",
        "onetrust",
        "didomi",
        "usercentrics",
    ]) {
        return Some(Part::Notice);
    }
    if matches!(
        name,
        "screen-reader-text"
            | "sr-only"
            | "visually-hidden"
            | "visuallyhidden"
            | "assistive-text"
            | "screenreader-only"
            | "u-hidden"
    ) {
        return Some(Part::Unseen);
    }
    if has(WORDS)
        || has_pair(PAIRS)
        || matches!(name, "ad" | "tags" | "respond")
        || words.first() == Some(&"ad") && words.len() > 1
    {
        return Some(Part::Beside);
    }
    let body = words
        .windows(2)
        .any(|p| BODY_FIRST.contains(&p[0]) && BODY_SECOND.contains(&p[1]));
    if body && words.len() <= 4 || has(BODY_WORDS) {
        return Some(Part::Body);
    }
    if has(META_WORDS) || has_pair(META_PAIRS) {
        return Some(Part::Meta);
    }
    if has(LEAD_WORDS) && words.len() <= 3 {
        return Some(Part::Lead);
    }
    if has(APART_WORDS) {
        return Some(Part::Apart);
    }
    None
}

/// `articleBody__main-text` into `article`, `body`, `main`, `text`.
fn split(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let begins = c.is_uppercase() && was_lower;
        if (!c.is_alphanumeric() || begins) && words.last().is_some_and(|w| !w.is_empty()) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged() {
        for (name, expected) in [
            ("social-share-bar", Some(Part::Beside)),
            ("relatedStories", Some(Part::Beside)),
            ("c-newsletter__form", Some(Part::Beside)),
            ("article-comments", Some(Part::Comments)),
            ("onetrust-banner", Some(Part::Notice)),
            ("cookie-bar", Some(Part::Notice)),
            ("articleBody", Some(Part::Body)),
            ("entry-content", Some(Part::Body)),
            ("post-meta", Some(Part::Meta)),
            ("article__lead", Some(Part::Lead)),
            ("no-comments", None),
            ("has-sidebar", None),
            ("paragraph", None),
            ("shareholders", None),
            ("comment-is-free", None),
        ] {
            assert_eq!(part_of_name(name), expected, "{name}");
        }
    }
}
