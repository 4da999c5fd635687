//! The API under all circumstances in the CPythons of the root file system, which are newer than
//! this machine's: `tests/xxrust/` again, with extension files, without a build of CPython.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::Session;
use super::suite::Runner;
use super::xxrust::NAMES;
use crate::module::{self, Options};
use crate::rootfs;
use crate::versions::Interpreter;

/// What is run in a build: options of regrtest, or a script.
enum Run {
    Tests(&'static [&'static str]),
    Script(&'static str),
}

/// The builds of a version, by what their names end in, and what is run in each. Debian has no
/// free-threaded one, so far.
const BUILDS: [(&str, &str, &[Run]); 3] = [
    (
        "normal",
        "",
        &[
            Run::Tests(&[]),
            Run::Script("memory.py"),
            Run::Script("threads.py"),
            Run::Script("interpreters.py"),
        ],
    ),
    (
        "debug",
        "d",
        &[
            Run::Tests(&[]),
            Run::Tests(&["-R", "3:3"]),
            Run::Script("memory.py"),
        ],
    ),
    (
        "free-threaded",
        "t",
        &[Run::Tests(&[]), Run::Script("threads.py")],
    ),
];

/// For the CPython called `version`, which is installed with its `test` package.
pub(crate) fn xxrust(session: &Session<'_>, runner: &mut Runner<'_>, version: &str) -> Result<()> {
    let root = match rootfs::usable(&session.layout) {
        Ok(root) => root,
        Err(why) => {
            runner.skip(version, why);
            return Ok(());
        }
    };
    let release = rootfs::release(&root, version)?;
    for (build, suffix, runs) in BUILDS {
        let name = format!("python{version}{suffix}");
        let python = root.join("usr/bin").join(&name);
        let interpreter = Interpreter::new(&release, build, "files");
        if !python.exists() {
            let why = "there is no such build in Debian unstable";
            runner.skip(&format!("{version}, {build}"), why);
            interpreter.not_run(&session.layout, "tests/xxrust", why)?;
            continue;
        }
        let place = Place::new(session, &root, &name)?;
        let mut module = Options::new(python);
        module.out = Some(place.folder.path().to_owned());
        module::build(&module, &NAMES.map(str::to_owned), session.progress)?;
        for run in runs {
            let (tests, speaker, mut command) = match run {
                Run::Tests(options) => {
                    let mut command = place.python();
                    command
                        .args(["-m", "test", "--timeout", "900", "--testdir"])
                        .arg(place.inside("xxrust"))
                        .arg("--tempdir")
                        .arg(place.inside(""))
                        .args(*options);
                    let tests = format!("tests/xxrust {}", options.join(" "));
                    (tests, Speaker::Regrtest, command)
                }
                Run::Script(name) => {
                    let path = format!("xxrust/{name}");
                    let mut command = place.python();
                    command.args(["-B", "-X", "faulthandler"]);
                    command.arg(place.inside(&path));
                    (format!("tests/{path}"), Speaker::Script, command)
                }
            };
            let tests = tests.trim_end();
            let what = format!("{tests} ({version}, {build})");
            let counts = runner.run(&what, speaker, &mut command)?;
            interpreter.ran(&session.layout, tests, &counts)?;
        }
    }
    Ok(())
}

/// A folder in the root file system, with everything that an interpreter there reads and writes.
pub(super) struct Place {
    root: PathBuf,
    pub(super) folder: tempfile::TempDir,
    /// The interpreter's name.
    name: String,
}

impl Place {
    /// With the tests; modules can be put there.
    pub(super) fn new(session: &Session<'_>, root: &Path, name: &str) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("xxrust-")
            .tempdir_in(root.join("tmp"))
            .context("cannot make a directory in the root file system")?;
        for part in ["xxrust", "support", "twins"] {
            let from = session.root.join("tests").join(part);
            copy_files(&from, &folder.path().join(part))?;
        }
        let scripts = [
            "parity.py",
            "base64_parity.py",
            "zlib_parity.py",
            "subinterpreters.py",
            "memory.py",
        ];
        for script in scripts {
            let from = session.root.join("tests").join(script);
            std::fs::copy(from, folder.path().join(script))
                .with_context(|| format!("cannot copy {script}"))?;
        }
        Ok(Self {
            root: root.to_owned(),
            folder,
            name: name.to_owned(),
        })
    }

    /// What a file of the folder is called in the root file system.
    pub(super) fn inside(&self, path: &str) -> PathBuf {
        let path = self.folder.path().join(path);
        Path::new("/").join(path.strip_prefix(&self.root).unwrap_or(&path))
    }

    /// That whose name the place has.
    pub(super) fn python(&self) -> Command {
        self.program(&self.name)
    }

    /// An interpreter, which finds the modules.
    pub(super) fn program(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = rootfs::inside(&self.root, name);
        command.env("PYTHONPATH", self.inside(""));
        command
    }
}

/// Copies the files of a folder, not what is in folders in it.
fn copy_files(from: &Path, to: &Path) -> Result<()> {
    let copy = || -> std::io::Result<()> {
        std::fs::create_dir(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name()))?;
            }
        }
        Ok(())
    };
    copy().with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
