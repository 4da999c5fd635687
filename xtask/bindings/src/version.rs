//! Versions of CPython, and the ranges of them that `allowlist.txt` names.

use anyhow::{Context as _, Result, bail};
use std::fmt;
use std::str::FromStr;

/// A minor version, such as 3.15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text
            .split_once('.')
            .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        let Some((major, minor)) = parts else {
            bail!("`{text}` is not a version such as 3.15")
        };
        Ok(Self { major, minor })
    }
}

impl Version {
    /// The version that the text of a patchlevel.h defines.
    pub(crate) fn of_patchlevel(text: &str) -> Result<Self> {
        let number = |name: &str| {
            let value = text
                .lines()
                .find_map(|line| line.strip_prefix("#define ")?.strip_prefix(name));
            value
                .map(str::trim)
                .with_context(|| format!("{name} is not defined"))
        };
        let (major, minor) = (number("PY_MAJOR_VERSION")?, number("PY_MINOR_VERSION")?);
        format!("{major}.{minor}").parse()
    }

    /// The name of the file that declares this version, without `.rs`.
    pub(crate) fn module(self) -> String {
        format!("v{}_{}", self.major, self.minor)
    }

    /// The opposite of [`Version::module`].
    pub(crate) fn of_module(name: &str) -> Option<Self> {
        name.strip_prefix('v')?.replacen('_', ".", 1).parse().ok()
    }
}

/// The versions in which something is declared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Range {
    All,
    Since(Version),
    Before(Version),
}

impl Range {
    /// `text` without the words at its end that say which versions it is about.
    pub(crate) fn strip(text: &str) -> Result<(&str, Self)> {
        if let Some((text, version)) = text.rsplit_once(" since ") {
            return Ok((text, Self::Since(version.parse()?)));
        }
        if let Some((text, version)) = text.rsplit_once(" before ") {
            return Ok((text, Self::Before(version.parse()?)));
        }
        Ok((text, Self::All))
    }

    pub(crate) fn contains(self, version: Version) -> bool {
        match self {
            Self::All => true,
            Self::Since(first) => version >= first,
            Self::Before(end) => version < end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn a_version_is_ordered_by_its_numbers() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("3.9") < version("3.15"));
        assert_eq!(Version::of_module("v3_15"), Some(version("3.15")));
        assert_eq!(version("3.15").module(), "v3_15");
        assert_eq!(Version::of_module("shims"), None);
    }

    #[test]
    fn a_header_says_its_version() {
        let text = "/* */\n#define PY_MAJOR_VERSION        3\n#define PY_MINOR_VERSION\t15\n";
        assert_eq!(Version::of_patchlevel(text).unwrap().to_string(), "3.15");
        let error = Version::of_patchlevel("#define PY_MAJOR_VERSION 3\n").unwrap_err();
        assert_eq!(error.to_string(), "PY_MINOR_VERSION is not defined");
    }
}
