//! The first defences. Each says what is wrong in words, and nothing that was typed is lost.

use crate::app::App;
use crate::calendar::number;
use crate::flood::{Limits, Sender, TooMany};
use crate::settings::CommentRules;
use crate::talk::form::CommentFields;
use crate::views::FormErrors;
use crate::visit::Visit;
use clipsheet_markup::{Nic, examine};
use clipsheet_store::CommenterId;

/// Longest e-mail address, by RFC 5321.
const MOST_EMAIL: usize = 254;
/// Longest website.
const MOST_WEBSITE: usize = 300;
/// Pictures that one comment may fetch.
pub const MOST_PICTURES: usize = 4;

/// Fields in order.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The name.
    pub nic: Nic,
    /// Empty or plausible.
    pub email: String,
    /// Empty or an address of the web.
    pub website: String,
}

/// Looks at the fields alone. What is wrong goes into `errors`.
pub fn check_fields(
    fields: &CommentFields,
    rules: &CommentRules,
    errors: &mut FormErrors,
) -> Option<Checked> {
    let who = check_who(&fields.nic, &fields.email, &fields.trap, errors);
    let website = website(fields.website.trim());
    if website.is_none() {
        errors.add(
            "website",
            "This is no address of the web. One such as https://example.org is wanted, or nothing.",
        );
    }
    check_text(&fields.text, rules, errors);
    let (nic, email) = who?;
    Some(Checked {
        nic,
        email,
        website: website?,
    })
}

/// Looks at how something is signed, and at the field that people do not see. What is wrong goes into `errors`.
pub fn check_who(
    nic: &str,
    email: &str,
    trap: &str,
    errors: &mut FormErrors,
) -> Option<(Nic, String)> {
    let parsed = match Nic::parse(nic) {
        Ok(nic) => Some(nic),
        Err(_) if nic.trim().is_empty() => {
            errors.add("nic", "Please sign with a name. Any will do.");
            None
        }
        Err(error) => {
            errors.add("nic", error.to_string());
            None
        }
    };
    let email = email.trim();
    if !email.is_empty() && !is_email(email) {
        errors.add(
            "email",
            "This is no e-mail address. Mend it, or leave it empty: readers never see it.",
        );
    }
    if !trap.is_empty() {
        errors.add("", "A field that people do not see was filled in. If a program filled it for you, please send the form once more.");
    }
    Some((parsed?, email.to_owned()))
}

/// Looks at a text: its length, and whether anything is in it beside links.
pub fn check_text(text: &str, rules: &CommentRules, errors: &mut FormErrors) {
    let most = rules.max_chars as usize;
    let chars = text.chars().count();
    if most > 0 && chars > most {
        let (chars, most) = (
            i64::try_from(chars).unwrap_or(i64::MAX),
            i64::from(rules.max_chars),
        );
        errors.add(
            "text",
            format!(
                "This has {} characters; {} is the most. Please shorten it, or post it in parts.",
                number(chars),
                number(most)
            ),
        );
        return;
    }
    let facts = examine(text);
    if facts.is_blank {
        errors.add(
            "text",
            "There is nothing in it yet. Please write something.",
        );
    } else if facts.only_links {
        errors.add(
            "text",
            "There are only links in it. Please say in a few words what they are about.",
        );
    } else if facts.pictures.len() > MOST_PICTURES {
        errors.add(
            "text",
            format!("A comment may show {MOST_PICTURES} pictures at most."),
        );
    }
}

/// Something, an @, something with a dot: the rest is known only to the post office.
fn is_email(text: &str) -> bool {
    text.len() <= MOST_EMAIL
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"(),;".contains(c))
        && text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && !host.contains('@')
                && host.split('.').count() > 1
                && host.split('.').all(|part| !part.is_empty())
        })
}

/// The address of a website, `https://` put before it where it is missing; `None` when it is none. Empty is fine.
fn website(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    web_address(text, MOST_WEBSITE)
}

/// An address of the web of at most so many bytes, `https://` put before it where it is missing; `None` for anything else.
pub fn web_address(text: &str, most: usize) -> Option<String> {
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url = url::Url::parse(&full).ok()?;
    let plausible = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| host.contains('.'))
        && url.username().is_empty()
        && url.password().is_none();
    (plausible && url.as_str().len() <= most).then(|| url.to_string())
}

