//! The crates in CPython's software bill of materials, `Misc/sbom.spdx.json`, and in the tool that keeps
//! it, `Tools/build/generate_sbom.py`.
//!
//! A crate is a package, and so is what stands in `Rust/` itself. The document is written as that tool
//! writes it, byte for byte, so that `make regen-sbom` finds nothing to do. A tree that has no such
//! document receives one of its own, [`OWN`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use sha1::{Digest as _, Sha1};

use super::content::{Content, digest, hexadecimal};
use super::crates::Crate;

/// CPython's document.
pub(super) const CPYTHON: &str = "Misc/sbom.spdx.json";

/// Where there is none.
pub(super) const OWN: &str = "Rust/sbom.spdx.json";

/// The package of what belongs to no crate.
const GRAFT: &str = "cpython-rust";

/// What SPDX has for what is not said; CPython's tool asks it of each package's concluded license.
const UNKNOWN: &str = "NOASSERTION";

/// A crate, or the rest.
struct Package<'a> {
    name: &'a str,
    /// What it has of the tree's files, as a pattern of CPython's tool.
    include: String,
    facts: Map<String, Value>,
}

/// All that is in a tree's `Rust/`, by what it belongs to.
pub(super) struct Sbom<'a>(BTreeMap<&'a str, Package<'a>>);

impl<'a> Sbom<'a> {
    pub(super) fn new(crates: &'a [Crate]) -> Sbom<'a> {
        let mut packages = BTreeMap::new();
        for one in crates {
            let package = Package {
                name: &one.package,
                include: format!("Rust/{}/**", one.folder),
                facts: facts(one),
            };
            packages.insert(package.name, package);
        }
        let rest = Package {
            name: GRAFT,
            include: "Rust/*".to_owned(),
            facts: own_facts(GRAFT),
        };
        packages.insert(GRAFT, rest);
        Sbom(packages)
    }

    /// Lines for the table in CPython's tool.
    pub(super) fn table(&self) -> String {
        let mut text = String::new();
        for Package { name, include, .. } in self.0.values() {
            // What is in no crate is not known to git's ignored files, either.
            writeln!(
                text,
                "    \"{name}\": PackageFiles(include=[\"{include}\"]),"
            )
            .expect("a String takes everything");
        }
        text
    }

    /// CPython's document with these packages in it.
    pub(super) fn merged(&self, text: &str, files: &BTreeMap<String, Content>) -> Result<String> {
        let context = || format!("{CPYTHON} is unusual");
        let mut document: Map<String, Value> = serde_json::from_str(text).with_context(context)?;
        let mut lists = ["packages", "files", "relationships"].map(|name| {
            let list = document.get_mut(name).and_then(Value::as_array_mut);
            list.map(std::mem::take).unwrap_or_default()
        });
        let [packages, all, relationships] = &mut lists;
        self.add(packages, all, relationships, files)?;
        for (name, list) in ["packages", "files", "relationships"]
            .into_iter()
            .zip(lists)
        {
            document.insert(name.to_owned(), Value::Array(list));
        }
        Ok(as_python_writes(&Value::Object(document)))
    }

    /// A document with nothing else.
    pub(super) fn alone(&self, release: &str, files: &BTreeMap<String, Content>) -> Result<String> {
        let (mut packages, mut all, mut relationships) = (Vec::new(), Vec::new(), Vec::new());
        self.add(&mut packages, &mut all, &mut relationships, files)?;
        let described: Vec<_> = packages.iter().map(|one| one["SPDXID"].clone()).collect();
        relationships.extend(described.iter().map(|package| {
            json!({
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relatedSpdxElement": package,
                "relationshipType": "DESCRIBES",
            })
        }));
        let mut lines = String::new();
        for file in &all {
            writeln!(lines, "{file}")?;
        }
        // What is the same has the same name, and what is not has another.
        let namespace = format!("urn:sha256:{}", digest(lines.as_bytes()));
        Ok(as_python_writes(&json!({
            "SPDXID": "SPDXRef-DOCUMENT",
            "spdxVersion": "SPDX-2.3",
            "dataLicense": "CC0-1.0",
            "name": format!("Rust in CPython {release}"),
            "documentNamespace": namespace,
            "creationInfo": {
                // A tree that is grafted twice has the same document.
                "created": "1970-01-01T00:00:00Z",
                "creators": [format!("Tool: {GRAFT}-{}", env!("CARGO_PKG_VERSION"))],
                "comment": "The date is left out, for the document depends on nothing but the files.",
            },
            "packages": packages,
            "files": all,
            "relationships": relationships,
        })))
    }

    /// Adds the packages and their files to a document's lists, which have those of CPython.
    fn add(
        &self,
        packages: &mut Vec<Value>,
        all: &mut Vec<Value>,
        relationships: &mut Vec<Value>,
        files: &BTreeMap<String, Content>,
    ) -> Result<()> {
        let mut ids: BTreeSet<String> = all
            .iter()
            .chain(packages.iter())
            .filter_map(|one| one["SPDXID"].as_str().map(str::to_owned))
            .collect();
        for package in self.0.values() {
            let mut facts = package.facts.clone();
            let id = format!("SPDXRef-PACKAGE-{}", encoded(package.name));
            facts.insert("SPDXID".to_owned(), id.clone().into());
            let mut found = false;
            for (path, content) in files.iter().filter(|(path, _)| package.has(path)) {
                found = true;
                let (file, file_id) = file(path, content);
                if !ids.insert(file_id.clone()) {
                    bail!("two files have the name {file_id} in the bill of materials");
                }
                all.push(file);
                relationships.push(json!({
                    "spdxElementId": id,
                    "relatedSpdxElement": file_id,
                    "relationshipType": "CONTAINS",
                }));
            }
            if found && !ids.insert(id.clone()) {
                bail!("two packages have the name {id} in the bill of materials");
            }
            if found {
                packages.push(Value::Object(facts));
            }
        }
        // As CPython's tool has them: by package, which it sorts by name, not by identifier.
        let names: BTreeMap<String, String> = packages
            .iter()
            .map(|one| (text_of(one, "SPDXID"), text_of(one, "name")))
            .collect();
        let package_of = |relationship: &Value| {
            let id = text_of(relationship, "spdxElementId");
            names.get(&id).cloned().unwrap_or_default()
        };
        let owners: BTreeMap<String, String> = relationships
            .iter()
            .map(|one| (text_of(one, "relatedSpdxElement"), package_of(one)))
            .collect();
        all.sort_by_key(|file| owners.get(&text_of(file, "SPDXID")).cloned());
        relationships.sort_by_key(package_of);
        Ok(())
    }
}

impl Package<'_> {
    fn has(&self, path: &str) -> bool {
        match self.include.strip_suffix("**") {
            Some(folder) => path.starts_with(folder),
            None => path
                .strip_prefix("Rust/")
                .is_some_and(|name| !name.contains('/')),
        }
    }
}

