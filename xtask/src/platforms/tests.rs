//! The map that configure uses, against the platforms, rustc's list, config.sub and dpkg's names.
//!
//! config.sub is the one named in CONFIG_SUB, or that of a CPython source tree in build/, or autoconf's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::data::{self, Platform};
use super::targets::{self, Targets};
use crate::build;
use crate::process;

/// Systems of rustc's on which there is no Python that configure could be run for: no processes,
/// no files, or a program in a firmware, under names that config.sub reads as something else.
const NOT_FOR_PYTHON: [&str; 10] = [
    "amdhsa",
    "cuda",
    "espidf",
    "lynxos178",
    "none",
    "nuttx",
    "psp",
    "solid_asp3",
    "uefi",
    "vexos",
];

/// Targets that no triplet can mean, and why.
const ONLY_BY_NAME: [(&str, &str); 10] = [
    ("aarch64-unknown-nto-qnx700", "config.sub drops the version"),
    ("aarch64-unknown-nto-qnx710", "config.sub drops the version"),
    (
        "aarch64-unknown-nto-qnx710_iosock",
        "config.sub drops the version",
    ),
    ("i686-pc-nto-qnx700", "config.sub drops the version"),
    ("x86_64-pc-nto-qnx710", "config.sub drops the version"),
    (
        "x86_64-pc-nto-qnx710_iosock",
        "config.sub drops the version",
    ),
    ("arm64_32-apple-watchos", "config.sub makes it aarch64"),
    ("x86_64-unknown-linux-gnuasan", "a choice of flags"),
    ("x86_64-unknown-linux-gnumsan", "a choice of flags"),
    ("x86_64-unknown-linux-gnutsan", "a choice of flags"),
];

/// Debian's architectures, and then its ports, with two that it gave up.
const DEBIAN: &str = "amd64 arm64 armel armhf i386 loong64 mips64el ppc64el riscv64 s390x \
                      alpha hppa hurd-amd64 hurd-i386 m68k powerpc ppc64 sh4 sparc64 x32 ia64 mipsel";

/// Gentoo's profiles/arch.list, without what runs beside another system.
const GENTOO: &str = "alpha amd64 arm arm64 hppa loong m68k mips ppc ppc64 riscv s390 sparc x86";

/// Triplets that configure's own config.sub refuses, but others write.
const NEWER_THAN_CONFIG_SUB: [&str; 1] = ["aarch64-apple-xros2.0"];

fn platforms() -> Vec<Platform> {
    let folder = build::repository().expect("a repository").join("platforms");
    let sections = data::read(&folder).expect("the platforms");
    sections
        .into_iter()
        .flat_map(|section| section.platforms)
        .collect()
}

fn known() -> Targets {
    Targets::read(&build::repository().expect("a repository")).expect("rustc's targets")
}

/// What the map makes of a triplet, if there is a compiler for `host`; `None` for "no Rust target".
fn mapped(triplet: &str, host: &str) -> Option<String> {
    let script = build::repository()
        .expect("a repository")
        .join("graft/target.sh");
    let output = Command::new("sh")
        .arg(script)
        .args([triplet, host])
        .output();
    let output = output.expect("sh runs");
    let error = String::from_utf8(output.stderr).expect("text");
    if output.status.success() {
        let name = String::from_utf8(output.stdout).expect("text");
        return Some(name.trim_end().to_owned());
    }
    assert_eq!(error, format!("no Rust target for {triplet}\n"));
    None
}

fn config_sub() -> Option<PathBuf> {
    let trees = build::repository().ok()?.join("build/tree");
    let in_trees = std::fs::read_dir(trees).into_iter().flatten().flatten();
    let in_trees = in_trees.map(|tree| tree.path().join("config.sub"));
    let of_autoconf = "/usr/share/autoconf/build-aux/config.sub";
    let named = std::env::var_os("CONFIG_SUB").map(PathBuf::from);
    let mut all = named
        .into_iter()
        .chain(in_trees)
        .chain([of_autoconf.into()]);
    let found = all.find(|path| path.exists());
    if found.is_none() {
        println!(
            "skipped: there is no config.sub (cargo xtask build, or apt-get install autoconf)"
        );
    }
    found
}

/// A triplet as config.sub writes it, if it knows the platform.
fn canonical(config_sub: &Path, triplet: &str) -> Option<String> {
    let text = process::output(process::command("sh").arg(config_sub).arg(triplet))?;
    Some(text.trim_end().to_owned())
}

/// Whether it is from before that of the oldest CPython here, as Debian's autoconf has it.
fn is_old(config_sub: &Path) -> bool {
    let text = std::fs::read_to_string(config_sub).expect("config.sub");
    let date = text
        .split("timestamp='")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    date.expect("its date") < "2024-01-01"
}

