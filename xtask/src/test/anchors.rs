//! Whether the graft's edits have their places in newer CPythons, and do there what they are for,
//! as far as a distribution installs the files: what configure and makesetup have made of them
//! still has their lines.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::Counts;
use super::session::Session;
use super::suite::Runner;
use crate::graft::{self, Fit};
use crate::versions::Interpreter;
use crate::{process, rootfs};

/// The files that are edited, and what of them is installed below `lib/python3.x/`, where
/// `config/` is called otherwise. configure.ac is nowhere.
const INSTALLED: [(&str, &str); 5] = [
    ("Makefile.pre.in", "config/Makefile"),
    ("Modules/Setup.stdlib.in", "config/Setup.stdlib"),
    ("Modules/makesetup", "config/makesetup"),
    ("Lib/test/pythoninfo.py", "test/pythoninfo.py"),
    ("Lib/base64.py", "base64.py"),
];

/// Versions that have been grafted in no other way here.
const UNBUILT: [&str; 3] = ["3.14", "3.15", "3.16"];

pub(crate) fn installed(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let layout = &session.layout;
    for version in UNBUILT {
        let why = "its source was not to be had";
        Interpreter::new(version, "normal", "graft").not_run(layout, "a whole build", why)?;
    }
    let Some(root) = rootfs::existing(layout) else {
        runner.skip(
            "the anchors",
            "no root file system; `cargo xtask rootfs` makes it",
        );
        return Ok(());
    };
    for version in rootfs::VERSIONS {
        let library = root.join(format!("usr/lib/python{version}"));
        let Some(config) = folder_with(&library, &format!("config-{version}-")) else {
            runner.skip(version, "its development files are not installed");
            continue;
        };
        let folder = tempfile::tempdir().context("cannot make a temporary directory")?;
        for (file, installed) in INSTALLED {
            let from = match installed.strip_prefix("config/") {
                Some(name) => config.join(name),
                None => library.join(installed),
            };
            let to = folder.path().join(file);
            let parent = to.parent().expect("it is in the folder");
            fs::create_dir_all(parent)
                .and_then(|()| fs::copy(&from, &to))
                .with_context(|| format!("cannot copy {}", from.display()))?;
        }
        let edited = graft::fit(folder.path(), Some(version.parse()?));
        let problem = match &edited {
            Ok(edited) => registered(edited, &config).err(),
            Err(_) => edited.err(),
        };
        let why = problem.map(|error| format!("{error:#}"));
        let what = format!("what {version} installs");
        runner.check(&what, why.is_none(), why.as_deref().unwrap_or_default())?;
        let counts = Counts {
            passed: u64::from(why.is_none()),
            failed: u64::from(why.is_some()),
            ..Counts::default()
        };
        let tests = "the edits, in those of the files that are installed";
        Interpreter::new(version, "normal", "graft").ran(layout, tests, &counts)?;
    }
    Ok(())
}

/// Has the edited makesetup read the edited Setup.stdlib, for the makefile's objects and for the
/// table of built-in modules; `config` has the template of that.
fn registered(edited: &Fit, config: &Path) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary directory")?;
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write("makesetup", &edited.files["Modules/makesetup"])?;
    // As configure substitutes it for modules in Rust, and for their twins.
    let mut setup = String::new();
    for line in edited.files["Modules/Setup.stdlib.in"].lines() {
        match line.split_once("_RUST_TRUE@") {
            Some((_, module)) => setup += module,
            None if line.starts_with("binascii ") => continue,
            None => setup += line,
        }
        setup.push('\n');
    }
    write("Setup", &setup)?;
    write(
        "Makefile.pre",
        "MODOBJS=_MODOBJS_\n# Definitions added by makesetup\n",
    )?;
    let mut makesetup = process::command("sh");
    makesetup
        .args(["makesetup", "-s", "Modules", "-c"])
        .arg(config.join("config.c.in"))
        .arg("Setup")
        .current_dir(folder.path());
    let output = makesetup
        .output()
        .context("cannot run the edited makesetup")?;
    ensure!(
        output.status.success(),
        "the edited makesetup says: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let read = |name: &str| {
        let path = folder.path().join(name);
        fs::read_to_string(&path).with_context(|| format!("there is no {}", path.display()))
    };
    let (table, makefile) = (read("config.c")?, read("Makefile")?);
    for module in ["binascii", "_xxrust"] {
        let entry = format!("{{\"{module}\", PyInit_{module}}},");
        ensure!(table.contains(&entry), "config.c has no `{entry}`");
    }
    let objects = makefile
        .lines()
        .find_map(|line| line.strip_prefix("MODOBJS="));
    let objects = objects.context("the makefile has no MODOBJS")?;
    ensure!(
        objects.matches("$(RUST_OBJS)").count() == 1,
        "the makefile's MODOBJS are `{objects}`, without `$(RUST_OBJS)`, or with more than one"
    );
    ensure!(
        makefile
            .lines()
            .any(|line| line.starts_with("RUST_BUILTIN= ") && line.contains(" binascii")),
        "the makefile does not list binascii in RUST_BUILTIN"
    );
    Ok(())
}

/// The folder in `library` whose name begins so, and goes on with the platform's.
fn folder_with(library: &Path, prefix: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(library).into_iter().flatten().flatten();
    let mut names = entries.filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with(prefix)
    });
    names.next().map(|entry| entry.path())
}
