//! What configure makes of CPython's version, of the policy, of what it is asked for and of the
//! compiler that there is. The configure is a small one, around the graft's part.
//!
//! autoconf is needed, as it is to graft.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{make_executable, says, write};
use crate::graft::crates::read_crates;
use crate::graft::generate::Generated;
use crate::graft::policy::Policy;
use crate::graft::{autoconf, repository, wanted};
use crate::process;

/// A folder with a configure, and what it writes.
struct Configure {
    folder: TempDir,
}

impl Configure {
    fn new(version: &str, policy: Policy) -> Configure {
        let graft = repository().join("graft");
        let mut crates = read_crates(&repository()).expect("crates");
        let feature = version.parse().expect("a version");
        let modules = wanted::modules_of(&graft, &mut crates, feature).expect("modules");
        let generated = Generated::new(&crates, &modules, policy).expect("made");
        let folder = TempDir::new().expect("a temporary folder");
        let mut ours = Vec::new();
        for name in [
            "configure.m4",
            "policy.m4",
            "probe.sh",
            "sanitizer.sh",
            "try.sh",
            "hints.sh",
            "available.sh",
            "target.sh",
            "target.txt",
            "avx512.rs",
        ] {
            let text = fs::read_to_string(graft.join(name)).expect("it");
            let text = generated.expand(&text).expect("expanded");
            let path = format!("Rust/{name}");
            write(&folder.path().join(&path), &text);
            ours.push((path, text));
        }
        // What CPython's has found out by then.
        let ac = format!(
            "AC_INIT([python], [{version}])\n\
             VERSION={version} Py_DEBUG=false disable_gil=no TEST_MODULES=no\n\
             py_cv_module_binascii=yes host=x86_64-pc-linux-gnu cross_compiling=no\n\
             m4_include([Rust/configure.m4])\n\
             AC_CONFIG_FILES([out])\nAC_OUTPUT\n"
        );
        let mut inputs = autoconf::Inputs::from([("configure.ac", ac.as_bytes())]);
        for (path, text) in ours.iter().filter(|(path, _)| path.ends_with(".m4")) {
            inputs.insert(path, text.as_bytes());
        }
        let configure = autoconf::run("autoconf", &inputs).expect("autoconf accepts it");
        fs::write(folder.path().join("configure"), configure).expect("written");
        let out = "@RUST_DECLARATIONS@@RUST_CFG@\n\
                   @WITH_RUST@ @RUST_PANIC@ @MODULE_BINASCII_RUST_TRUE@binascii\n";
        fs::write(folder.path().join("out.in"), out).expect("written");
        Configure { folder }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new("sh")
            .arg("configure")
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("RUSTC")
            .output()
            .expect("a shell")
    }

