//! Installed CPythons, made anew with Rust modules built in: those of the root file system, and one of
//! this machine, which has a static library and binascii in a file.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::cpython;
use super::newer::Place;
use super::scripts::CASES;
use super::session::{Session, Variant};
use super::suite::Runner;
use super::xxrust::NAMES;
use crate::graft;
use crate::module::{self, Options};
use crate::versions::Interpreter;
use crate::{relink, rootfs};

/// What the interpreters are called that are made.
const PROGRAM: &str = "python";

/// The modules that take the place of C's, each with the script that compares it with that, and with how
/// many random cases.
const MODULES: [(&str, &str, u64); 2] = [
    ("binascii", "parity.py", CASES),
    ("zlib", "zlib_parity.py", CASES / 100),
];

/// The builds that there can be, by what their names end in.
const BUILDS: [(&str, &str); 3] = [("normal", ""), ("debug", "d"), ("free-threaded", "t")];

/// For the CPython called `version`, which is installed with its `test` package and, perhaps, further
/// builds.
pub(crate) fn all(session: &Session<'_>, runner: &mut Runner<'_>, version: &str) -> Result<()> {
    let release = match rootfs::usable(&session.layout) {
        Ok(root) => rootfs::release(&root, version)?,
        Err(_) => version.to_owned(),
    };
    for (build, suffix) in BUILDS {
        let name = format!("python{version}{suffix}");
        let interpreter = Interpreter::new(&release, build, "relink");
        let root = match having(session, &name) {
            Ok(root) => root,
            Err(why) => {
                runner.skip(&format!("{version}, {build}"), why);
                interpreter.not_run(&session.layout, cpython::OWN, why)?;
                continue;
            }
        };
        let tests = cpython::names(&root.join(format!("usr/lib/python{version}/test")))?;
        let mut one = Relinked {
            session,
            runner,
            interpreter,
            place: Place::new(session, &root, &name)?,
        };
        let files = one.make(&root.join("usr/bin").join(&name))?;
        one.run(&tests, &files)?;
    }
    Ok(())
}

/// For the CPython that is built from source, which is installed for the purpose.
pub(crate) fn installed(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let built = session.built(Variant::C)?;
    let folder = tempfile::Builder::new()
        .prefix("test-")
        .tempdir_in(session.layout.root())
        .context("cannot make a temporary directory")?;
    // What is installed with these; not the manual, pip and compiled Python code.
    let mut make = session.command("make");
    make.arg("-s").arg("-C").arg(&built.build_dir);
    make.args(["bininstall", "inclinstall", "libainstall", "sharedinstall"]);
    make.arg(format!("DESTDIR={}", folder.path().display()));
    runner.run("make install", Speaker::Nobody, &mut make)?;
    let bin = folder.path().join("usr/local/bin");
    let new = bin.join(PROGRAM);
    let names = MODULES.map(|(name, ..)| name.to_owned());
    relink::relink(&bin.join("python3"), &names, Some(&new), session.progress)?;

    let interpreter = Interpreter::new(&built.tree.version, "normal", "relink");
    let mut regrtest = session.command(&new);
    regrtest.args(["-m", "test", "-j2", "--timeout", "900"]);
    regrtest.args(cpython::FOR_LEAKS).current_dir(folder.path());
    let mut commands = vec![(cpython::FOR_LEAKS.join(", "), Speaker::Regrtest, regrtest)];
    for (_, script, cases) in MODULES {
        let mut parity = session.script(&new, script);
        parity.arg(&built.build_dir).arg(format!("--cases={cases}"));
        commands.push((format!("tests/{script}"), Speaker::Script, parity));
    }
    for (tests, speaker, mut command) in commands {
        let what = format!("{tests} ({}, relinked)", interpreter.cpython);
        let counts = runner.run(&what, speaker, &mut command)?;
        interpreter.ran(&session.layout, &tests, &counts)?;
    }
    Ok(())
}

/// The root file system, if the interpreter called `name` is there; or why it cannot be used.
fn having(session: &Session<'_>, name: &str) -> Result<PathBuf, &'static str> {
    let root = rootfs::usable(&session.layout)?;
    match root.join("usr/bin").join(name).exists() {
        true => Ok(root),
        false => Err("there is no such build in Debian unstable"),
    }
}

/// One interpreter that was made anew, and where it and its tests are.
struct Relinked<'a, 's, 'r> {
    session: &'a Session<'s>,
    runner: &'a mut Runner<'r>,
    interpreter: Interpreter,
    place: Place,
}

