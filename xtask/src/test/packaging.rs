//! What packagers do with a grafted tree.

use anyhow::Result;

use super::counts::Speaker;
use super::scripts::{option, source_and_build};
use super::session::{Session, Variant};
use super::suite::Runner;

pub(crate) fn linked_statically(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, "link_modes.py", &["Static", "InTree"])
}

pub(crate) fn linked_dynamically(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, "link_modes.py", &["Shared"])
}

pub(crate) fn reproducible(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, "reproducible.py", &[])
}

pub(crate) fn recipes(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, "recipes.py", &[])
}

/// What is in the tree, and whose it is.
pub(crate) fn sbom(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::C)?;
    let mut command = session.script(&built.interpreter, "sbom.py");
    command.args([
        option("source", &built.tree.path),
        option("near", session.layout.root()),
        option("xtask", &session.xtask),
    ]);
    runner.run("tests/sbom.py", Speaker::Script, &mut command)?;
    Ok(())
}

/// A build for Windows, as far as it can be checked elsewhere.
pub(crate) fn windows(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::Rust)?;
    let mut command = session.script(&session.built(Variant::C)?.interpreter, "windows.py");
    command.args([
        option("source", &built.tree.path),
        option("near", session.layout.root()),
        option("verify", &built.build_dir),
    ]);
    runner.run("tests/windows.py", Speaker::Script, &mut command)?;
    Ok(())
}

/// A crate gets a CVE.
pub(crate) fn drill(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let xtask = option("xtask", &session.xtask);
    let mut command = session.script(&session.built(Variant::C)?.interpreter, "cve_drill.py");
    command
        .args(source_and_build(session, Variant::Rust)?)
        .arg(xtask);
    runner.run("tests/cve_drill.py", Speaker::Script, &mut command)?;
    Ok(())
}

/// Licenses, sources and advisories.
pub(crate) fn supply_chain(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::C)?;
    let mut command = session.script(&built.interpreter, "supply_chain.py");
    command.args([
        option("near", session.layout.root()),
        option("xtask", &session.xtask),
    ]);
    runner.run("tests/supply_chain.py", Speaker::Script, &mut command)?;
    Ok(())
}

/// `--enable-optimizations`, and what debuggers see.
pub(crate) fn optimised(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    script(session, runner, "optimised.py", &[])
}

/// What `--with-rust` and its relatives decide, in trees with each policy.
pub(crate) fn configure(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let xtask = option("xtask", &session.xtask);
    script(session, runner, "configure.py", &[&xtask.to_string_lossy()])
}

/// The interpreter only runs the script; this way the suite does not depend on the Rust code. What
/// configure finds out about all else is taken from its build.
pub(super) fn script(
    session: &Session<'_>,
    runner: &mut Runner<'_>,
    script: &str,
    arguments: &[&str],
) -> Result<()> {
    let mut command = session.script(&session.built(Variant::C)?.interpreter, script);
    command.args(source_and_build(session, Variant::C)?);
    command.args(arguments);
    let what = [&[script], arguments].concat().join(" ");
    runner.run(&format!("tests/{what}"), Speaker::Script, &mut command)?;
    Ok(())
}
