//! Bytes of a web page or a feed into text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Most bytes of a page: 8 MiB. The largest news pages stay under half of it.
pub const MAX_PAGE_BYTES: usize = 8 * 1024 * 1024;

/// How far into the page a `<meta charset>` is looked for. The HTML standard says
/// 1,024 bytes; real pages put scripts before it.
const META_SCAN_BYTES: usize = 8 * 1024;

/// A page as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of the encoding it was read in, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether some bytes made no sense in it; each is now a U+FFFD.
    pub had_errors: bool,
}

/// Why bytes are not a web page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// No bytes, or nothing but white space.
    #[error("the page is empty: save it again, or check the address")]
    Empty,
    /// More than [`MAX_PAGE_BYTES`].
    #[error(
        "the page has {} MiB, and Clipsheet reads at most {} MiB: save only the article", .bytes.div_ceil(1024 * 1024), MAX_PAGE_BYTES / (1024 * 1024)
    )]
    TooLarge {
        /// The size of the page, in bytes.
        bytes: usize,
    },
    /// Another kind of file.
    #[error("this is {0}, not a web page: give the address of the page that it is shown on")]
    Binary(&'static str),
}

/// Decodes a page, complete or cut off.
///
/// In this order decide: a byte order mark; UTF-8 when all bytes are valid UTF-8 and some are not
/// ASCII (whatever the page claims: text in another encoding is practically never valid
/// UTF-8 by accident); the `charset` of `content_type`; `<meta charset>` or its older form; a guess from the bytes.
/// A claimed encoding that does not fit the bytes gives way to the next one that does.
///
/// # Errors
/// See [`DecodeError`].
pub fn decode_html(bytes: &[u8], content_type: Option<&str>) -> Result<Decoded, DecodeError> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() });
    }
    decode(bytes, content_type, charset_of_meta(bytes))
}

/// Decodes XML or JSON of any size, complete or cut off: as [`decode_html`], with the encoding of the XML declaration in
/// place of that of a `<meta>`, with UTF-32, and with stray bytes of windows-1252 in UTF-8 read as what they are meant to be.
///
/// # Errors
/// [`DecodeError::Empty`] and [`DecodeError::Binary`].
pub(crate) fn decode_xml(bytes: &[u8], content_type: Option<&str>) -> Result<Decoded, DecodeError> {
    if let Some(text) = decode_utf32(bytes) {
        return Ok(Decoded {
            had_errors: text.contains(char::REPLACEMENT_CHARACTER),
            encoding: "UTF-32",
            text,
        });
    }
    let stated =
        charset_of_declaration(bytes).or_else(|| few_odd_bytes(bytes).then_some(WINDOWS_1252));
    // Many servers say Latin 1 of all that they send; what the document says of itself is worth more then.
    let header = content_type.and_then(charset_of_content_type);
    let by_default = header == Some(WINDOWS_1252) && stated.is_some_and(|stated| stated != UTF_8);
    let content_type = content_type.filter(|_| !by_default);
    let mut decoded = decode(bytes, content_type, stated)?;
    if decoded.had_errors || decoded.encoding != "UTF-8" {
        let (good, bad) = utf8_sequences(bytes);
        // No other encoding looks like this by accident.
        if good > bad && !decoded.encoding.starts_with("UTF-16") {
            decoded.text = utf8_with_strays(bytes);
            decoded.encoding = "UTF-8";
        }
    }
    Ok(decoded)
}

