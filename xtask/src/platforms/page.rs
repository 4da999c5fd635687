//! `docs/platforms.md`, from the data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::checks::{Check, Checks};
use super::compile::Compiled;
use super::data::{Platform, Section};
use super::results::Ran;
use super::targets::{Target, Targets};
use crate::graft::{Module, Twin};

/// The page.
pub(super) fn page(
    sections: &[Section],
    targets: &Targets,
    modules: &[Module],
    checks: &Checks,
) -> Result<String> {
    let mut text = head(sections, targets, modules);
    for Section { title, platforms } in sections {
        let _ = write!(
            text,
            "\n## {title}\n\n\
             | platform | named by | triplets | Rust target | tier | std | tools | panic | bits | atomics | checked | notes |\n\
             |---|---|---|---|--:|---|---|---|---|--:|---|---|\n"
        );
        for platform in platforms {
            text.push_str(&row(platform, targets, checks)?);
        }
    }
    text.push_str(&what_ran(&checks.results.ran));
    text.push_str(&what_compiled(&checks.compiled.targets));
    Ok(text)
}

/// Each run in an emulator.
fn what_ran(ran: &[Ran]) -> String {
    let mut text = "\n## What ran\n\n\
         In emulators, with how many tests passed, failed and were skipped; the modules are extension files for an \
         interpreter that\nDebian has built, and compared with the C modules that it has.\n\n\
         | target | in | tests | passed | failed | skipped | on | by |\n\
         |---|---|---|--:|--:|--:|---|---|\n"
        .to_owned();
    for ran in ran {
        let Ran {
            target,
            on,
            tests,
            passed,
            failed,
            skipped,
            date,
            command,
            ..
        } = ran;
        let tests = tests.join(", ");
        let _ = writeln!(
            text,
            "| `{target}` | {on} | {tests} | {passed} | {failed} | {skipped} | {date} | `{command}` |"
        );
    }
    text
}

/// For which targets all crates compile, and what stops the others.
fn what_compiled(targets: &BTreeMap<String, Compiled>) -> String {
    let mut text = "\n## What compiles without Rust's standard library\n\n\
         By `cargo xtask platforms --compile`, with a `core` from Debian's rust-src, up to the point where code would be made.\n\n\
         | target | crates | rustc | on |\n\
         |---|---|---|---|\n"
        .to_owned();
    for (target, compiled) in targets {
        let Compiled {
            crates,
            stopped,
            rustc,
            date,
        } = compiled;
        let crates = match stopped {
            None => format!("all {crates}"),
            Some(stopped) => format!("{crates}, then {}: {}", stopped.at, stopped.why),
        };
        let _ = writeln!(text, "| `{target}` | {crates} | {rustc} | {date} |");
    }
    text
}

