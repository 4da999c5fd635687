//! zlib's levels, on zlib-rs.

use zlib_rs::ReturnCode;
use zlib_rs::deflate::{self, DeflateStream, Strategy};

/// How zlib-rs searches for what was there before, in zlib's terms.
pub(crate) struct Search {
    /// One of zlib-rs' levels.
    pub(crate) level: i32,
    /// What is different from that: lengths of matches from which on it searches less, takes the next one untried,
    /// is content; and how many it tries.
    tuned: Option<[usize; 4]>,
}

impl Search {
    /// For a level of zlib's.
    ///
    /// zlib-rs' 1 makes results that are a sixth to a third larger than zlib's, and its 6 some that are 2.3 % larger
    /// where there are many matches of three bytes: it looks for four. `docs/design/zlib.md` has the
    /// figures by which these were chosen.
    pub(crate) fn of(level: i32) -> Self {
        let (level, tuned) = match level {
            1 => (2, Some([4, 0, 8, 1])),
            -1 | 6 => (7, Some([4, 16, 64, 80])),
            other => (other, None),
        };
        Search { level, tuned }
    }

    /// Has a stream that begins search so.
    pub(crate) fn begin(self, stream: &mut DeflateStream<'_>, strategy: Strategy) -> ReturnCode {
        let code = deflate::params(stream, self.level, strategy);
        match (code, self.tuned) {
            (ReturnCode::Ok, Some([good, lazy, nice, chain])) => {
                deflate::tune(stream, good, lazy, nice, chain)
            }
            (code, _) => code,
        }
    }
}
