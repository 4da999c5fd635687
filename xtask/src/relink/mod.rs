//! `cargo xtask relink`: an installed CPython again, with Rust modules built in.
//!
//! What is installed with a CPython suffices to make its program anew: its headers, and its library,
//! static or shared. One object is made that has `main` and the Rust modules ([`program`]), and linked
//! with that library ([`link`]); before `main` starts Python it puts the Rust modules into the table of
//! built-in modules. No source of CPython is needed, and nothing that is installed is changed. Why it is
//! done this way is in `docs/design/relink.md`.

mod installed;
mod link;
mod program;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tempfile::NamedTempFile;

use crate::graft::{Module, Twin};
use crate::module::{Build, Here, Options, Python};
use crate::process::{self, Interrupted};
use crate::progress::{Progress, shown_size};
use crate::rootfs;
use installed::Installed;

/// Make an installed CPython anew, with Rust modules built in.
///
/// Needs rustc, a C compiler, and the interpreter's development files; no source of CPython, and nothing
/// that is installed is changed. The last line of standard output is the path of the new interpreter.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The interpreter as it is installed
    #[arg(long, value_name = "PYTHON")]
    python: PathBuf,

    /// The modules that are built in, as Python knows them [default: all that have a C twin]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    modules: Vec<String>,

    /// The new interpreter [default: build/relink/ and the name of the old one]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    match relink(
        &args.python,
        &args.modules,
        args.out.as_deref(),
        &Progress::new(),
    ) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        Err(error) => Err(error),
        Ok(file) => writeln!(std::io::stdout(), "{}", file.display())
            .context("cannot write to standard output"),
    }
}

