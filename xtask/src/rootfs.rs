//! `cargo xtask rootfs`: Debian unstable in a directory, for a newer CPython than the machine's.
//!
//! It has that CPython with its headers, its debug build and its tests, and a C compiler. Other roots have
//! a release's own rustc and what builds a CPython. Each is made under another name, and gets its
//! own when it is whole; from then on it is used as it is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::build::Layout;
use crate::packages;
use crate::process::{self, Failed, Interrupted, Lock, Log};
use crate::progress::{Progress, Step, Unit};
use crate::source::{self, Mirror};

/// Make a Debian in a directory: unstable with a newer CPython, or a release with its rustc.
///
/// Needs root, and a network at the first run. The last line of standard output is the path of its
/// root directory.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Make it anew, with the newest packages
    #[arg(long)]
    renew: bool,
    /// The release whose rustc and C compiler are to build CPython in it
    #[arg(long, value_name = "RELEASE", value_parser = ["stable", "unstable"])]
    builder: Option<String>,
}

/// What a root has.
pub(crate) struct Kind {
    /// Its directory in `build/`.
    name: &'static str,
    /// Debian's name for the release.
    pub(crate) suite: &'static str,
    packages: &'static [&'static str],
    /// Further packages, which a suite may lack.
    optional: &'static [&'static str],
    /// What says how new it is.
    newest: &'static str,
}

/// The versions of CPython in unstable.
pub(crate) const VERSIONS: [&str; 2] = ["3.14", "3.15"];

/// A newer CPython than the machine's.
static NEWER: Kind = Kind {
    name: "rootfs",
    suite: "unstable",
    packages: &["python3.15", "python3.15-dev", "gcc", "libc6-dev"],
    optional: &[
        "python3.15-dbg",
        "libpython3.15-testsuite",
        "python3.14",
        "python3.14-dev",
        "python3.14-dbg",
        "libpython3.14-testsuite",
    ],
    newest: "python3.15",
};

/// What a grafted tree is built with, and nothing that it does not ask for: no cargo.
const BUILDER: [&str; 6] = [
    "rustc",
    "gcc",
    "libc6-dev",
    "make",
    "pkg-config",
    "zlib1g-dev",
];

/// The oldest and the newest compilers that Debian has.
pub(crate) static BUILDERS: [Kind; 2] = [
    builder("rootfs-stable", "stable"),
    builder("rootfs-unstable", "unstable"),
];

const fn builder(name: &'static str, suite: &'static str) -> Kind {
    Kind {
        name,
        suite,
        packages: &BUILDER,
        optional: &[],
        newest: "rustc",
    }
}

/// For the packages and what they unpack to. debootstrap does not say that a disk is full.
const ROOM: u64 = 2 << 30;

/// How many lines debootstrap prints, nearly.
const LINES: u64 = 330;

/// How the unfinished directory is called; left behind only by a crash.
const PARTIAL: &str = ".partial-rootfs-";

/// In the root directory, written last.
const STAMP: &str = ".xtask-rootfs.json";

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let kind = match args.builder {
        None => &NEWER,
        Some(suite) => BUILDERS
            .iter()
            .find(|kind| kind.suite == suite)
            .context("there is no such builder")?,
    };
    match ensure(
        kind,
        args.renew,
        &Layout::of_repository()?,
        &Progress::new(),
    ) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{Interrupted}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        Err(error) => Err(error),
        Ok(root) => {
            println!("{}", root.display());
            Ok(())
        }
    }
}

/// What a root was made of.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Stamp {
    suite: String,
    packages: Vec<String>,
}

impl Stamp {
    /// Of a root that would be made now.
    fn wanted(kind: &Kind) -> Self {
        let packages = kind.packages.iter().chain(kind.optional);
        Self {
            suite: kind.suite.to_owned(),
            packages: packages.map(|name| (*name).to_owned()).collect(),
        }
    }

    fn is_at(&self, root: &Path) -> bool {
        let text = std::fs::read_to_string(root.join(STAMP)).unwrap_or_default();
        serde_json::from_str::<Self>(&text).is_ok_and(|stamp| stamp == *self)
    }

    fn write(&self, root: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("a stamp is plain data")?;
        let path = root.join(STAMP);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Kind {
    fn path(&self, layout: &Layout) -> PathBuf {
        layout.root().join(self.name)
    }

    fn existing(&self, layout: &Layout) -> Option<PathBuf> {
        let root = self.path(layout);
        Stamp::wanted(self).is_at(&root).then_some(root)
    }

    /// The root directory, for running what is in it; or why that is not possible.
    pub(crate) fn usable(&self, layout: &Layout) -> Result<PathBuf, &'static str> {
        match self.existing(layout) {
            None if self.newest == "rustc" => {
                Err("no root file system; `cargo xtask rootfs --builder RELEASE` makes it")
            }
            None => Err("no root file system; `cargo xtask rootfs` makes it"),
            Some(_) if !rustix::process::geteuid().is_root() => {
                Err("only root can run what is in the root file system")
            }
            Some(root) => Ok(root),
        }
    }
}

/// The root directory with the newer CPython, if it is there and whole.
pub(crate) fn existing(layout: &Layout) -> Option<PathBuf> {
    NEWER.existing(layout)
}

/// The root directory with the newer CPython, for running what is in it; or why that is not possible.
pub(crate) fn usable(layout: &Layout) -> Result<PathBuf, &'static str> {
    NEWER.usable(layout)
}

