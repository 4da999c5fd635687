//! The bill of materials: CPython's, or one of the tree's own.

use std::fs;

use serde_json::Value;

use super::{Fixture, write};
use crate::graft::content::digest;
use crate::graft::update::Package;
use crate::graft::{repository, vendor};

/// CPython's, as its tool writes it: with a package, a letter that is not ASCII, and no newline.
const BILL: &str = r#"{
  "SPDXID": "SPDXRef-DOCUMENT",
  "files": [
    {
      "SPDXID": "SPDXRef-FILE-Modules-expat-expat.h",
      "checksums": [],
      "fileName": "Modules/expat/expat.h"
    }
  ],
  "packages": [
    {
      "SPDXID": "SPDXRef-PACKAGE-expat",
      "name": "expat",
      "originator": "Organization: Exp\u00e4t"
    }
  ],
  "relationships": [
    {
      "relatedSpdxElement": "SPDXRef-FILE-Modules-expat-expat.h",
      "relationshipType": "CONTAINS",
      "spdxElementId": "SPDXRef-PACKAGE-expat"
    }
  ],
  "spdxVersion": "SPDX-2.3"
}"#;

fn with_bill() -> Fixture {
    let fixture = Fixture::new();
    fixture.write_tree("Misc/sbom.spdx.json", BILL);
    fixture
}

/// The names in one of a document's lists, in their order.
fn names(document: &Value, list: &str, name: &str) -> Vec<String> {
    let list = document[list].as_array().expect("a list");
    let name = |one: &Value| one[name].as_str().expect("a name").to_owned();
    list.iter().map(name).collect()
}

#[test]
fn cpythons_has_each_crate_and_each_file() {
    let fixture = with_bill();
    fixture.apply();
    let text = fixture.read_tree("Misc/sbom.spdx.json");
    let bill: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        names(&bill, "packages", "name"),
        [
            "expat",
            "codec-hex",
            "cpython-rust",
            "module-binascii",
            "sys"
        ]
    );
    assert_eq!(
        names(&bill, "files", "fileName"),
        [
            "Rust/codecs/hex/src/lib.rs",
            "Rust/codecs/hex/src/table.rs",
            "Rust/configure.m4",
            "Rust/probe.sh",
            "Modules/expat/expat.h",
            "Rust/modules/binascii/src/lib.rs",
            "Rust/modules/binascii/src/twin.rs",
            "Rust/modules/binascii/verify/main.rs",
            "Rust/api/sys/src/lib.rs",
        ]
    );
    let hex = &bill["files"][0];
    assert_eq!(hex["SPDXID"], "SPDXRef-FILE-Rust-codecs-hex-src-lib.rs");
    assert_eq!(
        hex["checksums"][1]["checksumValue"],
        digest(b"// hex\n").as_str()
    );
    let by = &bill["relationships"][0];
    assert_eq!(by["spdxElementId"], "SPDXRef-PACKAGE-codec-hex");
    assert!(
        text.contains(r"Exp\u00e4t") && text.ends_with('}'),
        "{text}"
    );
    assert!(!fixture.tree().join("Rust/sbom.spdx.json").exists());

    assert!(fixture.apply().nothing_done());
    fixture.revert();
    assert_eq!(fixture.read_tree("Misc/sbom.spdx.json"), BILL);
}

#[test]
fn a_tree_without_one_gets_its_own() {
    let fixture = Fixture::new();
    fixture.apply();
    let text = fixture.read_tree("Rust/sbom.spdx.json");
    let bill: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(bill["name"], "Rust in CPython 3.13.99");
    assert_eq!(names(&bill, "files", "fileName").len(), 8);
    let kinds = names(&bill, "relationships", "relationshipType");
    let described = kinds.iter().filter(|kind| *kind == "DESCRIBES").count();
    assert_eq!((described, kinds.len()), (4, 12));
    assert!(fixture.apply().nothing_done());

    // Another source is another document.
    write(
        &fixture.repository().join("codecs/hex/src/lib.rs"),
        "// other\n",
    );
    fixture.apply();
    let other: Value = serde_json::from_str(&fixture.read_tree("Rust/sbom.spdx.json")).expect("it");
    assert_ne!(bill["documentNamespace"], other["documentNamespace"]);
    fixture.revert();
    assert!(!fixture.tree().join("Rust").exists());
}

#[test]
fn an_unusual_one_is_refused() {
    let fixture = with_bill();
    fixture.write_tree("Misc/sbom.spdx.json", "[]");
    super::says(&fixture.refused(), &["Misc/sbom.spdx.json is unusual"]);
    let taken = BILL.replace("PACKAGE-expat", "PACKAGE-codec-hex");
    fixture.write_tree("Misc/sbom.spdx.json", &taken);
    super::says(
        &fixture.refused(),
        &["two packages", "SPDXRef-PACKAGE-codec-hex"],
    );
}

#[test]
fn what_is_recorded_of_others_is_what_they_say() {
    let cargo = crate::graft::cargo();
    for one in vendor::read(&repository().join("graft")).expect("it can be read") {
        let vendored = one.vendored.expect("it is of others");
        let source = vendored
            .obtain(&repository(), &cargo)
            .expect("it is to be had");
        let package = Package::of(&source).expect("it says");
        assert_eq!(package.license.as_ref(), Some(&vendored.license));
        assert_eq!(package.repository.as_ref(), Some(&vendored.repository));
        let license = fs::read_to_string(source.join("LICENSE")).expect("its text");
        assert!(license.len() > 500, "{license}");
    }
}
