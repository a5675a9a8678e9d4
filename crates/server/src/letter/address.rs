//! Addresses of letters.

use std::fmt;
use std::str::FromStr;

/// Whom a letter is from or to: an address, with a name or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// The name before it; may be empty.
    pub name: String,
    /// The address, such as `friends@harbour.example`.
    pub address: String,
}

/// A text that is no address of a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no e-mail address; write friends@harbour.example or \"Friends <friends@harbour.example>\""
)]
pub struct NoAddress(String);

impl FromStr for MailAddress {
    type Err = NoAddress;

    /// Reads `a@b.example` or `Name <a@b.example>`. What could end a header's line is refused.
    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let refused = || NoAddress(text.chars().filter(|c| !c.is_control()).collect());
        if text.contains(char::is_control) {
            return Err(refused());
        }
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(rest) => rest.rsplit_once('<').ok_or_else(refused)?,
            None => ("", text.trim()),
        };
        let (local, domain) = address.rsplit_once('@').ok_or_else(refused)?;
        // The common signs of RFC 5321; quoted ones are nobody's.
        let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
        let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let fits = !local.is_empty()
            && local.len() <= 64
            && local.chars().all(plain)
            && !domain.is_empty()
            && domain.len() <= 253
            && domain.chars().all(host)
            && domain.split('.').all(|label| !label.is_empty());
        if !fits {
            return Err(refused());
        }
        Ok(Self {
            name: name.trim().trim_matches('"').to_owned(),
            address: address.to_owned(),
        })
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(&self.address),
            name => write!(f, "{name} <{}>", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        for (text, name, address) in [
            ("a@b.example", "", "a@b.example"),
            (" a+b@c.example ", "", "a+b@c.example"),
            ("The Quay <quay@b.example>", "The Quay", "quay@b.example"),
            (
                "\"Quay, The\" <quay@localhost>",
                "Quay, The",
                "quay@localhost",
            ),
        ] {
            let read: MailAddress = text.parse().unwrap();
            assert_eq!((&*read.name, &*read.address), (name, address));
        }
        for text in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c.example",
            "a@b..example",
            "a@b.example\nBcc: c@d.example",
            "x <a@b",
            "x a@b>",
            "a@b.example, c@d.example",
            "<>",
            "ü@b.example",
        ] {
            assert!(text.parse::<MailAddress>().is_err(), "{text}");
        }
    }
}
