//! The suites, in the order in which they run.

use super::suite::Suite;
use super::{
    anchors, bootstrap, codecs, compilers, cpython, crates, foreign, interpreters, newer,
    packaging, relinked, sanitize, scripts, xxrust,
};

pub(super) static SUITES: &[Suite] = &[
    Suite::always(
        "lint",
        "formatting, clippy, rustdoc, no unsafe code in modules and codecs, no module only in Rust",
        crates::lint,
    ),
    Suite::always(
        "crates",
        "unit, property and compile-fail tests",
        crates::unit,
    ),
    Suite::always(
        "build",
        "CPython builds with Rust, without, and for debugging",
        interpreters::build,
    ),
    Suite::always(
        "declarations",
        "the C compiler accepts ours, and no wrong ones",
        crates::declarations,
    ),
    Suite::always(
        "cpython-rust",
        "CPython's own tests around binascii, in Rust",
        cpython::rust,
    ),
    Suite::always(
        "cpython-c",
        "the same tests in C (--with-rust=no)",
        cpython::c,
    ),
    Suite::always(
        "parity",
        "signatures, docs, results, messages are those of C",
        scripts::parity,
    ),
    Suite::always(
        "base64",
        "base64 in Rust is what it is in Python, and test_base64 passes in both",
        scripts::base64,
    ),
    Suite::always(
        "zlib",
        "zlib reads what C writes, and C what it writes; messages, limits, sizes are those of C",
        scripts::zlib,
    ),
    Suite::always(
        "visible",
        "sysconfig and pythoninfo say what is in Rust; __spec__ and help() are those of C",
        scripts::visible,
    ),
    Suite::always(
        "zlib-stress",
        "zlib without memory, in 8 threads that share objects, and in 50 interpreters",
        scripts::zlib_stress,
    ),
    Suite::always(
        "kernels",
        "CPython's tests of binascii and base64 pass with each set of instructions",
        scripts::kernels,
    ),
    Suite::always(
        "fuzz",
        "random calls behave as in C and in Python",
        scripts::fuzz,
    ),
    Suite::always(
        "subinterpreters",
        "50 interpreters, each with its own GIL",
        scripts::subinterpreters,
    ),
    Suite::always(
        "threads",
        "8 threads, and a buffer that changes under them",
        scripts::threads,
    ),
    Suite::always(
        "memory",
        "each allocation fails once; no more memory than C",
        scripts::memory,
    ),
    Suite::always(
        "leaks",
        "no reference or block leaks (-R 3:3, debug build)",
        cpython::leaks,
    ),
    Suite::always("xxrust", "the worked example's own tests", xxrust::tests),
    Suite::always(
        "xxrust-leaks",
        "no reference or block leaks in it (-R 3:3, debug build)",
        xxrust::leaks,
    ),
    Suite::always(
        "xxrust-memory",
        "each allocation of each of its calls fails once",
        xxrust::memory,
    ),
    Suite::always(
        "xxrust-threads",
        "16 threads make all its calls",
        xxrust::threads,
    ),
    Suite::always(
        "xxrust-subinterpreters",
        "its tests, in 100 interpreters on 8 threads",
        xxrust::subinterpreters,
    ),
    Suite::always(
        "symbols",
        "only PyInit_* is added; make smelly agrees",
        scripts::symbols,
    ),
    Suite::always(
        "module",
        "a module as a file of its own, with and without std",
        scripts::module,
    ),
    Suite::always(
        "guide",
        "the guide's modules do what it says; a port behaves as in C",
        scripts::guide,
    ),
    Suite::always(
        "incremental",
        "make rebuilds no more and no less than it must",
        scripts::incremental,
    ),
    Suite::always(
        "configure",
        "--with-rust decides and explains",
        packaging::configure,
    ),
    Suite::always(
        "offline",
        "no network, cargo or libclang is needed to build",
        scripts::offline,
    ),
    Suite::always(
        "graft",
        "a tree is grafted, and restored byte for byte",
        scripts::graft,
    ),
    Suite::always(
        "bench",
        "the benchmark runs, adds up, and results are the same",
        scripts::bench,
    ),
    Suite::slow(
        "link-static",
        "a packager's day: read-only source, DESTDIR, embedding, shared modules, abort, clean",
        packaging::linked_statically,
    ),
    Suite::slow(
        "link-shared",
        "the same with --enable-shared",
        packaging::linked_dynamically,
    ),
    Suite::always(
        "sbom",
        "the bill of materials is true and valid, and CPython's own tool writes the same",
        packaging::sbom,
    ),
    Suite::slow(
        "supply-chain",
        "licenses, sources and advisories are checked, and a planted advisory is found",
        packaging::supply_chain,
    ),
    Suite::slow(
        "cve-drill",
        "a crate gets a CVE: a patch, another release, and a build without it, each timed",
        packaging::drill,
    ),
    Suite::slow(
        "windows",
        "MSBuild's files call rustc as they have to, and all compiles for Windows' targets",
        packaging::windows,
    ),
    Suite::slow(
        "reproducible",
        "two builds in two places at two times give the same bytes",
        packaging::reproducible,
    ),
    Suite::slow(
        "recipes",
        "the recipes for Debian, Gentoo, Nix and conda do what docs/distributors.md says",
        packaging::recipes,
    ),
    Suite::slow(
        "optimised",
        "a build by profile with LTO compiles Rust once; gdb and perf see through it",
        packaging::optimised,
    ),
    Suite::slow(
        "bootstrap",
        "Python without Rust plans a build of rustc, and nothing that takes is only in Rust",
        bootstrap::chain,
    ),
    Suite::slow(
        "c-twin",
        "--with-rust=no gives, byte for byte, what a tree that never was grafted gives",
        bootstrap::twins,
    ),
    Suite::slow(
        "fuzz-long",
        "10 million random calls, and a million in a debug build",
        scripts::fuzz_long,
    ),
    Suite::slow(
        "zlib-corpus",
        "zlib on the wheels of 20 popular packages, and on all that cargo has fetched",
        scripts::zlib_corpus,
    ),
    Suite::slow(
        "oldest-rustc",
        "the oldest Rust that is promised compiles it all, and what it makes passes the tests",
        compilers::oldest,
    ),
    Suite::slow(
        "debian-roots",
        "a tarball is built by the rustc of Debian stable and of unstable, and passes CPython's tests",
        compilers::debian,
    ),
    Suite::slow(
        "foreign",
        "codecs pass their tests on AArch64 (NEON) and s390x (big-endian), emulated",
        compilers::foreign,
    ),
    Suite::slow(
        "python-s390x",
        "Debian's CPython 3.15 for s390x (big-endian), emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "s390x"),
    ),
    Suite::slow(
        "python-i386",
        "Debian's CPython 3.15 for i386 (32 bits), emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "i386"),
    ),
    Suite::slow(
        "python-armhf",
        "Debian's CPython 3.15 for armhf (32 bits), emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "armhf"),
    ),
    Suite::slow(
        "python-arm64",
        "Debian's CPython 3.15 for arm64, emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "arm64"),
    ),
    Suite::slow(
        "python-ppc64el",
        "Debian's CPython 3.15 for ppc64el, emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "ppc64el"),
    ),
    Suite::slow(
        "python-riscv64",
        "Debian's CPython 3.15 for riscv64, emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "riscv64"),
    ),
    Suite::slow(
        "python-loong64",
        "Debian's CPython 3.15 for loong64, emulated, with the modules in Rust: its tests, parity with its C",
        |session, runner| foreign::python(session, runner, "loong64"),
    ),
    Suite::slow(
        "fuzz-targets",
        "the targets for codecs compile",
        crates::fuzz_targets,
    ),
    Suite::slow(
        "codecs-address",
        "no codec reads or writes out of bounds",
        codecs::address,
    ),
    Suite::slow(
        "codecs-miri",
        "nothing undefined in vectors (AVX2) and output memory, in Miri",
        codecs::miri,
    ),
    Suite::slow(
        "rootfs-declarations",
        "for 3.14 and 3.15, the C compiler of Debian unstable accepts ours",
        crates::rootfs_declarations,
    ),
    Suite::slow(
        "rootfs-anchors",
        "the graft's edits fit what 3.14 and 3.15 install, and register modules there",
        anchors::installed,
    ),
    Suite::slow(
        "xxrust-3.14",
        "the worked example, in CPython 3.14 of Debian unstable",
        |session, runner| newer::xxrust(session, runner, "3.14"),
    ),
    Suite::slow(
        "xxrust-3.15",
        "the worked example, in CPython 3.15 of Debian unstable",
        |session, runner| newer::xxrust(session, runner, "3.15"),
    ),
    Suite::slow(
        "relink",
        "an installed CPython with a static library, with Rust built in",
        relinked::installed,
    ),
    Suite::slow(
        "relink-3.14",
        "CPython 3.14 of Debian unstable with Rust built in: its own tests, leaks, parity",
        |session, runner| relinked::all(session, runner, "3.14"),
    ),
    Suite::slow(
        "relink-3.15",
        "CPython 3.15 of Debian unstable with Rust built in: its own tests, leaks, parity",
        |session, runner| relinked::all(session, runner, "3.15"),
    ),
    Suite::slow(
        "free-threaded",
        "CPython's own tests, free-threaded",
        cpython::free_threaded,
    ),
    Suite::slow(
        "free-threads",
        "8 threads in parallel, free-threaded",
        scripts::free_threads,
    ),
    Suite::slow(
        "xxrust-free-threads",
        "16 threads in parallel for 60 s, free-threaded",
        xxrust::free_threads,
    ),
    Suite::slow(
        "cost",
        "what calls cost can be compared with C",
        xxrust::cost,
    ),
    Suite::slow(
        "size",
        "the worked example is small without Rust's library",
        xxrust::size,
    ),
    Suite::slow(
        "sanitize-address",
        "no bad access in C or Rust, and bugs are found",
        sanitize::address,
    ),
    Suite::slow(
        "sanitize-thread",
        "no race in C or Rust, and bugs are found",
        sanitize::thread,
    ),
    Suite::slow(
        "sanitize-undefined",
        "with this sanitizer in C, Rust has assertions and checks of arithmetic",
        sanitize::undefined,
    ),
    Suite::slow(
        "older",
        "CPython's own tests, in an older release",
        cpython::older,
    ),
    Suite::slow(
        "older-parity",
        "parity, in an older release",
        scripts::older_parity,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_have_names_of_their_own() {
        let mut names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SUITES.len());
    }
}
