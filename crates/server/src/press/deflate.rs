//! Gzip in pieces: what is shared is compressed once, what is personal is put between uncompressed.
//!
//! A deflate stream is a row of blocks. Each shared piece is compressed on its own and ended with a full
//! flush, which leaves whole bytes and no back-references across the border; a personal piece is one
//! stored block (RFC 1951, 3.2.4). The checksum of the whole (RFC 1952) comes from the pieces'
//! checksums: moving a CRC past n further bytes is a linear map over GF(2), which is worked out once per
//! piece (as in zlib's `crc32_combine`, by Mark Adler).

use flate2::{Compress, Compression, FlushCompress, Status};

/// Begins every gzip file of ours: no name, no time, an unknown system.
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// An empty last block.
pub(super) const END: [u8; 2] = [3, 0];
/// The longest stored block.
const STORED_MAX: usize = 0xffff;

/// A shared piece of a page, compressed.
pub(super) struct Piece {
    /// Whole deflate blocks, none of them the last.
    pub(super) deflated: Vec<u8>,
    /// Its bytes before compression.
    pub(super) length: usize,
    crc: u32,
    shift: CrcShift,
}

impl Piece {
    pub(super) fn new(plain: &[u8], level: Compression) -> Self {
        Self {
            deflated: compress(plain, level),
            length: plain.len(),
            crc: crc32fast::hash(plain),
            shift: CrcShift::past(plain.len()),
        }
    }

    /// The checksum of what came before, followed by this piece.
    pub(super) fn crc_after(&self, before: u32) -> u32 {
        self.shift.apply(before) ^ self.crc
    }
}

fn compress(plain: &[u8], level: Compression) -> Vec<u8> {
    let mut stream = Compress::new(level, false);
    let mut out = Vec::with_capacity(plain.len() / 3 + 64);
    let mut flushed = plain.is_empty();
    while !flushed {
        let read = usize::try_from(stream.total_in()).unwrap_or(plain.len());
        out.reserve(plain.len() / 8 + 64);
        match stream.compress_vec(&plain[read..], &mut out, FlushCompress::Full) {
            // The flush is complete when there was room left after it.
            Ok(Status::Ok) => {
                flushed = stream.total_in() == plain.len() as u64 && out.len() < out.capacity()
            }
            Ok(Status::BufError | Status::StreamEnd) | Err(_) => flushed = true,
        }
    }
    out
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

/// What moving past a number of bytes does to a CRC: a 32 by 32 matrix over GF(2), by columns.
struct CrcShift([u32; 32]);

impl CrcShift {
    fn past(bytes: usize) -> Self {
        // One zero bit: shift, and the polynomial for the bit that falls out.
        let mut power = [0_u32; 32];
        power[0] = POLYNOMIAL;
        for (bit, column) in power.iter_mut().enumerate().skip(1) {
            *column = 1 << (bit - 1);
        }
        // One byte: eight bits.
        for _ in 0..3 {
            power = product(&power, &power);
        }
        let mut shift: [u32; 32] = std::array::from_fn(|bit| 1 << bit);
        let mut left = bytes;
        while left > 0 {
            if left & 1 == 1 {
                shift = product(&power, &shift);
            }
            power = product(&power, &power);
            left >>= 1;
        }
        Self(shift)
    }

    fn apply(&self, crc: u32) -> u32 {
        apply(&self.0, crc)
    }
}

fn apply(matrix: &[u32; 32], mut vector: u32) -> u32 {
    let mut sum = 0;
    while vector != 0 {
        sum ^= matrix[vector.trailing_zeros() as usize];
        vector &= vector - 1;
    }
    sum
}

fn product(a: &[u32; 32], b: &[u32; 32]) -> [u32; 32] {
    std::array::from_fn(|column| apply(a, b[column]))
}
