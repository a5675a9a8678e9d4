//! `Expect:` lines in comments, written in Python.

use super::{Case, Expectation, Kind};

/// Where the tests' server is.
const SERVER: &str = "http://127.0.0.1:8097/";

/// Reads header and expectation from a feed's comment.
pub(super) fn read(case: &mut Case) {
    // Comments are ASCII; zeros stand between their characters in wide encodings.
    let bytes: Vec<u8> = case.bytes.iter().copied().filter(|&b| b != 0).collect();
    let text = String::from_utf8_lossy(&bytes);
    let mut location = None;
    for line in text.lines().take(60) {
        let line = line.trim();
        if let Some(header) = line.strip_prefix("Header:") {
            let (name, value) = header.split_once(':').unwrap_or((header, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => case.content_type = Some(value.trim().to_owned()),
                "content-location" => location = Some(value.trim().to_owned()),
                _ => {}
            }
        }
        if let Some(expression) = line.strip_prefix("Expect:") {
            // What it expects of sanitising is not ours to fulfil: feeds are sanitised when they are shown.
            if case.name.contains("/sanitize/") {
                case.not_compared += 1;
            } else {
                clauses(expression, case);
            }
        }
    }
    case.base = Some(match location {
        Some(location) if location.contains("://") => location,
        Some(location) => format!("{SERVER}{}", location.trim_start_matches('/')),
        None => SERVER.to_owned(),
    });
}

/// Takes an expression apart at its `and`s.
fn clauses(expression: &str, case: &mut Case) {
    if expression.contains(" or ") {
        case.not_compared += 1;
        return;
    }
    for clause in split_outside_quotes(expression, " and ") {
        let clause = clause.trim().trim_matches(['(', ')']).trim();
        if matches!(clause, "bozo" | "not bozo" | "1" | "") {
            continue;
        }
        match equation(clause) {
            Some(expectation) => case.expectations.push(expectation),
            None => case.not_compared += 1,
        }
    }
}

fn split_outside_quotes<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut quote, mut escaped) = (0, None, false);
    for (at, c) in text.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(q) if q == c => quote = None,
            Some(_) => {}
            None if c == '\'' || c == '"' => quote = Some(c),
            None if text[at..].starts_with(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len();
            }
            None => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Reads `entries[0]['title'] == u'Tide'`.
fn equation(clause: &str) -> Option<Expectation> {
    let parts = split_outside_quotes(clause, "==");
    let &[path, value] = parts.as_slice() else {
        return None;
    };
    let path = keys(path.trim())?;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let (pointer, kind) = field(&path)?;
    let wanted = if kind == Kind::Date {
        tuple(value.trim())?
    } else {
        strings(value.trim())?
    };
    Some(Expectation {
        pointer,
        wanted,
        kind,
    })
}

/// The keys of `entries[0]['content'].value`.
fn keys(path: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    for key in path.split(['.', '[', ']']).filter(|key| !key.is_empty()) {
        let key = key.trim_start_matches('u').trim_matches(['\'', '"']);
        let is_key = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        // `u'updated'` has lost one letter too many.
        let key = if key == "pdated" || key == "pdated_parsed" {
            format!("u{key}")
        } else {
            key.to_owned()
        };
        is_key.then(|| keys.push(key))?;
    }
    Some(keys)
}

/// Which of our fields another reader's is.
fn field(path: &[&str]) -> Option<(String, Kind)> {
    let fixed = |field: &str, kind| Some((field.to_owned(), kind));
    match path {
        ["feed", "title"] | ["feed", "title_detail", "value"] => fixed("/title", Kind::Text),
        ["feed", "link"] => fixed("/link", Kind::Address),
        ["feed", "description" | "subtitle" | "tagline"]
        | ["feed", "subtitle_detail" | "tagline_detail", "value"] => {
            fixed("/description_html", Kind::Html)
        }
        ["feed", "language"] => fixed("/language", Kind::Text),
        ["feed", "author_detail", "name"] => fixed("/author", Kind::Person),
        ["feed", "author"] => fixed("/author", Kind::Person),
        ["feed", "updated_parsed" | "modified_parsed"] => fixed("/updated", Kind::Date),
        ["feed", "image", "href" | "url"] => fixed("/image", Kind::Address),
        ["feed", "newlocation"] => fixed("/moved_to", Kind::Address),
        ["entries", number, rest @ ..] => {
            let (field, kind) = match rest {
                ["title"] | ["title_detail", "value"] => ("title", Kind::Text),
                ["link"] => ("link", Kind::Address),
                ["id" | "guid"] => ("id", Kind::Text),
                ["summary" | "description"] | ["summary_detail", "value"] => {
                    ("summary_html", Kind::Html)
                }
                ["content", "0", "value"] => ("content_html", Kind::Html),
                ["author_detail", "name"] | ["author"] => ("author", Kind::Person),
                ["published_parsed" | "issued_parsed" | "created_parsed"] => {
                    ("published", Kind::Date)
                }
                ["updated_parsed" | "modified_parsed" | "date_parsed"] => ("updated", Kind::Date),
                ["comments"] => ("comments", Kind::Address),
                ["source", "title"] => ("source/title", Kind::Text),
                ["source", "href"] => ("source/link", Kind::Address),
                ["image", "href"] => ("image", Kind::Address),
                ["category"] => ("categories/0", Kind::Text),
                ["tags", number, "term"] => {
                    return Some((format!("/items/0/categories/{number}"), Kind::Text));
                }
                ["enclosures", number, "href" | "url"] => {
                    return Some((format!("/items/0/enclosures/{number}/url"), Kind::Address));
                }
                _ => return None,
            };
            Some((format!("/items/{number}/{field}"), kind))
        }
        _ => None,
    }
}

/// A tuple of a time, as RFC 3339.
fn tuple(value: &str) -> Option<String> {
    let inner = value.strip_prefix('(')?.trim_end_matches(')');
    let parts: Vec<i32> = inner
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let &[year, month, day, hour, minute, second, ..] = parts.as_slice() else {
        return None;
    };
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    ))
}

/// A string, or several that are added.
fn strings(value: &str) -> Option<String> {
    let mut out = String::new();
    for part in split_outside_quotes(value, "+") {
        let part = part.trim().trim_start_matches('u');
        let quote = part.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let triple = quote.to_string().repeat(3);
        let inner = match part.strip_prefix(triple.as_str()) {
            Some(rest) => rest.strip_suffix(triple.as_str())?,
            None => part[1..].strip_suffix(quote)?,
        };
        unescape(inner, &mut out)?;
    }
    Some(out)
}

fn unescape(inner: &str, out: &mut String) -> Option<()> {
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let digits = match chars.next()? {
            'n' => {
                out.push('\n');
                continue;
            }
            't' => {
                out.push('\t');
                continue;
            }
            'r' => continue,
            'x' => 2,
            'u' => 4,
            'U' => 8,
            other => {
                out.push(other);
                continue;
            }
        };
        let code: String = chars.by_ref().take(digits).collect();
        out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
    }
    Some(())
}