/// Makes `python` anew with the modules called `names`; the path of the new interpreter.
pub(crate) fn relink(
    python: &Path,
    names: &[String],
    out: Option<&Path>,
    progress: &Progress,
) -> Result<PathBuf> {
    let here = Here::read()?;
    let options = Options::new(python.to_owned());
    let python = Python::ask(python)?;
    if python.is_foreign() {
        bail!(
            "{} is for another processor, for which nothing is relinked; `cargo xtask module` makes \
             extension files for it",
            options.python.display()
        );
    }
    let has_twin = |module: &Module| matches!(module.twin, Some(Twin::C(_)));
    let modules = here.chosen(names, |module| {
        has_twin(module) && module.has_place_in(&python.version)
    })?;
    let installed = Installed::of(&python)?;
    let file = match out {
        Some(file) => file.to_owned(),
        None => {
            let name = options.python.file_name();
            let name = name.context("--python names no file")?;
            here.layout.root().join("relink").join(name)
        }
    };
    refuse_the_same(&file, &python.outside(&installed.executable))?;
    // What is linked and tried in a root file system has to be in it.
    let place = match rootfs::around(&options.python) {
        Some((root, _)) => root.join("tmp"),
        None => here.layout.root().to_owned(),
    };
    std::fs::create_dir_all(&place)
        .with_context(|| format!("cannot make the directory {}", place.display()))?;
    let mut build = Build::start(&options, &here, &python, &place, "relink.log")?;
    let shims = build.crates(&modules, progress)?;

    let mut step = progress.step("link");
    step.say("one object");
    let rust = program::object(&mut build, &modules, &shims, &installed)?;
    let (linked, library) = link::link(&mut build, &installed, &rust, &mut step)?;
    let size = std::fs::metadata(&linked).map_or(0, |metadata| metadata.len());
    step.done(&format!("{}, with {library}", shown_size(size)));

    let step = progress.step("try it");
    let new = beside(&file, &linked)?;
    // Where it will be, if it can run there: what it finds depends on where it is.
    let runs_there = rootfs::around(&file).map(|(root, _)| root)
        == rootfs::around(&options.python).map(|(root, _)| root);
    let tried = match runs_there {
        true => new.path(),
        false => &linked,
    };
    let answer = try_it(&python, tried, &modules, &installed)?;
    new.persist(&file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    step.done(&answer);
    Ok(file)
}

/// The old interpreter is not replaced by its own copy: without it there is nothing to go back to.
fn refuse_the_same(file: &Path, old: &Path) -> Result<()> {
    if let (Ok(new), Ok(old)) = (file.canonicalize(), old.canonicalize()) {
        if new == old {
            bail!(
                "{} is the interpreter that a new one is made from; give the new one another name \
                 (--out)",
                file.display()
            );
        }
    }
    Ok(())
}

/// What the new interpreter says of itself.
#[derive(Deserialize)]
struct Answer {
    version: String,
    prefix: PathBuf,
    standard_library: PathBuf,
    /// Which of the modules have another origin than the interpreter itself.
    elsewhere: Vec<String>,
    rust_modules: String,
}

const QUESTION: &str = "
import importlib, json, os, sys, sysconfig
print(json.dumps({
    'version': sys.version.split()[0],
    'prefix': sys.prefix,
    'standard_library': os.path.dirname(os.__file__),
    'elsewhere': [name for name in names
                  if importlib.import_module(name).__spec__.origin != 'built-in'],
    'rust_modules': sysconfig.get_config_var('RUST_MODULES') or '',
}))
";

/// Starts the new interpreter, which has to find its library and its modules, before anyone gets it.
fn try_it(
    python: &Python,
    linked: &Path,
    modules: &[&Module],
    installed: &Installed,
) -> Result<String> {
    let names: Vec<_> = modules.iter().map(|module| module.name.as_str()).collect();
    let list = serde_json::to_string(&names).context("names are plain data")?;
    let new = Python::at(python, &python.inside(linked));
    let answer: Answer = new
        .answer(&format!("names = {list}{QUESTION}"))
        .with_context(|| {
            let folder = installed.executable.parent().unwrap_or(Path::new("/"));
            format!(
                "the new interpreter does not work; if it does not find its library, put it into {} \
                 (--out)",
                folder.display()
            )
        })?;
    if answer.version != installed.version
        || answer.prefix != installed.prefix
        || answer.standard_library != installed.standard_library
    {
        bail!(
            "the new interpreter is {} in {} and has its library in {}, but it is made from {} in {} \
             with {}; put it into the same folder (--out)",
            answer.version,
            answer.prefix.display(),
            answer.standard_library.display(),
            installed.version,
            installed.prefix.display(),
            installed.standard_library.display()
        );
    }
    if !answer.elsewhere.is_empty() || answer.rust_modules != names.join(" ") {
        bail!(
            "the new interpreter does not have its Rust modules: from files it has '{}', and it says \
             that in Rust are '{}'",
            answer.elsewhere.join(" "),
            answer.rust_modules
        );
    }
    Ok(format!(
        "CPython {}, in Rust: {}",
        answer.version, answer.rust_modules
    ))
}

/// A copy of the program in the folder of `file`, from where it gets that name in one step: an
/// interpreter that has it open keeps the former one. It is removed if it does not get the name.
fn beside(file: &Path, program: &Path) -> Result<NamedTempFile> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let copy = || -> std::io::Result<NamedTempFile> {
        std::fs::create_dir_all(folder)?;
        let (new, path) = tempfile::Builder::new()
            .prefix(".relink-")
            .tempfile_in(folder)?
            .into_parts();
        // It is run: nobody may have it open for writing.
        drop(new);
        std::fs::copy(program, &path)?;
        Ok(NamedTempFile::from_parts(std::fs::File::open(&path)?, path))
    };
    copy().with_context(|| format!("cannot write to {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_interpreter_does_not_take_the_place_of_the_old_one() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let (old, link) = (dir.path().join("python3"), dir.path().join("python"));
        std::fs::write(&old, "").expect("written");
        std::os::unix::fs::symlink(&old, &link).expect("linked");
        let message = refuse_the_same(&link, &old)
            .expect_err("the same")
            .to_string();
        assert!(message.contains("--out"), "{message}");
        assert!(refuse_the_same(&dir.path().join("new"), &old).is_ok());
    }

    #[test]
    fn the_new_file_can_be_run_and_nothing_else_is_left() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a temporary directory");
        let program = dir.path().join("program");
        std::fs::write(&program, "#!/bin/sh\n").expect("written");
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).expect("set");
        let file = dir.path().join("out/python");
        let files = || {
            std::fs::read_dir(dir.path().join("out"))
                .expect("read")
                .count()
        };
        for _ in 0..2 {
            let new = beside(&file, &program).expect("copied");
            assert!(process::output(&mut process::command(new.path())).is_some());
            new.persist(&file).expect("placed");
        }
        assert_eq!(files(), 1);
        drop(beside(&file, &program).expect("copied"));
        assert_eq!(files(), 1);
    }
}
