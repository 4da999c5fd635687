//! The API, through `_xxrust` and `_testrust`, under all circumstances: `tests/xxrust/`.
//!
//! Where they are not built in, they are shared files; so both ways are tested.

use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;
use crate::build::Built;
use crate::module::{self, Options};
use crate::{cost, sizes};

/// The worked example, and what tests need besides.
pub(super) const NAMES: [&str; 2] = ["_xxrust", "_testrust"];

pub(crate) fn tests(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for variant in [Variant::C, Variant::Debug] {
        regrtest(session, runner, variant, &[])?;
    }
    // Not where it is built in: there its calls cannot be told from CPython's own.
    script(session, runner, Variant::C, "lookups.py", &[])
}

pub(crate) fn leaks(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    regrtest(session, runner, Variant::Debug, &["-R", "3:3"])
}

pub(crate) fn subinterpreters(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, Variant::C, "interpreters.py", &[])
}

pub(crate) fn memory(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for variant in [Variant::C, Variant::Debug] {
        script(session, runner, variant, "memory.py", &[])?;
    }
    Ok(())
}

pub(crate) fn threads(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, Variant::C, "threads.py", &[])
}

pub(crate) fn free_threads(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    regrtest(session, runner, Variant::FreeThreaded, &[])?;
    let seconds = &["--seconds=60"];
    script(
        session,
        runner,
        Variant::FreeThreaded,
        "threads.py",
        seconds,
    )
}

/// That costs are measured; how much they are is for `cargo xtask cost` on a quiet machine.
pub(crate) fn cost(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let python = &session.built(Variant::C)?.interpreter;
    let mut command = cost::script(python, session.progress)?;
    command.arg("--rounds=3");
    runner.run("bench/cost/cost.py", Speaker::Nobody, &mut command)?;
    Ok(())
}

pub(crate) fn size(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let python = &session.built(Variant::C)?.interpreter;
    let problem = sizes::too_large(&sizes::measure(python, session.progress)?);
    runner.check(
        "the size of _xxrust",
        problem.is_none(),
        problem.as_deref().unwrap_or_default(),
    )
}

fn regrtest(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    variant: Variant,
    options: &[&str],
) -> Result<()> {
    let (built, folder) = ready(session, variant)?;
    let mut command = session.command(&built.interpreter);
    command
        .args(["-m", "test", "--timeout", "900", "--testdir"])
        .arg(session.root.join("tests/xxrust"))
        .args(options)
        .envs(folder.map(|folder| ("PYTHONPATH", folder)))
        // Tests write into their directory.
        .current_dir(&built.build_dir);
    let what = format!("tests/xxrust ({})", variant.what());
    runner.run(&what, Speaker::Regrtest, &mut command)?;
    Ok(())
}

fn script(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    variant: Variant,
    name: &str,
    arguments: &[&str],
) -> Result<()> {
    let (built, folder) = ready(session, variant)?;
    let path = format!("xxrust/{name}");
    let mut command: Command = session.script(&built.interpreter, &path);
    command
        .args(arguments)
        .envs(folder.map(|folder| ("PYTHONPATH", folder)));
    let what = format!("tests/{path} ({})", variant.what());
    runner.run(&what, Speaker::Script, &mut command)?;
    Ok(())
}

/// An interpreter that has the modules, and the folder that it has them from if they are files.
fn ready(session: &Session<'_>, variant: Variant) -> Result<(Rc<Built>, Option<PathBuf>)> {
    let built = session.built(variant)?;
    let facts = built.facts.as_ref();
    let has = |name: &&str| {
        facts.is_some_and(|facts| facts.rust_modules.iter().any(|module| module == name))
    };
    if NAMES.iter().all(has) {
        return Ok((built, None));
    }
    let folder = module_folder(session, &built)?;
    let mut options = Options::new(built.interpreter.clone());
    options.out = Some(folder.clone());
    module::build(&options, &NAMES.map(str::to_owned), session.progress)?;
    Ok((built, Some(folder)))
}

/// Where the extension files for an interpreter go.
pub(super) fn module_folder(session: &Session<'_>, built: &Built) -> Result<PathBuf> {
    let name = built.build_dir.file_name();
    let name = name.context("a build directory has a name")?;
    Ok(session.layout.root().join("modules").join(name))
}
