//! What the suites of one run share: the repository, and the interpreters, built when first needed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use anyhow::{Context, Result, bail};

use super::Args;
use super::counts::Counts;
use crate::build::{self, Built, Config, Layout, WithRust};
use crate::module::Sanitizer;
use crate::process::{self, Interrupted, Log};
use crate::progress::Progress;
use crate::versions::Interpreter;

/// The older release, which `--all` builds as well.
const OLDER: &str = "3.13.5";

/// The interpreters that are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variant {
    /// As a user builds it.
    Rust,
    /// The same tree `--with-rust=no`.
    C,
    /// `--with-pydebug`: assertions, reference counts.
    Debug,
    /// `--disable-gil`.
    FreeThreaded,
    OlderRust,
    OlderC,
    /// By clang, with its runtime, and by a nightly rustc.
    AddressSanitizer,
    ThreadSanitizer,
}

impl Variant {
    pub(crate) const USUAL: [Self; 3] = [Self::Rust, Self::C, Self::Debug];
    pub(crate) const MORE: [Self; 3] = [Self::FreeThreaded, Self::OlderRust, Self::OlderC];

    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Rust => "with Rust",
            Self::C => "--with-rust=no",
            Self::Debug => "with Rust, --with-pydebug",
            Self::FreeThreaded => "with Rust, --disable-gil",
            Self::OlderRust => "3.13.5 with Rust",
            Self::OlderC => "3.13.5 --with-rust=no",
            Self::AddressSanitizer => "--with-address-sanitizer",
            Self::ThreadSanitizer => "--with-thread-sanitizer",
        }
    }

    /// What `docs/versions.md` calls the build, if Rust is built into it.
    fn build(self) -> Option<&'static str> {
        match self {
            Self::Rust | Self::OlderRust => Some("normal"),
            Self::Debug => Some("debug"),
            Self::FreeThreaded => Some("free-threaded"),
            Self::C | Self::OlderC | Self::AddressSanitizer | Self::ThreadSanitizer => None,
        }
    }

    fn config(self, args: &Args) -> Config {
        let mut config = Config {
            python_version: args.python_version.clone(),
            source: args.source.clone(),
            ..Config::default()
        };
        match self {
            Self::Rust => (),
            Self::C | Self::OlderC => config.with_rust = WithRust::No,
            Self::Debug => config.debug = true,
            Self::FreeThreaded => config.disable_gil = true,
            Self::OlderRust | Self::AddressSanitizer | Self::ThreadSanitizer => (),
        }
        config.sanitize = match self {
            Self::AddressSanitizer => Some(Sanitizer::Address),
            Self::ThreadSanitizer => Some(Sanitizer::Thread),
            _ => None,
        };
        if matches!(self, Self::OlderRust | Self::OlderC) {
            config.python_version = Some(OLDER.to_owned());
            config.source = None;
        }
        config
    }
}

/// One run of the tests.
pub(crate) struct Session<'a> {
    pub(crate) args: &'a Args,
    pub(crate) progress: &'a Progress,
    pub(crate) root: PathBuf,
    pub(crate) layout: Layout,
    /// This program, for tests that run it. Found at the start: a test may rebuild it.
    pub(crate) xtask: PathBuf,
    /// Nothing for a build that failed.
    builds: RefCell<BTreeMap<Variant, Option<Rc<Built>>>>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(args: &'a Args, progress: &'a Progress) -> Result<Self> {
        Ok(Self {
            args,
            progress,
            root: build::repository()?,
            layout: Layout::of_repository()?,
            xtask: std::env::current_exe().context("cannot find the running program")?,
            builds: RefCell::default(),
        })
    }

    /// The interpreter of `variant`; built at the first call, and not tried again if it fails.
    pub(crate) fn built(&self, variant: Variant) -> Result<Rc<Built>> {
        let what = variant.what();
        if let Some(known) = self.builds.borrow().get(&variant) {
            return match known {
                Some(built) => Ok(built.clone()),
                // Why has been said at the first call.
                None => bail!("not run: it needs the build {what}, which failed"),
            };
        }
        let built = build::build(&variant.config(self.args), self.progress).map(Rc::new);
        if !matches!(&built, Err(error) if error.is::<Interrupted>()) {
            self.builds
                .borrow_mut()
                .insert(variant, built.as_ref().ok().cloned());
        }
        built.with_context(|| format!("the build {what} failed"))
    }

    /// Records for `docs/versions.md` that `tests` ran in `variant`.
    pub(crate) fn record(&self, variant: Variant, tests: &str, counts: &Counts) -> Result<()> {
        let Some(build) = variant.build() else {
            return Ok(());
        };
        let release = &self.built(variant)?.tree.version;
        Interpreter::new(release, build, "graft").ran(&self.layout, tests, counts)
    }

    /// The log of the suite called `name`.
    pub(crate) fn log(&self, name: &str) -> Result<Log> {
        Log::create(&self.layout.log(&format!("test/{name}.log")))
    }

    /// A command that runs in the repository.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = process::command(program.as_ref());
        command.current_dir(&self.root);
        command
    }

    /// The script `name` of `tests/`, run by `interpreter`.
    pub(crate) fn script(&self, interpreter: &Path, name: &str) -> Command {
        let mut command = self.command(interpreter);
        command.args(["-B", "-X", "faulthandler"]);
        command.arg(self.root.join("tests").join(name));
        command
    }
}
