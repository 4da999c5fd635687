//! The crates of others: fetched once, compared each time.

use std::fs;

use super::{Fixture, make_executable, says, write};
use crate::graft::content::digest;
use crate::graft::vendor;

/// As `Cargo.lock` has it.
const SHA256: &str = "abcd";

/// What the tree receives of the crate, by its path in it.
const SOURCES: [(&str, &str); 3] = [
    ("LICENSE", "Anyone may.\n"),
    ("src/inner/part.rs", "// part\n"),
    ("src/lib.rs", "// far off\n"),
];

/// A cargo that has the crate, and leaves word of each call.
const CARGO: &str = "#!/bin/sh
echo \"$*\" >>FOLDER/calls
grep -q 'far-off = { version = \"=1.2.3\"' Cargo.toml && grep -q 'checksum = \"abcd\"' Cargo.lock || exit 3
mkdir -p fetched/far-off/src/inner fetched/far-off/tests
cd fetched/far-off
echo '[package]' >Cargo.toml; echo 'name = \"far-off\"' >>Cargo.toml
echo 'Anyone may.' >LICENSE
echo '// part' >src/inner/part.rs
echo '// far off' >src/lib.rs
echo '// not for the tree' >tests/all.rs
";

/// A repository whose module needs such a crate, with this `content`, and a cargo that is this script.
fn with(content: &str, cargo: &str) -> Fixture {
    let fixture = Fixture::new();
    let repository = fixture.repository();
    let package = format!(
        "name = \"far-off\"\nversion = \"1.2.3\"\n\
         source = \"registry+somewhere\"\nchecksum = \"{SHA256}\"\n"
    );
    let vendor = format!(
        "[[crate]]\nname = \"far-off\"\nversion = \"1.2.3\"\nsha256 = \"{SHA256}\"\n\
         content = \"{content}\"\nlicense = \"Zlib\"\n\
         repository = \"https://example.org/far-off\"\nedition = \"2021\"\nfeatures = [\"inner\"]\n\
         std_features = [\"std\"]\n"
    );
    let modules = repository.join("graft/modules.toml");
    let known = fs::read_to_string(&modules).expect("it");
    let needs = known.replace("[\"codec_hex\"]", "[\"far_off\", \"codec_hex\"]");
    for (path, text) in [
        ("Cargo.lock", format!("version = 4\n[[package]]\n{package}")),
        ("graft/vendor.toml", vendor),
        ("graft/modules.toml", needs),
        (
            "graft/made",
            "@@RUST_SOURCES@@\n@@RUST_CRATES@@\n".to_owned(),
        ),
        (
            "codecs/hex/Cargo.toml",
            "[package]\nname = \"codec-hex\"\n[dependencies]\nfar-off = \"=1.2.3\"\n".to_owned(),
        ),
    ] {
        write(&repository.join(path), &text);
    }
    let folder = fixture.folder.path().display().to_string();
    let script = fixture.folder.path().join("cargo");
    write(&script, &cargo.replace("FOLDER", &folder));
    make_executable(&script);
    fixture
}

fn content() -> String {
    let line = |(path, text): (&str, &str)| format!("{}  ./{path}\n", digest(text.as_bytes()));
    digest(SOURCES.map(line).concat().as_bytes())
}

fn calls(fixture: &Fixture) -> String {
    fs::read_to_string(fixture.folder.path().join("calls")).unwrap_or_default()
}