fn decode(
    bytes: &[u8],
    content_type: Option<&str>,
    stated: Option<&'static Encoding>,
) -> Result<Decoded, DecodeError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::Empty);
    }
    if let Some(kind) = known_binary(bytes) {
        return Err(DecodeError::Binary(kind));
    }
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return finish(encoding, &bytes[mark_length..]);
    }
    let header = content_type.and_then(charset_of_content_type);
    let wide = header.filter(|&e| e == UTF_16LE || e == UTF_16BE);
    if let Some(encoding) = wide.or_else(|| guess_utf16(bytes)) {
        return finish(encoding, bytes);
    }
    // A stray NUL is a slip of some editor; many of them are another kind of file.
    if bytes.iter().filter(|&&b| b == 0).count() > bytes.len() / 1000 {
        return Err(DecodeError::Binary("a binary file"));
    }
    if !bytes.is_ascii() && encoding_rs::Encoding::utf8_valid_up_to(bytes) == bytes.len() {
        return finish(UTF_8, bytes);
    }
    let claims = [header, stated];
    for encoding in claims.into_iter().flatten() {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return Ok(Decoded {
                text: text.into_owned(),
                encoding: encoding.name(),
                had_errors,
            });
        }
    }
    let encoding = match claims.into_iter().flatten().next() {
        // A claim of UTF-8 with a few bad bytes is a damaged or cut page, not a lie.
        Some(claimed) if claimed != UTF_8 || mostly_utf8(bytes) => claimed,
        _ => detect(bytes),
    };
    finish(encoding, bytes)
}

fn finish(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        had_errors,
    })
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    if bytes.is_ascii() {
        return UTF_8;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether good multi-byte UTF-8 sequences far outnumber bad ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = utf8_sequences(bytes);
    good > 10 * bad
}

/// How many multi-byte UTF-8 sequences are good, and how many bad.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

fn charset_of_content_type(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        if !name.trim().eq_ignore_ascii_case("charset") {
            return None;
        }
        Encoding::for_label(value.trim().trim_matches(['"', '\'']).as_bytes())
    })
}

/// The encoding that the page's own `<meta>` names, found as the HTML standard's
/// prescan does, without its full attribute grammar: the first `charset=` inside a `<meta` tag.
fn charset_of_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(META_SCAN_BYTES)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|tag| {
        let tag = tag.split('>').next()?;
        let after = tag.split("charset").nth(1)?.trim_start();
        let value = after
            .strip_prefix('=')?
            .trim_start()
            .trim_start_matches(['"', '\'']);
        let label = value.split(['"', '\'', ';', ' ', '/', '\t', '\n']).next()?;
        let encoding = Encoding::for_label(label.as_bytes())?;
        // It was readable as ASCII, so it cannot be UTF-16; the standard reads such a claim as UTF-8.
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return Some(UTF_8);
        }
        Some(if encoding == encoding_rs::X_USER_DEFINED {
            WINDOWS_1252
        } else {
            encoding
        })
    })
}

/// The encoding that an XML declaration names.
fn charset_of_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META_SCAN_BYTES)]);
    let declaration = head.split("<?xml").nth(1)?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let encoding = Encoding::for_label(value[1..].split(quote).next()?.as_bytes())?;
    // It was readable as ASCII, so it cannot be UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

/// Whether there are so few bytes that are not ASCII that guessing an encoding from them would be a lottery.
fn few_odd_bytes(bytes: &[u8]) -> bool {
    bytes.iter().filter(|b| !b.is_ascii()).count() < 16
}

