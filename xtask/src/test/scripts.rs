//! The scripts of `tests/`, each in the interpreter and with the trees that it is about.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;
use crate::bench;
use crate::fuzz;
use crate::module::{self, Panic};
use crate::source::{self, SourceRequest};

/// How many random calls are compared, by default and with `--all`.
pub(super) const CASES: u64 = 200_000;
const CASES_OF_ALL: u64 = 10 * CASES;

pub(crate) fn parity(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let c = &session.built(Variant::C)?.build_dir;
    let rust = &session.built(Variant::Rust)?.interpreter;
    // First that a difference would be found.
    let mut command = session.script(rust, "parity_proof.py");
    command.arg(c);
    runner.run("tests/parity_proof.py", Speaker::Script, &mut command)?;
    compare(session, runner, Variant::Rust, Variant::C)?;
    // Once more with the Rust code's own assertions and overflow checks.
    compare(session, runner, Variant::Debug, Variant::C)
}

/// What takes the place of Lib/base64.py's functions, against those.
pub(crate) fn base64(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let mut variants = vec![Variant::Rust, Variant::Debug];
    if session.args.all {
        variants.push(Variant::FreeThreaded);
    }
    // Relative to those of the functions in C: there are more of these, and Python is slow.
    let cases = match session.args.all {
        true => CASES_OF_ALL / 100,
        false => CASES / 100,
    };
    for variant in variants {
        let cases = format!("--cases={cases}").into();
        run(session, runner, variant, "base64_parity.py", &[cases])?;
    }
    Ok(())
}

/// zlib against its C twin.
pub(crate) fn zlib(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let c = session.built(Variant::C)?.build_dir.clone();
    let mut variants = vec![Variant::Rust, Variant::Debug];
    if session.args.all {
        variants.push(Variant::FreeThreaded);
    }
    for variant in variants {
        // Random streams of each kind, of which there are three.
        let cases = match (session.args.all, variant) {
            (true, Variant::Rust) => 100_000,
            _ => 2_000,
        };
        let arguments = [c.clone().into(), format!("--cases={cases}").into()];
        run(session, runner, variant, "zlib_parity.py", &arguments)?;
    }
    Ok(())
}

/// What a user sees.
pub(crate) fn visible(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let c = option("c-twin", &session.built(Variant::C)?.build_dir);
    run(session, runner, Variant::Rust, "visible.py", &[c])
}

/// zlib on real data.
pub(crate) fn zlib_corpus(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let c = session.built(Variant::C)?.build_dir.clone();
    let folder = option("folder", &session.layout.root().join("corpus"));
    let arguments = [c.into(), folder];
    run(session, runner, Variant::Rust, "zlib_corpus.py", &arguments)
}

/// zlib where memory runs out, threads share its objects, and interpreters are many.
pub(crate) fn zlib_stress(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let twin = option("c-twin", &session.built(Variant::C)?.build_dir);
    for variant in [Variant::Rust, Variant::Debug] {
        // What is compared of memory is what a release build takes.
        let mut arguments: Vec<OsString> = vec!["--seconds=3".into()];
        if variant == Variant::Rust {
            arguments.push(twin.clone());
        }
        run(session, runner, variant, "zlib_stress.py", &arguments)?;
    }
    Ok(())
}

/// CPython's tests, with each set of instructions in turn.
pub(crate) fn kernels(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run(session, runner, Variant::Rust, "kernels.py", &[])
}

pub(crate) fn older_parity(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    compare(session, runner, Variant::OlderRust, Variant::OlderC)
}

fn compare(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    rust: Variant,
    c: Variant,
) -> Result<()> {
    let cases = if session.args.all {
        CASES_OF_ALL
    } else {
        CASES
    };
    let mut command = session.script(&session.built(rust)?.interpreter, "parity.py");
    command
        .arg(&session.built(c)?.build_dir)
        .arg(format!("--cases={cases}"));
    let what = format!("tests/parity.py ({})", rust.what());
    let counts = runner.run(&what, Speaker::Script, &mut command)?;
    session.record(rust, "tests/parity.py", &counts)
}

pub(crate) fn fuzz(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    // First that a difference would be found.
    let c = &session.built(Variant::C)?.build_dir;
    let rust = &session.built(Variant::Rust)?.interpreter;
    let mut command = fuzz::script("proof.py", rust, c)?;
    runner.run("fuzz/python/proof.py", Speaker::Script, &mut command)?;
    fuzz_in(session, runner, Variant::Rust, fuzz::CASES)
}

pub(crate) fn fuzz_long(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    fuzz_in(session, runner, Variant::Rust, fuzz::NIGHTLY_CASES)?;
    fuzz_in(session, runner, Variant::Debug, fuzz::NIGHTLY_CASES / 10)
}

fn fuzz_in(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    variant: Variant,
    cases: u64,
) -> Result<()> {
    let c = &session.built(Variant::C)?.build_dir;
    let mut command = fuzz::script("fuzz.py", &session.built(variant)?.interpreter, c)?;
    command.arg(format!("--cases={cases}"));
    let what = format!("fuzz/python/fuzz.py ({})", variant.what());
    runner.run(&what, Speaker::Script, &mut command)?;
    Ok(())
}

pub(crate) fn subinterpreters(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for variant in [Variant::Rust, Variant::Debug] {
        run(session, runner, variant, "subinterpreters.py", &[])?;
    }
    Ok(())
}

pub(crate) fn threads(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run(
        session,
        runner,
        Variant::Rust,
        "threads.py",
        &["Threads".into()],
    )
}

