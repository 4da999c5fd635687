//! Applying: what a grafted tree contains, when nothing is written, what is refused.

use std::fs;

use super::{Fixture, make_executable, make_old, says, snapshot, write};

#[test]
fn a_grafted_tree_has_the_crates_and_the_edits() {
    let fixture = Fixture::new();
    let outcome = fixture.apply();
    assert_eq!(outcome.version, "3.13.99");
    assert_eq!(
        fixture.read_tree("configure.ac"),
        "AC_INIT\n\
         dnl >>> cpython-rust\nm4_include([Rust/configure.m4])\ndnl <<< cpython-rust\n\
         # the last\nAC_OUTPUT\n"
    );
    assert_eq!(
        fixture.read_tree("Makefile.pre.in"),
        "all:\n\ttrue\n# the end\n\
         # >>> cpython-rust\nrust:\n\
         RUST_SRC_SYS= \\\n\t\t$(srcdir)/Rust/api/sys/src/lib.rs\n\
         RUST_SRC_CODEC_HEX= \\\n\t\t$(srcdir)/Rust/codecs/hex/src/lib.rs \
         \\\n\t\t$(srcdir)/Rust/codecs/hex/src/table.rs\n\
         RUST_SRC_MODULE_BINASCII= \\\n\t\t$(srcdir)/Rust/modules/binascii/src/lib.rs \
         \\\n\t\t$(srcdir)/Rust/modules/binascii/src/twin.rs\n\
         RUST_SRC_VERIFY= \\\n\t\t$(srcdir)/Rust/modules/binascii/verify/main.rs\n\
         # <<< cpython-rust\n"
    );
    assert_eq!(
        fixture.read_tree("Modules/Setup"),
        "*static*\nbinascii binascii.c\n"
    );
    says(
        &fixture.read_tree("configure"),
        &["# made from m4_include", "# made from AC_ARG_WITH"],
    );
    says(
        &fixture.read_tree("Rust/modules/binascii/src/twin.rs"),
        &["const crc32", "const MODULE"],
    );

    let added: Vec<String> = snapshot(&fixture.tree()).into_keys().collect();
    let added: Vec<&str> = added
        .iter()
        .filter_map(|path| path.strip_prefix("Rust/"))
        .collect();
    assert_eq!(
        added,
        [
            "api/sys/src/lib.rs",
            "codecs/hex/src/lib.rs",
            "codecs/hex/src/table.rs",
            "configure.m4",
            "graft/manifest.toml",
            "graft/originals/Makefile.pre.in",
            "graft/originals/Modules/Setup",
            "graft/originals/configure",
            "graft/originals/configure.ac",
            "modules/binascii/src/lib.rs",
            "modules/binascii/src/twin.rs",
            "modules/binascii/verify/main.rs",
            "probe.sh",
            "sbom.spdx.json",
        ]
    );
}

#[test]
fn programs_stay_programs() {
    let fixture = Fixture::new();
    fixture.apply();
    let files = snapshot(&fixture.tree());
    assert_eq!(files["configure"].mode, 0o755);
    assert_eq!(files["Rust/probe.sh"].mode, 0o755);
    assert_eq!(files["Rust/configure.m4"].mode, 0o644);
}

#[test]
fn applying_twice_is_the_same_as_once() {
    let fixture = Fixture::new();
    fixture.apply();
    make_old(&fixture.tree());
    let once = snapshot(&fixture.tree());
    assert!(fixture.apply().nothing_done());
    assert_eq!(
        once,
        snapshot(&fixture.tree()),
        "not even a time stamp changes"
    );
}

#[test]
fn only_what_changed_is_written_again() {
    let fixture = Fixture::new();
    fixture.apply();
    make_old(&fixture.tree());
    write(
        &fixture.repository().join("codecs/hex/src/lib.rs"),
        "// hex, faster\n",
    );
    // Nothing that configure is made from changed, so nobody needs autoconf.
    fixture.set_autoconf("exit 1");
    let outcome = fixture.apply();
    assert_eq!(
        outcome.written,
        [
            "Rust/codecs/hex/src/lib.rs",
            "Rust/sbom.spdx.json",
            "Rust/graft/manifest.toml"
        ]
    );
    assert_eq!(
        fixture.read_tree("Rust/codecs/hex/src/lib.rs"),
        "// hex, faster\n"
    );
    assert_eq!(outcome.removed, [""; 0]);
}

