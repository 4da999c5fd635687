//! The compilers and QEMU: programs of Debian unstable, which run here with the C library that they come with.
//!
//! The machine's own Debian may be older, and then cannot run them: so each program is told to start with the
//! loader and to look for libraries in the folder that it is in (`patchelf`).

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::architecture::{ALL, Architecture};
use super::archive::Archive;
use super::{Stamp, unpack};
use crate::build::Layout;
use crate::packages;
use crate::process::{self, Log};
use crate::progress::Progress;
use crate::source::{self, Mirror};

/// Where the programs run.
const MACHINE: (&str, &str) = ("amd64", "x86_64-linux-gnu");

/// As Rust calls it.
pub(super) const RUN_ON: &str = "x86_64";

/// The loader that they ask for.
const LOADER: &str = "/lib64/ld-linux-x86-64.so.2";

/// Besides the C compilers: Rust with the source of its library, and QEMU.
const PACKAGES: [&str; 3] = ["rustc", "rust-src", "qemu-user"];

/// Where programs are.
const PROGRAMS: [&str; 3] = ["usr/bin", "usr/libexec", "usr/lib/x86_64-linux-gnu"];

/// For the packages and what they unpack to.
const ROOM: u64 = 5 << 30;

#[derive(Debug, Clone)]
pub(crate) struct Tools {
    root: PathBuf,
}

/// All that is unpacked, but for what that needs.
pub(super) fn packages() -> Vec<String> {
    let compilers = ALL.iter().map(|one| format!("gcc-{}", one.gnu));
    PACKAGES
        .iter()
        .map(|name| (*name).to_owned())
        .chain(compilers)
        .collect()
}

impl Tools {
    pub(super) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// What is there, if it is whole.
    pub(crate) fn existing(layout: &Layout) -> Option<Self> {
        let tools = Self::at(layout.foreign().join("tools"));
        let stamp = Stamp::at(tools.root())?;
        (stamp == Stamp::new(&stamp.rust, &packages())).then_some(tools)
    }

    /// The source of Rust's library.
    pub(crate) fn library(&self) -> PathBuf {
        self.root.join("usr/lib/rustlib/src/rust/library")
    }

    pub(crate) fn rustc(&self) -> PathBuf {
        self.root.join("usr/bin/rustc")
    }

    pub(super) fn compiler(&self, architecture: &Architecture) -> PathBuf {
        self.root
            .join("usr/bin")
            .join(format!("{}-gcc", architecture.gnu))
    }

    /// Gets them, unless they are there and Rust is of version `rust`.
    pub(super) fn ensure(
        &self,
        rust: &str,
        folder: &Path,
        mirror: &Mirror,
        log: &mut Log,
        progress: &Progress,
    ) -> Result<()> {
        let names = packages();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let stamp = Stamp::new(rust, &names);
        if Stamp::at(&self.root).as_ref() == Some(&stamp) {
            return Ok(());
        }
        source::require_space(folder, ROOM)?;
        let mut step = progress.step("tools");
        packages::ensure_program("patchelf", log.path(), &mut step)?;
        let archive = Archive::open(folder, MACHINE.0, mirror, log, &mut step)?;
        let files = archive.download(&names, &[], log, &mut step)?;
        step.say("unpacking");
        unpack::into(&self.root, &files, log, |root, log| {
            unpack::merge_usr(root)?;
            for architecture in &ALL {
                lend(root, architecture)?;
            }
            for part in PROGRAMS {
                self.settle(root, &root.join(part), log)?;
            }
            stamp.write(root)
        })?;
        step.done(&format!("Rust {rust}, {} C compilers, QEMU", ALL.len()));
        Ok(())
    }

    /// Has the programs and libraries in `part` of `root` look for what they need where they will be.
    fn settle(&self, root: &Path, part: &Path, log: &mut Log) -> Result<()> {
        let libraries = self.root.join("usr/lib").join(MACHINE.1);
        let mut folders = vec![part.to_owned()];
        while let Some(folder) = folders.pop() {
            let read = || format!("cannot read {}", folder.display());
            for entry in std::fs::read_dir(&folder).with_context(read)? {
                let entry = entry.with_context(read)?;
                let kind = entry.file_type().with_context(read)?;
                let path = entry.path();
                if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() && is_elf(&path) {
                    let mut patch = process::command("patchelf");
                    if asks(&path, "--print-interpreter").is_some_and(|loader| loader == LOADER) {
                        let loader = self.root.join(LOADER.trim_start_matches('/'));
                        patch.arg("--set-interpreter").arg(loader);
                    } else if asks(&path, "--print-rpath").is_none() {
                        continue;
                    }
                    // Not what is newer: it would not be heeded by the libraries that a library needs.
                    patch.args(["--force-rpath", "--set-rpath"]);
                    patch.arg(&libraries).arg(&path);
                    process::run("patchelf", &mut patch, log, &mut |_| ())
                        .with_context(|| format!("in {}", root.display()))?;
                }
            }
        }
        Ok(())
    }
}

/// Puts Rust's library for `architecture`, which is in that folder, where the compiler looks for it.
fn lend(root: &Path, architecture: &Architecture) -> Result<()> {
    let libraries = Path::new("usr/lib/rustlib");
    let link = root.join(libraries).join(architecture.target);
    let from = Path::new("../../../..")
        .join(architecture.debian)
        .join(libraries)
        .join(architecture.target);
    std::os::unix::fs::symlink(from, &link)
        .with_context(|| format!("cannot make {}", link.display()))
}

/// What patchelf says of a file, if it says anything.
fn asks(file: &Path, option: &str) -> Option<String> {
    let mut command = process::command("patchelf");
    command.arg(option).arg(file);
    let said = process::output(command.stderr(std::process::Stdio::null()))?;
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

fn is_elf(path: &Path) -> bool {
    let mut magic = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut magic));
    read.is_ok() && magic == *b"\x7fELF"
}
