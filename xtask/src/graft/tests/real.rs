//! The same promises, of the graft of this repository on CPython itself.
//!
//! `CPYTHON_TREE` names unpacked trees, separated as in `PATH`; they are copied. autoconf is
//! needed.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{make_old, snapshot};
use crate::graft::{Graft, repository};

#[test]
fn cpython_can_be_grafted_checked_and_reverted() {
    let Some(trees) = std::env::var_os("CPYTHON_TREE") else {
        println!("skipped: CPYTHON_TREE names no unpacked CPython");
        return;
    };
    for tree in std::env::split_paths(&trees) {
        round_trip(&tree);
    }
}

fn round_trip(tree: &Path) {
    // Where others change this repository at the same time, so does what is wanted.
    let folder = TempDir::new().expect("a temporary folder");
    let (ours, copy) = (folder.path().join("ours"), folder.path().join("cpython"));
    fs::create_dir(&ours).expect("a folder");
    for part in ["api", "codecs", "modules", "graft"] {
        copy_folder(&repository().join(part), &ours.join(part));
    }
    fs::copy(repository().join("Cargo.lock"), ours.join("Cargo.lock")).expect("a copy");
    copy_folder(tree, &copy);
    let graft = Graft::new(ours);

    let before = snapshot(&copy);
    graft.apply(&copy).expect("it can be grafted");
    assert_eq!(graft.check(&copy).expect("it can be checked"), []);
    make_old(&copy);
    let grafted = snapshot(&copy);
    assert!(
        graft
            .apply(&copy)
            .expect("it can be grafted again")
            .nothing_done()
    );
    assert_eq!(grafted, snapshot(&copy));
    graft.revert(&copy).expect("it can be reverted");
    make_old(&copy);
    let after = snapshot(&copy);
    assert_eq!(before.len(), after.len());
    for (path, content) in &before {
        assert_eq!(
            (&content.bytes, content.mode),
            (&after[path].bytes, after[path].mode),
            "{path}"
        );
    }
}

fn copy_folder(from: &Path, to: &Path) {
    let status = Command::new("cp")
        .arg("-a")
        .args([from, to])
        .status()
        .expect("cp runs");
    assert!(status.success());
}
