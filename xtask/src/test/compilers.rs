//! Other compilers and processors than this machine's usual ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::counts::Speaker;
use super::session::{Session, Variant};
use super::suite::Runner;
use crate::graft;
use crate::platforms::{Kind, Ran};
use crate::process;
use crate::rootfs;
use crate::source::{self, SourceRequest};
use crate::versions::Interpreter;

/// `rust-version` in Cargo.toml; `probe.sh` refuses what is older.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

/// What can be tested without an interpreter.
const CODECS: [&str; 4] = ["-p", "codec-*", "-p", "outbuf"];

/// In all modules' places, so that no C twin is tested.
const IN_RUST: &str = "import sys, _base64, _testrust, _xxrust, binascii
for module in (_base64, _testrust, _xxrust, binascii):
    print(module.__file__)
    if not module.__file__.startswith(sys.argv[1]):
        sys.exit(f'{module.__name__} is {module.__file__}')";

/// A processor that can be emulated, with an operating system around it.
struct Foreign {
    target: &'static str,
    /// As Debian's compilers and QEMU call it.
    processor: &'static str,
}

const FOREIGN: [Foreign; 2] = [
    Foreign {
        target: "aarch64-unknown-linux-gnu",
        processor: "aarch64",
    },
    Foreign {
        target: "s390x-unknown-linux-gnu",
        processor: "s390x",
    },
];

/// The oldest compiler makes the modules, which pass the API's and CPython's tests.
pub(crate) fn oldest(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let Some(rustc) = oldest_rustc() else {
        let why = format!("rustup does not have it (rustup toolchain install {OLDEST})");
        runner.skip(&format!("Rust {OLDEST}"), &why);
        return Ok(());
    };
    let folder = session.layout.root().join("oldest-rustc");
    let mut command = session.command("cargo");
    command
        .args(["test", "--no-fail-fast"])
        .args(CODECS)
        .args(["-p", "cpython-api", "-p", "cpython-macros"])
        .env("RUSTC", &rustc)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_PROFILE_TEST_OPT_LEVEL", "1");
    // rustdoc is another program, and has to be of the same version.
    command.env("RUSTDOC", rustc.with_file_name("rustdoc"));
    let what = format!("cargo test (Rust {OLDEST})");
    runner.run(&what, Speaker::Cargo, &mut command)?;

    let built = session.built(Variant::C)?;
    let modules = folder.join("modules");
    let mut command = session.command(&session.xtask);
    command
        .arg("module")
        .arg("--python")
        .arg(&built.interpreter)
        .arg("--out")
        .arg(&modules)
        .args(["binascii", "_base64", "_xxrust", "_testrust"])
        .env("RUSTC", &rustc);
    let what = format!("cargo xtask module (Rust {OLDEST})");
    runner.run(&what, Speaker::Nobody, &mut command)?;
    let makers = makers(&modules)?;
    runner.check(
        "the modules are made by it",
        makers.iter().all(|(_, by_oldest)| *by_oldest) && !makers.is_empty(),
        &format!("there are {makers:?}"),
    )?;

    let python = |arguments: &[&str]| {
        let mut command = session.command(&built.interpreter);
        command
            .args(arguments)
            .env("PYTHONPATH", &modules)
            // Tests write into their directory.
            .current_dir(&built.build_dir);
        command
    };
    let mut command = python(&["-c", IN_RUST]);
    command.arg(&modules);
    runner.run("they are imported", Speaker::Nobody, &mut command)?;
    let mut command = python(&["-m", "test", "--timeout", "900"]);
    command.args(["test_binascii", "test_base64"]);
    runner.run("CPython's tests", Speaker::Regrtest, &mut command)?;
    let mut command = python(&["-m", "test", "--timeout", "900", "--testdir"]);
    command.arg(session.root.join("tests/xxrust"));
    runner.run("tests/xxrust", Speaker::Regrtest, &mut command)?;
    Ok(())
}

/// CPython's tests of what the modules in Rust have a part in.
const OF_MODULES: [&str; 6] = [
    "test_binascii",
    "test_base64",
    "test_zlib",
    "test_gzip",
    "test_zipfile",
    "test_tarfile",
];

/// C modules that take time and that those tests do not need: test_zipfile compiles the library, which needs unicodedata.
const LEFT_OUT: &str = "*disabled*\n_decimal _sqlite3 _codecs_cn _codecs_kr _codecs_tw \
                        _codecs_hk _codecs_iso2022 _elementtree pyexpat\n";

/// Which modules are in Rust, and by which compiler.
const SAYS: &str = "import binascii, _base64, zlib, subprocess
from sysconfig import get_config_var as var
print(var('RUST_VERSION'), var('RUST_MODULES'))
assert var('RUST_MODULES').split() == ['binascii', '_base64', 'zlib']
rustc = subprocess.check_output(['rustc', '--version'], text=True)
assert var('RUST_VERSION') == rustc.split()[1], rustc";

