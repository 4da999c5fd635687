//! Debian's CPython for another processor, in QEMU, with the modules as extension files: its own tests, ours, and
//! how they compare with the C modules of that processor.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::Session;
use super::suite::Runner;
use super::xxrust::NAMES;
use crate::foreign::{self, Foreign};
use crate::graft;
use crate::module::{self, Options};
use crate::platforms::{Kind, Ran};
use crate::process;

/// The modules of CPython's, and the number of random cases in which each is compared with C. Emulated, a
/// call takes ten times as long; most of what is compared is systematic, and always the same.
const MODULES: [(&str, &str, &str); 2] = [
    ("binascii", "parity.py", "--cases=2000"),
    ("zlib", "zlib_parity.py", "--cases=20"),
];

/// Of CPython's own tests.
const TESTS: [&str; 3] = ["test_binascii", "test_base64", "test_zlib"];

/// Prints where each module is, and fails if one is none of the files.
const IN_RUST: &str = "import importlib, sys
for name in sys.argv[2:]:
    module = importlib.import_module(name)
    print(module)
    if not (getattr(module, '__file__', None) or '').startswith(sys.argv[1]):
        sys.exit(f'{name} is {module}')";

/// For the architecture that Debian calls `name`.
pub(crate) fn python(session: &Session<'_>, runner: &mut Runner<'_>, name: &str) -> Result<()> {
    let architecture = foreign::ALL.iter().find(|one| one.debian == name);
    let architecture = architecture.context("an architecture of the table")?;
    let Some(foreign) = foreign::existing(architecture, &session.layout) else {
        runner.skip(
            name,
            &format!("it is not there; `cargo xtask foreign {name}` gets it"),
        );
        return Ok(());
    };
    let folder = tempfile::Builder::new()
        .prefix("foreign-")
        .tempdir_in(session.layout.root())
        .context("cannot make a temporary directory")?;
    let one = One {
        session,
        foreign: &foreign,
        folder: folder.path(),
    };
    let mut ran = Ran::start(Kind::Python, architecture.target, &one.about()?)?;
    ran.command = format!("cargo xtask test --only python-{name}");
    one.make()?;
    for (tests, speaker, mut command) in one.commands() {
        let what = format!("{tests} ({name})");
        let counts = runner.run(&what, speaker, &mut command)?;
        ran.add(&tests, &counts);
    }
    ran.save(&session.layout)
}

/// One interpreter, and the folder with its modules.
struct One<'a, 's> {
    session: &'a Session<'s>,
    foreign: &'a Foreign,
    folder: &'a Path,
}

impl One<'_, '_> {
    /// What runs, and in what.
    fn about(&self) -> Result<String> {
        let version = process::output(self.python().arg("--version"));
        let version = version.context("the interpreter does not run in QEMU")?;
        Ok(format!(
            "{} of Debian, in {}",
            version.trim().replace("Python", "CPython"),
            self.foreign.emulator()?
        ))
    }

    /// The extension files, and base64 as the graft edits it.
    fn make(&self) -> Result<()> {
        let mut options = Options::new(self.foreign.python());
        options.out = Some(self.folder.to_owned());
        module::build(&options, &names(), self.session.progress)?;
        let library = format!("usr/lib/python{}/base64.py", foreign::VERSION);
        let original = self.foreign.root.join(library);
        let text = std::fs::read_to_string(&original)
            .with_context(|| format!("cannot read {}", original.display()))?;
        let text = graft::edited(foreign::VERSION, "Lib/base64.py", &text)?;
        let first = self
            .session
            .root
            .join("tests/foreign")
            .join("sitecustomize.py");
        std::fs::write(self.folder.join("base64.py"), text)
            .and_then(|()| std::fs::copy(first, self.folder.join("sitecustomize.py")))
            .with_context(|| format!("cannot write to {}", self.folder.display()))?;
        Ok(())
    }

    /// An interpreter, in which modules are its own.
    fn python(&self) -> Command {
        let mut command = self.session.command(self.foreign.python());
        // Tests write into their directory.
        command.arg("-B").current_dir(self.folder);
        command
    }

    /// An interpreter, in which modules are in Rust.
    fn rust(&self) -> Command {
        let mut command = self.python();
        command.env("PYTHONPATH", self.folder);
        command
    }

    fn commands(&self) -> Vec<(String, Speaker, Command)> {
        let mut commands = Vec::new();
        let mut add = |what: &str, speaker, command| {
            commands.push((what.to_owned(), speaker, command));
        };
        let mut command = self.rust();
        command.args(["-c", IN_RUST]).arg(self.folder).args(names());
        add("the modules are in Rust", Speaker::Nobody, command);

        let regrtest = || {
            let mut command = self.rust();
            command.args(["-m", "test", "--timeout", "1800", "--tempdir"]);
            command.arg(self.folder);
            command
        };
        let mut command = regrtest();
        command.args(TESTS);
        add(&TESTS.join(", "), Speaker::Regrtest, command);
        let tests = &self.session.root.join("tests");
        let mut command = regrtest();
        command.arg("--testdir").arg(tests.join("xxrust"));
        add("tests/xxrust", Speaker::Regrtest, command);

        for (module, script, cases) in MODULES {
            let mut command = self.python();
            command
                .arg(tests.join(script))
                .arg("built-in")
                .arg("--rust");
            command.arg(self.folder.join(self.foreign.file_of(module)));
            command.arg(cases);
            add(&format!("tests/{script}"), Speaker::Script, command);
        }
        commands
    }
}

fn names() -> Vec<String> {
    let modules = MODULES.iter().map(|(name, ..)| *name);
    let names = modules.chain(["_base64"]).chain(NAMES);
    names.map(str::to_owned).collect()
}
