//! Anchors: where text goes, and what is said when it does not fit.

use super::{ANCHORS, Fixture, says, write};

/// A fixture whose only edit is this one of `Modules/Setup`, which has these lines.
fn with_edit(edit: &str, lines: &str) -> Fixture {
    let fixture = Fixture::new();
    let anchors = format!("versions = [\"3.13\"]\n[[edit]]\nfile = \"Modules/Setup\"\n{edit}");
    write(&fixture.repository().join("graft/anchors.toml"), &anchors);
    fixture.write_tree("Modules/Setup", lines);
    fixture
}

#[track_caller]
fn edited(edit: &str, lines: &str) -> String {
    let fixture = with_edit(edit, lines);
    fixture.apply();
    fixture.read_tree("Modules/Setup")
}

const MARKED: &str = "# >>> cpython-rust\nnew\n# <<< cpython-rust\n";

#[test]
fn text_goes_before_after_and_in_place_of_a_line() {
    let edit = |place| format!("place = \"{place}\"\nanchor = \"b\"\ninsert = \"new\"\n");
    assert_eq!(
        edited(&edit("before"), "a\nb\nc\n"),
        format!("a\n{MARKED}b\nc\n")
    );
    assert_eq!(
        edited(&edit("after"), "a\nb\nc\n"),
        format!("a\nb\n{MARKED}c\n")
    );
    assert_eq!(
        edited(&edit("replace"), "a\nb\nc\n"),
        format!("a\n{MARKED}c\n")
    );
}

#[test]
fn text_goes_to_the_end() {
    let end = "place = \"end\"\ninsert = \"new\"\n";
    assert_eq!(edited(end, "a\n"), format!("a\n{MARKED}"));
    assert_eq!(
        edited(end, "a"),
        format!("a\n{MARKED}"),
        "even after a line without an end"
    );
}

#[test]
fn white_space_around_an_anchor_does_not_count() {
    let edit = "place = \"after\"\nanchor = \"b  c\"\ninsert = \"new\"\n";
    assert_eq!(edited(edit, "\tb  c \n"), format!("\tb  c \n{MARKED}"));
    let inside = with_edit(edit, "b c\n");
    says(&inside.refused(), &["has no line `b  c`"]);
}

#[test]
fn comments_have_the_indentation_of_what_they_surround() {
    let edit = "place = \"after\"\nanchor = \"(\"\ninsert = \"    'new',\"\n";
    assert_eq!(
        edited(edit, "(\n)\n"),
        "(\n    # >>> cpython-rust\n    'new',\n    # <<< cpython-rust\n)\n"
    );
}

#[test]
fn two_edits_can_have_the_same_anchor() {
    let edit = "place = \"before\"\nanchor = \"b\"\ninsert = \"1\"\ncomment = \"none\"\n\
                [[edit]]\nfile = \"Modules/Setup\"\n\
                place = \"after\"\nanchor = \"b\"\ninsert = \"3\"\ncomment = \"none\"\n\
                [[edit]]\nfile = \"Modules/Setup\"\n\
                place = \"before\"\nanchor = \"b\"\ninsert = \"2\"\ncomment = \"none\"\n";
    assert_eq!(edited(edit, "b\n"), "1\n2\nb\n3\n");
}

#[test]
fn an_edit_may_be_for_some_versions_only() {
    let edit = |range: &str| format!("{range}place = \"end\"\ninsert = \"new\"\n");
    let is = |range: &str| edited(&edit(range), "a\n") == format!("a\n{MARKED}");
    assert!(is("since = \"3.13\"\nbefore = \"3.14\"\n"));
    // Another edit, for the file has to have one.
    let other = "place = \"after\"\nanchor = \"a\"\ninsert = \"\"\ncomment = \"none\"\n\
                 [[edit]]\nfile = \"Modules/Setup\"\n";
    for range in ["since = \"3.14\"\n", "before = \"3.13\"\n"] {
        assert_eq!(edited(&format!("{other}{}", edit(range)), "a\n"), "a\n");
    }
}

#[test]
fn an_unknown_tree_is_told_the_file_and_the_anchor() {
    let fixture = Fixture::new();
    fixture.write_tree("Makefile.pre.in", "all:\n");
    says(
        &fixture.refused(),
        &["unknown tree", "Makefile.pre.in has no line `# the end`"],
    );
}

#[test]
fn an_anchor_must_be_unique() {
    let fixture = Fixture::new();
    fixture.write_tree("configure.ac", "# the last\n# the last\n");
    says(
        &fixture.refused(),
        &["configure.ac has 2 lines `# the last`"],
    );
}

#[test]
fn all_anchors_that_are_missing_are_named() {
    let fixture = Fixture::new();
    fixture.write_tree("Makefile.pre.in", "all:\n");
    fixture.write_tree("Modules/Setup", "\n");
    says(
        &fixture.refused(),
        &[
            "Makefile.pre.in has no",
            "Modules/Setup has no line `*shared*`",
        ],
    );
}

#[test]
fn a_file_that_is_missing_is_named() {
    let fixture = Fixture::new();
    std::fs::remove_file(fixture.tree().join("Modules/Setup")).expect("a file");
    says(
        &fixture.refused(),
        &["unknown tree: it has no Modules/Setup"],
    );
}

#[test]
fn mistakes_in_the_data_are_explained() {
    let mistakes = [
        ("place = \"after\"\ninsert = \"\"\n", "an anchor is missing"),
        (
            "place = \"end\"\nanchor = \"b\"\ninsert = \"\"\n",
            "the end of a file needs no anchor",
        ),
        (
            "place = \"after\"\nanchor = \"b\"\n",
            "give either insert or insert_file",
        ),
        (
            "place = \"after\"\nanchor = \"a\\nb\"\ninsert = \"\"\n",
            "an anchor is one line",
        ),
        (
            "place = \"under\"\nanchor = \"b\"\ninsert = \"\"\n",
            "unknown variant `under`",
        ),
        ("place = \"end\"\ntext = \"\"\n", "unknown field `text`"),
        (
            "place = \"end\"\ninsert_file = \"absent.mk\"\n",
            "absent.mk",
        ),
        (
            "place = \"end\"\ninsert = \"@@RUST_NOTHING@@\"\n",
            "`@@RUST_NOTHING@@`",
        ),
        (
            "since = \"new\"\nplace = \"end\"\ninsert = \"\"\n",
            "`new` is not a version such as 3.15",
        ),
    ];
    for (edit, explanation) in mistakes {
        says(&with_edit(edit, "b\n").refused(), &[explanation]);
    }
}

#[test]
fn a_module_must_name_crates_that_exist() {
    let fixture = Fixture::new();
    let modules =
        "[[module]]\nname = \"zlib\"\ncrate = \"module_zlib\"\ntype = \"Zlib\"\nneeds = []\n";
    write(&fixture.repository().join("graft/modules.toml"), modules);
    says(
        &fixture.refused(),
        &["zlib needs a crate module_zlib, which is not here"],
    );
}

#[test]
fn the_fixture_has_one_edit_of_each_kind() {
    for place in ["before", "after", "replace"] {
        assert!(ANCHORS.contains(&format!("place = \"{place}\"")));
    }
}
