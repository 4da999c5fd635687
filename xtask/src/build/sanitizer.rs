//! Interpreters whose C code is instrumented, so that the Rust code in them can be, too.
//!
//! One process has one sanitizer runtime. It is clang's, linked to the interpreter: rustc makes
//! code for LLVM's runtime, which gcc's is not. What runtime and code expect of each other can
//! change with LLVM's version; so of several clangs the one with the LLVM of the nightly rustc is
//! taken.

use anyhow::{Context, Result};

use crate::module::Sanitizer;
use crate::process;

/// Names the clang to use.
const VARIABLE: &str = "CLANG";

impl Sanitizer {
    /// What is appended to a build directory's name.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Address => "-asan",
            Self::Thread => "-tsan",
        }
    }

    /// What configure is told.
    pub(super) fn configure_arguments(self) -> Result<Vec<String>> {
        let compiler = clang().context(
            "no clang was found, whose runtime sanitized Rust code needs; install it (apt-get \
             install clang), or name it in CLANG",
        )?;
        let (sanitizer, more) = match self {
            // pymalloc's blocks would lie side by side, and an access beyond one in the next.
            Self::Address => ("--with-address-sanitizer", "--without-pymalloc"),
            // Races are between threads that run at the same time.
            Self::Thread => ("--with-thread-sanitizer", "--disable-gil"),
        };
        let flags = match self {
            Self::Address => "CFLAGS=-O1 -fno-omit-frame-pointer",
            Self::Thread => "CFLAGS=-O2 -fno-omit-frame-pointer",
        };
        let compiler = format!("CC={compiler}");
        Ok([sanitizer, more, flags, &compiler]
            .map(str::to_owned)
            .into())
    }

    /// The variable for everything that runs the interpreter, its own build included.
    pub(crate) const fn environment(self) -> (&'static str, &'static str) {
        match self {
            // An interpreter does not free all at its end. Python tests exhausted memory itself.
            Self::Address => ("ASAN_OPTIONS", "detect_leaks=0:allocator_may_return_null=1"),
            Self::Thread => ("TSAN_OPTIONS", "second_deadlock_stack=1"),
        }
    }
}

/// The clang that fits the nightly rustc best.
pub(crate) fn clang() -> Option<String> {
    let named = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty());
    let of_llvm = || {
        let version = process::output(process::command("rustc").args(["+nightly", "-vV"]))?;
        Some(format!("clang-{}", llvm_major(&version)?))
    };
    [named, of_llvm(), Some("clang".to_owned())]
        .into_iter()
        .flatten()
        .find(|name| process::search_path(name).is_some())
}

/// `22` of a line `LLVM version: 22.1.4`.
fn llvm_major(version: &str) -> Option<&str> {
    let line = version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    line.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn llvms_version_is_found() {
        let text = "rustc 1.97.0-nightly\nrelease: 1.97.0-nightly\nLLVM version: 22.1.4\n";
        assert_eq!(llvm_major(text), Some("22"));
        assert_eq!(llvm_major("release: 1.97.0"), None);
    }
}