/// What is in `build/vendor`.
fn left(fixture: &Fixture) -> Vec<String> {
    let entries = fs::read_dir(fixture.repository().join("build/vendor")).expect("it");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_tree_has_their_source_and_a_rule_for_it() {
    let fixture = with(&content(), CARGO);
    fixture.apply();
    for (path, text) in SOURCES {
        assert_eq!(
            fixture.read_tree(&format!("Rust/vendor/far-off/{path}")),
            text
        );
    }
    for other in ["tests", "Cargo.toml"] {
        assert!(
            !fixture
                .tree()
                .join("Rust/vendor/far-off")
                .join(other)
                .exists()
        );
    }
    says(
        &fixture.read_tree("Rust/made"),
        &[
            "RUST_SRC_FAR_OFF= \\\n\t\t$(srcdir)/Rust/vendor/far-off/LICENSE \\\n",
            "$(RUST_BUILD)/libfar_off.rlib: RUST_EDITION= 2021\n\
             $(RUST_BUILD)/libfar_off.rlib: $(RUST_SRC_FAR_OFF) Modules/rustflags\n\
             \t@$(MKDIR_P) $(RUST_BUILD)\n\
             \t$(RUST_RLIB) --crate-name far_off --cfg 'feature=\"inner\"' \
             $(if $(RUST_UNWINDS),--cfg 'feature=\"std\"') --cap-lints allow \\\n\
             \t\t$(RUST_SRC)/vendor/far-off/src/lib.rs\n",
            "--crate-name codec_hex \\\n\t\t--extern far_off=$(RUST_BUILD)/libfar_off.rlib \\\n",
        ],
    );
    let graft = fixture.graft();
    assert_eq!(graft.check(&fixture.tree()).expect("it can be checked"), []);
    fixture.revert();
    assert!(!fixture.tree().join("Rust").exists());
}

#[test]
fn they_are_fetched_once_and_offline_if_that_will_do() {
    let fixture = with(&content(), CARGO);
    fixture.apply();
    assert!(fixture.apply().nothing_done());
    assert_eq!(calls(&fixture), "vendor --locked --offline fetched\n");
}

#[test]
fn a_damaged_copy_is_fetched_anew() {
    let fixture = with(&content(), CARGO);
    fixture.apply();
    let kept = fixture.repository().join("build/vendor/far-off-1.2.3");
    write(&kept.join("src/lib.rs"), "// damaged\n");
    assert!(fixture.apply().nothing_done());
    assert_eq!(calls(&fixture).lines().count(), 2);
    let text = fs::read_to_string(kept.join("src/lib.rs")).expect("it");
    assert_eq!(text, "// far off\n");
}

#[test]
fn of_runs_that_find_it_damaged_one_fetches() {
    let slow = CARGO.replace("mkdir -p", "sleep 0.3\nmkdir -p");
    let fixture = with(&content(), &slow);
    write(
        &fixture
            .repository()
            .join("build/vendor/far-off-1.2.3/src/lib.rs"),
        "// damaged\n",
    );
    let vendored = vendor::read(&fixture.repository().join("graft")).expect("one");
    let vendored = vendored[0].vendored.as_ref().expect("of others");
    let cargo = fixture.folder.path().join("cargo");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let files = vendored.files(&fixture.repository(), cargo.as_os_str());
                assert_eq!(files.expect("they are whole").len(), SOURCES.len());
            });
        }
    });
    assert_eq!(calls(&fixture).lines().count(), 1);
    assert_eq!(left(&fixture), [".lock", "far-off-1.2.3"]);
}

#[test]
fn a_tree_is_looked_at_without_them() {
    let fixture = with(&content(), CARGO);
    fixture.apply();
    fs::remove_dir_all(fixture.repository().join("build/vendor")).expect("removed");
    write(
        &fixture.folder.path().join("cargo"),
        "#!/bin/sh\necho 'no route to host' >&2\nexit 1\n",
    );
    let state = fixture.graft().state(&fixture.tree()).expect("a tree");
    let (_, drift) = state.graft.expect("a graft");
    let why = format!("{:#}", drift.expect_err("it cannot be compared"));
    says(&why, &["cargo cannot fetch it"]);
}

#[test]
fn what_is_not_what_was_recorded_is_refused() {
    let fixture = with("0123", CARGO);
    let message = fixture.refused();
    says(
        &message,
        &["far-off 1.2.3", &content(), "graft/vendor.toml"],
    );
    assert!(
        !fixture
            .repository()
            .join("build/vendor/far-off-1.2.3")
            .exists()
    );

    let fixture = with(&content(), CARGO);
    write(
        &fixture.repository().join("Cargo.lock"),
        "version = 4\npackage = []\n",
    );
    says(
        &fixture.refused(),
        &["Cargo.lock has no far-off 1.2.3 with the SHA-256 abcd"],
    );
}

#[test]
fn without_a_network_it_says_what_to_do() {
    let broken = "#!/bin/sh\necho \"$*\" >>FOLDER/calls\necho 'no route to host' >&2\nexit 1\n";
    let fixture = with(&content(), broken);
    says(
        &fixture.refused(),
        &[
            "cargo cannot fetch it (no route to host)",
            "copy build/vendor",
        ],
    );
    let both = "vendor --locked --offline fetched\nvendor --locked fetched\n";
    assert_eq!(calls(&fixture), both);
    assert_eq!(left(&fixture), [".lock"], "nothing half-written");
}