fn head(sections: &[Section], targets: &Targets, modules: &[Module]) -> String {
    let all = || sections.iter().flat_map(|section| &section.platforms);
    let count = |has: fn(&Platform) -> bool| all().filter(|platform| has(platform)).count();
    let rustc = &targets.rustc;
    let twins = |wanted: fn(&Twin) -> bool| {
        let has = |module: &&Module| module.twin.as_ref().is_some_and(wanted);
        code(modules.iter().filter(has).map(|module| &module.name))
    };
    let in_c = twins(|twin| matches!(twin, Twin::C(_)));
    let in_python = twins(|twin| matches!(twin, Twin::Python(_)));
    let mut text = format!(
        "\
# Platforms

Written by `cargo xtask platforms` from [platforms/](../platforms/README.md); nothing is filled in by hand. Of
{} platforms here, {} have a Rust target and {} have none.

**Without Rust nothing is lost.** `./configure --with-rust=no`, or no usable Rust, builds what CPython has
always had: {in_c} in C. {in_python} is left out: CPython does not have it, and what it
does is in Python there. A platform without a target needs a C compiler, as before.

Where there is a target, *Rust* in the tables is what rustc {rustc} says of it: its
[tier](https://doc.rust-lang.org/rustc/platform-support.html), whether it has the standard library (*std*)
and whether rustc itself runs there (*tools*; if not, cross-compile), what a panic does, the pointers'
width and the order of bytes, and the widest atomics. Configure relies on none of it: it compiles and links a
small program ([probe.sh](../graft/probe.sh)), and says what is missing.

| checked | what that means | by |
|---|---|---|
",
        all().count(),
        count(|platform| platform.target.is_some()),
        count(|platform| platform.target.is_none()),
    );
    for check in Check::ALL {
        let (word, meaning, command) = (check.word(), check.meaning(), check.command());
        let _ = writeln!(text, "| {word} | {meaning} | `{command}` |");
    }
    text.push_str(
        "\nA platform that is not here, or whose compiler has another name for it: `./configure \
         RUST_TARGET=NAME`, with\none of the names that `rustc --print target-list` prints. \
         `sh graft/target.sh TRIPLET` says what configure would take.\n",
    );
    text
}

fn row(platform: &Platform, targets: &Targets, checks: &Checks) -> Result<String> {
    let Platform { name, triplets, .. } = platform;
    let by = named_by(platform);
    let triplets = code(triplets);
    let (check, day) = checks.of(platform);
    let day = day.map_or(String::new(), |day| format!(", {day}"));
    let check = format!("{}{day}", check.word());
    let Some(target) = &platform.target else {
        let why = platform.none.as_deref().unwrap_or_default();
        return Ok(format!(
            "| {name} | {by} | {triplets} | none: C | | | | | | | {check} | {why} |\n"
        ));
    };
    let missing = || format!("{name}: rustc {} has no target {target}", targets.rustc);
    let Target {
        tier,
        std,
        tools,
        panic,
        pointer,
        endian,
        atomics,
        about,
        ..
    } = targets.targets.get(target).with_context(missing)?;
    let (std, tools) = (std.word(), tools.word());
    let notes = notes(platform, about);
    Ok(format!(
        "| {name} | {by} | {triplets} | `{target}` | {tier} | {std} | {tools} | {panic} | {pointer}, {endian} \
         | {atomics} | {check} | {notes} |\n"
    ))
}

fn named_by(platform: &Platform) -> String {
    let pep = platform.pep11.map(|tier| format!("PEP 11 tier {tier}"));
    let called = |who: &str, names: &[String]| {
        (!names.is_empty()).then(|| format!("{who} {}", names.join(" ")))
    };
    let debian = called("Debian", &platform.debian);
    let gentoo = called("Gentoo", &platform.gentoo);
    let all: Vec<String> = [pep, debian, gentoo].into_iter().flatten().collect();
    all.join(", ")
}

/// What its maintainers have to know besides.
fn notes(platform: &Platform, about: &str) -> String {
    let shared = "shares its triplet: taken if the compiler at hand is for it".to_owned();
    let old = |why: &String| format!("too old, so C: {why}");
    let parts = [
        needs(about).map(|needs| format!("Rust needs {needs}")),
        platform.too_old.as_ref().map(old),
        platform.shared.then_some(shared),
        platform.note.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("; ")
}

/// The versions in rustc's words on a target: `64-bit Linux (kernel 3.2+, glibc 2.17+)`.
fn needs(about: &str) -> Option<&str> {
    let inside = about
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let is_version = |text: &str| {
        text.starts_with("kernel")
            || text.starts_with("Windows")
            || text.starts_with(|c: char| c.is_ascii_digit())
    };
    inside.into_iter().find(|text| is_version(text))
}

fn code<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::needs;

    #[test]
    fn of_what_rustc_says_of_a_target_versions_are_shown() {
        let glibc = "64-bit Linux (x32 ABI) (kernel 4.15, glibc 2.27)";
        assert_eq!(needs(glibc), Some("kernel 4.15, glibc 2.27"));
        assert_eq!(needs("64-bit AIX (7.2 and newer)"), Some("7.2 and newer"));
        assert_eq!(needs("PPC64 FreeBSD (ELFv2)"), None);
        assert_eq!(needs("Motorola 680x0 Linux"), None);
    }
}
