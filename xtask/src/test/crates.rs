//! The tests and lints of this repository's crates.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;
use crate::unsafety::SIMD;
use crate::versions::Interpreter;
use crate::{graft, process, rootfs};

/// The crates in which no unsafe code is allowed, by their folders; [`SIMD`] is the exception.
const SAFE: [&str; 2] = ["modules", "codecs"];

/// What a crate of [`SAFE`] says at its beginning, without blanks.
const FORBIDDEN: &str = "#![forbid(unsafe_code)]";

pub(crate) fn lint(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let tool = |words: &[&str]| {
        let mut command = session.command("cargo");
        command.args(words);
        command
    };
    let lints: [(&str, &[&str]); 3] = [
        (
            "cargo fmt",
            &["fmt", "--all", "--check", "--", "--color=never"],
        ),
        (
            "cargo clippy",
            &[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        ),
        // Not advisories: their database is fetched from a place that may be out of reach.
        (
            "cargo deny",
            &["deny", "check", "licenses", "bans", "sources"],
        ),
    ];
    for (what, words) in lints {
        if process::output(&mut tool(&[words[0], "--version"])).is_none() {
            runner.skip(what, "not installed");
            continue;
        }
        runner.run(what, Speaker::Nobody, &mut tool(words))?;
    }
    let mut doc = tool(&["doc", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    runner.run("cargo doc", Speaker::Nobody, &mut doc)?;
    let unsafe_lines = lines_with_unsafe(&session.root)?;
    runner.check(
        "no unsafe code in modules/ and codecs/",
        unsafe_lines.is_empty(),
        &format!("there is:\n    {}", unsafe_lines.join("\n    ")),
    )?;
    let without_twin = graft::only_in_rust(&session.root)?;
    runner.check(
        "no module of the standard library exists only in Rust",
        without_twin.is_empty(),
        &format!("there is:\n    {}", without_twin.join("\n    ")),
    )
}

/// Unit, property and compile-fail tests. The declarations' are a suite of their own: they need
/// a configured CPython.
pub(crate) fn unit(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let mut command = session.command("cargo");
    command.args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--exclude",
        "cpython-sys",
    ]);
    runner.run("cargo test", Speaker::Cargo, &mut command)?;
    Ok(())
}

/// The targets of `fuzz/` are a workspace of their own, which a change of a codec breaks unseen. To
/// check them takes no nightly compiler.
pub(crate) fn fuzz_targets(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    // libFuzzer is C++.
    if process::output(session.command("c++").arg("--version")).is_none() {
        runner.skip("fuzz targets", "there is no C++ compiler");
        return Ok(());
    }
    let tool = |words: &[&str]| {
        let mut command = session.command("cargo");
        command
            .args(words)
            .current_dir(session.root.join("fuzz"))
            // As cargo-fuzz does.
            .env("RUSTFLAGS", "--cfg fuzzing");
        command
    };
    let format = &mut tool(&["fmt", "--check", "--", "--color=never"]);
    runner.run("cargo fmt (fuzz)", Speaker::Nobody, format)?;
    let clippy = &mut tool(&["clippy", "--all-targets", "--", "-D", "warnings"]);
    runner.run("cargo clippy (fuzz)", Speaker::Nobody, clippy)?;
    Ok(())
}

pub(crate) fn declarations(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let mut variants = vec![Variant::Rust, Variant::Debug];
    if session.args.all {
        variants.push(Variant::FreeThreaded);
    }
    for variant in variants {
        let built = session.built(variant)?;
        let mut command = session.command("cargo");
        command
            .args(["test", "-p", "cpython-sys", "--no-fail-fast"])
            .env("CPYTHON_SOURCE", &built.tree.path)
            .env("CPYTHON_BUILD", &built.build_dir);
        let what = format!("cargo test -p cpython-sys ({})", variant.what());
        runner.run(&what, Speaker::Cargo, &mut command)?;
    }
    Ok(())
}

/// The declarations for the CPythons of the root file system, with the compiler there. It has no
/// free-threaded builds, but the headers of them.
pub(crate) fn rootfs_declarations(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let root = match rootfs::usable(&session.layout) {
        Ok(root) => root,
        Err(why) => {
            runner.skip("the declarations", why);
            return Ok(());
        }
    };
    let builds = [
        ("normal", "", ""),
        ("debug", "d", ""),
        ("free-threaded", "", "-DPy_GIL_DISABLED=1"),
    ];
    for (version, (build, suffix, flags)) in rootfs::VERSIONS
        .into_iter()
        .flat_map(|version| builds.map(|build| (version, build)))
    {
        let what = format!("{version}, {build}");
        let include = format!("/usr/include/python{version}{suffix}");
        if !root.join(&include[1..]).exists() {
            runner.skip(&what, "it has no headers in the root file system");
            continue;
        }
        let mut command = session.command("cargo");
        command
            .args(["test", "-p", "cpython-sys", "--no-fail-fast"])
            .env("CPYTHON_ROOT", &root)
            .env("CPYTHON_INCLUDE", include)
            .env("CPPFLAGS", flags);
        let what = format!("cargo test -p cpython-sys ({what})");
        let counts = runner.run(&what, Speaker::Cargo, &mut command)?;
        let release = rootfs::release(&root, version)?;
        let tests = match flags {
            "" => "declarations, by the C compiler",
            _ => "declarations, by the C compiler, with the headers only",
        };
        Interpreter::new(&release, build, "files").ran(&session.layout, tests, &counts)?;
    }
    Ok(())
}

/// Where `unsafe` occurs in the sources of [`SAFE`], other than to forbid it; and crates that do
/// not forbid it.
fn lines_with_unsafe(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in SAFE {
        for file in sources(&root.join(folder))? {
            let place = file.strip_prefix(root).unwrap_or(&file);
            if place.starts_with(SIMD) {
                continue;
            }
            let place = place.display();
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            for (number, line) in text.lines().enumerate() {
                if line.contains("unsafe") && line.trim() != FORBIDDEN {
                    found.push(format!("{place}:{}: {}", number + 1, line.trim()));
                }
            }
            if file.ends_with("src/lib.rs") && !text.lines().any(|line| line == FORBIDDEN) {
                found.push(format!("{place}: does not say {FORBIDDEN}"));
            }
        }
    }
    Ok(found)
}

/// The Rust files below `folder`.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_code_is_found_and_so_is_a_crate_that_would_allow_it() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().expect("below")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write(
            "modules/m/src/lib.rs",
            "//! m\n#![forbid(unsafe_code)]\nfn f() {}\n",
        );
        write("codecs/c/src/lib.rs", "//! c\n");
        write(
            "codecs/c/src/deep/kernel.rs",
            "fn g() {\n    unsafe { h() }\n}\n",
        );
        write("codecs/simd/src/lib.rs", "fn v() { unsafe { w() } }\n");
        let mut found = lines_with_unsafe(root.path()).expect("read");
        found.sort();
        assert_eq!(
            found,
            [
                "codecs/c/src/deep/kernel.rs:2: unsafe { h() }",
                "codecs/c/src/lib.rs: does not say #![forbid(unsafe_code)]",
            ]
        );
    }
}
