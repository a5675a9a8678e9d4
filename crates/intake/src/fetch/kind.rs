//! What a fetch is for.

/// What is wanted: it decides what the server is asked for, which answers are taken and how large they may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FetchKind {
    /// A web page.
    Page,
    /// A picture. The bytes decide what it is, so an unclear content type is taken.
    Picture,
    /// A feed. Servers name feeds as they please and the bytes decide, so all is taken but pictures, sound and film.
    Feed,
}

impl FetchKind {
    /// The `Accept` header.
    pub(super) fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
            Self::Picture => "image/webp,image/png,image/jpeg,image/gif;q=0.8",
            Self::Feed => {
                "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml;q=0.9,\
                 application/xml;q=0.8,text/xml;q=0.8,application/json;q=0.5,*/*;q=0.1"
            }
        }
    }

    /// What a user calls it.
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Page => "a web page",
            Self::Picture => "a picture",
            Self::Feed => "a feed",
        }
    }

    /// Whether an answer with this `Content-Type` can be what is wanted.
    pub(super) fn takes(self, content_type: &str) -> bool {
        let media_type = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match self {
            Self::Page => matches!(
                media_type.as_str(),
                "" | "text/html"
                    | "application/xhtml+xml"
                    | "application/xml"
                    | "text/xml"
                    | "text/plain"
                    | "application/vnd.wap.xhtml+xml"
            ),
            Self::Picture => {
                media_type.starts_with("image/") && media_type != "image/svg+xml"
                    || matches!(
                        media_type.as_str(),
                        "" | "application/octet-stream" | "binary/octet-stream"
                    )
            }
            Self::Feed => !["image/", "audio/", "video/", "font/"]
                .iter()
                .any(|kind| media_type.starts_with(kind)),
        }
    }
}