    /// A line of what configure substitutes, and all that it said.
    #[track_caller]
    fn succeeds(&self, arguments: &[&str], line: usize) -> (String, String) {
        let output = self.run(arguments);
        let said = said(&output);
        assert!(output.status.success(), "{said}");
        let out = fs::read_to_string(self.folder.path().join("out")).expect("configure wrote it");
        (out.lines().nth(line).expect("a line").to_owned(), said)
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = said(&output);
        assert!(!output.status.success(), "{arguments:?}: {said}");
        said
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn a_condition_holds_from_its_version_on() {
    for (version, expected) in [
        ("3.13", "v3_13.rs"),
        ("3.14", "v3_14.rs --cfg Py_3_14"),
        ("3.15", "v3_15.rs --cfg Py_3_14 --cfg Py_3_15"),
        // There are no declarations of its own yet.
        ("3.16", "v3_15.rs --cfg Py_3_14 --cfg Py_3_15"),
    ] {
        let configure = Configure::new(version, Policy::Optional);
        let (declared, _) = configure.succeeds(&["--with-rust=no"], 0);
        assert_eq!(declared, expected, "{version}");
    }
}

/// Compilers as people have them: a script's body, or nothing for one that is not there; what
/// configure says of it, and which command to type next.
const COMPILERS: [(&str, Option<&str>, &str, &str); 6] = [
    ("usable", Some("exec rustc \"$@\""), "", ""),
    (
        "missing",
        None,
        "There is no Rust compiler",
        "Install Rust 1.85 or newer: '",
    ),
    (
        "old",
        Some("echo 'release: 1.70.0'; echo 'host: x86_64-unknown-linux-gnu'"),
        "The Rust compiler is too old",
        "Bring it up to date: '",
    ),
    (
        "broken",
        Some("echo 'error while loading shared libraries: librustc_driver.so' >&2; exit 127"),
        "The Rust compiler does not run",
        "Repair that installation: '",
    ),
    (
        "for-another-target",
        Some(
            "case \"$*\" in *staticlib*) ;; *) exec rustc \"$@\" ;; esac\n\
             echo 'error[E0463]: can'\\''t find crate for `std`' >&2; exit 1",
        ),
        "Rust's standard library for 'x86_64-unknown-linux-gnu' is not installed",
        "Install it: ",
    ),
    (
        "without-the-target",
        Some(
            "case \"$*\" in *--target*) echo 'error: no such target' >&2; exit 1 ;; esac; exec rustc \"$@\"",
        ),
        "does not know the target 'x86_64-unknown-linux-gnu'",
        "'./configure RUST_TARGET=NAME'",
    ),
];

#[test]
fn optional_with_every_compiler_and_every_request() {
    every_compiler_and_every_request(Policy::Optional);
}

#[test]
fn opt_out_with_every_compiler_and_every_request() {
    every_compiler_and_every_request(Policy::OptOut);
}

#[test]
fn required_with_every_compiler_and_every_request() {
    every_compiler_and_every_request(Policy::Required);
}

fn every_compiler_and_every_request(policy: Policy) {
    let configure = Configure::new("3.13", policy);
    for (compiler, script, reason, next) in COMPILERS {
        let path = configure.folder.path().join(format!("rustc-{compiler}"));
        if let Some(script) = script {
            write(&path, &format!("#!/bin/sh\n{script}\n"));
            make_executable(&path);
        }
        let rustc = format!("RUSTC={}", path.display());
        for request in ["", "--with-rust=auto", "--with-rust=yes", "--with-rust=no"] {
            let words = [rustc.as_str(), request].into_iter();
            let arguments: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            let case = format!("{policy}, {compiler} compiler, {request}");
            println!("{case}");
            let may_be_c = policy == Policy::Optional && request != "--with-rust=yes";
            match (request, policy) {
                ("--with-rust=no", Policy::Required) => says(
                    &configure.fails(&arguments),
                    &[
                        "--with-rust=no was asked for, but this tree requires Rust",
                        "available.sh",
                    ],
                ),
                ("--with-rust=no", _) => {
                    let (found, said) = configure.succeeds(&arguments, 1);
                    assert_eq!(found, "no  #binascii", "{case}");
                    says(&said, &["binascii in C: --with-rust=no"]);
                    assert!(
                        !said.contains("rustc"),
                        "{case}: not even looked for: {said}"
                    );
                }
                _ if compiler == "usable" => {
                    let (found, said) = configure.succeeds(&arguments, 1);
                    assert_eq!(found, "yes unwind binascii", "{case}");
                    says(&said, &["binascii in Rust", &format!("policy: {policy}")]);
                    says(&said, &["_xxrust not built: --disable-test-modules"]);
                }
                _ if may_be_c => {
                    let (found, said) = configure.succeeds(&arguments, 1);
                    assert_eq!(found, "no  #binascii", "{case}");
                    says(&said, &["WARNING: Rust is not usable", reason, next]);
                    says(&said, &["binascii in C: Rust is not usable"]);
                    says(&said, &["_base64 in Python: Rust is not usable"]);
                }
                _ => {
                    let said = configure.fails(&arguments);
                    says(&said, &["but Rust is not usable", reason, next]);
                    assert_eq!(
                        said.contains("'./configure --with-rust=no'"),
                        policy != Policy::Required,
                        "{case}: {said}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_nightly_that_cannot_be_used_is_not_taken_for_a_sanitizer() {
    let configure = Configure::new("3.13", Policy::Optional);
    let real = process::search_path("rustc").expect("rustc");
    let bin = configure.folder.path().join("bin");
    // Its nightly is without a library for the target.
    write(
        &bin.join("rustc"),
        &format!(
            "#!/bin/sh\n[ \"$1\" != +nightly ] || {{ shift; case \"$*\" in *staticlib*)\n\
             echo 'error[E0463]: can'\\''t find crate for `std`' >&2; exit 1 ;; esac; }}\n\
             exec '{}' \"$@\"\n",
            real.display()
        ),
    );
    make_executable(&bin.join("rustc"));
    let path = std::env::var("PATH").expect("text");
    let path = format!("PATH={}:{path}", bin.display());
    let (found, said) = configure.succeeds(&["CFLAGS=-fsanitize=address", &path], 1);
    assert_eq!(found, "yes unwind binascii", "{said}");
    says(
        &said,
        &[
            "NOT INSTRUMENTED by the address sanitizer",
            "'rustc +nightly' does not find it",
            "Install it: ",
        ],
    );
}

#[test]
fn a_module_that_is_left_out_is_said_to_be() {
    let configure = Configure::new("3.13", Policy::Optional);
    let (_, said) = configure.succeeds(&["--with-rust-modules=_base64"], 1);
    says(
        &said,
        &[
            "binascii in C: --with-rust-modules leaves it out",
            "_base64 in Rust",
        ],
    );
    let required = Configure::new("3.13", Policy::Required);
    let said = required.fails(&["--with-rust-modules=no"]);
    says(&said, &["no module is left to build in Rust"]);
    assert!(!said.contains("--with-rust=no"), "{said}");
}

#[test]
fn what_panics_do_can_be_chosen() {
    let configure = Configure::new("3.13", Policy::Optional);
    for (request, found) in [
        ("--with-rust-panic=abort", "yes abort binascii"),
        ("--with-rust-panic=unwind", "yes unwind binascii"),
    ] {
        assert_eq!(configure.succeeds(&[request], 1).0, found);
    }
    says(
        &configure.fails(&["--with-rust-panic=maybe"]),
        &["--with-rust-panic takes unwind or abort, not 'maybe'"],
    );
}

#[test]
fn people_can_ask_before_and_after() {
    let configure = Configure::new("3.13", Policy::OptOut);
    let available = |arguments: &[&str], rustc: &str| {
        let output = Command::new("sh")
            .arg("Rust/available.sh")
            .args(arguments)
            .current_dir(configure.folder.path())
            .env("RUSTC", rustc)
            .output()
            .expect("a shell");
        (output.status.code(), said(&output))
    };
    let (status, text) = available(&["--configured", "yes", "--modules", "binascii"], "rustc");
    assert_eq!(status, Some(0), "{text}");
    says(
        &text,
        &[
            "Rust is available: ",
            "policy is 'opt-out', so configure builds the Rust modules",
            "This build was configured with Rust, which has: binascii.",
        ],
    );
    let (status, text) = available(&["--configured", "no"], "no-such-rustc");
    assert_eq!(status, Some(10), "{text}");
    says(
        &text,
        &[
            "Rust is not available.\nThere is no Rust compiler: looked for 'no-such-rustc'",
            "so configure fails, unless it is told './configure --with-rust=no'",
            "configured without Rust, and does not need it",
        ],
    );
}
