//! What makes a file small that is built with `--panic abort`. What each part is worth is said in
//! `docs/sizes.md`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Leaves out the tables from which frames are unwound: nothing unwinds such a file.
const NO_UNWIND_TABLES: &str =
    "SECTIONS { /DISCARD/ : { *(.eh_frame) *(.eh_frame_hdr) } } INSERT BEFORE .text;\n";

/// How much the compiler does for speed. What glue costs is calls into CPython; only the loops of
/// the codecs gain from being large.
pub(super) fn opt_level(folder: &Path) -> &'static str {
    match folder.starts_with("codecs") || folder.starts_with("vendor") {
        true => "3",
        false => "s",
    }
}

/// The linker's options, of which the compiler driver gets one argument each.
pub(super) fn linker_options(strip: bool, relr: bool, work: &Path) -> Result<Vec<String>> {
    // Code and constants share pages, which the linker fills up otherwise.
    let mut options = vec!["-Wl,-z,noseparate-code".to_owned()];
    if relr {
        options.push("-Wl,-z,pack-relative-relocs".to_owned());
    }
    // Debuggers may want them.
    if strip {
        let script: PathBuf = work.join("small.ld");
        std::fs::write(&script, NO_UNWIND_TABLES)
            .with_context(|| format!("cannot write {}", script.display()))?;
        options.push("-Wl,--no-eh-frame-hdr".to_owned());
        options.push(format!("-Wl,-T,{}", script.display()));
    }
    Ok(options)
}

/// Whether a C library, as Python's `confstr` names it, knows packed relocations.
pub(super) fn has_relr(c_library: &str) -> bool {
    let version = c_library.strip_prefix("glibc 2.");
    let minor = version.and_then(|version| version.split('.').next());
    minor.is_some_and(|minor| minor.parse::<u32>().is_ok_and(|minor| minor >= 36))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glibc_packs_relocations_from_2_36_on() {
        assert!(has_relr("glibc 2.36"));
        assert!(has_relr("glibc 2.41"));
        assert!(!has_relr("glibc 2.35"));
        assert!(!has_relr("musl 1.2"));
        assert!(!has_relr(""));
    }

    #[test]
    fn only_codecs_are_compiled_for_speed() {
        assert_eq!(opt_level(Path::new("codecs/hex")), "3");
        assert_eq!(opt_level(Path::new("vendor/zlib-rs")), "3");
        assert_eq!(opt_level(Path::new("api/cpython-api")), "s");
    }
}
