//! A page as printed once for all readers, with holes for what differs.

use super::deflate::{END, Effort, HEADER, Piece, crc_after_plain, store};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a hole is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum HoleName {
    /// The greeting at the top.
    Greeting,
    /// The name in the comment form.
    Nic,
    /// The e-mail address in the comment form.
    Email,
    /// The website in the comment form.
    Website,
    /// The line over the comment form that says how often one has commented.
    Standing,
    /// The form's token.
    Token,
    /// The bar of the desk, for staff.
    Desk,
    /// What staff can do to the article.
    Tools,
}

impl HoleName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Greeting,
        Self::Nic,
        Self::Email,
        Self::Website,
        Self::Standing,
        Self::Token,
        Self::Desk,
        Self::Tools,
    ];
}

/// The marks that stand for holes while a page is rendered.
///
/// A mark begins with a word that nobody outside this process can know, so no text of a comment or a
/// source can be taken for one.
#[derive(Debug, Clone)]
pub struct Marks {
    word: String,
}

impl Marks {
    /// Marks with a secret word.
    pub fn new(secret: &str) -> Self {
        Self {
            word: format!("\u{1}{secret}"),
        }
    }

    /// The mark of a hole.
    pub fn mark(&self, hole: HoleName) -> String {
        format!("{}{}", self.word, hole as u8)
    }
}

/// A page in pieces: what is shared, and the holes between.
pub struct Sheet {
    plain: Vec<String>,
    holes: Vec<HoleName>,
    /// Made when somebody first wants it compressed.
    quick: OnceLock<Vec<Piece>>,
    /// Made when it is wanted again.
    fine: OnceLock<Vec<Piece>>,
    asked: AtomicBool,
}

impl Sheet {
    /// Cuts a rendered page at its marks.
    pub fn cut(rendered: &str, marks: &Marks) -> Self {
        let mut parts = rendered.split(marks.word.as_str());
        let mut plain = vec![parts.next().unwrap_or_default().to_owned()];
        let mut holes = Vec::new();
        for part in parts {
            let (name, rest) = part.split_at(part.len().min(1));
            let hole = name
                .parse::<usize>()
                .ok()
                .and_then(|number| HoleName::ALL.get(number));
            holes.push(*hole.unwrap_or(&HoleName::Greeting));
            plain.push(rest.to_owned());
        }
        Self {
            plain,
            holes,
            quick: OnceLock::new(),
            fine: OnceLock::new(),
            asked: AtomicBool::new(false),
        }
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        self.plain
            .iter()
            .map(|piece| piece.len() + piece.len() / 2)
            .sum::<usize>()
            + 256
    }

    /// Whether it has this hole.
    pub fn has(&self, hole: HoleName) -> bool {
        self.holes.contains(&hole)
    }

    /// The page with its holes filled.
    pub fn fill<'a>(&'a self, value: impl Fn(HoleName) -> &'a str) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.plain.iter().map(String::len).sum::<usize>() + 512);
        for (at, piece) in self.plain.iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(value(self.holes[at - 1]).as_bytes());
            }
            out.extend_from_slice(piece.as_bytes());
        }
        out
    }

    /// The page with its holes filled, as gzip. The shared pieces are compressed quickly the first time, well the second
    /// time, and never again.
    pub fn fill_gzip<'a>(&'a self, value: impl Fn(HoleName) -> &'a str) -> Vec<u8> {
        let compress = |effort| -> Vec<Piece> {
            self.plain
                .iter()
                .map(|plain| Piece::new(plain.as_bytes(), effort))
                .collect()
        };
        let pieces = if self.asked.swap(true, Ordering::Relaxed) {
            self.fine.get_or_init(|| compress(Effort::Fine))
        } else {
            self.quick.get_or_init(|| compress(Effort::Quick))
        };
        let size = pieces
            .iter()
            .map(|piece| piece.deflated.len())
            .sum::<usize>();
        let mut out = Vec::with_capacity(size + 1024);
        out.extend_from_slice(&HEADER);
        let (mut crc, mut length) = (0, 0);
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                let filled = value(self.holes[at - 1]).as_bytes();
                store(filled, &mut out);
                crc = crc_after_plain(crc, filled);
                length += filled.len();
            }
            out.extend_from_slice(&piece.deflated);
            crc = piece.crc_after(crc);
            length += piece.length;
        }
        out.extend_from_slice(&END);
        out.extend_from_slice(&crc.to_le_bytes());
        // RFC 1952: the length modulo 2^32.
        out.extend_from_slice(
            &u32::try_from(length & 0xffff_ffff)
                .unwrap_or(0)
                .to_le_bytes(),
        );
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn unzip(gzip: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(gzip)
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_filled_page_is_the_same_compressed_or_not() {
        let marks = Marks::new("word");
        let long = "gulls over the harbour, gulls in the harbour; ".repeat(3000);
        let rendered = format!(
            "<html>{}<p>{long}</p>{}{}<i>é</i>{}",
            marks.mark(HoleName::Greeting),
            marks.mark(HoleName::Nic),
            marks.mark(HoleName::Token),
            marks.mark(HoleName::Greeting)
        );
        let sheet = Sheet::cut(&rendered, &marks);
        let huge = "x".repeat(150_000);
        for (greeting, nic) in [
            ("", ""),
            ("Good morning, Gull", "Gull"),
            (huge.as_str(), "é"),
        ] {
            let fill = |hole| match hole {
                HoleName::Greeting => greeting,
                HoleName::Nic => nic,
                _ => "token",
            };
            let plain = String::from_utf8(sheet.fill(fill)).unwrap();
            assert_eq!(
                plain,
                format!("<html>{greeting}<p>{long}</p>{nic}token<i>é</i>{greeting}")
            );
            let gzip = sheet.fill_gzip(fill);
            assert_eq!(unzip(&gzip), plain);
            assert_eq!(unzip(&sheet.fill_gzip(fill)), plain);
            assert!(
                gzip.len() < long.len() / 10 + 2 * greeting.len() + 1000,
                "{}",
                gzip.len()
            );
        }
    }

    #[test]
    fn text_that_looks_like_a_mark_stays_text() {
        let marks = Marks::new("word");
        let rendered = "a \u{1}wor0 b \u{1} c";
        let sheet = Sheet::cut(rendered, &marks);
        assert_eq!(sheet.fill(|_| "HOLE"), rendered.as_bytes());
        assert_eq!(unzip(&Sheet::cut("", &marks).fill_gzip(|_| "")), "");
    }
}