/// Takes one comment from the allowance of the commenter and the network.
pub fn check_flood(app: &App, visit: &Visit, rules: &CommentRules, errors: &mut FormErrors) {
    let mut senders = vec![(
        Sender::Network(visit.network(app)),
        Limits {
            per_minute: rules.network_per_minute,
            per_hour: rules.network_per_hour,
        },
    )];
    senders.extend(visit.commenter.map(|commenter| sender(commenter, rules)));
    if let Err(TooMany { wait_secs }) = app.flood.take(&senders, app.now()) {
        errors.add("", format!("That was a lot in a short time. Your text is kept: please wait {} and send it again.", wait(wait_secs)));
    }
}

/// Counts a stranger's first comment, once it is known whose it is.
pub fn count_first(app: &App, commenter: CommenterId, rules: &CommentRules) {
    // Who is new has all of the allowance left, so this is never refused.
    let _ = app.flood.take(&[sender(commenter, rules)], app.now());
}

fn sender(CommenterId(id): CommenterId, rules: &CommentRules) -> (Sender, Limits) {
    let limits = Limits {
        per_minute: rules.per_minute,
        per_hour: rules.per_hour,
    };
    (Sender::Commenter(id), limits)
}

/// Pictures that may be brought in from one network, uploaded or fetched: each costs the house work and room.
const PICTURE_LIMITS: Limits = Limits {
    per_minute: 12,
    per_hour: 100,
};

/// Why no more pictures are taken from this network just now, if that is so. A paper without limits for networks has none here.
pub fn too_many_pictures(app: &App, visit: &Visit, rules: &CommentRules) -> Option<String> {
    if rules.network_per_minute == 0 {
        return None;
    }
    let sender = (Sender::Pictures(visit.network(app)), PICTURE_LIMITS);
    let refused = app.flood.take(&[sender], app.now()).err()?;
    Some(format!(
        "Those were a lot of pictures in a short time: please wait {}.",
        wait(refused.wait_secs)
    ))
}

fn wait(secs: i64) -> String {
    match secs {
        ..=1 => "a second".into(),
        2..=90 => format!("{secs} seconds"),
        _ => format!("{} minutes", (secs + 59) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut CommentFields)) -> FormErrors {
        let mut fields = CommentFields {
            nic: "Old Bollard".into(),
            text: "In my day it was E flat.".into(),
            ..CommentFields::default()
        };
        change(&mut fields);
        let mut errors = FormErrors::default();
        let rules = CommentRules {
            max_chars: 100,
            ..CommentRules::default()
        };
        check_fields(&fields, &rules, &mut errors);
        errors
    }

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        assert!(check(|_| ()).is_empty());
        assert!(
            check(|fields| fields.nic = "  ".into())
                .nic
                .contains("sign with a name")
        );
        assert!(
            !check(|fields| fields.nic = "\u{200b}\u{200d}".into())
                .nic
                .is_empty()
        );
        for wrong in [
            "me",
            "me@",
            "@here.example",
            "a b@c.example",
            "me@here",
            "me@a..b",
        ] {
            assert!(
                !check(|fields| fields.email = wrong.into()).email.is_empty(),
                "{wrong}"
            );
        }
        assert!(check(|fields| fields.email = "old.bollard+quay@pier.example".into()).is_empty());
        for wrong in [
            "javascript:alert(1)",
            "ftp://pier.example",
            "nowhere",
            "https://me:pw@pier.example/",
        ] {
            assert!(
                !check(|fields| fields.website = wrong.into())
                    .website
                    .is_empty(),
                "{wrong}"
            );
        }
        assert!(check(|fields| fields.website = "pier.example/me".into()).is_empty());
        assert!(
            check(|fields| fields.text = " \u{200b}\n".into())
                .text
                .contains("nothing in it")
        );
        assert!(
            check(|fields| fields.text = "x".repeat(101))
                .text
                .contains("101 characters")
        );
        assert!(
            check(|fields| fields.text = "https://a.example https://b.example".into())
                .text
                .contains("only links")
        );
        assert_eq!(check(|fields| fields.trap = "x".into()).summary.len(), 1);
    }
}
