//! A passkey in software, as browsers and authenticators make them: WebAuthn Level 2, section 6.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::json;

enum Key {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A passkey for one site.
pub(super) struct Authenticator {
    key: Key,
    pub(super) id: String,
    pub(super) host: String,
    pub(super) origin: String,
    /// Bits 0, present, and 2, verified.
    pub(super) flags: u8,
    /// How often it signed; 0 for one that does not count.
    pub(super) counter: u32,
}

impl Authenticator {
    pub(super) fn p256(name: &str) -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).unwrap();
        Self::with(Key::P256(key), name)
    }

    pub(super) fn ed25519(name: &str) -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let key = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        Self::with(Key::Ed25519(key), name)
    }

    fn with(key: Key, name: &str) -> Self {
        Self {
            key,
            id: BASE64.encode(name),
            host: "tide.example".into(),
            origin: "https://tide.example".into(),
            flags: 0b101,
            counter: 0,
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let data = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn auth_data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.host.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    /// What a browser sends when the passkey is made.
    pub(super) fn create(&self, challenge: &str) -> String {
        let mut data = self.auth_data(self.flags | 0x40);
        let id = BASE64.decode(&self.id).unwrap();
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(id.len()).unwrap().to_be_bytes());
        data.extend_from_slice(&id);
        match &self.key {
            Key::P256(key) => {
                let point = key.public_key().as_ref();
                data.extend_from_slice(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
                data.extend_from_slice(&point[1..33]);
                data.extend_from_slice(b"\x22\x58\x20");
                data.extend_from_slice(&point[33..]);
            }
            Key::Ed25519(key) => {
                data.extend_from_slice(b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20");
                data.extend_from_slice(key.public_key().as_ref());
            }
        }
        let client = self.client_data("webauthn.create", challenge);
        json!({ "client": BASE64.encode(client), "data": BASE64.encode(data) }).to_string()
    }

    /// What a browser sends when the passkey is used.
    pub(super) fn get(&mut self, challenge: &str) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client_data("webauthn.get", challenge);
        let data = self.auth_data(self.flags);
        let mut signed = data.clone();
        signed.extend_from_slice(digest(&SHA256, &client).as_ref());
        let signature = match &self.key {
            Key::P256(key) => {
                let signature = key.sign(&SystemRandom::new(), &signed).unwrap();
                BASE64.encode(signature.as_ref())
            }
            Key::Ed25519(key) => BASE64.encode(key.sign(&signed).as_ref()),
        };
        json!({ "id": self.id, "client": BASE64.encode(client), "data": BASE64.encode(data), "signature": signature })
            .to_string()
    }
}
