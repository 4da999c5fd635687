//! Reverting: every byte comes back, and nothing that is not the graft's is lost.

use std::fs;
use std::process::Command;

use super::{Fixture, make_old, says, snapshot};

#[test]
fn every_file_comes_back() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    fixture.apply();
    let outcome = fixture.revert();
    assert_eq!(
        before,
        snapshot(&fixture.tree()),
        "bytes, permissions and times"
    );
    assert!(!fixture.tree().join("Rust").exists());
    assert_eq!(
        outcome.written,
        [
            "Makefile.pre.in",
            "Modules/Setup",
            "configure",
            "configure.ac"
        ]
    );
}

#[test]
fn a_tree_without_a_graft_stays_as_it_is() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    assert!(fixture.revert().nothing_done());
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn an_updated_graft_reverts_to_the_first_originals() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    fixture.apply();
    super::write(
        &fixture.repository().join("graft/rules.mk"),
        "rust: better\n",
    );
    fixture.apply();
    fixture.revert();
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn a_copy_from_an_archive_can_be_reverted_without_the_repository() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    fixture.apply();
    let copy = fixture.folder.path().join("copy");
    fs::create_dir(&copy).expect("a folder");
    let script = "tar -C tree -cf tree.tar . && tar -C copy -xf tree.tar";
    let run = Command::new("sh")
        .args(["-ec", script])
        .current_dir(fixture.folder.path())
        .status();
    assert!(run.expect("sh runs").success());

    fs::remove_dir_all(fixture.repository()).expect("a folder");
    fixture.graft().revert(&copy).expect("it reverts");
    let after = snapshot(&copy);
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (path, content) in before {
        assert_eq!(content.bytes, after[&path].bytes, "{path}");
        assert_eq!(content.mode, after[&path].mode, "{path}");
    }
}

#[test]
fn local_edits_are_not_lost() {
    for path in ["configure.ac", "configure", "Rust/codecs/hex/src/lib.rs"] {
        let fixture = Fixture::new();
        fixture.apply();
        fixture.write_tree(path, "mine\n");
        let before = snapshot(&fixture.tree());
        let error = fixture
            .graft()
            .revert(&fixture.tree())
            .expect_err("refused");
        says(
            &format!("{error:#}"),
            &[&format!("{path} was edited since the tree was grafted")],
        );
        assert_eq!(before, snapshot(&fixture.tree()));
    }
}

#[test]
fn files_of_others_are_not_lost() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("Rust/modules/mine/src/lib.rs", "// mine\n");
    let before = snapshot(&fixture.tree());
    let error = fixture
        .graft()
        .revert(&fixture.tree())
        .expect_err("refused");
    says(
        &format!("{error:#}"),
        &["Rust/modules/mine/src/lib.rs is not the graft's"],
    );
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn a_missing_file_does_not_stand_in_the_way() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    fixture.apply();
    fs::remove_file(fixture.tree().join("Rust/probe.sh")).expect("a file");
    fs::remove_file(fixture.tree().join("configure")).expect("a file");
    fixture.revert();
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn what_make_built_stays() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("Rust/build/libcodec_hex.rlib", "what make makes\n");
    fixture.revert();
    assert_eq!(
        fixture.read_tree("Rust/build/libcodec_hex.rlib"),
        "what make makes\n"
    );
    // And it does not look like someone's own folder to the next graft.
    fixture.apply();
}

#[test]
fn originals_that_were_tampered_with_are_not_used() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("Rust/graft/originals/configure.ac", "AC_INIT_WRONG\n");
    make_old(&fixture.tree());
    let before = snapshot(&fixture.tree());
    let error = fixture
        .graft()
        .revert(&fixture.tree())
        .expect_err("refused");
    says(&format!("{error:#}"), &["originals/configure.ac"]);
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn a_manifest_cannot_name_files_outside_the_tree() {
    let fixture = Fixture::new();
    fixture.apply();
    let manifest = fixture.read_tree("Rust/graft/manifest.toml");
    fixture.write_tree(
        "Rust/graft/manifest.toml",
        &manifest.replace("Rust/probe.sh", "Rust/../../autoconf"),
    );
    let error = fixture
        .graft()
        .revert(&fixture.tree())
        .expect_err("refused");
    says(
        &format!("{error:#}"),
        &["is damaged", "is not a path inside the tree"],
    );
}
