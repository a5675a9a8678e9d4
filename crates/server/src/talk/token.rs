//! The form's token: says for which article a form was given out and when, signed.

use crate::secrets::{Purpose, Secrets};
use clipsheet_store::Millis;
use std::fmt::Display;

/// How long a form may lie open, in seconds: a day and a night.
const LASTS_SECS: i64 = 36 * 3600;

/// Why a token does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// Not given out by this paper for this article.
    Foreign,
    /// Given out too long ago.
    Old,
    /// Given out so short a time ago that nobody can have typed.
    Early,
}

impl TokenError {
    /// What the writer is told.
    pub fn message(self) -> &'static str {
        match self {
            Self::Foreign => {
                "This form was not given out by this paper, or not for this place. What you typed is kept: please send it again."
            }
            Self::Old => {
                "This form has been open for a very long time. What you typed is kept: please send it again."
            }
            Self::Early => {
                "That was quicker than anybody can type, which robots do. Your text is kept: please wait a few seconds and send it again."
            }
        }
    }
}

/// A token for a form, given out in this second. The subject is an article's number, or the name of another form.
pub fn form_token(secrets: &Secrets, subject: impl Display, second: i64) -> String {
    secrets.sign(Purpose::Form, &format!("{subject}-{second}"))
}

/// Checks a token that came back.
///
/// # Errors
/// [`TokenError`] when it is not good (any more, or yet).
pub fn check(
    secrets: &Secrets,
    token: &str,
    subject: impl Display,
    now: Millis,
    min_fill_secs: u32,
) -> Result<(), TokenError> {
    let message = secrets
        .verify(Purpose::Form, token)
        .ok_or(TokenError::Foreign)?;
    let (of, second) = message.split_once('-').ok_or(TokenError::Foreign)?;
    let second: i64 = second.parse().map_err(|_| TokenError::Foreign)?;
    if of != subject.to_string() {
        return Err(TokenError::Foreign);
    }
    let age = now.0.div_euclid(1000) - second;
    if age > LASTS_SECS {
        Err(TokenError::Old)
    } else if age < i64::from(min_fill_secs) {
        Err(TokenError::Early)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_store::ArticleId;

    #[test]
    fn a_token_is_good_for_its_article_after_a_while_and_for_a_while() {
        let secrets = Secrets::derive("a secret");
        let token = form_token(&secrets, ArticleId(7), 1000);
        let at = |second: i64| check(&secrets, &token, ArticleId(7), Millis(second * 1000), 3);
        assert_eq!(at(1002), Err(TokenError::Early));
        assert_eq!(at(1003), Ok(()));
        assert_eq!(at(1000 + LASTS_SECS), Ok(()));
        assert_eq!(at(1001 + LASTS_SECS), Err(TokenError::Old));
        assert_eq!(
            check(&secrets, &token, ArticleId(8), Millis(1_010_000), 3),
            Err(TokenError::Foreign)
        );
        let forged = token.replace("7-1000", "8-1000");
        assert_eq!(
            check(&secrets, &forged, ArticleId(8), Millis(1_010_000), 3),
            Err(TokenError::Foreign)
        );
        assert_eq!(
            check(&secrets, "", ArticleId(7), Millis(1_010_000), 3),
            Err(TokenError::Foreign)
        );
    }
}
