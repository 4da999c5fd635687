//! `graft/target.sh`: autoconf's triplets and rustc's targets.

use std::collections::BTreeSet;
use std::process::Command;

use crate::graft::repository;

/// Triplets that `platforms/` does not have (its own are tested in `crate::platforms`): other
/// vendors, versions and spellings.
const KNOWN: &[(&str, &str)] = &[
    (
        "armebv7r-unknown-linux-gnueabi",
        "armeb-unknown-linux-gnueabi",
    ),
    ("x86_64-conda-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("x86_64-apple-darwin13.4.0", "x86_64-apple-darwin"),
    ("aarch64-apple-tvos17.0-simulator", "aarch64-apple-tvos-sim"),
    ("powerpc64-ibm-aix7.3.0.0", "powerpc64-ibm-aix"),
    ("earmv7hf--netbsdelf", "armv7-unknown-netbsd-eabihf"),
    // As a newer config.sub writes them
    ("x86_64-unknown-illumos", "x86_64-unknown-illumos"),
    ("aarch64-unknown-illumos", "aarch64-unknown-illumos"),
    ("x86_64-pc-windows-gnu", "x86_64-pc-windows-gnu"),
    ("aarch64-pc-windows-gnullvm", "aarch64-pc-windows-gnullvm"),
    // As people write them
    ("x86_64-linux-gnu", "x86_64-unknown-linux-gnu"),
    ("riscv64-linux-gnu", "riscv64gc-unknown-linux-gnu"),
    ("aarch64-linux-android", "aarch64-linux-android"),
    ("wasm32-wasi", "wasm32-wasip1"),
];

/// Platforms that Rust does not have.
const UNKNOWN: &[&str] = &[
    "x86_64-pc-kopensolaris-gnu",
    "powerpc-pc-windows-msvc",
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
    for (pattern, names) in table() {
        assert!(seen.insert(pattern.clone()), "{pattern} is there twice");
        let example = pattern
            .replace("[3-6]", "6")
            .replace("[78]", "7")
            .replace('*', "x");
        if pattern.starts_with('*') {
            continue;
        }
        assert_eq!(
            target(&[&example]).as_ref(),
            names.first(),
            "{pattern}, as {example}"
        );
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