/// A grafted tree is built by the compilers that Debian's releases have, and by nothing else.
pub(crate) fn debian(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let trees = tempfile::Builder::new()
        .prefix("test-")
        .tempdir_in(session.layout.root())?;
    let request = SourceRequest {
        version: session.args.python_version.as_deref(),
        source: session.args.source.as_deref(),
        trees: trees.path(),
        log: &session.layout.log("test/debian-roots-source.log"),
    };
    let tree = source::obtain(&request, session.progress)?;
    graft::apply(&tree.path)?;
    for kind in &rootfs::BUILDERS {
        let suite = kind.suite;
        let root = match kind.usable(&session.layout) {
            Ok(root) => root,
            Err(why) => {
                runner.skip(suite, &why.replace("RELEASE", suite));
                continue;
            }
        };
        let version = process::output(rootfs::inside(&root, "rustc").arg("--version"));
        let version = version.context("rustc does not run in the root file system")?;
        let number = version.split(' ').nth(1).unwrap_or("?");
        let rustc = format!("rustc {number} of Debian {suite}");
        let folder = tempfile::Builder::new()
            .prefix("test-")
            .tempdir_in(root.join("root"))
            .with_context(|| format!("cannot make a directory in {}", root.display()))?;
        let mut copy = process::command("cp");
        copy.arg("-a")
            .arg(&tree.path)
            .arg(folder.path().join("tree"));
        let what = format!("the tree is copied ({rustc})");
        runner.run(&what, Speaker::Nobody, &mut copy)?;
        let modules = folder.path().join("build/Modules");
        fs::create_dir_all(&modules)
            .and_then(|()| fs::write(modules.join("Setup.local"), LEFT_OUT))
            .with_context(|| format!("cannot write to {}", modules.display()))?;

        let inside = Path::new("/root").join(folder.path().file_name().unwrap_or_default());
        let mut run = |what: &str, speaker: Speaker, script: &str, arguments: &[&str]| {
            let mut command = rootfs::inside(&root, "sh");
            let script = format!("cd \"$0/build\"; {script}");
            command
                .args(["-e", "-c", &script])
                .arg(&inside)
                .args(arguments);
            runner.run(&format!("{what} ({rustc})"), speaker, &mut command)
        };
        // C is not optimised, to save time.
        let options =
            "--with-rust=yes --with-ensurepip=no --disable-test-modules OPT='-DNDEBUG -O0'";
        let script = format!("../tree/configure {options}; make -j2");
        let built = run("configure and make", Speaker::Nobody, &script, &[])?;
        if built.failed > 0 {
            continue;
        }
        let what = "the modules are in Rust, by this compiler";
        run(what, Speaker::Nobody, "./python -c \"$1\"", &[SAYS])?;
        let script = "./python -m test -j2 --timeout 900 \"$@\"";
        let counts = run("CPython's tests", Speaker::Regrtest, script, &OF_MODULES)?;
        let tests = format!("CPython's own of the modules, {rustc}");
        Interpreter::new(&tree.version, "normal", "graft").ran(&session.layout, &tests, &counts)?;
    }
    Ok(())
}

/// The codecs' tests, on processors that QEMU emulates.
pub(crate) fn foreign(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    for Foreign { target, processor } in FOREIGN {
        let linker = format!("{processor}-linux-gnu-gcc");
        let emulator = format!("qemu-{processor}");
        let packages = format!("apt-get install gcc-{processor}-linux-gnu qemu-user");
        let missing = if !has_library(target) {
            Some(format!("rustup target add {target}"))
        } else if [&linker, &emulator]
            .iter()
            .any(|program| process::search_path(program).is_none())
        {
            Some(packages)
        } else {
            None
        };
        if let Some(missing) = missing {
            runner.skip(target, &format!("it takes more to test it ({missing})"));
            continue;
        }
        let name = target.to_uppercase().replace('-', "_");
        let mut command = session.command("cargo");
        command
            .args(["test", "--no-fail-fast", "--target", target])
            .args(CODECS)
            .env(format!("CARGO_TARGET_{name}_LINKER"), linker)
            .env(
                format!("CARGO_TARGET_{name}_RUNNER"),
                format!("{emulator} -L /usr/{processor}-linux-gnu"),
            )
            // Emulated, they would take minutes; the assertions stay.
            .env("CARGO_PROFILE_TEST_OPT_LEVEL", "2");
        let counts = runner.run(
            &format!("cargo test ({target})"),
            Speaker::Cargo,
            &mut command,
        )?;
        let mut ran = Ran::start(Kind::Codecs, target, &emulator)?;
        ran.command = "cargo xtask test --only foreign".to_owned();
        ran.add("the codecs' unit tests", &counts);
        ran.save(&session.layout)?;
    }
    Ok(())
}

/// The compiler itself, as rustup's `rustc` depends on the folder that it runs in.
fn oldest_rustc() -> Option<PathBuf> {
    let list = process::output(process::command("rustup").args(["toolchain", "list"]))?;
    let is_oldest = |name: &&str| {
        let rest = name.strip_prefix(OLDEST);
        rest.is_some_and(|rest| rest.starts_with(['.', '-']))
    };
    let name = list.split_whitespace().find(is_oldest)?;
    let found = ["which", "--toolchain", name, "rustc"];
    let path = process::output(process::command("rustup").args(found))?;
    Some(PathBuf::from(path.trim()))
}

/// Whether the compiler has a standard library for `target`.
fn has_library(target: &str) -> bool {
    let mut command: Command = process::command("rustc");
    command.args(["--print", "target-libdir", "--target", target]);
    process::output(&mut command).is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

/// The modules in `folder`, and whether each says that the oldest compiler made it.
fn makers(folder: &Path) -> Result<Vec<(String, bool)>> {
    let context = || format!("cannot read {}", folder.display());
    let words = format!("rustc version {OLDEST}.");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        if path.extension().is_some_and(|extension| extension == "so") {
            let code = fs::read(&path).with_context(context)?;
            let by_oldest = code
                .windows(words.len())
                .any(|window| window == words.as_bytes());
            let name = path.file_name().unwrap_or_default();
            found.push((name.to_string_lossy().into_owned(), by_oldest));
        }
    }
    Ok(found)
}
