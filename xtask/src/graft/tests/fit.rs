//! `--anchors-only`: whether edits have their places, in a folder that has only some files.

use std::fs;

use super::{Fixture, says, snapshot, write};

/// A fixture whose tree has nothing but these files.
fn with(files: &[(&str, &str)]) -> Fixture {
    let fixture = Fixture::new();
    fs::remove_dir_all(fixture.tree()).expect("a folder");
    fs::create_dir(fixture.tree()).expect("a folder");
    for (path, text) in files {
        fixture.write_tree(path, text);
    }
    fixture
}

fn fit(fixture: &Fixture, version: Option<&str>) -> Result<String, String> {
    let before = snapshot(&fixture.tree());
    let version = version.map(|text| text.parse().expect("a version"));
    let result = fixture.graft().fit(&fixture.tree(), version);
    assert_eq!(before, snapshot(&fixture.tree()), "nothing is written");
    match result {
        Ok(fit) => Ok(fit.report),
        Err(error) => Err(format!("{error:#}")),
    }
}

#[test]
fn it_shows_what_comes_where_and_what_was_not_looked_at() {
    let fixture = with(&[
        ("Makefile.pre.in", "all:\n# the end\n"),
        ("Modules/Setup", "*shared*\nbinascii binascii.c\n"),
    ]);
    let report = fit(&fixture, Some("3.13")).expect("it fits");
    says(
        &report,
        &[
            "Makefile.pre.in, after line 2, `# the end`:\n+# >>> cpython-rust\n+rust:\n+RUST_SRC_SYS=",
            "Modules/Setup, instead of line 1, `*shared*`:\n+*static*\n\n",
            "not looked at, for it is not there: configure.ac\n",
            ": each of 2 edits for CPython 3.13 has its place\n",
        ],
    );
}

#[test]
fn a_missing_anchor_is_named_with_its_file() {
    let fixture = with(&[
        ("Makefile.pre.in", "all:\n"),
        ("configure.ac", "# the last\n# the last\n"),
        ("Modules/Setup", "*shared*\n"),
    ]);
    let error = fit(&fixture, Some("3.13")).expect_err("two are wrong");
    says(
        &error,
        &[
            "not what the graft knows as CPython 3.13's: ",
            "Makefile.pre.in has no line `# the end`",
            "configure.ac has 2 lines `# the last`",
        ],
    );
}

#[test]
fn the_files_say_which_version_they_are_of() {
    let configure = "m4_define([PYTHON_VERSION], [3.13])\n# the last\n";
    let fixture = with(&[("configure.ac", configure)]);
    says(&fit(&fixture, None).expect("it fits"), &["CPython 3.13"]);
    // A header is the better witness.
    fixture.write_tree("Include/patchlevel.h", "#define PY_VERSION \"3.12.1\"\n");
    let error = fit(&fixture, None).expect_err("an unknown version");
    says(&error, &["CPython 3.12 cannot be grafted yet"]);
}

#[test]
fn a_folder_that_says_too_little_is_told_what_to_do() {
    let fixture = with(&[("Modules/Setup", "*shared*\n")]);
    let error = fit(&fixture, None).expect_err("no version");
    says(&error, &["which CPython", "--python-version"]);
    let empty = with(&[]);
    let error = fit(&empty, Some("3.13")).expect_err("nothing there");
    says(
        &error,
        &["none of the files to edit, which are Makefile.pre.in, Modules/Setup, configure.ac"],
    );
}

/// A tree that has all that the real graft edits, as far as it knows it.
#[test]
fn this_repositorys_edits_can_be_shown_for_each_version() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let graft = crate::graft::Graft::new(crate::graft::repository());
    let anchors = fs::read_to_string(graft.repository.join("graft/anchors.toml")).expect("it");
    let anchors: toml::Table = anchors.parse().expect("TOML");
    let mut texts = std::collections::BTreeMap::<&str, String>::new();
    for edit in anchors["edit"].as_array().expect("edits") {
        let word = |name: &str| edit[name].as_str().expect("a text");
        let text = texts.entry(word("file")).or_default();
        *text += &format!("{}\n", word("anchor"));
    }
    // Where docstrings are read, too.
    *texts.get_mut("Lib/base64.py").expect("it is edited") += "def f():\n    \"\"\"Do.\"\"\"\n";
    for (file, text) in texts {
        write(&folder.path().join(file), &text);
    }
    for version in anchors["versions"].as_array().expect("versions") {
        let version = version.as_str().expect("a version");
        let report = graft.fit(folder.path(), Some(version.parse().expect("one")));
        let report = report.expect("each anchor is there").report;
        // What is imported is built.
        let has_base64 = report.contains("+@MODULE__BASE64_RUST_TRUE@");
        assert_eq!(
            has_base64,
            report.contains("+    from _base64 import"),
            "{version}"
        );
        assert!(has_base64, "{version}");
    }
}

#[test]
fn docstrings_are_looked_for_where_they_should_be() {
    let files = [
        ("Modules/Setup", "*shared*\n"),
        ("Modules/clinic/binascii.c.h", ""),
        ("Modules/binascii.c", ""),
    ];
    let fixture = with(&files);
    let error = fit(&fixture, Some("3.13")).expect_err("there are none");
    says(&error, &["Modules/clinic/binascii.c.h has no docstring"]);
    // One file alone says nothing.
    let fixture = with(&files[..2]);
    let report = fit(&fixture, Some("3.13")).expect("it fits");
    says(
        &report,
        &["not looked at, for it is not there: Modules/binascii.c\n"],
    );
}
