//! Gzip in pieces: what is shared is compressed once, what is personal is put between uncompressed.
//!
//! A deflate stream is a row of blocks. Each shared piece is compressed on its own and ended with a full
//! flush, which leaves whole bytes and no back-references across the border; a personal piece is one
//! stored block (RFC 1951, 3.2.4). The checksum of the whole (RFC 1952) comes from the pieces'
//! checksums: moving a CRC past n further bytes is a linear map over GF(2), put together from maps for
//! powers of two (as in zlib's `crc32_combine`, by Mark Adler).

use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::sync::LazyLock;

/// Begins every gzip file of ours: no name, no time, an unknown system.
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// An empty last block.
pub(super) const END: [u8; 2] = [3, 0];
/// The longest stored block.
const STORED_MAX: usize = 0xffff;
/// Shorter pieces are stored: compressing them gains nothing.
const WORTH_COMPRESSING: usize = 128;
/// How hard a page is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// zlib's level 1, for a page that may never be asked for again: the long tail of an archive pays this each time.
    Quick,
    /// zlib's level 6, for a page that is asked for again: a quarter smaller, three times the work, done once.
    Fine,
}

/// A shared piece of a page, compressed.
pub(super) struct Piece {
    /// Whole deflate blocks, none of them the last.
    pub(super) deflated: Vec<u8>,
    /// Its bytes before compression.
    pub(super) length: usize,
    crc: u32,
}

impl Piece {
    pub(super) fn new(plain: &[u8], effort: Effort) -> Self {
        let mut deflated = Vec::new();
        if plain.len() < WORTH_COMPRESSING {
            store(plain, &mut deflated);
        } else {
            compress(plain, effort, &mut deflated);
        }
        Self {
            deflated,
            length: plain.len(),
            crc: crc32fast::hash(plain),
        }
    }

    /// The checksum of what came before, followed by this piece.
    pub(super) fn crc_after(&self, before: u32) -> u32 {
        past_bytes(before, self.length) ^ self.crc
    }
}

thread_local! {
    /// A compressor has a quarter of a megabyte of tables: kept, since making them costs more than a small page.
    static QUICK: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(1), false));
    static FINE: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), false));
}

fn compress(plain: &[u8], effort: Effort, out: &mut Vec<u8>) {
    let compressor = match effort {
        Effort::Quick => &QUICK,
        Effort::Fine => &FINE,
    };
    compressor.with_borrow_mut(|stream| {
        stream.reset();
        out.reserve(plain.len() / 3 + 64);
        loop {
            let read = usize::try_from(stream.total_in()).unwrap_or(plain.len());
            match stream.compress_vec(&plain[read..], out, FlushCompress::Full) {
                // The flush is complete when there was room left after it.
                Ok(Status::Ok)
                    if stream.total_in() == plain.len() as u64 && out.len() < out.capacity() =>
                {
                    break;
                }
                Ok(Status::Ok) => out.reserve(plain.len() / 8 + 64),
                Ok(Status::BufError | Status::StreamEnd) | Err(_) => break,
            }
        }
    });
}

/// A personal piece as stored blocks.
pub(super) fn store(plain: &[u8], out: &mut Vec<u8>) {
    for block in plain.chunks(STORED_MAX) {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(0);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
}

/// The checksum of what came before, followed by a personal piece.
pub(super) fn crc_after_plain(before: u32, plain: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new_with_initial(before);
    crc.update(plain);
    crc.finalize()
}

/// CRC-32 as gzip has it, bits reversed.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// A linear map over GF(2), by columns.
type Map = [u32; 32];

/// What moving past 2^n bytes does to a CRC, for every n.
static PAST_POWERS: LazyLock<[Map; 32]> = LazyLock::new(|| {
    // One zero bit: shift, and the polynomial for the bit that falls out.
    let mut map: Map =
        std::array::from_fn(|bit| if bit == 0 { POLYNOMIAL } else { 1 << (bit - 1) });
    // One byte: eight bits.
    for _ in 0..3 {
        map = squared(&map);
    }
    std::array::from_fn(|_| {
        let power = map;
        map = squared(&map);
        power
    })
});

fn squared(map: &Map) -> Map {
    std::array::from_fn(|column| apply(map, map[column]))
}

fn apply(map: &Map, mut vector: u32) -> u32 {
    let mut sum = 0;
    while vector != 0 {
        sum ^= map[vector.trailing_zeros() as usize];
        vector &= vector - 1;
    }
    sum
}

/// A CRC after so many further bytes of zero.
fn past_bytes(crc: u32, bytes: usize) -> u32 {
    let powers = PAST_POWERS
        .iter()
        .enumerate()
        .filter(|(bit, _)| bytes >> bit & 1 == 1);
    powers.fold(crc, |crc, (_, map)| apply(map, crc))
}