/// What a person would want to know of a crate, and what tools look it up by.
fn facts(one: &Crate) -> Map<String, Value> {
    let Some(vendored) = &one.vendored else {
        return own_facts(&one.package);
    };
    let (name, version) = (&vendored.name, &vendored.version);
    object(json!({
        "name": name,
        "versionInfo": version,
        "packageFileName": format!("{name}-{version}.crate"),
        "checksums": [{"algorithm": "SHA256", "checksumValue": vendored.sha256}],
        // In CI, CPython's tool downloads what has a location, by HTTP, and takes the hash of that. The
        // package with our hash is where the package URL leads.
        "downloadLocation": UNKNOWN,
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceLocator": format!("pkg:cargo/{name}@{version}"),
            "referenceType": "purl",
        }],
        "homepage": vendored.repository,
        "licenseConcluded": UNKNOWN,
        "licenseDeclared": vendored.license,
        "primaryPackagePurpose": "SOURCE",
    }))
}

/// What is at home in the tree: it is downloaded with it, and from nowhere else.
fn own_facts(name: &str) -> Map<String, Value> {
    object(json!({
        "name": name,
        "versionInfo": env!("CARGO_PKG_VERSION"),
        "downloadLocation": "NONE",
        "licenseConcluded": UNKNOWN,
        "licenseDeclared": env!("CARGO_PKG_LICENSE"),
        "primaryPackagePurpose": "SOURCE",
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it is written as one"),
    }
}

/// A file's entry, and what that is called.
fn file(path: &str, content: &Content) -> (Value, String) {
    let mut bytes = content.bytes.clone();
    // The same however a text was checked out.
    if !bytes.contains(&0) {
        let text = bytes
            .iter()
            .zip(bytes[1.min(bytes.len())..].iter().chain([&0]));
        bytes = text
            .filter(|&(one, next)| (*one, *next) != (b'\r', b'\n'))
            .map(|(one, _)| *one)
            .collect();
    }
    let id = format!("SPDXRef-FILE-{}", encoded(path));
    let entry = json!({
        "SPDXID": id,
        "fileName": path,
        "checksums": [
            {"algorithm": "SHA1", "checksumValue": hexadecimal(&Sha1::digest(&bytes))},
            {"algorithm": "SHA256", "checksumValue": digest(&bytes)},
        ],
    });
    (entry, id)
}

/// What SPDX takes as an identifier.
fn encoded(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' => text.push(character),
            // One for all that stand together, unlike a hyphen of its own.
            _ if text.ends_with('\0') => {}
            _ => text.push('\0'),
        }
    }
    text.replace('\0', "-")
}

fn text_of(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// As Python's `json` does with an indent of 2 and sorted keys: in ASCII, without a last newline.
fn as_python_writes(document: &Value) -> String {
    let text = format!("{document:#}");
    let mut ascii = String::new();
    for character in text.chars() {
        if character.is_ascii() {
            ascii.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(ascii, "\\u{unit:04x}").expect("a String takes everything");
        }
    }
    ascii
}