#[test]
fn every_triplet_leads_to_the_target_that_the_platform_has() {
    for platform in platforms() {
        let target = platform.target.as_deref();
        let compiler = target.filter(|_| platform.shared).unwrap_or_default();
        for triplet in &platform.triplets {
            let name = &platform.name;
            assert_eq!(
                mapped(triplet, compiler).as_deref(),
                target,
                "{name}: {triplet}"
            );
        }
    }
}

#[test]
fn a_platform_has_triplets_and_either_a_target_or_a_reason() {
    let mut seen = BTreeSet::new();
    for platform in platforms() {
        let name = &platform.name;
        assert!(!platform.triplets.is_empty(), "{name}");
        assert_ne!(platform.target.is_some(), platform.none.is_some(), "{name}");
        if !platform.shared && platform.too_old.is_none() {
            for triplet in platform.triplets {
                assert!(seen.insert(triplet.clone()), "{triplet} is there twice");
            }
        }
    }
}

#[test]
fn the_architectures_of_debian_and_gentoo_are_there_and_all_tiers_of_pep_11() {
    let platforms = platforms();
    for name in DEBIAN.split_whitespace() {
        let has = |platform: &Platform| platform.debian.iter().any(|debian| debian == name);
        assert!(platforms.iter().any(has), "Debian's {name}");
    }
    for name in GENTOO.split_whitespace() {
        let is = |gentoo: &String| gentoo.split(" (").next() == Some(name);
        let has = |platform: &Platform| platform.gentoo.iter().any(is);
        assert!(platforms.iter().any(has), "Gentoo's {name}");
    }
    // As PEP 11 has them: without what distinguishes compilers and C libraries of one platform.
    for (tier, number) in [(1, 5), (2, 3), (3, 10)] {
        let of_tier = platforms
            .iter()
            .filter(|platform| platform.pep11 == Some(tier));
        assert_eq!(of_tier.count(), number, "tier {tier}");
    }
}

#[test]
fn the_triplets_are_as_config_sub_writes_them() {
    let Some(config_sub) = config_sub() else {
        return;
    };
    let old = is_old(&config_sub);
    for platform in platforms() {
        let compiler = platform.target.as_deref().filter(|_| platform.shared);
        for triplet in &platform.triplets {
            if NEWER_THAN_CONFIG_SUB.contains(&triplet.as_str()) {
                continue;
            }
            let Some(written) = canonical(&config_sub, triplet) else {
                assert!(old, "config.sub does not know {triplet}");
                continue;
            };
            let target = mapped(&written, compiler.unwrap_or_default());
            assert_eq!(target, platform.target, "{triplet}, which is {written}");
        }
    }
}

#[test]
fn debian_s_architectures_have_the_triplets_that_dpkg_says() {
    let Some(config_sub) = config_sub() else {
        return;
    };
    let triplet = |name: &str| {
        let mut command = process::command("dpkg-architecture");
        command.args(["-f", "-a", name, "-q", "DEB_HOST_GNU_TYPE"]);
        process::output(&mut command)
    };
    if triplet("amd64").is_none() {
        println!("skipped: there is no dpkg-architecture");
        return;
    }
    for platform in platforms() {
        for name in &platform.debian {
            let Some(triplet) = triplet(name) else {
                panic!("dpkg does not know {name}")
            };
            let written = canonical(&config_sub, triplet.trim_end()).expect("a triplet");
            assert!(platform.triplets.contains(&written), "{name} is {written}");
        }
    }
}

/// Where the map says that there is nothing, rustc has nothing.
#[test]
fn every_target_of_rustc_is_reached_from_what_config_sub_makes_of_its_name() {
    let Some(config_sub) = config_sub() else {
        return;
    };
    let mut reached = 0;
    for (name, target) in known().targets {
        let by_name = ONLY_BY_NAME.iter().any(|(only, _)| *only == name);
        if by_name || NOT_FOR_PYTHON.contains(&target.system.as_str()) {
            continue;
        }
        // rustc names extensions of RISC-V, and autoconf does not.
        let plain =
            name.replacen("riscv32gc-", "riscv32-", 1)
                .replacen("riscv64gc-", "riscv64-", 1);
        // What config.sub does not know is a platform that configure refuses by itself.
        let Some(triplet) = canonical(&config_sub, &plain) else {
            continue;
        };
        // Names that share a triplet are told apart by the compiler.
        assert_eq!(mapped(&triplet, &name), Some(name), "from {triplet}");
        reached += 1;
    }
    assert!(reached > 120, "only {reached} targets were compared");
}