/// The root directory that a file is in, and the file's path there; none for a file of this
/// machine.
pub(crate) fn around(file: &Path) -> Option<(PathBuf, PathBuf)> {
    let file = std::path::absolute(file).ok()?;
    let root = file.ancestors().find(|root| root.join(STAMP).is_file())?;
    let inside = Path::new("/").join(file.strip_prefix(root).ok()?);
    Some((root.to_owned(), inside))
}

/// The root directory, which is made if it is not there or is to be renewed.
fn ensure(kind: &Kind, renew: bool, layout: &Layout, progress: &Progress) -> Result<PathBuf> {
    let build = layout.root();
    std::fs::create_dir_all(build)
        .with_context(|| format!("cannot make the directory {}", build.display()))?;
    let lock = Lock::acquire(&layout.rootfs_lock(), "the root file system", progress)?;
    if let (Some(root), false) = (kind.existing(layout), renew) {
        return Ok(root);
    }
    if !rustix::process::geteuid().is_root() {
        bail!(
            "only root can make a root file system, for it runs chroot; run this again as root, \
             for example in a container"
        );
    }
    let Some(mirror) = source::debian_mirror() else {
        bail!(
            "apt's configuration names no Debian archive to make a root file system from; add \
             one to /etc/apt/sources.list.d"
        );
    };
    remove_partials(build);
    source::require_space(build, ROOM)?;
    let partial = tempfile::Builder::new()
        .prefix(PARTIAL)
        .tempdir_in(build)
        .with_context(|| format!("cannot make a directory in {}", build.display()))?;
    // A directory below it, since that one is closed to others, such as apt's own user.
    let root = partial.path().join("root");
    let made = make(kind, &root, &mirror, layout, &lock, progress);
    if made.is_err() {
        // What they say themselves about a full disk is hard to find.
        source::require_space(build, ROOM / 20)?;
    }
    made?;
    Stamp::wanted(kind).write(&root)?;
    finish(&partial, &root, &kind.path(layout))?;
    Ok(kind.path(layout))
}

fn make(
    kind: &Kind,
    root: &Path,
    mirror: &Mirror,
    layout: &Layout,
    lock: &Lock,
    progress: &Progress,
) -> Result<()> {
    let mut step = progress.step("debootstrap");
    step.say("looking for debootstrap");
    packages::ensure_program("debootstrap", &layout.log("packages.log"), &mut step)?;
    let mut log = Log::create(&layout.log("rootfs.log"))?;
    let mut debootstrap = isolated("debootstrap");
    debootstrap.arg("--variant=minbase").stdin(lock.as_stdin()?);
    if mirror.trusted {
        debootstrap.arg("--no-check-gpg");
    }
    debootstrap.arg(kind.suite).arg(root).arg(&mirror.uri);
    step.expect(LINES, Unit::Count("steps"));
    let mut lines = 0;
    run_in_log("debootstrap", &mut debootstrap, &mut log, &mut |line| {
        lines += 1;
        step.at(lines, line.trim_start_matches("I: "));
    })
    .with_context(|| out_of_reach(mirror))?;
    step.done(kind.suite);

    let mut step = progress.step("packages");
    configure_apt(root)?;
    install(kind, root, lock, &mut log, &mut step).with_context(|| out_of_reach(mirror))?;
    let newest = process::output(inside(root, kind.newest).arg("--version"));
    let newest = newest.with_context(|| format!("{} does not run there", kind.newest))?;
    step.done(newest.trim());
    Ok(())
}

fn out_of_reach(mirror: &Mirror) -> String {
    format!(
        "no root file system could be made from {}; if the archive is out of reach, run this \
         again when it is not",
        mirror.uri
    )
}

/// Install the packages that are wanted and exist.
fn install(
    kind: &Kind,
    root: &Path,
    lock: &Lock,
    log: &mut Log,
    step: &mut Step<'_>,
) -> Result<()> {
    let mut say = |line: &str| step.say(line);
    let mut update = inside(root, "apt-get");
    update.arg("update");
    run_in_log("apt-get update", &mut update, log, &mut say)?;
    let exists = |name: &&&str| {
        let mut show = inside(root, "apt-cache");
        show.args(["show", "--no-all-versions", name]);
        process::output(show.stderr(std::process::Stdio::null())).is_some()
    };
    let mut install = inside(root, "apt-get");
    install.args(["install", "--yes"]).stdin(lock.as_stdin()?);
    install.args(kind.packages);
    install.args(kind.optional.iter().filter(exists));
    run_in_log("apt-get install", &mut install, log, &mut say)?;
    let mut clean = inside(root, "apt-get");
    clean.arg("clean");
    run_in_log("apt-get clean", &mut clean, log, &mut say)
}