pub(crate) fn free_threads(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for script in ["threads.py", "zlib_stress.py"] {
        let seconds = "--seconds=20".into();
        run(session, runner, Variant::FreeThreaded, script, &[seconds])?;
    }
    Ok(())
}

pub(crate) fn memory(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let twin = option("c-twin", &session.built(Variant::C)?.build_dir);
    run(session, runner, Variant::Rust, "memory.py", &[twin])?;
    // Here a reference too many or too few is an abort.
    run(
        session,
        runner,
        Variant::Debug,
        "memory.py",
        &["NoMemory".into()],
    )
}

pub(crate) fn symbols(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let build = option("build", &session.built(Variant::Rust)?.build_dir);
    run(session, runner, Variant::Rust, "symbols.py", &[build])
}

/// Made for the interpreter with Rust in it, and imported by the one without.
pub(crate) fn module(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let rust = session.built(Variant::Rust)?;
    let folder = tempfile::Builder::new()
        .prefix("test-")
        .tempdir_in(session.layout.root())?;
    let mut arguments = Vec::new();
    for panic in [Panic::Unwind, Panic::Abort] {
        let out = folder.path().join(panic.name());
        let options = module::Options {
            python: rust.interpreter.clone(),
            panic,
            out: Some(out.clone()),
            sanitize: None,
            debug_assertions: false,
            strip: true,
        };
        let names = ["binascii".to_owned(), "_base64".to_owned()];
        module::build(&options, &names, session.progress)?;
        arguments.push(option(panic.name(), &out));
    }
    run(session, runner, Variant::C, "module.py", &arguments)
}

/// The modules that the guide writes and ports.
pub(crate) fn guide(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for variant in [Variant::C, Variant::Debug] {
        let built = session.built(variant)?;
        let folder = tempfile::Builder::new()
            .prefix("test-")
            .tempdir_in(session.layout.root())?;
        let mut options = module::Options::new(built.interpreter.clone());
        options.out = Some(folder.path().to_owned());
        let names = ["_xxguide".to_owned(), "_xxported".to_owned()];
        module::build(&options, &names, session.progress)?;
        for script in ["guide.py", "porting.py"] {
            let mut command = session.script(&built.interpreter, script);
            command.env("PYTHONPATH", folder.path());
            let what = format!("tests/{script} ({})", variant.what());
            runner.run(&what, Speaker::Script, &mut command)?;
        }
    }
    Ok(())
}

pub(crate) fn incremental(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let arguments = source_and_build(session, Variant::Rust)?;
    run(session, runner, Variant::Rust, "incremental.py", &arguments)
}

pub(crate) fn offline(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::Rust)?;
    let mut arguments = vec![
        option("source", &built.tree.path),
        option("near", session.layout.root()),
    ];
    if session.args.all {
        arguments.push("--all".into());
    }
    run(session, runner, Variant::Rust, "offline.py", &arguments)
}

pub(crate) fn graft(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    // Unpacked anew: what a revert restores is compared with what never was grafted.
    let trees = tempfile::Builder::new()
        .prefix("test-")
        .tempdir_in(session.layout.root())?;
    let request = SourceRequest {
        version: session.args.python_version.as_deref(),
        source: session.args.source.as_deref(),
        trees: trees.path(),
        log: &session.layout.log("test/graft-source.log"),
    };
    let tree = source::obtain(&request, session.progress)?;
    let arguments = [
        option("pristine", &tree.path),
        option("xtask", &session.xtask),
    ];
    run(session, runner, Variant::C, "graft.py", &arguments)
}

/// The benchmark, only to see that it runs and that both twins' results are the same.
pub(crate) fn bench(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    run(session, runner, Variant::C, "bench.py", &[])?;
    let c = &session.built(Variant::C)?.interpreter;
    let mut command = session.command(c);
    command.args(["-B", "bench/bench.py"]);
    for (name, interpreter) in [
        ("rust", &session.built(Variant::Rust)?.interpreter),
        ("c", c),
    ] {
        let mut word = OsString::from(format!("{name}="));
        word.push(interpreter);
        command.arg(word);
    }
    command.args(["--rounds=1", "--no-memory", "--progress"]);
    // Enough of them for every path; calls with 64 MiB would take most of the time.
    command.args(["--sizes", "0", "16", "1K", "64K"]);
    runner.run("bench/bench.py", Speaker::Nobody, &mut command)?;

    let what = "bench/bench.py, CPython 3.15";
    let newer = bench::newer(&session.layout, session.progress)?;
    let Some(mut command) = newer else {
        runner.skip(what, "no root file system; `cargo xtask rootfs` makes it");
        return Ok(());
    };
    command.args(["--rounds=1", "--no-memory", "--progress"]);
    command.args(["--sizes", "0", "16", "1K", "64K"]);
    runner.run(what, Speaker::Nobody, &mut command)?;
    Ok(())
}

fn run(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    variant: Variant,
    script: &str,
    arguments: &[OsString],
) -> Result<()> {
    let mut command = session.script(&session.built(variant)?.interpreter, script);
    command.args(arguments);
    let what = format!("tests/{script} ({})", variant.what());
    runner.run(&what, Speaker::Script, &mut command)?;
    Ok(())
}

pub(super) fn source_and_build(session: &Session<'_>, variant: Variant) -> Result<[OsString; 2]> {
    let built = session.built(variant)?;
    Ok([
        option("source", &built.tree.path),
        option("build", &built.build_dir),
    ])
}

pub(super) fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(format!("--{name}="));
    option.push(value);
    option
}