#[test]
fn configure_follows_what_it_is_made_from() {
    let fixture = Fixture::new();
    fixture.apply();
    write(
        &fixture.repository().join("graft/configure.m4"),
        "AC_ARG_WITH([better])\n",
    );
    let outcome = fixture.apply();
    says(
        &outcome.written.join(" "),
        &["Rust/configure.m4", "configure"],
    );
    says(
        &fixture.read_tree("configure"),
        &["# made from AC_ARG_WITH([better])"],
    );
}

#[test]
fn what_our_sources_no_longer_have_goes() {
    let fixture = Fixture::new();
    fixture.apply();
    fs::remove_file(fixture.repository().join("codecs/hex/src/table.rs")).expect("a file");
    let outcome = fixture.apply();
    assert_eq!(outcome.removed, ["Rust/codecs/hex/src/table.rs"]);
    assert!(!fixture.read_tree("Makefile.pre.in").contains("table.rs"));
}

#[test]
fn a_file_that_is_no_longer_edited_gets_its_original_back() {
    let fixture = Fixture::new();
    let before = fixture.read_tree("Modules/Setup");
    fixture.apply();
    let anchors = super::ANCHORS
        .split_once("[[edit]]\nfile = \"Modules/Setup\"")
        .expect("it")
        .0;
    write(&fixture.repository().join("graft/anchors.toml"), anchors);
    fixture.apply();
    assert_eq!(fixture.read_tree("Modules/Setup"), before);
    assert!(!fixture.tree().join("Rust/graft/originals/Modules").exists());
    assert!(fixture.apply().nothing_done());
}

#[test]
fn edits_are_derived_from_the_originals() {
    let fixture = Fixture::new();
    fixture.apply();
    write(
        &fixture.repository().join("graft/rules.mk"),
        "rust: better\n",
    );
    fixture.apply();
    let makefile = fixture.read_tree("Makefile.pre.in");
    says(&makefile, &["rust: better"]);
    assert_eq!(makefile.matches(">>> cpython-rust").count(), 1);
}

#[test]
fn a_folder_that_is_not_cpython_is_refused() {
    let fixture = Fixture::new();
    let message = |path: &str| {
        let error = fixture
            .graft()
            .apply(&fixture.folder.path().join(path))
            .expect_err("refused");
        format!("{error:#}")
    };
    says(&message("nowhere"), &["nowhere does not exist"]);
    says(
        &message("repository"),
        &["is not a CPython source tree", "Include/patchlevel.h"],
    );
    fs::remove_file(fixture.tree().join("Makefile.pre.in")).expect("a file");
    says(
        &fixture.refused(),
        &["is not a complete CPython source tree", "Makefile.pre.in"],
    );
}

#[test]
fn another_version_is_refused() {
    let fixture = Fixture::new();
    for (version, minor) in [("3.12.4", "3.12"), ("3.14.0rc2+", "3.14"), ("4.0a1", "4.0")] {
        fixture.write_tree(
            "Include/patchlevel.h",
            &format!("#define PY_VERSION \"{version}\"\n"),
        );
        let grafted =
            format!("CPython {minor} cannot be grafted yet; the versions that can are: 3.13");
        says(&fixture.refused(), &[version, &grafted]);
    }
}

#[test]
fn a_version_that_has_no_place_for_a_module_does_not_get_it() {
    let fixture = Fixture::new();
    let modules = fixture.repository().join("graft/modules.toml");
    let known = fs::read_to_string(&modules).expect("it");
    write(&modules, &format!("{known}before = \"3.13\"\n"));
    fixture.apply();
    let files = snapshot(&fixture.tree());
    assert!(!files.keys().any(|path| path.starts_with("Rust/modules/")));
    // Codecs are for whoever needs them.
    assert!(files.contains_key("Rust/codecs/hex/src/lib.rs"));
    write(&modules, &format!("{known}before = \"3.14\"\n"));
    fixture.apply();
    assert!(snapshot(&fixture.tree()).contains_key("Rust/modules/binascii/src/twin.rs"));
}

#[test]
fn a_tree_that_was_configured_in_place_is_refused() {
    let fixture = Fixture::new();
    fixture.write_tree("config.status", "#!/bin/sh\n");
    says(
        &fixture.refused(),
        &["was configured in place", "make distclean"],
    );
}

#[test]
fn a_grafted_tree_may_be_configured_in_place() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("config.status", "#!/bin/sh\n");
    fixture.write_tree("Rust/build/libcodec_hex.rlib", "what make makes\n");
    assert!(fixture.apply().nothing_done());
}