/// apt inside: only what is asked for, however old the archive's index is.
fn configure_apt(root: &Path) -> Result<()> {
    let path = root.join("etc/apt/apt.conf.d/90xtask");
    let text = "APT::Install-Recommends \"false\";\n\
                Acquire::Check-Valid-Until \"false\";\n\
                Acquire::Languages \"none\";\n";
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The release, such as `3.15.2`, that the CPython called `version` in `root` is.
pub(crate) fn release(root: &Path, version: &str) -> Result<String> {
    let name = format!("python{version}");
    let said = process::output(inside(root, &name).arg("--version"));
    let said = said.with_context(|| format!("{name} does not run in {}", root.display()))?;
    let release = said.trim().strip_prefix("Python ");
    Ok(release.unwrap_or(said.trim()).to_owned())
}

/// A command whose mounts end with it, so that the directory can be removed in any case.
fn isolated(program: &str) -> Command {
    let unshare = ["unshare", "--mount"];
    let works = process::output(process::command(unshare[0]).args([unshare[1], "true"]));
    if works.is_none() {
        // Who may not unshare may not mount either.
        return process::command(program);
    }
    let mut command = process::command(unshare[0]);
    command.args([unshare[1], program]);
    command
}

/// A command in the file system of `root`.
pub(crate) fn inside(root: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = process::command("chroot");
    command
        .arg(root)
        .arg(program)
        // The machine's own may name directories and languages that are not there.
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env_remove("TMPDIR");
    command
}

/// Run `command`; its error is its own last complaint if it has one, for the log is long.
fn run_in_log(
    what: &str,
    command: &mut Command,
    log: &mut Log,
    on_line: &mut dyn FnMut(&str),
) -> Result<()> {
    let mut complaint = None;
    let result = process::run(what, command, log, &mut |line| {
        on_line(line);
        if let Some(text) = line.strip_prefix("E: ") {
            complaint = Some(text.trim().to_owned());
        }
    });
    match (result, complaint) {
        (Err(error), Some(complaint)) if error.is::<Failed>() => {
            bail!(
                "{what} says: {complaint} (the whole log is {})",
                log.path().display()
            )
        }
        (result, _) => result,
    }
}

/// Give the whole `made` its name, in place of one that may be there.
fn finish(partial: &TempDir, made: &Path, name: &Path) -> Result<()> {
    // The name must not survive a power cut that the files do not.
    rustix::fs::sync();
    let rename = |from: &Path, to: &Path| {
        std::fs::rename(from, to).with_context(|| format!("cannot rename to {}", to.display()))
    };
    if name.exists() {
        rename(name, &partial.path().join("old"))?;
    }
    rename(made, name)
}

/// Remove what killed runs left in `dir`. The caller holds the lock.
fn remove_partials(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PARTIAL) {
            // What cannot be removed only takes up room.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_counts_only_if_it_is_whole_and_of_these_packages() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let wanted = Stamp::wanted(&NEWER);
        assert!(!wanted.is_at(dir.path()));
        wanted.write(dir.path()).expect("written");
        assert!(wanted.is_at(dir.path()));
        let mut other = Stamp::wanted(&NEWER);
        other.packages.pop();
        assert!(!other.is_at(dir.path()));
    }

    #[test]
    fn a_file_in_a_root_is_known_by_the_path_that_it_has_there() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let file = dir.path().join("usr/bin/python");
        assert_eq!(around(&file), None);
        Stamp::wanted(&NEWER).write(dir.path()).expect("written");
        let (root, inside) = around(&file).expect("it is in a root");
        assert_eq!(root, dir.path());
        assert_eq!(inside, Path::new("/usr/bin/python"));
    }

    #[test]
    fn a_new_root_takes_the_place_of_the_old_one() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let name = dir.path().join("rootfs");
        for content in ["old", "new"] {
            let partial = TempDir::with_prefix_in(PARTIAL, dir.path()).expect("a directory");
            let made = partial.path().join("root");
            std::fs::create_dir(&made).expect("made");
            std::fs::write(made.join("content"), content).expect("written");
            finish(&partial, &made, &name).expect("finished");
        }
        let content = std::fs::read_to_string(name.join("content")).expect("there");
        assert_eq!(content, "new");
        assert_eq!(std::fs::read_dir(dir.path()).expect("read").count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let left = dir.path().join(format!("{PARTIAL}abc"));
        std::fs::create_dir_all(left.join("root/etc")).expect("made");
        std::fs::create_dir(dir.path().join("3.13.15")).expect("made");
        remove_partials(dir.path());
        assert!(!left.exists() && dir.path().join("3.13.15").exists());
    }

    #[test]
    fn a_failure_is_told_in_the_words_of_who_failed() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let mut log = Log::create(&dir.path().join("log")).expect("a log");
        let mut sh = process::command("sh");
        sh.args([
            "-c",
            "echo I: fine; echo E: no such suite; echo more; exit 1",
        ]);
        let error = run_in_log("debootstrap", &mut sh, &mut log, &mut |_| ()).expect_err("failed");
        let text = error.to_string();
        assert!(
            text.starts_with("debootstrap says: no such suite (the whole log is "),
            "{text}"
        );
    }
}
