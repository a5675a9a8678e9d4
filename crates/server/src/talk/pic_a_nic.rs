//! *Pic-a-Nic*: invented, pronounceable, unused names such as "Omineling Forkbeard1962".

use clipsheet_markup::Nic;
use clipsheet_store::{Conn, StoreResult, find_staff_by_key, list_nics_like};

const BEGINNINGS: &[&str] = &[
    "Omi", "Bar", "Quil", "Tar", "Fen", "Mar", "Glo", "Hes", "Pim", "Sal", "Wob", "Dra", "Thel",
    "Cro", "Ulf", "Nib", "Ester", "Gob", "Lan", "Rum", "Sker", "Vel", "Yar", "Zeb", "Alder", "Bos",
    "Cul", "Dun", "Eb", "Flo",
];
const MIDDLES: &[&str] = &[
    "ne", "bi", "lo", "mi", "ru", "na", "ti", "ve", "do", "ga", "le", "so", "ri", "wa", "be", "mo",
    "ka", "pe",
];
const ENDS: &[&str] = &[
    "ling", "wick", "mere", "bert", "ton", "by", "field", "man", "dine", "gate", "worth", "low",
    "stock", "ham", "more", "well", "rick", "nock",
];
const SURNAMES: &[&str] = &[
    "Forkbeard",
    "Mudlark",
    "Bollard",
    "Gullfeather",
    "Kettle",
    "Barnacle",
    "Foghorn",
    "Halyard",
    "Pieface",
    "Oarlock",
    "Saltmarsh",
    "Driftwood",
    "Lampwick",
    "Cobblestone",
    "Tidewater",
    "Marrowby",
    "Sandwich",
    "Limpet",
    "Crumpet",
    "Windlass",
    "Featherstone",
    "Anchorage",
    "Pennywhistle",
    "Bilgewater",
    "Cormorant",
    "Quayside",
    "Thimble",
    "Tuba",
    "Brasspolish",
    "Larboard",
];

/// Names tried before the number is made longer.
const TRIES: u64 = 30;

/// A stream of numbers from a seed (SplitMix64, by Sebastiano Vigna, public domain).
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = self.next() % words.len() as u64;
        words[usize::try_from(index).unwrap_or(0)]
    }
}

/// A name from a seed.
pub fn invent(seed: u64) -> String {
    let mut stream = Stream(seed);
    let mut first = String::from(stream.pick(BEGINNINGS));
    if stream.next().is_multiple_of(2) {
        first.push_str(stream.pick(MIDDLES));
    }
    first.push_str(stream.pick(ENDS));
    let number = 1000 + stream.next() % 9000;
    format!("{first} {}{number}", stream.pick(SURNAMES))
}

/// A name that nobody has signed with, nor one that looks like it.
///
/// # Errors
/// When the store cannot be read.
pub fn propose(conn: &mut Conn, seed: u64) -> StoreResult<String> {
    for attempt in 0..TRIES {
        let name = invent(seed.wrapping_add(attempt.wrapping_mul(0x5851_F42D_4C95_7F2D)));
        let skeleton = Nic::parse(&name)
            .map(|nic| nic.skeleton())
            .unwrap_or_default();
        let is_free = list_nics_like(conn, &skeleton)?.is_empty()
            && find_staff_by_key(conn, &skeleton)?.is_none();
        if is_free {
            return Ok(name);
        }
    }
    // Thirty in a row taken: such a paper has earned a longer number.
    Ok(format!("{}{seed}", invent(seed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_signed_with_and_hardly_repeat() {
        let names: std::collections::HashSet<String> = (0..10_000).map(invent).collect();
        assert!(names.len() > 9_990, "{}", names.len());
        for name in names {
            assert!(Nic::parse(&name).is_ok(), "{name}");
            assert!(
                name.split(' ').count() == 2 && name.ends_with(|c: char| c.is_ascii_digit()),
                "{name}"
            );
        }
    }
}
