//! Everything once more with the C and the Rust code instrumented, as configure's options have it.
//!
//! Rust's own standard library comes as it was compiled, so what it does itself is not seen; of
//! what it is made to do, allocations and copies are, which the runtime intercepts. Each suite
//! starts with bugs on purpose: without a report of them its silence would mean nothing.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::packaging;
use super::scripts::option;
use super::session::{Session, Variant};
use super::suite::Runner;
use super::xxrust;
use crate::build::{Built, clang};
use crate::module::{self, Options, Sanitizer};
use crate::process;

/// CPython's own list of what it knows of itself, in its tree, …
const SUPPRESSIONS: &str = "Tools/tsan/suppressions_free_threading.txt";

/// … and ours of what else is its own.
const MORE_SUPPRESSIONS: &str = "tests/tsan-suppressions.txt";

pub(crate) fn address(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let Some(place) = Place::ready(session, runner, Sanitizer::Address)? else {
        return Ok(());
    };
    place.proof(runner)?;
    place.regrtest(
        runner,
        &["--testdir".into(), session.root.join("tests/xxrust").into()],
    )?;
    let tests = ["test_binascii", "test_base64", "test_zlib", "test_gzip"];
    place.regrtest(runner, &tests.map(OsString::from))?;
    place.script(runner, "xxrust/memory.py", &[])?;
    place.script(runner, "xxrust/threads.py", &["--seconds=5"])?;
    place.script(runner, "memory.py", &["NoMemory"])?;
    place.script(runner, "threads.py", &["--seconds=2", "Threads"])?;
    place.script(runner, "zlib_stress.py", &["--seconds=5"])
}

pub(crate) fn thread(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let Some(place) = Place::ready(session, runner, Sanitizer::Thread)? else {
        return Ok(());
    };
    place.proof(runner)?;
    place.script(runner, "xxrust/threads.py", &["--seconds=30"])?;
    // In the one that is left out, Python code changes a buffer without a lock: a race on purpose.
    let tests = [
        "--seconds=10",
        "Threads.test_results",
        "Threads.test_one_buffer",
        "Threads.test_import",
        "FreeThreading",
    ];
    place.script(runner, "threads.py", &tests)?;
    place.script(runner, "zlib_stress.py", &["--seconds=10", "Threads"])
}

/// What stands for this sanitizer in Rust: assertions and checks of arithmetic.
pub(crate) fn undefined(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    packaging::script(session, runner, "sanitizers.py", &["Undefined"])
}

/// An interpreter that is instrumented, and a module with bugs.
struct Place<'a> {
    session: &'a Session<'a>,
    built: Rc<Built>,
    sanitizer: Sanitizer,
    modules: PathBuf,
}

impl<'a> Place<'a> {
    /// Nothing if this machine has not got the compilers.
    fn ready(
        session: &'a Session<'a>,
        runner: &mut Runner<'_>,
        sanitizer: Sanitizer,
    ) -> Result<Option<Self>> {
        let variant = match sanitizer {
            Sanitizer::Address => Variant::AddressSanitizer,
            Sanitizer::Thread => Variant::ThreadSanitizer,
        };
        let nightly = process::output(process::command("rustc").args(["+nightly", "-vV"]));
        for (there, what) in [
            (
                nightly.is_some(),
                "no nightly Rust (rustup toolchain install nightly)",
            ),
            (clang().is_some(), "no clang (apt-get install clang)"),
        ] {
            if !there {
                runner.skip(variant.what(), what);
                return Ok(None);
            }
        }
        let built = session.built(variant)?;
        let modules = xxrust::module_folder(session, &built)?;
        let mut options = Options::new(built.interpreter.clone());
        options.out = Some(modules.clone());
        options.sanitize = Some(sanitizer);
        module::build(&options, &["_xxfault".to_owned()], session.progress)?;
        Ok(Some(Self {
            session,
            built,
            sanitizer,
            modules,
        }))
    }

    /// Bugs on purpose, in C and in Rust, are reported.
    fn proof(&self, runner: &mut Runner<'_>) -> Result<()> {
        let class = match self.sanitizer {
            Sanitizer::Address => "Address",
            Sanitizer::Thread => "Thread",
        };
        let tree = option("source", &self.built.tree.path);
        let build = option("build", &self.built.build_dir);
        let [tree, build] = [tree, build].map(|option| option.to_string_lossy().into_owned());
        self.script(runner, "sanitizers.py", &[&tree, &build, class])
    }

    fn regrtest(&self, runner: &mut Runner<'_>, arguments: &[OsString]) -> Result<()> {
        let mut command = self.session.command(&self.built.interpreter);
        command
            .args(["-m", "test", "--timeout", "1800"])
            .args(arguments)
            .current_dir(&self.built.build_dir);
        self.run(runner, "CPython's test runner", Speaker::Regrtest, command)
    }

    fn script(&self, runner: &mut Runner<'_>, name: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.session.script(&self.built.interpreter, name);
        command.args(arguments);
        self.run(runner, &format!("tests/{name}"), Speaker::Script, command)
    }

    fn run(
        &self,
        runner: &mut Runner<'_>,
        what: &str,
        speaker: Speaker,
        mut command: Command,
    ) -> Result<()> {
        let (name, mut value) = self.options()?;
        if let Ok(more) = std::env::var(name) {
            value.push(':');
            value.push_str(&more);
        }
        command.env(name, value).env("PYTHONPATH", &self.modules);
        let what = format!("{what} ({} sanitizer)", self.sanitizer.name());
        runner.run(&what, speaker, &mut command)?;
        Ok(())
    }

    /// The runtime's variable and what it is told.
    fn options(&self) -> Result<(&'static str, String)> {
        let (name, value) = self.sanitizer.environment();
        let mut value = value.to_owned();
        if self.sanitizer == Sanitizer::Thread {
            let mut all = String::new();
            for list in [
                self.built.tree.path.join(SUPPRESSIONS),
                self.session.root.join(MORE_SUPPRESSIONS),
            ] {
                all += &std::fs::read_to_string(&list)
                    .with_context(|| format!("cannot read {}", list.display()))?;
            }
            // The runtime takes one file.
            let file = self.modules.join("suppressions.txt");
            std::fs::write(&file, all)
                .with_context(|| format!("cannot write {}", file.display()))?;
            value.push_str(&format!(":suppressions={}", file.display()));
        }
        Ok((name, value))
    }
}
