//! `zlib`: compression that gzip, zip and PNG use.
//!
//! ```text
//! class error(Exception): ...
//!
//! def compress(data, /, level=-1, wbits=15) -> bytes: ...
//! def decompress(data, /, wbits=15, bufsize=16384) -> bytes: ...
//! def compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None) -> Compress: ...
//! def decompressobj(wbits=15, zdict=b'') -> Decompress: ...
//! def adler32(data, value=1, /) -> int: ...
//! def crc32(data, value=0, /) -> int: ...
//! def adler32_combine(adler1, adler2, len2, /) -> int: ...    # since 3.15
//! def crc32_combine(crc1, crc2, len2, /) -> int: ...          # since 3.15
//!
//! class _ZlibDecompressor: ...    # what gzip and zipfile read with
//! ```
//!
//! A drop-in for the C module, on zlib-rs. What is compressed can differ in its bytes
//! from what zlib makes of it; what is decompressed, raised and said cannot. A dictionary is read when
//! an object is made, and not later.
#![forbid(unsafe_code)]
#![allow(
    non_camel_case_types,
    reason = "`error` is Python's name of the exception"
)]
#![no_std]

mod buffered;
mod checksums;
mod compressor;
mod container;
mod decompressor;
mod dictionary;
mod failure;
mod one_shot;
mod output;
mod quick;
mod small;
mod streams;
#[cfg(Py_3_15)]
mod v3_15;

#[cfg(cpython_twin)]
mod twin {
    #![allow(non_upper_case_globals, reason = "the names are the Python functions'")]
    #![allow(dead_code, reason = "the methods' docstrings are here as well")]
    include!("twin.rs");
}

use buffered::ZlibDecompressor;
use checksums::{adler32, crc32};
use compressor::{Compress, compressobj};
use cpython_api::prelude::*;
use decompressor::{Decompress, decompressobj};
use one_shot::{compress, decompress};
use streams::Streams;
#[cfg(Py_3_15)]
use v3_15::{__getattr__, adler32_combine, crc32_combine};
use zlib_stream::{IMPLEMENTATION, ZLIB_VERSION, flush};

/// With zlib's header, the largest window.
const MAX_WBITS: i32 = 15;
/// The only method there is.
const DEFLATED: i32 = 8;
const DEF_MEM_LEVEL: i32 = 8;
/// `__version__`, which says nothing.
const VERSION: &str = "1.0";
/// How large the output is to begin with, unless something else is asked for.
const DEF_BUF_SIZE: usize = 16 * 1024;

use error as Error;

module! {
    Zlib = "zlib",
    doc: "Compression and decompression in the formats of zlib and gzip.",
    state: Streams,
    exceptions: [error(Exception)],
    classes: [Compress, Decompress, ZlibDecompressor],
    constants: [
        MAX_WBITS = MAX_WBITS,
        DEFLATED = DEFLATED,
        DEF_MEM_LEVEL = DEF_MEM_LEVEL,
        DEF_BUF_SIZE = DEF_BUF_SIZE,
        Z_NO_COMPRESSION = 0,
        Z_BEST_SPEED = 1,
        Z_BEST_COMPRESSION = 9,
        Z_DEFAULT_COMPRESSION = -1,
        Z_FILTERED = 1,
        Z_HUFFMAN_ONLY = 2,
        Z_RLE = 3,
        Z_FIXED = 4,
        Z_DEFAULT_STRATEGY = 0,
        Z_NO_FLUSH = flush::NONE,
        Z_PARTIAL_FLUSH = flush::PARTIAL,
        Z_SYNC_FLUSH = flush::SYNC,
        Z_FULL_FLUSH = flush::FULL,
        Z_FINISH = flush::FINISH,
        Z_BLOCK = flush::BLOCK,
        Z_TREES = flush::TREES,
        ZLIB_VERSION = ZLIB_VERSION,
        ZLIB_RUNTIME_VERSION = ZLIB_VERSION,
        _implementation = IMPLEMENTATION,
        #[cfg(not(Py_3_15))] __version__ = VERSION,
    ],
    functions: [
        compress, decompress, compressobj, decompressobj, adler32, crc32,
        #[cfg(Py_3_15)] adler32_combine, #[cfg(Py_3_15)] crc32_combine, #[cfg(Py_3_15)] __getattr__,
    ],
}
