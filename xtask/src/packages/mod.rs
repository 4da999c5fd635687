//! The system packages that a build needs: found out by trying, installed where we may, else
//! named in one command.

mod probe;
mod table;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::table::{Need, PACKAGES, Package};
use crate::process::{self, Interrupted, Log};
use crate::progress::{Progress, Step};

/// Make sure that what a build needs is there. The answer names what is not, and can be done
/// without.
pub(crate) fn ensure(
    allow_missing: bool,
    log: &Path,
    progress: &Progress,
) -> Result<Vec<&'static str>> {
    let mut step = progress.step("system packages");
    step.say("looking for compilers and libraries");
    let mut missing = probe::missing();
    let mut result = format!("all {} are there", PACKAGES.len());
    let mut refused = None;
    if !missing.is_empty() {
        if let Some(command) = installer(&missing).filter(|_| may_install()) {
            match install(command, log, &mut step) {
                Ok(()) => {
                    result = format!("installed {}", names(&missing));
                    missing = probe::missing();
                }
                Err(error) if error.is::<Interrupted>() => return Err(error),
                Err(error) => refused = Some(error),
            }
        }
    }

    let tolerable = |package: &&&Package| match package.need {
        Need::Tool => false,
        Need::Library => allow_missing,
        Need::Optional => true,
    };
    let needed: Vec<_> = missing.iter().filter(|p| !tolerable(p)).copied().collect();
    if !needed.is_empty() {
        drop(step);
        if let Some(error) = refused {
            progress.warn(&format!("the packages could not be installed: {error:#}"));
        }
        bail!("{}", complaint(&needed, &missing));
    }
    if !missing.is_empty() {
        result = format!("without {}", names(&missing));
    }
    step.done(&result);
    if !missing.is_empty() {
        progress.warn(&format!(
            "the interpreter will do without {}; {}",
            names(&missing),
            advice(&missing)
        ));
        if let Some(error) = refused {
            progress.warn(&format!("they could not be installed: {error:#}"));
        }
    }
    Ok(missing.iter().map(|package| package.name).collect())
}

/// Make sure that `program` is there; its package for apt is called the same.
pub(crate) fn ensure_program(program: &str, log: &Path, step: &mut Step<'_>) -> Result<()> {
    if process::search_path(program).is_some() {
        return Ok(());
    }
    if !may_install() {
        bail!("this machine lacks {program}; install it with the system's package manager");
    }
    let mut command = process::command("apt-get");
    command.args(["install", "--yes", "--no-install-recommends", program]);
    install(command, log, step)
        .with_context(|| format!("this machine lacks {program}, which cannot be installed"))
}

fn complaint(needed: &[&Package], missing: &[&Package]) -> String {
    let also: Vec<_> = missing
        .iter()
        .filter(|p| p.need == Need::Optional)
        .copied()
        .collect();
    let mut text = format!("a build needs {}, which this machine lacks", names(needed));
    if !also.is_empty() {
        text.push_str(&format!(
            " (as well as {}, which it can do without)",
            names(&also)
        ));
    }
    text.push_str(&format!("; {}", advice(missing)));
    if needed.iter().all(|package| package.need == Need::Library) {
        text.push_str("\nTo build an interpreter without them all the same, add --allow-missing");
    }
    text
}

/// What a person can do about it.
fn advice(missing: &[&Package]) -> String {
    match installer(missing) {
        Some(command) => {
            let sudo = if rustix::process::geteuid().is_root() {
                ""
            } else {
                "sudo "
            };
            format!(
                "to install what is missing:\n    {sudo}{}",
                process::shown(&command)
            )
        }
        None => "install them with this system's package manager, headers included".to_owned(),
    }
}

fn names(packages: &[&Package]) -> String {
    packages
        .iter()
        .map(|package| package.name)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The command that installs `packages` on this system, if we know it.
fn installer(packages: &[&Package]) -> Option<Command> {
    let mut command;
    let name: fn(&Package) -> &'static str;
    if process::search_path("apt-get").is_some() {
        command = process::command("apt-get");
        command.args(["install", "--yes", "--no-install-recommends"]);
        name = |package| package.apt;
    } else if process::search_path("dnf").is_some() {
        command = process::command("dnf");
        command.args(["install", "--assumeyes"]);
        name = |package| package.dnf;
    } else {
        return None;
    }
    command.args(packages.iter().flat_map(|package| name(package).split(' ')));
    Some(command)
}

/// Root, with apt: a container or a build machine, where nobody else is asked.
fn may_install() -> bool {
    rustix::process::geteuid().is_root() && process::search_path("apt-get").is_some()
}

fn install(mut command: Command, log: &Path, step: &mut Step<'_>) -> Result<()> {
    let mut log = Log::create(log)?;
    let mut update = process::command("apt-get");
    update.arg("update");
    // Old lists may still do, and the installation says if they do not.
    match process::run("apt-get update", &mut update, &mut log, &mut |line| {
        step.say(line)
    }) {
        Err(error) if error.is::<Interrupted>() => return Err(error),
        _ => (),
    }
    command
        .args(["-o", "DPkg::Lock::Timeout=120"])
        .env("DEBIAN_FRONTEND", "noninteractive");
    process::run("apt-get install", &mut command, &mut log, &mut |line| {
        step.say(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str) -> &'static Package {
        PACKAGES
            .iter()
            .find(|package| package.name == name)
            .expect("in the table")
    }

    #[test]
    fn a_missing_tool_cannot_be_done_without() {
        let text = complaint(&[package("make")], &[package("make"), package("gdbm")]);
        assert!(text.starts_with("a build needs make, which this machine lacks (as well as gdbm"));
        assert!(!text.contains("--allow-missing"), "{text}");
    }

    #[test]
    fn a_missing_library_can_be_done_without_if_one_says_so() {
        let text = complaint(&[package("ssl")], &[package("ssl")]);
        assert!(
            text.starts_with("a build needs ssl, which this machine lacks; "),
            "{text}"
        );
        assert!(text.ends_with("add --allow-missing"), "{text}");
    }
}
