//! `graft/probe.sh`: each way in which a Rust compiler can be unusable has its own answer.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{make_executable, says, write};
use crate::graft::repository;

struct Probe {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Probe {
    fn new() -> Probe {
        Probe {
            folder: TempDir::new().expect("a temporary folder"),
            environment: Vec::new(),
        }
    }

    /// Runs the probe, which must leave nothing behind, where it runs or elsewhere.
    fn run(&self, arguments: &[&str]) -> Output {
        let (work, temporary) = (
            self.folder.path().join("work"),
            self.folder.path().join("tmp"),
        );
        fs::create_dir_all(&work).expect("a folder");
        fs::create_dir_all(&temporary).expect("a folder");
        let output = Command::new("sh")
            .arg(repository().join("graft/probe.sh"))
            .args(arguments)
            .current_dir(&work)
            .env("TMPDIR", &temporary)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .expect("sh runs");
        for folder in [work, temporary] {
            assert_eq!(
                fs::read_dir(&folder).expect("a folder").count(),
                0,
                "{}",
                folder.display()
            );
        }
        output
    }

    /// The message of a probe that must end with `status`.
    #[track_caller]
    fn fails(&self, status: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let message = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(status), "{message}");
        assert!(
            message.lines().count() >= 2,
            "a reason and a next step: {message}"
        );
        message
    }

    /// A compiler that is this script.
    fn compiler(&self, script: &str) -> String {
        let path = self.folder.path().join("rustc");
        write(&path, &format!("#!/bin/sh\n{script}\n"));
        make_executable(&path);
        path.display().to_string()
    }
}

fn host() -> String {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host")
        .to_owned()
}

#[test]
fn a_usable_compiler_is_described() {
    let output = Probe::new().run(&["--min", "1.85", "--target", &host()]);
    let message = String::from_utf8(output.stderr).expect("text");
    assert_eq!((output.status.code(), message.as_str()), (Some(0), ""));
    let facts = String::from_utf8(output.stdout).expect("text");
    says(
        &facts,
        &[
            "rustc=/",
            "version=1.",
            &format!("target={}\n", host()),
            "sysroot=/",
        ],
    );
    says(
        &facts,
        &["panic=unwind\n", "native_static_libs=", "crt_static="],
    );
}

