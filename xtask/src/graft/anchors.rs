//! Edits of CPython's files: text to insert at lines that are known by heart.
//!
//! `graft/anchors.toml` lists them. An anchor is one line that occurs once in
//! its file, so that an edit fits every patch release and no text of CPython has to
//! be stored to find its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::version::Version;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Anchors {
    /// Those of CPython that can be grafted.
    versions: Vec<Version>,
    #[serde(rename = "edit")]
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// The file to edit, relative to the tree.
    file: String,
    place: Place,
    /// The line at which to insert; white space around it does not count.
    anchor: Option<String>,
    /// What to insert, or
    insert: Option<String>,
    /// the file in `graft/` that contains it.
    insert_file: Option<String>,
    /// What begins a comment in that file; "none" for a place that cannot have one.
    comment: Option<String>,
    /// The versions that have the edit: from one on, up to another.
    since: Option<Version>,
    before: Option<Version>,
    /// Whether a tree need not have the file: not all who distribute CPython do it whole.
    #[serde(default)]
    optional: bool,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Place {
    Before,
    After,
    Replace,
    End,
}

/// A file of CPython with its edits.
pub(super) struct Edited {
    pub(super) text: String,
    /// For people: each edit that has its place.
    pub(super) shown: Vec<String>,
    /// Why the others have none.
    pub(super) unknown: Vec<String>,
}

impl Anchors {
    /// The edits for one version of CPython.
    pub(super) fn read(graft: &Path, version: Version) -> Result<Anchors> {
        let path = graft.join("anchors.toml");
        let text = fs::read_to_string(&path).context("cannot read the anchors")?;
        let mut anchors: Anchors =
            toml::from_str(&text).with_context(|| format!("{} is wrong", path.display()))?;
        if !anchors.versions.contains(&version) {
            let known: Vec<_> = anchors.versions.iter().map(Version::to_string).collect();
            let known = known.join(", ");
            bail!("CPython {version} cannot be grafted yet; the versions that can are: {known}");
        }
        for edit in &anchors.edits {
            edit.validate().with_context(|| {
                let anchor = edit.anchor.as_deref().unwrap_or("its end");
                format!("{}: the edit of {} at {anchor}", path.display(), edit.file)
            })?;
        }
        anchors
            .edits
            .retain(|edit| version.is_within(edit.since, edit.before));
        Ok(anchors)
    }

    /// Leaves out the edits of files that are not there and need not be.
    pub(super) fn leave_out_absent(&mut self, is_there: impl Fn(&str) -> bool) {
        self.edits
            .retain(|edit| !edit.optional || is_there(&edit.file));
    }

    /// The files in `graft/` whose contents are inserted.
    pub(super) fn inserted_files(&self) -> impl Iterator<Item = &str> {
        self.edits
            .iter()
            .filter_map(|edit| edit.insert_file.as_deref())
    }

    /// The files of CPython that are edited, sorted.
    pub(super) fn files(&self) -> BTreeSet<&str> {
        self.edits.iter().map(|edit| edit.file.as_str()).collect()
    }

    /// Edits a file that has this text. `expand` says what to insert for a text of ours.
    pub(super) fn edit(
        &self,
        graft: &Path,
        file: &str,
        original: &str,
        expand: impl Fn(&str) -> Result<String>,
    ) -> Result<Edited> {
        let mut insertions = Insertions::new(original);
        let (mut shown, mut unknown) = (Vec::new(), Vec::new());
        for edit in self.edits.iter().filter(|edit| edit.file == file) {
            let mut text = edit.marked(&expand(&edit.text(graft)?)?);
            if original.contains("\r\n") {
                // As all of it is written: files for Windows are.
                text = text.replace('\n', "\r\n");
            }
            match edit.locate(original) {
                Ok(line) => {
                    shown.push(edit.shown(line, &text));
                    insertions.add(edit.place, line, text);
                }
                Err(count) => unknown.push(edit.explain(count)),
            }
        }
        Ok(Edited {
            text: insertions.finish(),
            shown,
            unknown,
        })
    }

    /// Edits every file: `original` gives its text, `expand` what to insert for a text of ours.
    ///
    /// All anchors that are missing are named, for whoever adapts them to a new version.
    pub(super) fn apply(
        &self,
        graft: &Path,
        mut original: impl FnMut(&str) -> Result<String>,
        expand: impl Fn(&str) -> Result<String>,
    ) -> Result<BTreeMap<String, String>> {
        let mut edited = BTreeMap::new();
        let mut unknown = Vec::new();
        for file in self.files() {
            let mut one = self.edit(graft, file, &original(file)?, &expand)?;
            unknown.append(&mut one.unknown);
            edited.insert(file.to_owned(), one.text);
        }
        if !unknown.is_empty() {
            bail!(
                "unknown tree, which was left as it was: {}",
                unknown.join("; ")
            );
        }
        Ok(edited)
    }
}

