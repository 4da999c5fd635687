//! What is around deflated data: a head and a checksum.

use codec_adler::adler32;
use codec_crc::crc32;
use outbuf::{Full, Out};

/// The usual level, which -1 stands for.
const USUAL: u8 = 6;

/// Which of the three it is, and the logarithm of the window's size.
#[derive(Clone, Copy)]
pub(crate) struct Container {
    format: Format,
    window_bits: u8,
}

#[derive(Clone, Copy)]
enum Format {
    Raw,
    Zlib,
    Gzip,
}

impl Container {
    /// What `wbits` says, if it is something.
    pub(crate) fn of(wbits: i32) -> Option<Container> {
        let (format, bits) = match wbits {
            // zlib has no window of 256 bytes, although its header could say so.
            8 => (Format::Zlib, 9),
            9..=15 => (Format::Zlib, wbits),
            25..=31 => (Format::Gzip, wbits - 16),
            -15..=-9 => (Format::Raw, -wbits),
            _ => return None,
        };
        Some(Container {
            format,
            window_bits: bits as u8,
        })
    }

    /// The size of the window, in bytes.
    pub(crate) fn window(self) -> usize {
        1 << self.window_bits
    }

    /// How many bytes head and checksum have.
    pub(crate) fn len(self) -> usize {
        match self.format {
            Format::Raw => 0,
            Format::Zlib => 2 + 4,
            Format::Gzip => 10 + 8,
        }
    }

    /// The head, which has something about the level in it.
    pub(crate) fn write_head(self, level: u8, out: &mut Out<'_>) -> Result<(), Full> {
        match self.format {
            Format::Raw => Ok(()),
            // RFC 1950.
            Format::Zlib => {
                let method = (self.window_bits - 8) << 4 | 8;
                let effort = match level {
                    ..2 => 0,
                    2..6 => 1,
                    6 => 2,
                    _ => 3,
                };
                let header = u16::from_be_bytes([method, effort << 6]);
                // It is a multiple of 31.
                out.extend_array(header.next_multiple_of(31).to_be_bytes())
            }
            // RFC 1952.
            Format::Gzip => {
                const SYSTEM: u8 = match () {
                    () if cfg!(windows) => 10,
                    () if cfg!(target_os = "macos") => 19,
                    // Unix.
                    () => 3,
                };
                let effort = match level {
                    ..2 => 4,
                    9.. => 2,
                    _ => 0,
                };
                out.extend_array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, effort, SYSTEM])
            }
        }
    }

    /// What says whether it was read right.
    pub(crate) fn write_checksum(self, data: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
        match self.format {
            Format::Raw => Ok(()),
            Format::Zlib => out.extend_array(adler32(data, codec_adler::START).to_be_bytes()),
            Format::Gzip => {
                out.extend_array(crc32(data, 0).to_le_bytes())?;
                // Modulo 2^32, as it is wanted.
                out.extend_array((data.len() as u32).to_le_bytes())
            }
        }
    }
}

/// The number of a level, 0 if it is none that compresses.
pub(crate) fn level_number(level: i32) -> u8 {
    match level {
        -1 => USUAL,
        level => u8::try_from(level).unwrap_or_default(),
    }
}