impl Relinked<'_, '_, '_> {
    /// Makes it, and files for the old one: modules, to be compared with the C twins, and what base64 has in Rust. What the
    /// modules' are called there.
    fn make(&self, python: &Path) -> Result<Vec<PathBuf>> {
        let folder = self.place.folder.path();
        let progress = self.session.progress;
        let mut names = MODULES.map(|(name, ..)| name.to_owned()).to_vec();
        names.push("_base64".to_owned());
        let mut options = Options::new(python.to_owned());
        options.out = Some(folder.join("files"));
        let files = module::build(&options, &names, progress)?;
        self.edit_base64()?;
        names.pop();
        names.extend(NAMES.map(str::to_owned));
        relink::relink(python, &names, Some(&folder.join(PROGRAM)), progress)?;
        let names = files.iter().filter_map(|file| file.file_name());
        Ok(names
            .map(|name| self.place.inside("files").join(name))
            .collect())
    }

    /// Puts base64 there as the graft edits it.
    fn edit_base64(&self) -> Result<()> {
        let release = &self.interpreter.cpython;
        let version = release
            .rsplit_once('.')
            .map_or(release.as_str(), |(minor, _)| minor);
        let root = rootfs::usable(&self.session.layout).map_err(anyhow::Error::msg)?;
        let original = root.join(format!("usr/lib/python{version}/base64.py"));
        let text = std::fs::read_to_string(&original)
            .with_context(|| format!("cannot read {}", original.display()))?;
        let text = graft::edited(version, "Lib/base64.py", &text)?;
        let copy = self.place.folder.path().join("files/base64.py");
        std::fs::write(&copy, text).with_context(|| format!("cannot write {}", copy.display()))
    }

    fn run(&mut self, tests: &[String], files: &[PathBuf]) -> Result<()> {
        let is_debug = self.interpreter.build == "debug";
        // A test that fails for want of time on a busy machine is given a second chance.
        let mut command = self.regrtest();
        command.args(["-j2", "--rerun"]).args(tests);
        self.one(cpython::OWN, Speaker::Regrtest, command)?;
        if is_debug {
            let mut command = self.regrtest();
            command.args(["-j2", "-R", "3:3"]).args(cpython::FOR_LEAKS);
            self.one(&cpython::leak_tests(), Speaker::Regrtest, command)?;
        }
        let options: &[&[&str]] = match is_debug {
            true => &[&[], &["-R", "3:3"]],
            false => &[&[]],
        };
        for options in options {
            let mut command = self.regrtest();
            command.arg("--testdir").arg(self.place.inside("xxrust"));
            command.args(*options);
            let what = format!("tests/xxrust {}", options.join(" "));
            self.one(what.trim_end(), Speaker::Regrtest, command)?;
        }
        let mut command = self.place.program(self.place.inside(PROGRAM));
        command.arg("-B");
        command.arg(self.place.inside("subinterpreters.py"));
        self.one("tests/subinterpreters.py", Speaker::Script, command)?;

        let mut command = self.place.program(self.place.inside(PROGRAM));
        command.env("PYTHONPATH", self.place.inside("files"));
        command.arg("-B").arg(self.place.inside("memory.py"));
        self.one("tests/memory.py", Speaker::Script, command)?;

        // In the old one: there the C twins are built in.
        for ((_, script, cases), file) in MODULES.iter().zip(files) {
            let cases = if is_debug { cases / 10 } else { *cases };
            let mut command = self.place.python();
            command.arg("-B").arg(self.place.inside(script));
            command.args(["built-in", "--rust"]).arg(file);
            command.arg(format!("--cases={cases}"));
            self.one(&format!("tests/{script}"), Speaker::Script, command)?;
        }

        let mut command = self.place.python();
        command.env("PYTHONPATH", self.place.inside("files"));
        command.arg("-B").arg(self.place.inside("base64_parity.py"));
        command.arg(format!("--cases={}", if is_debug { 300 } else { 3000 }));
        self.one("tests/base64_parity.py", Speaker::Script, command)
    }

    /// CPython's test runner in the new interpreter.
    fn regrtest(&self) -> Command {
        let mut command = self.place.program(self.place.inside(PROGRAM));
        command.args(["-m", "test", "--timeout", "900", "--tempdir"]);
        command.arg(self.place.inside(""));
        command
    }

    /// Runs tests, and records that they ran.
    fn one(&mut self, tests: &str, speaker: Speaker, mut command: Command) -> Result<()> {
        let Interpreter { cpython, build, .. } = &self.interpreter;
        let what = format!("{tests} ({cpython}, {build}, relinked)");
        let counts = self.runner.run(&what, speaker, &mut command)?;
        self.interpreter.ran(&self.session.layout, tests, &counts)
    }
}