/// UTF-32, told by its mark or by the zeros around the first `<` or `{`.
fn decode_utf32(bytes: &[u8]) -> Option<String> {
    let (big, bytes) = match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => (true, rest),
        [0xff, 0xfe, 0, 0, rest @ ..] => (false, rest),
        [0, 0, 0, b'<' | b'{', ..] => (true, bytes),
        [b'<' | b'{', 0, 0, 0, ..] => (false, bytes),
        _ => return None,
    };
    let text = bytes.chunks_exact(4).map(|four| {
        let four = [four[0], four[1], four[2], four[3]];
        let code = if big {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    Some(text.collect())
}

/// UTF-8 in which bytes that make no sense are taken for windows-1252, from which text is often pasted. A
/// character that the end cuts off is dropped.
fn utf8_with_strays(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut out = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        out.push_str(chunk.valid());
        if chunks.peek().is_some() {
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    out
}

/// UTF-16 without a mark: `<` and a NUL, or the reverse, at the beginning.
fn guess_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// What another kind of file is called, by its first bytes.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"GIF8", "a picture (GIF)"),
        (b"RIFF", "a picture, sound or film (RIFF)"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1f\x8b", "a compressed file (gzip)"),
        (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)"),
        (b"BZh", "a compressed file (bzip2)"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"OggS", "a sound or film (Ogg)"),
        (b"ID3", "a sound (MP3)"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"{\\rtf", "a text document (RTF)"),
        (b"wOF", "a font"),
    ];
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film or picture (MP4)");
    }
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|&(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARBOUR: &str =
        "<p>Der Hafenmeister grüßt die Möwen am Kai und trinkt Kaffee für zwei.</p>";

    #[test]
    fn the_header_then_the_meta_then_a_guess_decide() {
        let latin = encoding_rs::WINDOWS_1252.encode(HARBOUR).0;
        let by_header = decode_html(&latin, Some("text/html; Charset=\"ISO-8859-1\"")).unwrap();
        assert_eq!(
            (by_header.text.as_str(), by_header.encoding),
            (HARBOUR, "windows-1252")
        );

        let russian = "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>Чайки на пристани</p>";
        let koi8 = encoding_rs::KOI8_R.encode(russian).0;
        let by_meta = decode_html(&koi8, Some("text/html")).unwrap();
        assert_eq!(
            (by_meta.text.as_str(), by_meta.encoding),
            (russian, "KOI8-R")
        );

        let guessed = decode_html(&latin, None).unwrap();
        assert_eq!(guessed.text, HARBOUR);
        assert!(!guessed.had_errors);
    }

    #[test]
    fn japanese_is_read_by_its_meta() {
        let page = "<meta charset=shift_jis><p>港の灯台守はかもめに手紙を書いた。</p>";
        let bytes = encoding_rs::SHIFT_JIS.encode(page).0;
        assert_eq!(decode_html(&bytes, None).unwrap().text, page);
    }

    #[test]
    fn a_wrong_claim_gives_way() {
        let page = format!("<meta charset=iso-8859-1>{HARBOUR}");
        let utf8 = decode_html(page.as_bytes(), Some("text/html; charset=iso-8859-1")).unwrap();
        assert_eq!(utf8.text, page);
        let latin = encoding_rs::WINDOWS_1252.encode(HARBOUR).0;
        let decoded = decode_html(&latin, Some("text/html; charset=utf-8")).unwrap();
        assert_eq!(decoded.text, HARBOUR);
    }

    #[test]
    fn byte_order_marks_are_obeyed_and_dropped() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<p>Ahoi</p>".encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = decode_html(&bytes, Some("text/html; charset=utf-8")).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            ("<p>Ahoi</p>", "UTF-16LE")
        );
        let marked = decode_html(b"\xef\xbb\xbf<p>Ahoi</p>", None).unwrap();
        assert_eq!(marked.text, "<p>Ahoi</p>");
        let bare: Vec<u8> = "<p>Ahoi</p>"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode_html(&bare, None).unwrap().text, "<p>Ahoi</p>");
    }

    #[test]
    fn a_page_cut_inside_a_character_is_read() {
        let page = HARBOUR.repeat(40);
        let cut = page.find('ß').unwrap() + 1;
        let bytes = &page.as_bytes()[..HARBOUR.len() * 30 + cut];
        let decoded = decode_html(bytes, Some("text/html; charset=utf-8")).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.had_errors);
        assert!(decoded.text.starts_with(HARBOUR));
    }

    #[test]
    fn what_is_no_page_is_named() {
        assert_eq!(decode_html(b"", None), Err(DecodeError::Empty));
        assert_eq!(decode_html(b" \r\n\t", None), Err(DecodeError::Empty));
        assert_eq!(decode_html(b"\xef\xbb\xbf ", None), Err(DecodeError::Empty));
        assert_eq!(
            decode_html(b"%PDF-1.7 ...", None),
            Err(DecodeError::Binary("a PDF"))
        );
        assert_eq!(
            decode_html(&[1, 0, 2, 0, 0, 0, 9, 0], None),
            Err(DecodeError::Binary("a binary file"))
        );
        let big = vec![b'a'; MAX_PAGE_BYTES + 1];
        let error = decode_html(&big, None).unwrap_err();
        assert!(error.to_string().contains("9 MiB"), "{error}");
        assert!(error.to_string().contains("at most 8 MiB"), "{error}");
    }

    #[test]
    fn one_stray_nul_is_no_binary() {
        let page = format!("<p>{}\0</p>", "gulls and more gulls ".repeat(100));
        assert!(decode_html(page.as_bytes(), None).is_ok());
    }
}
