//! What ran on which platform, and when: `platforms/checked.toml`.
//!
//! The suites of `cargo xtask test` leave a file for each target in `build/platforms/`, and `cargo xtask platforms
//! --record` takes what is there into the repository.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::build::Layout;
use crate::process;
use crate::test::Counts;

pub(super) const FILE: &str = "platforms/checked.toml";

const HEAD: &str = "\
# What ran on which of rustc's targets, in emulation. Written by `cargo xtask platforms --record`, not by
# hand, from what the suites of `cargo xtask test` recorded when they ran.
";

/// What was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// An interpreter with the modules.
    Python,
    /// Only the codecs, without an interpreter.
    Codecs,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Codecs => "codecs",
        }
    }
}

/// What ran on a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ran {
    pub(super) kind: Kind,
    /// As rustc calls it.
    pub(super) target: String,
    /// What it ran in.
    pub(super) on: String,
    pub(super) tests: Vec<String>,
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    pub(super) date: String,
    pub(crate) command: String,
}

impl Ran {
    /// Nothing yet, today.
    pub(crate) fn start(kind: Kind, target: &str, on: &str) -> Result<Self> {
        Ok(Self {
            kind,
            target: target.to_owned(),
            on: on.to_owned(),
            tests: Vec::new(),
            passed: 0,
            failed: 0,
            skipped: 0,
            date: today()?,
            command: String::new(),
        })
    }

    /// `tests` went so.
    pub(crate) fn add(&mut self, tests: &str, counts: &Counts) {
        self.tests.push(tests.to_owned());
        self.passed += counts.passed;
        self.failed += counts.failed;
        self.skipped += counts.skipped;
    }

    /// Leaves it for `--record`.
    pub(crate) fn save(&self, layout: &Layout) -> Result<()> {
        let folder = folder(layout);
        let path = folder.join(format!("{} {}.json", self.target, self.kind.name()));
        let text = serde_json::to_string_pretty(self).context("a result is plain data")?;
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    fn key(&self) -> (&str, Kind) {
        (&self.target, self.kind)
    }
}

/// All that is recorded.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Results {
    #[serde(default)]
    pub(super) ran: Vec<Ran>,
}

impl Results {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(root.join(FILE)).with_context(|| format!("cannot read {FILE}"))?;
        toml::from_str(&text).with_context(|| format!("in {FILE}"))
    }

    /// Of a target, if that ran.
    pub(super) fn of(&self, target: &str, kind: Kind) -> Option<&Ran> {
        self.ran.iter().find(|ran| ran.key() == (target, kind))
    }

    /// Takes in what the suites have left, in place of what was recorded of the same.
    pub(super) fn take(&mut self, layout: &Layout) -> Result<()> {
        let folder = folder(layout);
        let entries = fs::read_dir(&folder).map(|entries| entries.collect::<Vec<_>>());
        let entries = entries.unwrap_or_default();
        if entries.is_empty() {
            bail!(
                "no suite has recorded anything yet; run one that emulates first, such as \
                 `cargo xtask test --only python-s390x`"
            );
        }
        for entry in entries {
            let path = entry?.path();
            let read = || format!("cannot read {}", path.display());
            let text = fs::read_to_string(&path).with_context(read)?;
            let new: Ran = serde_json::from_str(&text).with_context(read)?;
            self.put(new);
        }
        Ok(())
    }

    fn put(&mut self, new: Ran) {
        self.ran.retain(|ran| ran.key() != new.key());
        self.ran.push(new);
        self.ran.sort_by(|one, other| one.key().cmp(&other.key()));
    }

    pub(super) fn text(&self) -> Result<String> {
        let mut text = HEAD.to_owned();
        for ran in &self.ran {
            let one = toml::to_string(ran).context("a result is plain data")?;
            let _ = write!(text, "\n[[ran]]\n{one}");
        }
        Ok(text)
    }
}

fn folder(layout: &Layout) -> PathBuf {
    layout.root().join("platforms")
}

/// The date, as tables have it.
pub(super) fn today() -> Result<String> {
    let date = process::output(process::command("date").args(["-u", "+%F"]));
    let date = date.context("cannot ask `date` for the date")?;
    Ok(date.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_anew_takes_the_place_of_what_ran_before() {
        let ran = |kind, target: &str, passed| {
            let mut ran = Ran::start(kind, target, "QEMU").expect("a date");
            let counts = Counts {
                passed,
                ..Counts::default()
            };
            ran.add("test_zlib", &counts);
            ran
        };
        let mut results = Results::default();
        results.put(ran(Kind::Python, "s390x", 1));
        results.put(ran(Kind::Codecs, "s390x", 2));
        results.put(ran(Kind::Python, "armv7", 3));
        results.put(ran(Kind::Python, "s390x", 4));
        assert_eq!(results.ran.len(), 3);
        let found = results.of("s390x", Kind::Python).expect("it ran");
        assert_eq!(found.passed, 4);
        let text = results.text().expect("text");
        assert_eq!(toml::from_str::<Results>(&text).expect("read"), results);
    }
}
