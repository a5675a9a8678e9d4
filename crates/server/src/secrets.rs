//! Keys for what the paper signs, all derived from one secret that is made at the first start.

use clipsheet_markup::SealKey;

/// Bytes of a signature on cookies and form tokens: 128 bits.
const SIGNATURE_BYTES: usize = 16;

/// The paper's keys. Each purpose has its own, derived from one secret with BLAKE3's key derivation.
pub struct Secrets {
    /// For HTML that the sanitiser let through.
    pub seal: SealKey,
    cookie: [u8; 32],
    form: [u8; 32],
    ticket: [u8; 32],
    network: [u8; 32],
    submission: [u8; 32],
    /// By which the paper knows what is its own, on disks that may be another paper's: no secret.
    pub paper_id: String,
}

/// What a signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A commenter's cookie.
    Cookie,
    /// The token of a form.
    Form,
    /// A ticket of the staff: see [`crate::staff::ticket`].
    Ticket,
    /// The address under which somebody sees what became of what they sent in.
    Submission,
}

impl Secrets {
    /// Derives the keys. The purposes' texts may never change: cookies of twenty years hang on them.
    pub fn derive(secret: &str) -> Self {
        let key = |purpose: &str| {
            blake3::derive_key(&format!("clipsheet 2026 {purpose}"), secret.as_bytes())
        };
        Self {
            seal: SealKey::new(key("sealed html")),
            cookie: key("commenter cookie"),
            form: key("form token"),
            ticket: key("staff ticket"),
            network: key("network"),
            submission: key("submission"),
            paper_id: blake3::Hash::from(key("paper id")).to_hex()[..32].to_owned(),
        }
    }

    fn mac(&self, purpose: Purpose, message: &[u8]) -> blake3::Hash {
        let key = match purpose {
            Purpose::Cookie => &self.cookie,
            Purpose::Form => &self.form,
            Purpose::Ticket => &self.ticket,
            Purpose::Submission => &self.submission,
        };
        blake3::keyed_hash(key, message)
    }

    /// `MESSAGE.SIGNATURE`, for a message without a dot.
    pub fn sign(&self, purpose: Purpose, message: &str) -> String {
        let mac = self.mac(purpose, message.as_bytes());
        let mut signed = format!("{message}.");
        for byte in &mac.as_bytes()[..SIGNATURE_BYTES] {
            signed.push_str(&format!("{byte:02x}"));
        }
        signed
    }

    /// The message of what [`Secrets::sign`] gave, or `None` when it was not signed here for this purpose.
    pub fn verify<'a>(&self, purpose: Purpose, signed: &'a str) -> Option<&'a str> {
        let (message, signature) = signed.split_once('.')?;
        if signature.len() != 2 * SIGNATURE_BYTES || !signature.is_ascii() {
            return None;
        }
        let mut given = [0_u8; SIGNATURE_BYTES];
        for (byte, pair) in given.iter_mut().zip(signature.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        let mac = self.mac(purpose, message.as_bytes());
        // Every byte is looked at, so that the time taken says nothing.
        let difference = given
            .iter()
            .zip(&mac.as_bytes()[..SIGNATURE_BYTES])
            .fold(0, |sum, (a, b)| sum | (a ^ b));
        (difference == 0).then_some(message)
    }

    /// A network's name in limits: nothing from which an address could be told.
    pub fn network(&self, address: &[u8]) -> u64 {
        let hash = blake3::keyed_hash(&self.network, address);
        u64::from_le_bytes(
            hash.as_bytes()[..8]
                .try_into()
                .expect("a hash has 32 bytes"),
        )
    }
}

/// 256 random bits.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn random_bytes() -> std::io::Result<[u8; 32]> {
    use std::io::Read;
    let mut bytes = [0_u8; 32];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A new secret of 256 random bits, in hexadecimal.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn random_hex() -> std::io::Result<String> {
    let bytes = random_bytes()?;
    Ok(blake3::Hash::from_bytes(bytes).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_is_known_again_and_nothing_else() {
        let secrets = Secrets::derive("a secret");
        let signed = secrets.sign(Purpose::Cookie, "4711");
        assert_eq!(secrets.verify(Purpose::Cookie, &signed), Some("4711"));
        assert_eq!(secrets.verify(Purpose::Form, &signed), None);
        assert_eq!(
            Secrets::derive("another").verify(Purpose::Cookie, &signed),
            None
        );
        for wrong in [
            "",
            "4711",
            "4711.",
            "4712.00000000000000000000000000000000",
            &signed.replace("4711", "4712"),
            &signed[..signed.len() - 1],
            &format!("{signed}0"),
            "4711.éééééééééééééééé",
        ] {
            assert_eq!(secrets.verify(Purpose::Cookie, wrong), None, "{wrong}");
        }
    }
}
