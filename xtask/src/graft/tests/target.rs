//! `graft/target.sh`: autoconf's triplets and rustc's targets.

use std::collections::BTreeSet;
use std::process::Command;

use crate::graft::repository;

/// Triplets as config.sub writes them, and what rustc calls them.
const KNOWN: &[(&str, &str)] = &[
    // Debian
    ("x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("i686-pc-linux-gnu", "i686-unknown-linux-gnu"),
    ("i586-pc-linux-gnu", "i686-unknown-linux-gnu"),
    ("i386-pc-linux-gnu", "i686-unknown-linux-gnu"),
    ("x86_64-pc-linux-gnux32", "x86_64-unknown-linux-gnux32"),
    ("aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
    (
        "arm-unknown-linux-gnueabihf",
        "armv7-unknown-linux-gnueabihf",
    ),
    ("arm-unknown-linux-gnueabi", "armv5te-unknown-linux-gnueabi"),
    (
        "loongarch64-unknown-linux-gnu",
        "loongarch64-unknown-linux-gnu",
    ),
    ("m68k-unknown-linux-gnu", "m68k-unknown-linux-gnu"),
    ("mipsel-unknown-linux-gnu", "mipsel-unknown-linux-gnu"),
    (
        "mips64el-unknown-linux-gnuabi64",
        "mips64el-unknown-linux-gnuabi64",
    ),
    (
        "mipsisa64r6el-unknown-linux-gnuabi64",
        "mipsisa64r6el-unknown-linux-gnuabi64",
    ),
    ("powerpc-unknown-linux-gnu", "powerpc-unknown-linux-gnu"),
    ("powerpc64-unknown-linux-gnu", "powerpc64-unknown-linux-gnu"),
    (
        "powerpc64le-unknown-linux-gnu",
        "powerpc64le-unknown-linux-gnu",
    ),
    ("riscv64-unknown-linux-gnu", "riscv64gc-unknown-linux-gnu"),
    ("s390x-ibm-linux-gnu", "s390x-unknown-linux-gnu"),
    ("sparc64-unknown-linux-gnu", "sparc64-unknown-linux-gnu"),
    // Others with glibc
    (
        "armv7l-unknown-linux-gnueabihf",
        "armv7-unknown-linux-gnueabihf",
    ),
    (
        "armv7hl-redhat-linux-gnueabihf",
        "armv7-unknown-linux-gnueabihf",
    ),
    (
        "armv8l-unknown-linux-gnueabihf",
        "armv7-unknown-linux-gnueabihf",
    ),
    (
        "armv6l-unknown-linux-gnueabihf",
        "arm-unknown-linux-gnueabihf",
    ),
    (
        "armv6j-unknown-linux-gnueabihf",
        "arm-unknown-linux-gnueabihf",
    ),
    (
        "armv6j-hardfloat-linux-gnueabi",
        "arm-unknown-linux-gnueabihf",
    ),
    (
        "armv7a-hardfloat-linux-gnueabi",
        "armv7-unknown-linux-gnueabihf",
    ),
    (
        "armv7a-softfloat-linux-gnueabi",
        "armv7-unknown-linux-gnueabi",
    ),
    (
        "armv5tel-softfloat-linux-gnueabi",
        "armv5te-unknown-linux-gnueabi",
    ),
    (
        "armv4tl-softfloat-linux-gnueabi",
        "armv4t-unknown-linux-gnueabi",
    ),
    (
        "armebv7r-unknown-linux-gnueabi",
        "armeb-unknown-linux-gnueabi",
    ),
    (
        "aarch64_be-unknown-linux-gnu",
        "aarch64_be-unknown-linux-gnu",
    ),
    ("x86_64-redhat-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("x86_64-suse-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("x86_64-conda-linux-gnu", "x86_64-unknown-linux-gnu"),
    (
        "powerpc64le-redhat-linux-gnu",
        "powerpc64le-unknown-linux-gnu",
    ),
    ("riscv32-unknown-linux-gnu", "riscv32gc-unknown-linux-gnu"),
    ("mips-unknown-linux-gnu", "mips-unknown-linux-gnu"),
    ("mips64-unknown-linux-gnu", "mips64-unknown-linux-gnuabi64"),
    (
        "mipsisa32r6el-unknown-linux-gnu",
        "mipsisa32r6el-unknown-linux-gnu",
    ),
    ("sparc-unknown-linux-gnu", "sparc-unknown-linux-gnu"),
    // musl
    ("x86_64-alpine-linux-musl", "x86_64-unknown-linux-musl"),
    ("i586-alpine-linux-musl", "i686-unknown-linux-musl"),
    ("aarch64-alpine-linux-musl", "aarch64-unknown-linux-musl"),
    (
        "armv6-alpine-linux-musleabihf",
        "arm-unknown-linux-musleabihf",
    ),
    (
        "armv7-alpine-linux-musleabihf",
        "armv7-unknown-linux-musleabihf",
    ),
    (
        "loongarch64-alpine-linux-musl",
        "loongarch64-unknown-linux-musl",
    ),
    (
        "powerpc64le-alpine-linux-musl",
        "powerpc64le-unknown-linux-musl",
    ),
    ("riscv64-alpine-linux-musl", "riscv64gc-unknown-linux-musl"),
    ("s390x-alpine-linux-musl", "s390x-unknown-linux-musl"),
    (
        "mips64el-unknown-linux-muslabi64",
        "mips64el-unknown-linux-muslabi64",
    ),
    // Apple
    ("aarch64-apple-darwin24.6.0", "aarch64-apple-darwin"),
    ("arm64-apple-darwin23.1.0", "aarch64-apple-darwin"),
    ("x86_64-apple-darwin13.4.0", "x86_64-apple-darwin"),
    ("arm64-apple-ios13.0", "aarch64-apple-ios"),
    ("aarch64-apple-ios", "aarch64-apple-ios"),
    ("arm64-apple-ios13.0-simulator", "aarch64-apple-ios-sim"),
    ("aarch64-apple-ios-simulator", "aarch64-apple-ios-sim"),
    ("x86_64-apple-ios13.0-simulator", "x86_64-apple-ios"),
    ("aarch64-apple-tvos17.0-simulator", "aarch64-apple-tvos-sim"),
    // Android, WebAssembly
    ("aarch64-unknown-linux-android", "aarch64-linux-android"),
    ("aarch64-unknown-linux-android21", "aarch64-linux-android"),
    (
        "armv7a-unknown-linux-androideabi",
        "armv7-linux-androideabi",
    ),
    ("arm-unknown-linux-androideabi", "arm-linux-androideabi"),
    ("i686-pc-linux-android", "i686-linux-android"),
    ("x86_64-pc-linux-android24", "x86_64-linux-android"),
    ("wasm32-unknown-wasi", "wasm32-wasip1"),
    ("wasm32-unknown-wasip1", "wasm32-wasip1"),
    ("wasm32-unknown-emscripten", "wasm32-unknown-emscripten"),
    // The BSDs
    ("x86_64-unknown-freebsd14.3", "x86_64-unknown-freebsd"),
    ("i386-unknown-freebsd13.2", "i686-unknown-freebsd"),
    ("aarch64-unknown-freebsd15.0", "aarch64-unknown-freebsd"),
    (
        "armv7-unknown-freebsd14.0-gnueabihf",
        "armv7-unknown-freebsd",
    ),
    (
        "powerpc64le-unknown-freebsd14.1",
        "powerpc64le-unknown-freebsd",
    ),
    ("riscv64-unknown-freebsd14.1", "riscv64gc-unknown-freebsd"),
    ("x86_64-unknown-netbsd10.1", "x86_64-unknown-netbsd"),
    ("i486-pc-netbsdelf9.3", "i686-unknown-netbsd"),
    ("aarch64-unknown-netbsd10.0", "aarch64-unknown-netbsd"),
    (
        "armv7-unknown-netbsdelf9.3-eabihf",
        "armv7-unknown-netbsd-eabihf",
    ),
    ("x86_64-unknown-openbsd7.7", "x86_64-unknown-openbsd"),
    ("aarch64-unknown-openbsd7.7", "aarch64-unknown-openbsd"),
    ("x86_64-unknown-dragonfly6.4", "x86_64-unknown-dragonfly"),
    // Others
    ("x86_64-pc-solaris2.11", "x86_64-pc-solaris"),
    ("sparcv9-sun-solaris2.11", "sparcv9-sun-solaris"),
    ("x86_64-unknown-illumos", "x86_64-unknown-illumos"),
    ("powerpc64-ibm-aix7.3.0.0", "powerpc64-ibm-aix"),
    ("x86_64-pc-cygwin", "x86_64-pc-cygwin"),
    ("x86_64-w64-mingw32", "x86_64-pc-windows-gnu"),
    ("x86_64-unknown-haiku", "x86_64-unknown-haiku"),
    ("i586-pc-haiku", "i686-unknown-haiku"),
    ("i686-unknown-gnu0.9", "i686-unknown-hurd-gnu"),
    ("x86_64-pc-gnu", "x86_64-unknown-hurd-gnu"),
    // As people write them
    ("x86_64-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("riscv64-linux-gnu", "riscv64gc-unknown-linux-gnu"),
    ("aarch64-linux-android", "aarch64-linux-android"),
    ("wasm32-wasi", "wasm32-wasip1"),
];

/// Platforms that Rust does not have.
const UNKNOWN: &[&str] = &[
    "alpha-unknown-linux-gnu",
    "hppa-unknown-linux-gnu",
    "hppa2.0w-hp-hpux11.31",
    "ia64-unknown-linux-gnu",
    "sh4-unknown-linux-gnu",
    "s390-ibm-linux-gnu",
    "or1k-unknown-linux-musl",
    "x86_64-pc-kfreebsd-gnu",
    "mips64el-unknown-linux-gnuabin32",
    "powerpc-apple-darwin9.8.0",
    "armv7-linux",
    "x86_64",
    "x86_64-*-linux-*",
];

/// Triplets whose meaning depends on the compiler.
const WITH_HOST: &[(&str, &str, &str)] = &[
    // It is another platform's: it says nothing.
    (
        "aarch64-unknown-linux-gnu",
        "x86_64-unknown-linux-gnu",
        "aarch64-unknown-linux-gnu",
    ),
    (
        "x86_64-pc-linux-gnu",
        "x86_64-unknown-linux-musl",
        "x86_64-unknown-linux-gnu",
    ),
    // It is this platform's, under a distribution's name.
    (
        "x86_64-alpine-linux-musl",
        "x86_64-alpine-linux-musl",
        "x86_64-alpine-linux-musl",
    ),
    (
        "x86_64-pc-linux-gnu",
        "x86_64-gentoo-linux-gnu",
        "x86_64-gentoo-linux-gnu",
    ),
    // It is the one of several that share the triplet.
    (
        "arm-unknown-linux-gnueabihf",
        "arm-unknown-linux-gnueabihf",
        "arm-unknown-linux-gnueabihf",
    ),
    (
        "i586-alpine-linux-musl",
        "i586-alpine-linux-musl",
        "i586-alpine-linux-musl",
    ),
    (
        "x86_64-pc-solaris2.11",
        "x86_64-unknown-illumos",
        "x86_64-unknown-illumos",
    ),
    (
        "aarch64-unknown-linux-android",
        "aarch64-linux-android",
        "aarch64-linux-android",
    ),
];

/// Runs target.sh; what it prints, or `None` if it fails.
fn target(arguments: &[&str]) -> Option<String> {
    let script = repository().join("graft/target.sh");
    let output = Command::new("sh")
        .arg(script)
        .args(arguments)
        .output()
        .expect("sh runs");
    let text = String::from_utf8(output.stdout).expect("text");
    match output.status.success() {
        true => Some(text.trim_end().to_owned()),
        false => {
            let message = String::from_utf8(output.stderr).expect("text");
            super::says(&message, &["no Rust target for", arguments[0]]);
            assert_eq!(text, "");
            None
        }
    }
}

#[test]
fn known_triplets_have_a_target() {
    for (triplet, expected) in KNOWN {
        assert_eq!(target(&[triplet]).as_deref(), Some(*expected), "{triplet}");
    }
}

#[test]
fn unknown_triplets_have_none() {
    for triplet in UNKNOWN {
        assert_eq!(target(&[triplet]), None, "{triplet}");
    }
}

#[test]
fn the_compiler_decides_between_names() {
    for (triplet, host, expected) in WITH_HOST {
        assert_eq!(
            target(&[triplet, host]).as_deref(),
            Some(*expected),
            "{triplet} by {host}"
        );
    }
}

#[test]
fn every_target_exists() {
    let output = Command::new("rustc")
        .args(["--print", "target-list"])
        .output()
        .expect("rustc");
    let list = String::from_utf8(output.stdout).expect("text");
    let targets: BTreeSet<&str> = list.lines().collect();
    if !targets.contains("aarch64-unknown-linux-musl") || !targets.contains("x86_64-pc-cygwin") {
        println!("skipped: this rustc is older than some targets of the map");
        return;
    }
    for name in table().iter().flat_map(|(_, names)| names) {
        assert!(
            targets.contains(name.as_str()),
            "rustc has no target {name}"
        );
    }
}

#[test]
fn every_line_of_the_map_can_be_reached() {
    // A line that only repeats an earlier one's pattern would be dead, and so a mistake.
    let mut seen = BTreeSet::new();
    for (pattern, _) in table() {
        assert!(seen.insert(pattern.clone()), "{pattern} is there twice");
        let example = pattern
            .replace("[3-6]", "6")
            .replace("[78]", "7")
            .replace('*', "x");
        if pattern.starts_with('*') {
            continue;
        }
        assert!(target(&[&example]).is_some(), "{pattern}, as {example}");
    }
}

/// The lines of target.txt: pattern and targets.
fn table() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(repository().join("graft/target.txt")).expect("the map");
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace().map(String::from);
            let pattern = words.next().expect("a pattern");
            (pattern, words.filter(|name| name != "-").collect())
        })
        .collect()
}
