//! `cargo xtask foreign`: Debian's CPython for other processors, and what it takes to compile for it and to
//! run it here.
//!
//! Everything is in `build/foreign/`. `tools` has a Rust compiler, C compilers for each of the processors, and
//! QEMU; a folder for each architecture has CPython with its headers and tests, a C library, and the
//! library of that same Rust compiler. All are packages of Debian unstable, which are unpacked and not installed:
//! nothing of them has to run, root is not needed, and nothing outside that folder is changed.
//!
//! Why it is done this way is in `docs/design/foreign.md`.
//!
//! The program `usr/bin/python` there is CPython in QEMU. It says of itself what a CPython says, so
//! `cargo xtask module --python build/foreign/s390x/usr/bin/python` compiles for it.

mod architecture;
mod archive;
mod tools;
mod unpack;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::build::Layout;
use crate::process::{self, Interrupted, Lock, Log};
use crate::progress::Progress;
use crate::source;
pub(crate) use architecture::{ALL, Architecture};
use archive::Archive;
pub(crate) use tools::Tools;

/// Get Debian's CPython for other processors, to compile and run modules for.
///
/// Needs a network at the first run. The lines of standard output are the paths of interpreters, which run in
/// QEMU; `cargo xtask module --python PATH` compiles for them.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The architectures, as Debian calls them [default: all]
    #[arg(value_name = "ARCH")]
    names: Vec<String>,

    /// Get the newest packages, also of what is there
    #[arg(long)]
    renew: bool,
}

/// The version of CPython.
pub(crate) const VERSION: &str = "3.15";

/// What is unpacked for an architecture, with what that needs.
const PACKAGES: [&str; 2] = ["python3.15", "libpython3.15-dev"];

/// What is unpacked without what it needs: that is for those who install it.
const ALONE: [&str; 2] = ["libpython3.15-testsuite", RUST_LIBRARY];

const RUST_LIBRARY: &str = "libstd-rust-dev";

/// For the packages and what they unpack to.
const ROOM: u64 = 1 << 30;

/// In each folder, written last.
const STAMP: &str = ".xtask-foreign.json";

/// How unfinished folders are called; left behind only by a crash.
const PARTIAL: &str = ".partial-";

/// What a folder was made of.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Stamp {
    /// Of the package.
    rust: String,
    packages: Vec<String>,
}

impl Stamp {
    fn new(rust: &str, packages: &[impl AsRef<str>]) -> Self {
        let packages = packages.iter().map(|name| name.as_ref().to_owned());
        Self {
            rust: rust.to_owned(),
            packages: packages.collect(),
        }
    }

    fn at(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(STAMP)).ok()?;
        serde_json::from_str(&text).ok()
    }

    fn write(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a stamp is plain data")?;
        let path = folder.join(STAMP);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let chosen = architecture::chosen(&args.names)?;
    let layout = Layout::of_repository()?;
    let progress = Progress::new();
    for architecture in chosen {
        match ensure(architecture, args.renew, &layout, &progress) {
            Err(error) if error.is::<Interrupted>() => {
                eprintln!("{Interrupted}");
                std::process::exit(Interrupted::EXIT_CODE);
            }
            Err(error) => return Err(error),
            Ok(foreign) => println!("{}", foreign.python().display()),
        }
    }
    Ok(())
}

/// A CPython for another processor.
#[derive(Debug, Clone)]
pub(crate) struct Foreign {
    pub(crate) architecture: &'static Architecture,
    pub(crate) root: PathBuf,
    pub(crate) tools: Tools,
}

impl Foreign {
    fn of(architecture: &'static Architecture, folder: &Path) -> Self {
        Self {
            architecture,
            root: folder.join(architecture.debian),
            tools: Tools::at(folder.join("tools")),
        }
    }

    /// The interpreter, which runs in QEMU.
    pub(crate) fn python(&self) -> PathBuf {
        self.root.join("usr/bin/python")
    }

    /// The C compiler for it, with its C library.
    pub(crate) fn cc(&self) -> Vec<String> {
        let compiler = self.tools.compiler(self.architecture);
        vec![
            compiler.display().to_string(),
            format!("--sysroot={}", self.root.display()),
        ]
    }

    /// QEMU, as it says it itself: `qemu-s390x 11.1.3`.
    pub(crate) fn emulator(&self) -> Result<String> {
        let name = self.architecture.emulator();
        let program = self.tools.root().join("usr/bin").join(&name);
        let said = process::output(process::command(&program).arg("--version"));
        let said = said.with_context(|| format!("{} does not run", program.display()))?;
        let version = said.split_whitespace().nth(2).unwrap_or_default();
        Ok(format!("{name} {version}"))
    }

    /// What the extension file of a module is called.
    pub(crate) fn file_of(&self, module: &str) -> String {
        let version = VERSION.replace('.', "");
        format!(
            "{module}.cpython-{version}-{}.so",
            self.architecture.multiarch()
        )
    }

    /// The Rust compiler that its library belongs to.
    pub(crate) fn rustc(&self) -> PathBuf {
        self.tools.rustc()
    }

    fn is_whole(&self) -> bool {
        match (Stamp::at(&self.root), Stamp::at(self.tools.root())) {
            (Some(root), Some(tools)) => {
                root == Stamp::new(&tools.rust, &packages())
                    && tools == Stamp::new(&tools.rust, &tools::packages())
            }
            _ => false,
        }
    }
}

