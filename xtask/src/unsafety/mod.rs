//! `cargo xtask unsafe`: how much unsafe code there is, in `docs/unsafe.md`.

mod count;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use count::Counts;

/// The one crate of codecs that may have unsafe code: vectors.
pub(crate) const SIMD: &str = "codecs/simd";

/// The folders of crates that go into a tree, and whether unsafe code may be there.
const LAYERS: [(&str, bool); 3] = [("api", true), ("codecs", false), ("modules", false)];

/// The folders of a crate that are counted: what is compiled for an interpreter or while it is built.
const SOURCES: [&str; 2] = ["src", "verify"];

const TABLE: &str = "docs/unsafe.md";

/// Count unsafe code, and write docs/unsafe.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail if the table differs from the sources.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let root = repository();
    if args.check {
        return check(&root);
    }
    let path = root.join(TABLE);
    let shown = path.display();
    fs::write(&path, table(&root)?).with_context(|| format!("cannot write {shown}"))?;
    println!("{shown}");
    Ok(())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Whether the table that is checked in is that of the sources.
fn check(root: &Path) -> Result<()> {
    let written = fs::read_to_string(root.join(TABLE)).unwrap_or_default();
    if written != table(root)? {
        bail!(
            "{TABLE} differs from the sources: run `cargo xtask unsafe`, and commit what it writes"
        );
    }
    Ok(())
}

/// The page with the table.
fn table(root: &Path) -> Result<String> {
    let mut page = String::from(
        "# How much unsafe code there is\n\
         \n\
         Written by `cargo xtask unsafe`; `cargo test -p xtask` fails if it is out of date. Counted is\n\
         what goes into a CPython tree, macros included. `modules/` and `codecs/` forbid unsafe code, but for\n\
         `codecs/simd`: there all vectors are.\n\
         *Lines* are those that unsafe blocks cover; *outside* are `unsafe extern` blocks and\n\
         attributes. The declarations of `cpython-sys` are generated, and proven at each build.\n\
         Crates of others (`graft/vendor.toml`) are not counted; `api/zlib-stream` says what it relies on.\n\
         \n\
         | crate | files | unsafe blocks | lines | unsafe fn | unsafe impl | outside |\n\
         |---|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut total = Counts::default();
    for (layer, allowed) in LAYERS {
        for folder in entries(&root.join(layer))? {
            if !folder.join("Cargo.toml").exists() {
                continue;
            }
            let mut counts = Counts::default();
            for source in SOURCES {
                add(&folder.join(source), &mut counts)?;
            }
            let name = folder.strip_prefix(root).unwrap_or(&folder);
            let name = name.display().to_string();
            if counts.any() && !allowed && name != SIMD {
                bail!("there is unsafe code in {name}: what needs it belongs into api/ or {SIMD}");
            }
            page.push_str(&row(&name, counts));
            total.add(counts);
        }
    }
    page.push_str(&row("**all**", total));
    Ok(page)
}

fn row(name: &str, counts: Counts) -> String {
    let Counts {
        files,
        blocks,
        lines,
        functions,
        impls,
        externs,
    } = counts;
    format!("| {name} | {files} | {blocks} | {lines} | {functions} | {impls} | {externs} |\n")
}

/// Adds what is in the Rust files of `folder`, if it exists.
fn add(folder: &Path, counts: &mut Counts) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for path in entries(folder)? {
        if path.is_dir() {
            add(&path, counts)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path.display();
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {shown}"))?;
            counts.add(Counts::of(&text).with_context(|| format!("{shown} is not Rust"))?);
        }
    }
    Ok(())
}

/// What is in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = || format!("cannot list {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(listed)? {
        paths.push(entry.with_context(listed)?.path());
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_the_sources() {
        if let Err(error) = check(&repository()) {
            panic!("{error:#}");
        }
    }

    #[test]
    fn unsafe_code_in_a_module_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        for layer in ["api/a", "codecs/c", "modules/m"] {
            let source = root.path().join(layer).join("src");
            fs::create_dir_all(&source).expect("a folder");
            fs::write(root.path().join(layer).join("Cargo.toml"), "").expect("a file");
            fs::write(source.join("lib.rs"), "fn f() {}").expect("a file");
        }
        let page = table(root.path()).expect("a table");
        assert!(
            page.ends_with("| **all** | 3 | 0 | 0 | 0 | 0 | 0 |\n"),
            "{page}"
        );

        let simd = root.path().join("codecs/simd/src");
        fs::create_dir_all(&simd).expect("a folder");
        fs::write(simd.join("lib.rs"), "fn f() { unsafe { g() } }").expect("a file");
        fs::write(root.path().join("codecs/simd/Cargo.toml"), "").expect("a file");
        table(root.path()).expect("vectors may have it");

        let module = root.path().join("modules/m/src/deep");
        fs::create_dir_all(&module).expect("a folder");
        fs::write(module.join("x.rs"), "fn f() { unsafe { g() } }").expect("a file");
        let error = table(root.path()).expect_err("refused").to_string();
        assert!(error.contains("modules/m"), "{error}");
    }
}
