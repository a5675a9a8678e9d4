//! Passkeys: what browsers send for them, checked as WebAuthn Level 2 has it (sections 7.1 and 7.2), with no attestation.
//!
//! A new key comes in the authenticator data, in CTAP2's canonical CBOR, of which the three usual kinds of key have one form
//! each; so a few bytes are compared where otherwise a CBOR reader would be needed. Signatures are checked by `ring`.

use super::hash_of;
use super::ticket::{self, Kind};
use crate::secrets::{Secrets, random_hex};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use clipsheet_store::{Millis, Passkey, StaffId, StoreResult, Tx, spend_challenge};
use ring::digest::{SHA256, digest};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::{Deserialize, Serialize};

/// Flags of the authenticator data: section 6.1.
const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const HAS_KEY: u8 = 1 << 6;
/// Bytes of a passkey's name at most: section 4, "Credential ID".
const MOST_ID_BYTES: usize = 1023;
/// How long a challenge that was answered is remembered: longer than it is good.
const SPENT_MILLIS: i64 = 20 * 60_000;

/// COSE keys in canonical CBOR up to the numbers in them: RFC 9053, sections 7.1 and 7.2; RFC 8230.
const COSE_P256: &[u8] = &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20];
const COSE_P256_Y: &[u8] = &[0x22, 0x58, 0x20];
const COSE_ED25519: &[u8] = &[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 0x20];
const COSE_RSA: &[u8] = &[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0];
const COSE_RSA_E: &[u8] = &[0x21, 0x43, 1, 0, 1];

/// What is told when a passkey's answer cannot be used.
const BROKEN: &str = "Your browser’s answer for the passkey cannot be read. Please try again.";
/// What is told when a challenge is too old, none of ours, or was answered before.
pub const SENT_TWICE: &str =
    "This took longer than ten minutes, or was sent twice. Please try again.";
const ELSEWHERE: &str = "That passkey answered for another site. Open the desk under the paper’s own address and try again.";
const NOT_IT: &str = "That passkey does not fit. Try another one, or sign in with your password.";

/// The site as passkeys know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The relying party's id: the host.
    pub host: String,
    /// Scheme, host and port.
    pub origin: String,
}

impl Site {
    /// Of the address under which readers know the paper; `None` where browsers allow no passkeys: without TLS (but on the
    /// machine itself), and under a bare IP address.
    pub fn of(public_url: &str) -> Option<Self> {
        let url = url::Url::parse(public_url).ok()?;
        let Some(url::Host::Domain(host)) = url.host() else {
            return None;
        };
        let is_safe = url.scheme() == "https" || host == "localhost";
        is_safe.then(|| Self {
            host: host.to_owned(),
            origin: url.origin().ascii_serialization(),
        })
    }
}

/// A challenge that was answered: none is good twice. What is answered is kept in the store, so that every node knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered(String);

impl Answered {
    /// Uses it up, in the transaction that does what it was answered for; gives whether it was still good.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn spend(&self, tx: &mut Tx<'_>, now: Millis) -> StoreResult<bool> {
        spend_challenge(tx, &self.0, now, Millis(now.0 + SPENT_MILLIS))
    }
}

/// A new challenge in base 64, to be answered within ten minutes: a ticket, so that none has to be stored.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn challenge(secrets: &Secrets, kind: Kind, now: Millis) -> std::io::Result<String> {
    Ok(BASE64.encode(ticket::give(secrets, kind, &random_hex()?[..32], now)))
}

/// What it takes to know a passkey again, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Key {
    /// "p256", "ed25519" or "rsa".
    kind: String,
    /// The public key in base 64.
    public: String,
    /// How often it signed, if it counts.
    counter: u32,
}

/// What a browser sends for a new passkey.
#[derive(Debug, Deserialize)]
struct NewAnswer {
    client: String,
    data: String,
}

/// What a browser sends when a passkey is used.
#[derive(Debug, Deserialize)]
struct UseAnswer {
    id: String,
    client: String,
    data: String,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

/// What an answer is checked against.
pub struct Checks<'a> {
    /// The site.
    pub site: &'a Site,
    /// The keys that signed the challenge.
    pub secrets: &'a Secrets,
    /// Now.
    pub now: Millis,
}

