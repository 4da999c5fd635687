//! Checking: drift is listed, file by file, and nothing is written.

use std::fs;

use super::{Fixture, says, snapshot, write};
use crate::graft::Drift;

fn drift(fixture: &Fixture) -> Vec<(String, &'static str)> {
    let before = snapshot(&fixture.tree());
    let drift = fixture
        .graft()
        .check(&fixture.tree())
        .expect("the tree can be checked");
    assert_eq!(before, snapshot(&fixture.tree()), "checking writes nothing");
    drift
        .into_iter()
        .map(|Drift { path, kind }| (path, kind))
        .collect()
}

#[test]
fn a_fresh_graft_has_no_drift() {
    let fixture = Fixture::new();
    fixture.apply();
    assert_eq!(drift(&fixture), []);
    // What make builds in the tree is not the graft's.
    fixture.write_tree("Rust/build/verify.c", "int main;\n");
    assert_eq!(drift(&fixture), []);
}

#[test]
fn a_tree_without_a_graft_is_told_so() {
    let fixture = Fixture::new();
    let error = fixture
        .graft()
        .check(&fixture.tree())
        .expect_err("not grafted");
    says(&format!("{error:#}"), &["3.13.99", "is not grafted"]);
}

#[test]
fn every_difference_is_listed_with_its_kind() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("configure.ac", "mine\n");
    fixture.write_tree("Rust/codecs/hex/src/mine.rs", "// mine\n");
    fs::remove_file(fixture.tree().join("Rust/probe.sh")).expect("a file");
    write(
        &fixture.repository().join("codecs/hex/src/lib.rs"),
        "// hex, faster\n",
    );
    assert_eq!(
        drift(&fixture),
        [
            ("Rust/codecs/hex/src/lib.rs".into(), "outdated"),
            ("Rust/probe.sh".into(), "missing"),
            ("Rust/sbom.spdx.json".into(), "outdated"),
            ("configure.ac".into(), "edited"),
            ("Rust/codecs/hex/src/mine.rs".into(), "extra"),
        ]
    );
}

#[test]
fn a_file_that_our_sources_no_longer_have_is_extra() {
    let fixture = Fixture::new();
    fixture.apply();
    fs::remove_file(fixture.repository().join("codecs/hex/src/table.rs")).expect("a file");
    assert_eq!(
        drift(&fixture),
        [
            ("Makefile.pre.in".into(), "outdated"),
            ("Rust/sbom.spdx.json".into(), "outdated"),
            ("Rust/codecs/hex/src/table.rs".into(), "extra"),
        ]
    );
}
