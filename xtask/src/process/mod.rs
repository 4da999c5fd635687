//! Running other programs: with a clean environment, a log, and an end when the user says so.
//!
//! Every child is the leader of a process group of its own, so that an interrupt or an error
//! ends its descendants too (make's compilers, a shell's commands), whoever sent the signal.

mod environment;
mod interrupt;
mod lock;
mod log;

pub(crate) use environment::{command, search_path};
pub(crate) use interrupt::{Interrupted, check as check_interrupt, watch as watch_interrupts};
pub(crate) use lock::Lock;
pub(crate) use log::Log;

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};

/// How often a waiting loop looks whether the user wants it to end.
const POLL: Duration = Duration::from_millis(50);

/// How long a child may take to end by itself after SIGTERM (make removes half-made targets).
const GRACE: Duration = Duration::from_secs(10);

/// How long output may still arrive from a child's children after the child has ended.
const DRAIN: Duration = Duration::from_secs(2);

/// How many lines of a failed command's log a person is shown.
const TAIL: usize = 20;

/// A command that ran and said no.
#[derive(Debug)]
pub(crate) struct Failed {
    what: String,
    status: ExitStatus,
    tail: Vec<String>,
    log: std::path::PathBuf,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} failed ({})", self.what, self.status)?;
        if !self.tail.is_empty() {
            write!(f, "; its last lines:")?;
        }
        for line in &self.tail {
            write!(f, "\n    {line}")?;
        }
        write!(f, "\nThe whole log is {}", self.log.display())
    }
}

impl std::error::Error for Failed {}

/// A command did not end in time when it was asked to, and may have left half-written files.
#[derive(Debug)]
pub(crate) struct Killed;

impl fmt::Display for Killed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a command did not end when asked to and was killed")
    }
}

/// Run `command` to its end; each line it prints goes to `log` and then to `on_line`.
///
/// `what` names it in an error, as a person would.
pub(crate) fn run(
    what: &str,
    command: &mut Command,
    log: &mut Log,
    on_line: &mut dyn FnMut(&str),
) -> Result<()> {
    log.note(&format!("$ {}", shown(command)))?;
    let status = follow(what, command, &mut |line| {
        on_line(&line);
        log.line(&line)
    })?;
    if status.success() {
        return Ok(());
    }
    Err(Failed {
        what: what.to_owned(),
        status,
        tail: log.tail(TAIL),
        log: log.path().to_owned(),
    }
    .into())
}

/// As [`run`], without a log: whether `command` succeeded, and all that it printed.
pub(crate) fn said(what: &str, command: &mut Command) -> Result<(bool, String)> {
    let mut said = String::new();
    let status = follow(what, command, &mut |line| {
        said.push_str(&line);
        said.push('\n');
        Ok(())
    })?;
    Ok((status.success(), said))
}

/// Run `command` to its end, or to the user's; each line that it prints is taken.
fn follow(
    what: &str,
    command: &mut Command,
    take: &mut dyn FnMut(String) -> Result<()>,
) -> Result<ExitStatus> {
    let (reader, writer) = os_pipe::pipe().context("cannot make a pipe")?;
    command
        .stdout(writer.try_clone().context("cannot make a pipe")?)
        .stderr(writer);
    let child = command.spawn();
    // The command holds the pipe's writing ends; while they are open the reader would wait.
    command
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    let mut group = Group::new(child.with_context(|| {
        format!(
            "cannot start `{}` for {what}",
            command.get_program().to_string_lossy()
        )
    })?);

    let lines = lines_of(reader);
    let status = match wait(&mut group, &lines, take) {
        Ok(status) => status,
        Err(error) if group.end() => return Err(error),
        Err(error) => return Err(error.context(Killed)),
    };
    // A child that has ended may have left output in the pipe, or a daemon that never closes it.
    let deadline = Instant::now() + DRAIN;
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        take(line)?;
    }
    Ok(status)
}

/// Take the lines of a child until it has ended.
fn wait(
    group: &mut Group,
    lines: &Receiver<String>,
    take: &mut dyn FnMut(String) -> Result<()>,
) -> Result<ExitStatus> {
    loop {
        check_interrupt()?;
        match lines.recv_timeout(POLL) {
            Ok(line) => take(line)?,
            Err(RecvTimeoutError::Timeout) => (),
            // The child closed its output, and may go on for a while.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(POLL),
        }
        if let Some(status) = group.try_wait()? {
            return Ok(status);
        }
    }
}

/// What `command` prints on standard output; `None` if it cannot be run or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `command` as one could type it.
pub(crate) fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `word` as a POSIX shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn lines_of(reader: os_pipe::PipeReader) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(n) if n > 0) {
            let text = String::from_utf8_lossy(&line);
            if sender
                .send(text.trim_end_matches(['\n', '\r']).to_owned())
                .is_err()
            {
                break;
            }
            line.clear();
        }
    });
    receiver
}

