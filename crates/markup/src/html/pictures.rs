//! Pictures in untrusted HTML.

use super::elements::RAW_TEXT;
use super::tokens::{Tag, Token, Tokens};
use crate::links;

/// A picture that the site serves itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where on the site it is: a path such as `/media/ab12.webp`. Anything that is not a path on the site
    /// is not shown.
    pub src: String,
    /// Its width in pixels. Width and height let a browser keep the place free, so that nothing jumps.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// The pictures that an untrusted HTML text shows, in order and as they are written there (the caller
/// resolves relative ones): what to fetch before [`sanitise`](crate::sanitise()) asks for them by the same
/// addresses.
///
/// Of several addresses for one picture, that is the largest of `srcset` (or of the attributes that pages use to
/// load pictures late) up to 2,000 pixels wide. `data:` addresses are not named.
#[must_use]
pub fn picture_sources(untrusted: &str) -> Vec<String> {
    let mut sources = Vec::new();
    let mut tokens = Tokens::new(untrusted);
    let mut within = WithinPicture::default();
    while let Some(token) = tokens.next() {
        match token {
            Token::Start(tag) => {
                match tag.name.as_str() {
                    "img" => sources.extend(within.source(&tag)),
                    name if RAW_TEXT.contains(&name) => tokens.skip_raw_text(tag.name),
                    _ => {}
                }
                within.start(&tag);
            }
            Token::End(name) => within.end(name.as_str()),
            Token::Text(_) => {}
        }
    }
    sources
}

/// What `<picture>` offers for the `img` in it.
#[derive(Default)]
pub(crate) struct WithinPicture {
    inside: bool,
    offered: Option<String>,
}

impl WithinPicture {
    pub(crate) fn start(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "picture" => {
                self.inside = true;
                self.offered = None;
            }
            "source" if self.inside && self.offered.is_none() => {
                // Formats that not everything reads are left to the browser that asks for them.
                let exotic = tag.raw("type").is_some_and(|kind| {
                    let kind = kind.to_ascii_lowercase();
                    kind.contains("avif") || kind.contains("jxl") || kind.contains("heic")
                });
                if !exotic {
                    self.offered = ["srcset", "data-srcset"]
                        .iter()
                        .find_map(|name| from_set(tag, name));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn end(&mut self, name: &str) {
        if name == "picture" {
            *self = Self::default();
        }
    }

    /// The address of this `img`.
    pub(crate) fn source(&self, tag: &Tag<'_>) -> Option<String> {
        best_source(tag).or_else(|| self.offered.clone())
    }
}

/// Attributes in which pages keep the real address while `src` shows a blank.
const LATE: &[&str] = &[
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-url",
    "data-hi-res-src",
];
const LATE_SETS: &[&str] = &["data-srcset", "data-lazy-srcset"];

/// The best address that an `img` names.
fn best_source(tag: &Tag<'_>) -> Option<String> {
    from_set(tag, "srcset")
        .or_else(|| LATE_SETS.iter().find_map(|name| from_set(tag, name)))
        .or_else(|| LATE.iter().find_map(|name| from_attribute(tag, name)))
        .or_else(|| from_attribute(tag, "src"))
}

fn from_attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    let value = tag.get(name)?;
    let value = value.trim();
    is_candidate(value).then(|| value.to_owned())
}

/// Whether this may be the picture's address and not one that a page puts there until the picture is loaded. (What
/// may be shown or linked to is judged elsewhere.)
fn is_candidate(address: &str) -> bool {
    let scheme_is = |scheme: &str| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    !address.is_empty()
        && address.len() <= 4096
        && !["data:", "blob:", "about:"].into_iter().any(scheme_is)
        && !address.chars().any(char::is_control)
}

/// The largest candidate of a `srcset` that is not wider than is useful here.
fn from_set(tag: &Tag<'_>, name: &str) -> Option<String> {
    const WIDEST: f64 = 2000.0;
    let set = tag.get(name)?;
    let mut best: Option<(f64, &str)> = None;
    for candidate in Candidates(&set) {
        let (address, descriptor) = candidate;
        if !is_candidate(address) {
            continue;
        }
        // `2x` counts like 2 pixels: only candidates of one set are compared, and those are of one kind.
        let size: f64 = descriptor
            .trim_end_matches(['w', 'x'])
            .parse()
            .ok()
            .filter(|size: &f64| size.is_finite() && *size > 0.0)
            .unwrap_or(1.0);
        let better = match best {
            None => true,
            Some((so_far, _)) if so_far > WIDEST => size < so_far,
            Some((so_far, _)) => size > so_far && size <= WIDEST,
        };
        if better {
            best = Some((size, address));
        }
    }
    best.map(|(_, address)| address.to_owned())
}

/// Splits a `srcset` by the HTML standard's rules: an address may hold commas, but not end in one.
struct Candidates<'a>(&'a str);

impl<'a> Iterator for Candidates<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self
            .0
            .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let address = word.trim_end_matches(',');
        if address.len() < word.len() {
            self.0 = after;
            return Some((address, ""));
        }
        let end = after.find(',').unwrap_or(after.len());
        let (descriptor, next) = after.split_at(end);
        self.0 = next;
        Some((
            address,
            descriptor.split_ascii_whitespace().next().unwrap_or(""),
        ))
    }
}

/// The attributes of an `img` of our own.
pub(crate) fn image_attributes(picture: &Picture, alt: &str) -> Option<String> {
    use super::escape::attribute_into;
    if !links::site_path(&picture.src) || picture.width == 0 || picture.height == 0 {
        return None;
    }
    let mut attributes = String::with_capacity(96);
    attribute_into(&mut attributes, "src", &picture.src);
    attribute_into(&mut attributes, "width", &picture.width.to_string());
    attribute_into(&mut attributes, "height", &picture.height.to_string());
    attribute_into(&mut attributes, "alt", alt);
    attributes.push_str(" loading=\"lazy\" decoding=\"async\"");
    Some(attributes)
}