impl Edit {
    fn validate(&self) -> Result<()> {
        match (&self.anchor, self.place) {
            (None, Place::End) => {}
            (Some(_), Place::End) => bail!("the end of a file needs no anchor"),
            (None, _) => bail!("an anchor is missing"),
            (Some(anchor), _) if anchor.trim().is_empty() || anchor.trim().contains('\n') => {
                bail!("an anchor is one line")
            }
            _ => {}
        }
        if self.insert.is_some() == self.insert_file.is_some() {
            bail!("give either insert or insert_file");
        }
        Ok(())
    }

    fn text(&self, graft: &Path) -> Result<String> {
        match (&self.insert, &self.insert_file) {
            (Some(text), _) => Ok(text.clone()),
            (None, Some(file)) => {
                let path = graft.join(file);
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
            }
            (None, None) => unreachable!("validate() asks for one"),
        }
    }

    /// The index of the anchor's line, or how many lines there are like it.
    fn locate(&self, text: &str) -> Result<usize, usize> {
        let Some(anchor) = &self.anchor else {
            return Ok(usize::MAX);
        };
        let anchor = anchor.trim();
        let mut found = text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim() == anchor);
        match (found.next(), found.count()) {
            (Some((line, _)), 0) => Ok(line),
            (None, _) => Err(0),
            (Some(_), more) => Err(1 + more),
        }
    }

    fn explain(&self, count: usize) -> String {
        let file = &self.file;
        let anchor = self.anchor.as_deref().unwrap_or_default().trim();
        match count {
            0 => format!("{file} has no line `{anchor}`"),
            _ => format!("{file} has {count} lines `{anchor}`, where one is expected"),
        }
    }

    /// For people: where the edit goes, and the lines that come there.
    fn shown(&self, line: usize, text: &str) -> String {
        let file = &self.file;
        let anchor = self.anchor.as_deref().unwrap_or_default().trim();
        // At the end there is none.
        let line = line.wrapping_add(1);
        let mut shown = match self.place {
            Place::Before => format!("{file}, before line {line}, `{anchor}`:\n"),
            Place::After => format!("{file}, after line {line}, `{anchor}`:\n"),
            Place::Replace => format!("{file}, instead of line {line}, `{anchor}`:\n"),
            Place::End => format!("{file}, at its end:\n"),
        };
        shown.extend(text.lines().map(|line| format!("+{line}\n")));
        shown
    }

    /// `text` between two comments, by which people know what is the graft's.
    fn marked(&self, text: &str) -> String {
        let by_name = if self.file.ends_with(".ac") {
            "dnl"
        } else {
            "#"
        };
        let comment = self.comment.as_deref().unwrap_or(by_name);
        let newline = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        if comment == "none" {
            return format!("{text}{newline}");
        }
        // Spaces only: in a makefile, a tab would make the comment a command.
        let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
        format!(
            "{indent}{comment} >>> cpython-rust\n{text}{newline}{indent}{comment} <<< cpython-rust\n"
        )
    }
}

/// A text and what goes between its lines.
struct Insertions<'a> {
    lines: Vec<&'a str>,
    before: BTreeMap<usize, String>,
    after: BTreeMap<usize, String>,
    replaced: Vec<usize>,
    end: String,
}

impl<'a> Insertions<'a> {
    fn new(text: &'a str) -> Self {
        Insertions {
            lines: text.split_inclusive('\n').collect(),
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            replaced: Vec::new(),
            end: String::new(),
        }
    }

    fn add(&mut self, place: Place, line: usize, text: String) {
        let spot = match place {
            Place::Before => self.before.entry(line).or_default(),
            Place::After => self.after.entry(line).or_default(),
            Place::Replace => {
                self.replaced.push(line);
                self.before.entry(line).or_default()
            }
            Place::End => &mut self.end,
        };
        spot.push_str(&text);
    }

    fn finish(self) -> String {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            text.extend(self.before.get(&index).map(String::as_str));
            if !self.replaced.contains(&index) {
                text.push_str(line);
                let last = !line.ends_with('\n');
                if last && (self.after.contains_key(&index) || !self.end.is_empty()) {
                    text.push('\n');
                }
            }
            text.extend(self.after.get(&index).map(String::as_str));
        }
        text + &self.end
    }
}