/// Other than `graft::tests::target`, on machines with an old compiler as well.
#[test]
fn every_target_of_the_map_is_one_of_rustc_s() {
    let path = build::repository()
        .expect("a repository")
        .join("graft/target.txt");
    let map = std::fs::read_to_string(path).expect("the map");
    let targets = known().targets;
    let lines = map.lines().filter(|line| !line.starts_with('#'));
    let names = lines.flat_map(|line| line.split_whitespace().skip(1));
    let mut found = 0;
    for name in names.filter(|name| *name != "-") {
        assert!(targets.contains_key(name), "rustc has no target {name}");
        found += 1;
    }
    assert!(found > 150, "the map has only {found} targets");
}

#[test]
fn every_system_and_processor_that_config_sub_lists_has_an_answer() {
    let Some(config_sub) = config_sub() else {
        return;
    };
    let text = std::fs::read_to_string(&config_sub).expect("config.sub");
    let targets = known().targets;
    let answers = |triplet: &str| {
        let Some(triplet) = canonical(&config_sub, triplet) else {
            return 0;
        };
        if let Some(name) = mapped(&triplet, "") {
            assert!(
                targets.contains_key(&name),
                "{triplet} is {name}, which rustc has not"
            );
        }
        1
    };
    let systems = words(&text, "gnu* | android*", ")");
    let processors = words(&text, "1750a | 580", ")");
    assert!(
        systems.len() > 100 && processors.len() > 150,
        "config.sub is written otherwise"
    );
    let known: usize = systems
        .iter()
        .map(|name| answers(&format!("x86_64-unknown-{name}")))
        .sum();
    assert!(known > 100, "config.sub takes only {known} of its systems");
    let known: usize = processors
        .iter()
        .map(|name| answers(&format!("{name}-unknown-linux-gnu")))
        .sum();
    assert!(
        known > 150,
        "config.sub takes only {known} of its processors"
    );
}

/// The alternatives of a `case` in a shell script, as words: without what is a pattern in them.
fn words(script: &str, first: &str, end: &str) -> BTreeSet<String> {
    let from = script.find(first).unwrap_or(script.len());
    let list = script[from..].split(end).next().unwrap_or_default();
    let plain = |word: &str| word.trim_matches(['*', '\\']).to_owned();
    let words = list.split(['|', '\n', ' ', '\t']).map(plain);
    words
        .filter(|word| !word.is_empty() && !word.contains(['[', '?', '*']))
        .collect()
}

#[test]
fn a_target_has_what_rustc_says_of_it() {
    let known = known();
    match targets::nightly() {
        Some(nightly) if nightly == known.rustc => {
            let asked = targets::ask().expect("rustc's targets");
            assert_eq!(asked, known, "run `cargo xtask platforms --read-rustc`");
        }
        Some(nightly) => println!(
            "skipped: the nightly Rust here is {nightly}, not {}",
            known.rustc
        ),
        None => println!("skipped: there is no nightly Rust"),
    }
}

#[test]
fn the_list_of_targets_is_read_as_it_was_written() {
    let known = known();
    let again: Targets = toml::from_str(&known.text()).expect("TOML");
    assert_eq!(again, known);
    let linux = &known.targets["x86_64-unknown-linux-gnu"];
    assert_eq!(
        (linux.tier, linux.panic.as_str(), linux.atomics),
        (1, "unwind", 64)
    );
    assert_eq!(known.targets["wasm32-wasip1"].panic, "abort");
    assert_eq!(known.targets["m68k-unknown-linux-gnu"].endian, "big");
}

/// Those of some targets with 32 bits have no more: m68k, and ARM, MIPS, PowerPC and SPARC as they used to be.
#[test]
fn nothing_needs_atomics_that_some_processors_lack() {
    let root = build::repository().expect("a repository");
    let mut folders: Vec<_> = ["api", "codecs", "modules"]
        .map(|name| root.join(name))
        .into();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let wide = |line: &&str| line.contains("AtomicI64") || line.contains("AtomicU64");
                let asks = |line: &str| line.contains("cfg(target_has_atomic = \"64\")");
                for line in text.lines().filter(wide) {
                    assert!(asks(line), "{}: {line}", path.display());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0, "the two lines of traverse.rs");
}

#[test]
fn what_was_tried_is_a_target_of_rustc_s() {
    let root = build::repository().expect("a repository");
    let known = Targets::read(&root).expect("targets").targets;
    let ran = super::results::Results::read(&root).expect("results").ran;
    let compiled = super::compile::Table::read(&root).expect("a table").targets;
    let ran = ran.iter().map(|ran| &ran.target);
    for target in ran.chain(compiled.keys()) {
        assert!(known.contains_key(target), "{target}");
    }
    for architecture in &crate::foreign::ALL {
        assert!(known.contains_key(architecture.target), "{architecture:?}");
    }
}

#[test]
fn the_page_is_what_the_data_say() {
    let args = super::Args {
        read_rustc: false,
        record: false,
        compile: None,
        check: true,
    };
    super::run(args).expect("docs/platforms.md");
}
