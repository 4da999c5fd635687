//! What is there without Rust: all that it takes to get to Rust, and all that was there before.

use anyhow::Result;

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;
use crate::process::Interrupted;
use crate::{bootstrap, guarantee};

/// From a C compiler to a Python with Rust in it.
pub(crate) fn chain(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::C)?;
    let (interpreter, tree) = (&built.interpreter, &built.tree.path);
    match bootstrap::command(&session.layout, interpreter, tree, session.progress) {
        Ok(mut command) => {
            runner.run("tests/bootstrap.py", Speaker::Script, &mut command)?;
        }
        Err(error) if error.is::<Interrupted>() => return Err(error),
        // An archive may be out of reach, or not have the version that fits.
        Err(error) => runner.skip("the chain", &format!("{error:#}")),
    }
    Ok(())
}

/// A tree that was grafted and is built without Rust, and one that never was grafted.
pub(crate) fn twins(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::C)?;
    let mut command = guarantee::command(
        &session.layout,
        &built.interpreter,
        &built.tree.path,
        session.args.python_version.as_deref(),
        session.progress,
    )?;
    command.arg("Builds");
    runner.run("tests/c_twin.py Builds", Speaker::Script, &mut command)?;
    Ok(())
}
