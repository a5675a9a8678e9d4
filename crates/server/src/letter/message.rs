//! A letter as a message that a mail program sends (RFC 5322, RFC 2046).

use super::{Letter, MailAddress};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;
use std::io;
use url::Url;

impl Letter {
    /// The message, ready for `sendmail -i -t`. Sent twice it has the same number, by which mail programs know it again.
    ///
    /// # Errors
    /// When it cannot be written, which memory is never short of.
    pub fn message(&self, from: &MailAddress, to: &[MailAddress]) -> io::Result<Vec<u8>> {
        let host = self.host();
        let mut message = MessageBuilder::new()
            .from(address(from))
            .subject(self.subject.as_str())
            .date(self.at.0.div_euclid(1000))
            .message_id(format!("edition-{}@{host}", self.day.iso()))
            // No answering machine is to answer it.
            .header("Auto-Submitted", Raw::new("auto-generated"))
            .header("Content-Language", Raw::new(self.language.as_str()))
            .header("List-Id", Raw::new(format!("<editions.{host}>")))
            .text_body(self.text.as_str())
            .html_body(self.html.as_str());
        if !to.is_empty() {
            let all = to.iter().map(address).collect();
            message = message.to(Address::new_list(all));
        }
        Ok(no_lone_periods(message.write_to_vec()?))
    }

    /// Whom it is from, unless somebody else is named: the paper, at an address that nobody reads.
    pub fn sender(&self) -> MailAddress {
        MailAddress {
            name: self.paper.clone(),
            address: format!("noreply@{}", self.host()),
        }
    }

    /// The paper's host, as far as it is a name.
    fn host(&self) -> String {
        let url = Url::parse(&self.public_url).ok();
        let host = url.and_then(|url| url.domain().map(str::to_owned));
        host.unwrap_or_else(|| "localhost".to_owned())
    }
}

/// A line with nothing but a full stop ends a message for programs that are not told otherwise (`-i`). In quoted-printable text it
/// can be written in another way (RFC 2045, 6.7).
fn no_lone_periods(message: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(message) {
        Ok(text) if text.matches("Encoding: quoted-printable\r\n").count() == 2 => {
            text.replace("\r\n.\r\n", "\r\n=2E\r\n").into_bytes()
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

fn address(of: &MailAddress) -> Address<'_> {
    let name = (!of.name.is_empty()).then_some(of.name.as_str());
    Address::new_address(name, of.address.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_store::{Day, Millis};
    use mail_parser::MessageParser;

    fn letter(subject: &str) -> Letter {
        Letter {
            day: Day(20_140_707),
            subject: subject.to_owned(),
            html: "<p>Möwe &amp; mud</p>".to_owned(),
            text: format!("Möwe & mud\n.\n{}\n", "https://harbour.example/".repeat(60)),
            at: Millis(1_404_747_000_000),
            paper: "The \"Quay\", daily\r\nBcc: a@b.example".to_owned(),
            public_url: "https://quay.example".to_owned(),
            language: "en".to_owned(),
        }
    }

    #[test]
    fn a_message_is_read_back_as_it_was_meant() {
        let to: Vec<MailAddress> = ["Ålice <a@b.example>", "c@d.example"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        for subject in [
            "The Quay: Monday, 7 July 2014",
            "Möwen 🐦 und نورس",
            "gull\r\nBcc: everybody@b.example",
            &"long ".repeat(300),
        ] {
            let letter = letter(subject);
            let bytes = letter.message(&letter.sender(), &to).unwrap();
            let read = MessageParser::default().parse(&bytes).unwrap();
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(read.subject().unwrap()), words(subject));
            assert_eq!(read.bcc(), None, "{subject}");
            let from = read.from().unwrap().first().unwrap();
            assert_eq!(from.address(), Some("noreply@quay.example"));
            assert_eq!(read.to().unwrap().iter().count(), 2);
            assert_eq!(read.message_id(), Some("edition-2014-07-07@quay.example"));
            assert_eq!(read.date().unwrap().to_timestamp(), 1_404_747_000);
            assert_eq!(read.body_html(0).unwrap(), letter.html);
            assert_eq!(
                read.body_text(0).unwrap().replace("\r\n", "\n"),
                letter.text
            );
            // RFC 5322 allows lines of 998 characters.
            assert!(bytes.split(|b| *b == b'\n').all(|line| line.len() <= 999));
            assert!(bytes.is_ascii());
            assert!(bytes.split(|b| *b == b'\n').all(|line| line != b".\r"));
        }
    }
}
