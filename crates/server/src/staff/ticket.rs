//! Tickets: short-lived signed notes that carry something from one page to the next, so that nothing has to be stored.

use crate::secrets::{Purpose, Secrets};
use clipsheet_store::Millis;

/// What a ticket is for; one of another kind is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Between a good password and the second step.
    Half,
    /// The secret of one-time codes that are being set up.
    NewTotp,
    /// What a passkey signs to sign somebody in.
    UsePasskey,
    /// What a new passkey answers.
    AddPasskey,
    /// By what a browser is known again: see [`super::device`].
    Device,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::NewTotp => "totp",
            Self::UsePasskey => "use",
            Self::AddPasskey => "add",
            Self::Device => "device",
        }
    }

    /// How long it is good, in milliseconds.
    fn lasts(self) -> i64 {
        match self {
            Self::Half | Self::UsePasskey | Self::AddPasskey => 10 * 60_000,
            // Somebody may first have to find and install a program for codes.
            Self::NewTotp => 60 * 60_000,
            Self::Device => 400 * 24 * 60 * 60_000,
        }
    }
}

/// A ticket that carries a text without dots and spaces.
pub fn give(secrets: &Secrets, kind: Kind, carries: &str, now: Millis) -> String {
    let until = now.0 + kind.lasts();
    secrets.sign(
        Purpose::Ticket,
        &format!("{} {until} {carries}", kind.name()),
    )
}

/// What a ticket carries; `None` when it is not ours, of another kind or too old.
pub fn take<'a>(secrets: &Secrets, kind: Kind, ticket: &'a str, now: Millis) -> Option<&'a str> {
    let message = secrets.verify(Purpose::Ticket, ticket)?;
    let mut parts = message.splitn(3, ' ');
    let (name, until, carries) = (parts.next()?, parts.next()?, parts.next()?);
    let until: i64 = until.parse().ok()?;
    (name == kind.name() && now.0 < until).then_some(carries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_for_its_kind_and_for_a_while() {
        let secrets = Secrets::derive("a secret");
        let ticket = give(&secrets, Kind::Half, "7-abc", Millis(1000));
        let at = |kind, now| take(&secrets, kind, &ticket, Millis(now));
        assert_eq!(at(Kind::Half, 1000), Some("7-abc"));
        assert_eq!(at(Kind::Half, 600_999), Some("7-abc"));
        assert_eq!(at(Kind::Half, 601_000), None);
        assert_eq!(at(Kind::NewTotp, 1000), None);
        let forged = ticket.replace("7-abc", "8-abc");
        assert_eq!(take(&secrets, Kind::Half, &forged, Millis(1000)), None);
        assert_eq!(
            take(&Secrets::derive("b"), Kind::Half, &ticket, Millis(1000)),
            None
        );
    }
}
