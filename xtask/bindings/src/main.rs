//! `cargo xtask bindings`: write cpython-sys's declarations from CPython's headers.
//!
//! A crate of its own, so that only those who change the declarations compile bindgen and need
//! libclang. It runs bindgen on each configuration of CPython, keeps what `allowlist.txt` lists,
//! and merges the results; where configurations differ, `#[cfg]` says so. Each minor version of
//! CPython has a file of its own.

mod allowlist;
mod headers;
mod merge;
mod origin;
mod rust;
mod version;

use anyhow::{Context as _, Result, bail, ensure};
use clap::Parser;
use origin::Origin;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use version::Version;

/// Write api/cpython-sys/src/v*.rs from CPython's headers.
#[derive(Parser)]
#[command(name = "cargo xtask bindings")]
struct Args {
    /// A source tree of CPython, a directory of installed headers (.../include/python3.15), or a
    /// root file system with one [default: those in build/, for each version]
    #[arg(long, value_name = "DIR")]
    tree: Vec<PathBuf>,
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
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .context("cannot find this checkout")?;
    let crate_dir = repository.join("api/cpython-sys");
    let origins = if args.tree.is_empty() {
        of_each_version(&versions(&crate_dir)?, &repository.join("build"))?
    } else {
        let find = |path: &PathBuf| Origin::find(path).with_context(|| path.display().to_string());
        args.tree.iter().map(find).collect::<Result<Vec<_>>>()?
    };
    for origin in &origins {
        declare(&crate_dir, origin, args.check)?;
    }
    Ok(())
}

/// The versions that cpython-sys has declarations for.
fn versions(crate_dir: &Path) -> Result<Vec<Version>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(crate_dir.join("src"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        versions.extend(Version::of_module(&name));
    }
    versions.sort_unstable();
    Ok(versions)
}

/// Headers of each of `versions`, from `build`.
fn of_each_version(versions: &[Version], build: &Path) -> Result<Vec<Origin>> {
    let mut known = Origin::below(build);
    let mut origins = Vec::new();
    for version in versions {
        match known.iter().position(|origin| origin.version == *version) {
            Some(index) => origins.push(known.remove(index)),
            None => bail!(
                "build/ has no headers of CPython {version}: run `cargo xtask rootfs` (for 3.14 and \
                 later) or `cargo xtask build` (for 3.13), or name headers with --tree"
            ),
        }
    }
    Ok(origins)
}

/// Write the declarations of one version, or see that they are right.
fn declare(crate_dir: &Path, origin: &Origin, check: bool) -> Result<()> {
    let (name, version) = (origin.name.display(), origin.version);
    let output = crate_dir.join(format!("src/{}.rs", version.module()));
    ensure!(
        output.exists(),
        "{name} is CPython {version}, for which cpython-sys has no declarations"
    );

    let list = crate_dir.join("allowlist.txt");
    let sections =
        allowlist::parse(&read(&list)?, version).with_context(|| list.display().to_string())?;
    for section in &sections {
        check_mentions(origin, section)?;
    }

    let temporary = tempfile::tempdir().context("cannot make a temporary directory")?;
    let clang_args = origin.clang_args(temporary.path())?;
    let found = (0..merge::BUILDS)
        .map(|build| {
            Ok(rust::Found::new(headers::declarations(
                &clang_args,
                &sections,
                build,
            )?))
        })
        .collect::<Result<Vec<_>>>()?;
    let new = rustfmt(crate_dir, &merge::file(version, &sections, &found)?)?;

    let old = read(&output)?;
    let difference = merge::first_difference(&old, &new);
    if check {
        let Some(item) = difference? else {
            return Ok(());
        };
        bail!(
            "{} is not what {name} gives; the first difference is {item}. \
             To accept it: cargo xtask bindings --tree {name}",
            output.display()
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

/// Comments in the declarations say where to look an item up; they should be right.
fn check_mentions(origin: &Origin, section: &allowlist::Section) -> Result<()> {
    let text = origin.header(&section.header)?;
    let words: std::collections::HashSet<_> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    let names = section.entries.iter().map(|entry| entry.name.as_str());
    let missing: Vec<_> = names.filter(|name| !words.contains(name)).collect();
    ensure!(
        missing.is_empty(),
        "{} of CPython {} does not mention {}: find the header that does, for this version",
        section.header,
        origin.version,
        missing.join(", ")
    );
    Ok(())
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