/// The one that `interpreter` is, if it is one.
pub(crate) fn around(interpreter: &Path) -> Option<Foreign> {
    let path = std::path::absolute(interpreter).ok()?;
    let root = path
        .ancestors()
        .find(|folder| folder.join(STAMP).is_file())?;
    let name = root.file_name()?.to_str()?;
    let architecture = ALL.iter().find(|one| one.debian == name)?;
    Some(Foreign::of(architecture, root.parent()?))
}

/// What is there of an architecture, if it is whole.
pub(crate) fn existing(architecture: &'static Architecture, layout: &Layout) -> Option<Foreign> {
    let foreign = Foreign::of(architecture, &layout.foreign());
    foreign.is_whole().then_some(foreign)
}

fn packages() -> Vec<&'static str> {
    PACKAGES.into_iter().chain(ALONE).collect()
}

/// The CPython for `architecture`, which is got if it is not there or is to be renewed.
fn ensure(
    architecture: &'static Architecture,
    renew: bool,
    layout: &Layout,
    progress: &Progress,
) -> Result<Foreign> {
    let folder = layout.foreign();
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the directory {}", folder.display()))?;
    let lock = folder.join(".lock");
    let _lock = Lock::acquire(&lock, "the foreign CPythons", progress)?;
    let foreign = Foreign::of(architecture, &folder);
    if foreign.is_whole() && !renew {
        return Ok(foreign);
    }
    if std::env::consts::ARCH != tools::RUN_ON {
        bail!(
            "the compilers and QEMU are programs for {}, and this machine is another; take one \
             of that kind",
            tools::RUN_ON
        );
    }
    let Some(mirror) = source::debian_mirror() else {
        bail!(
            "apt's configuration names no Debian archive to get a CPython from; add one to \
             /etc/apt/sources.list.d"
        );
    };
    unpack::remove_partials(&folder);
    source::require_space(&folder, ROOM)?;
    let mut log = Log::create(&layout.log("foreign.log"))?;
    let mut step = progress.step(architecture.debian);
    let archive = Archive::open(&folder, architecture.debian, &mirror, &mut log, &mut step)?;
    let rust = archive.version_of(RUST_LIBRARY)?;
    let files = archive.download(&PACKAGES, &ALONE, &mut log, &mut step)?;
    let stamp = Stamp::new(&rust, &packages());
    step.say("unpacking");
    unpack::into(&foreign.root, &files, &mut log, |root, _| {
        fit(root, architecture)?;
        stamp.write(root)
    })?;
    step.done(&format!("CPython {VERSION}, Rust's library {rust}"));
    drop(archive);
    foreign
        .tools
        .ensure(&rust, &folder, &mirror, &mut log, progress)?;
    Ok(foreign)
}

/// Makes `root` one that programs run in.
fn fit(root: &Path, architecture: &Architecture) -> Result<()> {
    unpack::merge_usr(root)?;
    let etc = root.join("etc");
    // An empty list of libraries: without one, the machine's own is read, which may have others of the
    // same processor.
    std::fs::create_dir_all(&etc)
        .and_then(|()| std::fs::write(etc.join("ld.so.cache"), ""))
        .with_context(|| format!("cannot write to {}", etc.display()))?;
    let program = root.join("usr/bin/python");
    // CPython finds its library from the name by which it was called.
    let text = format!(
        "#!/bin/sh\n\
         bin=$(dirname \"$(readlink -f \"$0\")\")\n\
         root=${{bin%/usr/bin}}\n\
         exec \"${{root%/*}}/tools/usr/bin/{}\" -L \"$root\" -0 \"$bin/python\" \"$bin/python{VERSION}\" \"$@\"\n",
        architecture.emulator()
    );
    std::fs::write(&program, text)
        .and_then(|()| std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)))
        .with_context(|| format!("cannot write {}", program.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interpreter_is_known_by_the_folder_that_it_is_in() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let python = folder.path().join("s390x/usr/bin/python");
        assert!(around(&python).is_none());
        std::fs::create_dir(folder.path().join("s390x")).expect("made");
        Stamp::new("1", &packages())
            .write(&folder.path().join("s390x"))
            .expect("written");
        let foreign = around(&python).expect("it is one");
        assert_eq!(foreign.architecture.debian, "s390x");
        assert_eq!(foreign.python(), python);
        assert!(foreign.cc()[0].ends_with("tools/usr/bin/s390x-linux-gnu-gcc"));
    }

    #[test]
    fn one_is_whole_if_its_library_is_that_of_the_compiler() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let stamp = |name: &str, rust: &str, packages: &[String]| {
            let folder = folder.path().join(name);
            std::fs::create_dir_all(&folder).expect("made");
            Stamp::new(rust, packages).write(&folder).expect("written");
        };
        let foreign = Foreign::of(&ALL[0], folder.path());
        assert!(!foreign.is_whole());
        stamp("tools", "1", &tools::packages());
        let named: Vec<_> = packages().into_iter().map(str::to_owned).collect();
        stamp(ALL[0].debian, "1", &named);
        assert!(foreign.is_whole());
        stamp("tools", "2", &tools::packages());
        assert!(!foreign.is_whole());
    }
}