struct AuthData<'a> {
    flags: u8,
    counter: u32,
    rest: &'a [u8],
}

fn decode(text: &str) -> Result<Vec<u8>, &'static str> {
    BASE64.decode(text).map_err(|_| BROKEN)
}

impl Checks<'_> {
    fn client_data(
        &self,
        bytes: &[u8],
        wanted: &str,
        kind: Kind,
    ) -> Result<Answered, &'static str> {
        let data: ClientData = serde_json::from_slice(bytes).map_err(|_| BROKEN)?;
        if data.r#type != wanted {
            return Err(BROKEN);
        }
        if data.origin != self.site.origin || data.cross_origin {
            return Err(ELSEWHERE);
        }
        let challenge = String::from_utf8(decode(&data.challenge)?).map_err(|_| BROKEN)?;
        if ticket::take(self.secrets, kind, &challenge, self.now).is_none() {
            return Err(SENT_TWICE);
        }
        Ok(Answered(hash_of(&challenge)))
    }

    fn auth_data<'d>(&self, data: &'d [u8]) -> Result<AuthData<'d>, &'static str> {
        let (host, rest) = data.split_at_checked(32).ok_or(BROKEN)?;
        let (head, rest) = rest.split_at_checked(5).ok_or(BROKEN)?;
        if host != digest(&SHA256, self.site.host.as_bytes()).as_ref() {
            return Err(ELSEWHERE);
        }
        if head[0] & PRESENT == 0 {
            return Err(NOT_IT);
        }
        Ok(AuthData {
            flags: head[0],
            counter: u32::from_be_bytes([head[1], head[2], head[3], head[4]]),
            rest,
        })
    }

    /// A new passkey of somebody's, from what their browser sent, and the challenge that it answers.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn new_passkey(
        &self,
        answer: &str,
        staff: StaffId,
        label: &str,
    ) -> Result<(Passkey, Answered), &'static str> {
        let answer: NewAnswer = serde_json::from_str(answer).map_err(|_| BROKEN)?;
        let bytes = decode(&answer.data)?;
        let data = self.auth_data(&bytes)?;
        if data.flags & HAS_KEY == 0 {
            return Err(BROKEN);
        }
        // An AAGUID of 16 bytes, which nobody asks for; the length of the name, the name, the key.
        let (head, rest) = data.rest.split_at_checked(18).ok_or(BROKEN)?;
        let length = usize::from(u16::from_be_bytes([head[16], head[17]]));
        let (id, cose) = rest.split_at_checked(length).ok_or(BROKEN)?;
        if id.is_empty() || id.len() > MOST_ID_BYTES {
            return Err(BROKEN);
        }
        let (kind, public) = read_cose(cose).ok_or(
            "That passkey is of a kind that Clipsheet does not know. Please use another one.",
        )?;
        let answered = self.client_data(
            &decode(&answer.client)?,
            "webauthn.create",
            Kind::AddPasskey,
        )?;
        let key = Key {
            kind: kind.into(),
            public: BASE64.encode(public),
            counter: data.counter,
        };
        let passkey = Passkey {
            credential_id: BASE64.encode(id),
            staff,
            label: label.to_owned(),
            body: serde_json::to_string(&key).map_err(|_| BROKEN)?,
            created_at: self.now,
            used_at: None,
        };
        Ok((passkey, answered))
    }

    /// Checks what a passkey signed, and gives what has to be remembered of it, and the challenge that it answers. `alone` when no password came with it: then
    /// the passkey must have asked its holder for a finger, a face or a PIN.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn used(
        &self,
        answer: &str,
        passkey: &Passkey,
        alone: bool,
    ) -> Result<(String, Answered), &'static str> {
        let answer: UseAnswer = serde_json::from_str(answer).map_err(|_| BROKEN)?;
        let mut key: Key = serde_json::from_str(&passkey.body).map_err(|_| NOT_IT)?;
        let (bytes, client) = (decode(&answer.data)?, decode(&answer.client)?);
        let data = self.auth_data(&bytes)?;
        if alone && data.flags & VERIFIED == 0 {
            return Err(
                "That passkey did not ask who you are. Sign in with name and password, then use it as the second step.",
            );
        }
        let mut signed = bytes.clone();
        signed.extend_from_slice(digest(&SHA256, &client).as_ref());
        let public = decode(&key.public)?;
        if answer.id != passkey.credential_id
            || !is_signed(&key.kind, &public, &signed, &decode(&answer.signature)?)
        {
            return Err(NOT_IT);
        }
        let answered = self.client_data(&client, "webauthn.get", Kind::UsePasskey)?;
        // One that counts and counts back has a twin: section 6.1.1.
        if (data.counter > 0 || key.counter > 0) && data.counter <= key.counter {
            return Err(
                "That passkey has been copied: somebody else may have it. Sign in with your password and remove it.",
            );
        }
        key.counter = data.counter;
        let body = serde_json::to_string(&key).map_err(|_| BROKEN)?;
        Ok((body, answered))
    }
}

