//! make: always run, for it knows what is to be done.

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::module::Sanitizer;
use crate::process::{self, Lock, Log};
use crate::progress::{Progress, Unit};

/// In the build directory while make runs. If it is there before, make was ended by force.
const RUNNING: &str = ".xtask-making";

/// Clear up after a make that was killed: what it was making then may be there, but not whole.
/// (A make that is asked to end clears up by itself.)
pub(crate) fn recover(build_dir: &Path, progress: &Progress) -> Result<()> {
    if let Ok(metadata) = std::fs::metadata(build_dir.join(RUNNING)) {
        progress.note("the last make was killed; what it made is made again");
        let began = metadata.modified().context("the disk keeps no times")?;
        remove_newer(build_dir, began)?;
    }
    Ok(())
}

/// Build everything in `build_dir`, with `jobs` jobs at once.
pub(crate) fn run(
    build_dir: &Path,
    jobs: usize,
    sanitize: Option<Sanitizer>,
    log: &Path,
    lock: &Lock,
    progress: &Progress,
) -> Result<()> {
    let mut step = progress.step("make");
    let running = build_dir.join(RUNNING);
    File::create(&running).with_context(|| format!("cannot write {}", running.display()))?;

    step.say("counting what is to be made");
    let total = planned(build_dir);
    if total > 0 {
        step.expect(total, Unit::Count("targets"));
    }
    let mut done = 0;
    let mut command = process::command("make");
    command
        .arg(format!("-j{jobs}"))
        .envs(sanitize.map(Sanitizer::environment))
        .current_dir(build_dir)
        .stdin(lock.as_stdin()?);
    let result = process::run("make", &mut command, &mut Log::create(log)?, &mut |line| {
        if let Some(target) = target_of(line) {
            done += 1;
            step.at(done, target);
        }
    });
    if !matches!(&result, Err(error) if error.is::<process::Killed>()) {
        std::fs::remove_file(&running)
            .with_context(|| format!("cannot remove {}", running.display()))?;
    }
    result?;
    step.done(&match done {
        0 => "nothing to be made".to_owned(),
        _ => format!("{done} targets"),
    });
    Ok(())
}

/// How many targets make would make. A forecast: 0 if it cannot tell.
fn planned(build_dir: &Path) -> u64 {
    let mut command = process::command("make");
    command
        .args(["-n"])
        .current_dir(build_dir)
        .stderr(std::process::Stdio::null());
    let plan = process::output(&mut command).unwrap_or_default();
    plan.lines()
        .filter(|line| target_of(line).is_some())
        .count() as u64
}

/// What a command that make shows makes, if it is a compiler's or a linker's.
fn target_of(line: &str) -> Option<&str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |flag: &str| {
        let at = words.iter().position(|word| *word == flag)?;
        words.get(at + 1).copied()
    };
    after("--crate-name").or_else(|| after("-o"))
}

/// Remove the files below `dir` that were written since `time`.
fn remove_newer(dir: &Path, time: SystemTime) -> Result<()> {
    let context = || format!("cannot clear {}", dir.display());
    for entry in std::fs::read_dir(dir).with_context(context)? {
        let entry = entry.with_context(context)?;
        let metadata = entry.metadata().with_context(context)?;
        if metadata.is_dir() {
            remove_newer(&entry.path(), time)?;
        } else if metadata.modified().with_context(context)? >= time {
            std::fs::remove_file(entry.path()).with_context(context)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compilers_and_linkers_make_targets() {
        let line = "gcc -c -O3 -I. -o Objects/dictobject.o ../tree/Objects/dictobject.c";
        assert_eq!(target_of(line), Some("Objects/dictobject.o"));
        let line = "rustc --edition 2024 --crate-name outbuf --out-dir Rust/build lib.rs";
        assert_eq!(target_of(line), Some("outbuf"));
        assert_eq!(
            target_of("gcc -shared  x.o  -o Modules/x.so"),
            Some("Modules/x.so")
        );
        assert_eq!(target_of("echo done"), None);
        assert_eq!(target_of("gcc -o"), None);
    }

    #[test]
    fn only_what_was_made_since_is_removed() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let write = |name: &str, seconds: u64| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("below")).expect("made");
            let file = File::create(&path).expect("made");
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            file.set_modified(time).expect("set");
            time
        };
        write("Makefile", 100);
        let began = write(".xtask-making", 200);
        write("Objects/half.o", 300);
        remove_newer(dir.path(), began).expect("removed");
        assert!(dir.path().join("Makefile").exists());
        assert!(!dir.path().join("Objects/half.o").exists());
        assert!(!dir.path().join(".xtask-making").exists());
    }
}
