//! Namespaces: by their address where it is known, else by the prefix that everybody uses for them.

/// The namespaces that are understood in feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Ns {
    /// None, or a default namespace that nobody knows.
    None,
    /// A prefix that nobody knows.
    Other,
    /// RSS in one of its own namespaces.
    Rss,
    Rdf,
    Atom,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    Xhtml,
    /// SVG and MathML.
    Embedded,
    FeedBurner,
    Syndication,
}

impl Ns {
    /// By the namespace's address, in any case and with white space around it.
    pub(super) fn of_address(address: &str) -> Option<Self> {
        let address = address.trim().to_ascii_lowercase();
        let bare = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))
            .unwrap_or(&address);
        let bare = bare.strip_prefix("www.").unwrap_or(bare);
        Some(match bare {
            "" => Self::None,
            "w3.org/2005/atom" => Self::Atom,
            "w3.org/1999/xhtml" | "w3.org/tr/xhtml1" => Self::Xhtml,
            "w3.org/2000/svg" | "w3.org/1998/math/mathml" => Self::Embedded,
            "w3.org/1999/02/22-rdf-syntax-ns#" => Self::Rdf,
            "purl.org/rss/1.0/modules/content/" | "purl.org/rss/1.0/modules/content" => {
                Self::Content
            }
            "purl.org/rss/1.0/modules/syndication/" => Self::Syndication,
            "rssnamespace.org/feedburner/ext/1.0" => Self::FeedBurner,
            _ if bare.starts_with("purl.org/atom/ns#") => Self::Atom,
            _ if bare.starts_with("purl.org/dc/elements/") => Self::Dc,
            _ if bare.starts_with("purl.org/dc/terms") => Self::DcTerms,
            _ if bare.starts_with("search.yahoo.com/mrss") => Self::Media,
            _ if bare.contains("itunes") && bare.contains("podcast") => Self::Itunes,
            _ if bare.starts_with("purl.org/rss/1.0/modules") => return None,
            _ if bare.starts_with("purl.org/rss/")
                || bare.starts_with("purl.org/net/rss1.1")
                || bare.starts_with("backend.userland.com/rss")
                || bare.starts_with("blogs.law.harvard.edu/tech/rss")
                || bare.starts_with("cyber.law.harvard.edu/rss")
                || bare.contains("netscape.com/rdf/simple") =>
            {
                Self::Rss
            }
            _ => return None,
        })
    }

    /// By the usual prefix, for those who forget to declare it.
    pub(super) fn of_prefix(prefix: &str) -> Self {
        match prefix.to_ascii_lowercase().as_str() {
            "" => Self::None,
            "rss" => Self::Rss,
            "rdf" => Self::Rdf,
            "atom" | "a10" | "atom10" => Self::Atom,
            "dc" => Self::Dc,
            "dcterms" => Self::DcTerms,
            "content" => Self::Content,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "xhtml" => Self::Xhtml,
            "svg" | "math" | "mml" => Self::Embedded,
            "feedburner" => Self::FeedBurner,
            "sy" => Self::Syndication,
            _ => Self::Other,
        }
    }
}