/// A cargo with two versions of the crate, of which the later has this license.
fn with_newer(license: &str) -> Fixture {
    let cargo = format!(
        "#!/bin/sh
if [ \"$1\" = update ]; then
    echo \"$*\" >>FOLDER/calls
    sed -i 's/1\\.2\\.3/1.2.4/; s/abcd/cdef/' \"$(dirname \"$7\")/Cargo.lock\"
    exit
fi
version=$(sed -n 's/^far-off = .*\"=\\(.*\\)\".*/\\1/p' Cargo.toml)
mkdir -p fetched/far-off/src/inner
cd fetched/far-off
license=Zlib
[ \"$version\" = 1.2.3 ] || {{ license={license}; echo '// fixed' >src/inner/fix.rs; }}
printf '[package]\\nname = \"far-off\"\\nlicense = \"%s\"\\n' \"$license\" >Cargo.toml
echo 'Anyone may.' >LICENSE
echo '// part' >src/inner/part.rs
echo '// far off' >src/lib.rs
"
    );
    with(&content(), &cargo)
}

fn texts(fixture: &Fixture) -> Vec<String> {
    ["Cargo.lock", "graft/vendor.toml", "codecs/hex/Cargo.toml"]
        .iter()
        .map(|path| fs::read_to_string(fixture.repository().join(path)).expect("it"))
        .collect()
}

fn update(fixture: &Fixture, name: &str, version: &str) -> anyhow::Result<String> {
    let cargo = fixture.folder.path().join("cargo");
    crate::graft::update::to(&fixture.repository(), cargo.as_os_str(), name, version)
}

#[test]
fn one_command_takes_another_version() {
    let fixture = with_newer("Zlib");
    fixture.apply();
    let said = update(&fixture, "far-off", "1.2.4").expect("it can be had");
    says(
        &said,
        &["far-off 1.2.3 is 1.2.4 now", "in 1 files", "diff -ru"],
    );
    says(
        &calls(&fixture),
        &["update --package far-off@1.2.3 --precise 1.2.4 --manifest-path"],
    );
    let [lock, vendor, hex] = &texts(&fixture)[..] else {
        panic!("three files")
    };
    says(lock, &["version = \"1.2.4\"\n", "checksum = \"cdef\""]);
    says(vendor, &["version = \"1.2.4\"\nsha256 = \"cdef\"\n"]);
    says(hex, &["far-off = \"=1.2.4\"\n"]);
    // What is recorded is what the tree receives, which nobody has to be asked for.
    let outcome = fixture.apply();
    assert!(
        outcome
            .written
            .contains(&"Rust/vendor/far-off/src/inner/fix.rs".to_owned())
    );
    let again = update(&fixture, "far-off", "1.2.4").expect("it is there");
    says(&again, &["nothing to do"]);
}

#[test]
fn an_update_leaves_other_crates_alone() {
    let fixture = with_newer("Zlib");
    let path = fixture.repository().join("graft/vendor.toml");
    let one = fs::read_to_string(&path).expect("it");
    // Of the same version, before and after it.
    let other = |name: &str| one.replace("far-off", name);
    let all = |one: &str| format!("{}{one}{}", other("far"), other("off"));
    write(&path, &all(&one));
    update(&fixture, "far-off", "1.2.4").expect("it can be had");
    let new = fs::read_to_string(&path).expect("it");
    let entry = new.split_inclusive("[[crate]]\n").nth(2).expect("three");
    let entry = format!("[[crate]]\n{}", entry.trim_end_matches("[[crate]]\n"));
    says(&entry, &["version = \"1.2.4\"\nsha256 = \"cdef\"\n"]);
    assert_eq!(new, all(&entry));
}

#[test]
fn an_update_that_fails_leaves_the_repository_as_it_was() {
    let fixture = with_newer("GPL-3.0-only");
    let before = texts(&fixture);
    let error = update(&fixture, "far-off", "1.2.4").expect_err("it has another license");
    says(
        &format!("{error:#}"),
        &["far-off 1.2.4 has the license GPL-3.0-only, and 1.2.3 has Zlib"],
    );
    assert_eq!(texts(&fixture), before);
    let error = update(&fixture, "near-by", "1.0.0").expect_err("nobody uses it");
    says(&error.to_string(), &["no tree has near-by; it has far-off"]);
}
