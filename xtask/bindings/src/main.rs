//! `cargo xtask bindings`: write cpython-sys's declarations from CPython's headers.
//!
//! A crate of its own, so that only those who change the declarations compile bindgen and need
//! libclang. It runs bindgen on each configuration of CPython, keeps what `allowlist.txt` lists,
//! and merges the results; where configurations differ, `#[cfg]` says so.

mod allowlist;
mod headers;
mod merge;
mod rust;

use anyhow::{Context as _, Result, bail, ensure};
use clap::Parser;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Write api/cpython-sys/src/v3_13.rs from CPython's headers.
#[derive(Parser)]
#[command(name = "cargo xtask bindings")]
struct Args {
    /// A source tree of CPython 3.13, configured or not.
    #[arg(long)]
    tree: PathBuf,
    /// Write nothing; fail if the declarations are not what the headers give.
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    clang_sys::load().map_err(|_| {
        anyhow::anyhow!(
            "libclang was not found; install it (Debian: `apt-get install libclang-dev`) \
             or name its directory in LIBCLANG_PATH"
        )
    })?;
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api/cpython-sys");
    let crate_dir = crate_dir
        .canonicalize()
        .context("this checkout has no api/cpython-sys")?;
    let tree = fs::canonicalize(&args.tree)
        .with_context(|| format!("cannot find the tree {}", args.tree.display()))?;
    let version = version(&tree)?;
    let output = crate_dir.join(format!("src/v{}.rs", version.replace('.', "_")));
    ensure!(
        output.exists(),
        "{} is CPython {version}, for which cpython-sys has no declarations",
        tree.display()
    );

    let list = crate_dir.join("allowlist.txt");
    let text = read(&list)?;
    let sections = allowlist::parse(&text).with_context(|| list.display().to_string())?;
    for section in &sections {
        check_mentions(&tree, section)?;
    }

    let temporary = tempfile::tempdir().context("cannot make a temporary directory")?;
    let config = config_dir(&tree, temporary.path())?;
    let found = (0..merge::BUILDS)
        .map(|build| {
            Ok(rust::Found::new(headers::declarations(
                &tree, &config, &sections, build,
            )?))
        })
        .collect::<Result<Vec<_>>>()?;
    let new = rustfmt(&crate_dir, &merge::file(&version, &sections, &found)?)?;

    let old = read(&output)?;
    let difference = merge::first_difference(&old, &new);
    if args.check {
        let Some(item) = difference? else {
            return Ok(());
        };
        bail!(
            "{} is not what {} gives; the first difference is {item}. \
             To accept it: cargo xtask bindings --tree {}",
            output.display(),
            tree.display(),
            args.tree.display()
        );
    }
    // Whole or not at all, also for a build that reads it now.
    let mut file = tempfile::NamedTempFile::new_in(crate_dir.join("src"))?;
    file.write_all(new.as_bytes())?;
    let mode = fs::metadata(&output)?.permissions();
    fs::set_permissions(file.path(), mode)?;
    file.persist(&output)
        .with_context(|| format!("cannot write {}", output.display()))?;
    println!("{}", output.display());
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// "3.13", from the tree's patchlevel.h.
fn version(tree: &Path) -> Result<String> {
    let text = read(&tree.join("Include/patchlevel.h")).context("not a source tree of CPython")?;
    let number = |name: &str| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("#define ")?.strip_prefix(name));
        line.map(|value| value.trim().to_owned())
            .with_context(|| format!("{name} is not defined"))
    };
    Ok(format!(
        "{}.{}",
        number("PY_MAJOR_VERSION")?,
        number("PY_MINOR_VERSION")?
    ))
}

/// Comments in the declarations say where to look an item up; they should be right.
fn check_mentions(tree: &Path, section: &allowlist::Section) -> Result<()> {
    let text = read(&tree.join("Include").join(&section.header))?;
    let words: std::collections::HashSet<_> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    for entry in &section.entries {
        let (name, header) = (&entry.name, &section.header);
        ensure!(
            words.contains(name.as_str()),
            "{header} does not mention {name}; find its header"
        );
    }
    Ok(())
}

/// Where pyconfig.h is; of an unconfigured tree, in `temporary`.
fn config_dir(tree: &Path, temporary: &Path) -> Result<PathBuf> {
    if tree.join("pyconfig.h").exists() {
        return Ok(tree.to_owned());
    }
    eprintln!("Configuring (once, outside of the tree; about a minute) ...");
    let result = Command::new(tree.join("configure"))
        .arg("--quiet")
        .current_dir(temporary)
        .stdin(Stdio::null())
        .output()
        .context("cannot run the tree's configure")?;
    ensure!(
        result.status.success(),
        "the tree's configure failed:\n{}",
        String::from_utf8_lossy(&result.stderr)
    );
    Ok(temporary.to_owned())
}

fn rustfmt(dir: &Path, source: &str) -> Result<String> {
    // The directory is where rustfmt looks for its configuration.
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run rustfmt; `rustup component add rustfmt` installs it")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(source.as_bytes())?;
    }
    let result = child.wait_with_output()?;
    ensure!(
        result.status.success(),
        "rustfmt does not accept the declarations"
    );
    Ok(String::from_utf8(result.stdout)?)
}
