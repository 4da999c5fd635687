//! Bytes from quoted-printable text, of a body and of a header.
#![no_main]

use codec_fuzz::{Data, at_each_level, filled};
use codec_qp::{decode, naive};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: Data| {
    let text = text.bytes();
    for header in [false, true] {
        let expected = naive::decode(text, header);
        at_each_level(|level| {
            let found = filled(text.len(), |out| decode(text, header, out));
            assert_eq!(found.as_ref(), Ok(&expected), "{level:?} {header}");
        });
    }
});