#[test]
fn a_compiler_can_be_a_command_with_arguments() {
    let output = Probe::new().run(&["--rustc", "env rustc", "--rustflags", "-C opt-level=1"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn wrong_usage() {
    let output = Probe::new().run(&["--compiler", "rustc"]);
    assert_eq!(output.status.code(), Some(2));
    says(
        &String::from_utf8_lossy(&output.stderr),
        &["usage: probe.sh"],
    );
}

#[test]
fn there_is_no_compiler() {
    let message = Probe::new().fails(10, &["--rustc", "no-such-rustc"]);
    says(
        &message,
        &[
            "looked for 'no-such-rustc'",
            "Install Rust 1.85 or newer: '",
            "'./configure RUSTC=/path/to/rustc'",
        ],
    );
}

#[test]
fn the_compiler_does_not_run() {
    let probe = Probe::new();
    let rustc = probe.compiler("echo 'error: no default toolchain' >&2; exit 1");
    says(
        &probe.fails(11, &["--rustc", &rustc]),
        &[
            "does not run",
            "no default toolchain",
            "Repair that installation: '",
        ],
    );
    let other = probe.compiler("echo 'gcc (GCC) 12'");
    says(
        &probe.fails(11, &["--rustc", &other]),
        &["is not a Rust compiler", "'./configure RUSTC="],
    );
}

#[test]
fn the_compiler_is_too_old() {
    let probe = Probe::new();
    for version in ["1.84.1", "1.9.0", "0.99.0", "1.84.0-nightly"] {
        let rustc = probe.compiler(&format!("echo 'release: {version}'; echo 'host: any'"));
        let message = probe.fails(12, &["--rustc", &rustc, "--min", "1.85"]);
        says(&message, &["too old", version, "1.85 is needed", &rustc]);
        says(&message, &["Bring it up to date: '", "'./configure RUSTC="]);
    }
    for version in ["1.85.0", "1.100.0", "2.0.0-dev"] {
        // New enough, so that it comes to the next question.
        let script = format!("[ $1 = -vV ] || exit 1; echo 'release: {version}'; echo 'host: any'");
        let rustc = probe.compiler(&script);
        probe.fails(13, &["--rustc", &rustc, "--min", "1.85"]);
    }
}

#[test]
fn the_target_is_unknown() {
    let message = Probe::new().fails(13, &["--target", "pdp11-dec-unix"]);
    says(
        &message,
        &[
            "does not know the target 'pdp11-dec-unix'",
            "'rustc --print target-list'",
            "'./configure RUST_TARGET=NAME'",
        ],
    );
}

#[test]
fn the_target_has_no_standard_library() {
    // A target that exists and that nobody has a library for.
    let message = Probe::new().fails(14, &["--target", "m68k-unknown-linux-gnu"]);
    says(
        &message,
        &[
            "for 'm68k-unknown-linux-gnu' is not installed",
            "Install it: ",
            "'./configure RUSTC=",
        ],
    );
}

#[test]
fn the_c_compiler_cannot_link() {
    let mut probe = Probe::new();
    probe.environment.push(("CC", "no-such-cc".into()));
    says(
        &probe.fails(15, &[]),
        &[
            "'no-such-cc' cannot link",
            "'./configure CC=COMPILER RUST_TARGET=NAME'",
        ],
    );
}

#[test]
fn the_flags_are_wrong() {
    let message = Probe::new().fails(16, &["--rustflags", "-C no-such-option=1"]);
    says(
        &message,
        &[
            "no-such-option",
            "RUSTFLAGS are '-C no-such-option=1'; try without them: './configure RUSTFLAGS='",
        ],
    );
}

#[test]
fn the_compiler_cannot_make_macros() {
    let probe = Probe::new();
    let rustc = probe.compiler(
        "case \"$*\" in *proc-macro*--print*) ;; *proc-macro*) echo 'error: no cc' >&2; exit 1;; \
         esac; exec rustc \"$@\"",
    );
    says(
        &probe.fails(17, &["--rustc", &rustc]),
        &[
            "cannot make a macro library",
            "no cc",
            &format!("probe.sh -v --rustc \"{rustc}\"'"),
        ],
    );
}

#[test]
fn the_platform_has_no_target() {
    let message = Probe::new().fails(18, &["--triplet", "pdp11-dec-unix"]);
    says(
        &message,
        &[
            "no known target for 'pdp11-dec-unix'",
            "'./configure RUST_TARGET=NAME'",
        ],
    );
    // A name that was given is taken, whatever the platform.
    let named = ["--triplet", "pdp11-dec-unix", "--target", &host()];
    assert_eq!(Probe::new().run(&named).status.code(), Some(0));
}

#[test]
fn link_time_optimization_of_c_does_not_matter() {
    let mut probe = Probe::new();
    // Objects have no machine code then.
    probe.environment.push(("CFLAGS", "-flto".to_owned()));
    let output = probe.run(&["--objcopy", "objcopy"]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{message}");
    says(&String::from_utf8_lossy(&output.stdout), &["prelink="]);
}

#[test]
fn the_modules_cannot_be_made_one_object() {
    let probe = Probe::new();
    let message = probe.fails(19, &["--objcopy", "no-such-objcopy"]);
    says(
        &message,
        &["looked for 'no-such-objcopy'", "'./configure OBJCOPY="],
    );
    // One that does something to the object, and leaves nothing to be found there.
    let objcopy = probe.folder.path().join("objcopy");
    write(
        &objcopy,
        "#!/bin/sh\nfor file; do :; done\nexec objcopy --localize-symbol=kept \"$file\"\n",
    );
    make_executable(&objcopy);
    let message = probe.fails(19, &["--objcopy", &objcopy.display().to_string()]);
    says(
        &message,
        &["does not keep the one symbol", "'./configure OBJCOPY="],
    );
    // A C compiler that does everything but that.
    let cc = probe.folder.path().join("cc");
    write(
        &cc,
        "#!/bin/sh\ncase \" $* \" in *' -r '*) echo 'error: no -r' >&2; exit 1 ;; esac\nexec cc \"$@\"\n",
    );
    make_executable(&cc);
    let mut probe = probe;
    probe.environment.push(("CC", cc.display().to_string()));
    let message = probe.fails(20, &["--objcopy", "objcopy"]);
    says(
        &message,
        &[
            "cannot make a relocatable object",
            "no -r",
            "'./configure CC=COMPILER'",
        ],
    );
}

#[test]
fn v_shows_the_commands() {
    let output = Probe::new().run(&["-v"]);
    assert_eq!(output.status.code(), Some(0));
    says(
        &String::from_utf8_lossy(&output.stderr),
        &["+ rustc -vV\n", "--crate-type staticlib"],
    );
}