/// A child with its process group, ended when it goes out of scope before its own end.
struct Group {
    child: Child,
    ended: bool,
}

impl Group {
    fn new(child: Child) -> Self {
        Self {
            child,
            ended: false,
        }
    }

    fn try_wait(&mut self) -> Result<Option<ExitStatus>> {
        let status = self.child.try_wait().context("cannot wait for a command")?;
        self.ended |= status.is_some();
        Ok(status)
    }

    /// See to it that the group has ended; false if it had to be killed.
    fn end(&mut self) -> bool {
        if self.ended {
            return true;
        }
        self.signal(Signal::TERM);
        let start = Instant::now();
        while start.elapsed() < GRACE && !self.ended {
            std::thread::sleep(POLL);
            if self.try_wait().is_err() {
                break;
            }
        }
        let orderly = self.ended;
        self.signal(Signal::KILL);
        let _ = self.child.wait();
        self.ended = true;
        orderly
    }

    fn signal(&self, signal: Signal) {
        let leader = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            // The group may be gone already, which is what is wanted.
            let _ = kill_process_group(leader, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Command {
        let mut sh = command("sh");
        sh.args(["-c", script]);
        sh
    }

    fn log() -> (tempfile::TempDir, Log) {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let log = Log::create(&dir.path().join("logs/step.log")).expect("a log");
        (dir, log)
    }

    #[test]
    fn both_streams_reach_the_log_and_the_caller_in_order() {
        let (_dir, mut log) = log();
        let mut seen = Vec::new();
        run(
            "a test",
            &mut sh("echo one; echo two >&2; printf three"),
            &mut log,
            &mut |line| {
                seen.push(line.to_owned());
            },
        )
        .expect("success");
        assert_eq!(seen, ["one", "two", "three"]);
        let text = std::fs::read_to_string(log.path()).expect("the log");
        assert!(text.ends_with("one\ntwo\nthree\n"), "{text}");
    }

    #[test]
    fn a_failure_shows_its_last_lines_and_its_log() {
        let (_dir, mut log) = log();
        let script = "i=1; while [ $i -le 30 ]; do echo line $i; i=$((i+1)); done; exit 3";
        let error = run("counting", &mut sh(script), &mut log, &mut |_| ()).expect_err("exit 3");
        let text = error.to_string();
        assert!(
            text.starts_with("counting failed (exit status: 3); its last lines:"),
            "{text}"
        );
        assert!(
            text.contains("\n    line 11\n") && !text.contains("line 10\n"),
            "{text}"
        );
        assert!(
            text.ends_with(&format!("The whole log is {}", log.path().display())),
            "{text}"
        );
    }

    #[test]
    fn what_a_command_said_is_told_with_its_success() {
        let ran = |script: &str| said("a test", &mut sh(script)).expect("it runs");
        assert_eq!(
            ran("echo one; echo two >&2"),
            (true, "one\ntwo\n".to_owned())
        );
        assert_eq!(ran("printf no; exit 3"), (false, "no\n".to_owned()));
    }

    #[test]
    fn a_program_that_does_not_exist_is_named() {
        let (_dir, mut log) = log();
        let error = run(
            "a test",
            &mut command("no-such-program"),
            &mut log,
            &mut |_| (),
        )
        .expect_err("not found");
        assert!(error.to_string().contains("`no-such-program`"), "{error}");
    }

    #[test]
    fn a_daemon_that_keeps_the_pipe_open_does_not_hold_us() {
        let (_dir, mut log) = log();
        let start = Instant::now();
        run(
            "a test",
            &mut sh("sleep 30 & echo started"),
            &mut log,
            &mut |_| (),
        )
        .expect("success");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_group_that_is_dropped_takes_its_grandchildren_with_it() {
        let mut command = sh("sleep 300 & echo $!; wait");
        command.stdout(std::process::Stdio::piped());
        let mut child = command.spawn().expect("sh");
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("piped"))
            .read_line(&mut first)
            .expect("a pid");
        drop(Group::new(child));
        let pid = Pid::from_raw(first.trim().parse().expect("a pid")).expect("not zero");
        // The orphan may be a zombie for as long as init takes to notice.
        let gone = (0..100).any(|_| {
            std::thread::sleep(POLL);
            rustix::process::test_kill_process(pid).is_err() || is_zombie(pid)
        });
        assert!(gone, "the grandchild still runs");
    }

    fn is_zombie(pid: Pid) -> bool {
        std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
            .is_ok_and(|stat| stat.contains(") Z "))
    }

    #[test]
    fn words_are_quoted_as_the_shell_needs_them() {
        assert_eq!(quoted("--with-pydebug"), "--with-pydebug");
        assert_eq!(quoted("CFLAGS=-O0 -g"), "'CFLAGS=-O0 -g'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