/// Which passkey a browser says was used.
pub fn id_of(answer: &str) -> Option<String> {
    let answer: UseAnswer = serde_json::from_str(answer).ok()?;
    Some(answer.id)
}

/// The kind of a key and the key.
fn read_cose(cose: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    if let Some(rest) = cose.strip_prefix(COSE_P256) {
        let (x, rest) = rest.split_at_checked(32)?;
        let y = rest.strip_prefix(COSE_P256_Y)?.get(..32)?;
        return Some(("p256", [&[4], x, y].concat()));
    }
    if let Some(rest) = cose.strip_prefix(COSE_ED25519) {
        return Some(("ed25519", rest.get(..32)?.to_vec()));
    }
    let rest = cose.strip_prefix(COSE_RSA)?;
    let (n, rest) = rest.split_at_checked(256)?;
    rest.starts_with(COSE_RSA_E).then(|| ("rsa", n.to_vec()))
}

fn is_signed(kind: &str, public: &[u8], signed: &[u8], signature: &[u8]) -> bool {
    let checked = match kind {
        "p256" => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, public).verify(signed, signature),
        "ed25519" => UnparsedPublicKey::new(&ED25519, public).verify(signed, signature),
        "rsa" => RsaPublicKeyComponents {
            n: public,
            e: &[1, 0, 1][..],
        }
        .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature),
        _ => return false,
    };
    checked.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_a_safe_way() {
        let of = |url| Site::of(url).map(|site| (site.host, site.origin));
        let is = |host: &str, origin: &str| Some((host.to_owned(), origin.to_owned()));
        assert_eq!(
            of("https://tide.example"),
            is("tide.example", "https://tide.example")
        );
        assert_eq!(
            of("https://tide.example:8443/"),
            is("tide.example", "https://tide.example:8443")
        );
        assert_eq!(
            of("http://localhost:8080"),
            is("localhost", "http://localhost:8080")
        );
        for no in [
            "http://tide.example",
            "http://127.0.0.1:8080",
            "https://[::1]",
            "https://192.0.2.7",
        ] {
            assert_eq!(of(no), None, "{no}");
        }
    }

    #[test]
    fn keys_are_read_in_their_one_form() {
        let p256 = [COSE_P256, &[1; 32], COSE_P256_Y, &[2; 32]].concat();
        let (kind, key) = read_cose(&p256).unwrap();
        assert_eq!(
            (kind, key.len(), key[0], key[1], key[64]),
            ("p256", 65, 4, 1, 2)
        );
        let ed = [COSE_ED25519, &[3; 32], b"extensions"].concat();
        assert_eq!(read_cose(&ed), Some(("ed25519", vec![3; 32])));
        let rsa = [COSE_RSA, &[4; 256], COSE_RSA_E].concat();
        assert_eq!(read_cose(&rsa), Some(("rsa", vec![4; 256])));
        for cut in [0, 5, 9, 20, 45, 76] {
            assert_eq!(read_cose(&p256[..cut]), None);
        }
        assert_eq!(read_cose(&[0xff; 400]), None);
    }
}