#[test]
fn a_folder_rust_of_someone_else_is_refused() {
    let fixture = Fixture::new();
    fixture.write_tree("Rust/mine.rs", "// mine\n");
    says(
        &fixture.refused(),
        &["a folder Rust/ that no graft made", "Rust/mine.rs"],
    );
}

#[test]
fn a_graft_without_its_manifest_is_refused() {
    let fixture = Fixture::new();
    fixture.apply();
    fs::remove_dir_all(fixture.tree().join("Rust")).expect("a folder");
    says(
        &fixture.refused(),
        &["is grafted but the tree has no manifest"],
    );
}

#[test]
fn local_edits_are_not_overwritten() {
    let fixture = Fixture::new();
    fixture.apply();
    write(
        &fixture.repository().join("codecs/hex/src/lib.rs"),
        "// hex, faster\n",
    );
    fixture.write_tree("Rust/codecs/hex/src/lib.rs", "// hex, mine\n");
    says(
        &fixture.refused(),
        &["Rust/codecs/hex/src/lib.rs was edited"],
    );

    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree(
        "configure.ac",
        &(fixture.read_tree("configure.ac") + "mine\n"),
    );
    says(&fixture.refused(), &["configure.ac was edited"]);
}

#[test]
fn a_file_in_the_place_of_a_new_one_is_not_overwritten() {
    let fixture = Fixture::new();
    fixture.apply();
    fixture.write_tree("Rust/codecs/hex/src/new.rs", "// mine\n");
    write(
        &fixture.repository().join("codecs/hex/src/new.rs"),
        "// ours\n",
    );
    says(
        &fixture.refused(),
        &["Rust/codecs/hex/src/new.rs is not the graft's"],
    );
}

#[test]
fn a_link_is_not_followed() {
    let fixture = Fixture::new();
    let (link, target) = (
        fixture.tree().join("configure.ac"),
        fixture.tree().join("elsewhere"),
    );
    fs::rename(&link, &target).expect("a file");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    says(&fixture.refused(), &["configure.ac is not a regular file"]);
}

#[test]
fn autoconf_that_is_missing_or_fails_leaves_the_tree_alone() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    let mut graft = fixture.graft();
    graft.autoconf = "no-such-autoconf".into();
    let error = format!("{:#}", graft.apply(&fixture.tree()).expect_err("refused"));
    says(
        &error,
        &[
            "`no-such-autoconf` was not found",
            "install autoconf 2.71",
            "AUTOCONF",
        ],
    );
    assert_eq!(before, snapshot(&fixture.tree()));

    fixture.set_autoconf("echo line 1: what is this >&2; exit 1");
    says(
        &fixture.refused(),
        &["failed on the edited configure.ac", "line 1: what is this"],
    );
}

#[test]
fn a_tree_that_needs_a_newer_autoconf_says_which() {
    let fixture = Fixture::new();
    fixture.write_tree("configure.ac", "AC_PREREQ([9.99])\n# the last\n");
    fixture.set_autoconf("exit 63");
    says(
        &fixture.refused(),
        &[
            "is too old for this configure.ac",
            "autoconf 9.99 or newer",
            "AUTOCONF",
        ],
    );
}

#[test]
fn two_grafts_do_not_work_on_one_tree() {
    let fixture = Fixture::new();
    let tree = super::super::tree::Tree::open(&fixture.tree()).expect("a tree");
    let lock = tree.lock().expect("the lock");
    says(&fixture.refused(), &["another graft is at work"]);
    drop(lock);
    fixture.apply();
}

#[test]
fn a_read_only_file_can_be_edited() {
    let fixture = Fixture::new();
    let path = fixture.tree().join("Modules/Setup");
    let mut permissions = fs::metadata(&path).expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions");
    let before = snapshot(&fixture.tree());
    fixture.apply();
    fixture.revert();
    assert_eq!(before, snapshot(&fixture.tree()));
}

#[test]
fn permissions_follow_our_sources() {
    let fixture = Fixture::new();
    fixture.apply();
    make_executable(&fixture.repository().join("codecs/hex/src/table.rs"));
    assert_eq!(fixture.apply().written, ["Rust/codecs/hex/src/table.rs"]);
    assert!(snapshot(&fixture.tree())["Rust/codecs/hex/src/table.rs"].executable());
}
