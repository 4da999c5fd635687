//! Feature versions of CPython, such as 3.15, and what is only for some of them.

use std::fmt;
use std::str::FromStr;

use anyhow::{Error, Result, bail};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub(crate) struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// That of a release such as `3.13.5` or `3.14.0rc2+`.
    pub(super) fn of_release(release: &str) -> Result<Version> {
        let mut numbers = release.splitn(3, '.');
        let major = numbers.next().unwrap_or_default();
        let minor = numbers.next().unwrap_or_default();
        let digits = minor
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(minor.len());
        format!("{major}.{}", &minor[..digits]).parse()
    }

    /// Whether it is one of those that `since` and `before` leave.
    pub(super) fn is_within(self, since: Option<Version>, before: Option<Version>) -> bool {
        since.is_none_or(|since| since <= self) && before.is_none_or(|before| self < before)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Version> {
        let numbers = text
            .split_once('.')
            .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        match numbers {
            Some((major, minor)) => Ok(Version { major, minor }),
            None => bail!("`{text}` is not a version such as 3.15"),
        }
    }
}

impl TryFrom<String> for Version {
    type Error = Error;

    fn try_from(text: String) -> Result<Version> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn a_version_is_ordered_by_its_numbers() {
        assert!(version("3.9") < version("3.15"));
        assert!("3".parse::<Version>().is_err());
    }

    #[test]
    fn a_release_has_a_version() {
        for (release, of) in [
            ("3.13.5", "3.13"),
            ("3.14.0rc2+", "3.14"),
            ("3.16.0a1+", "3.16"),
            ("4.0a1", "4.0"),
        ] {
            assert_eq!(Version::of_release(release).expect("it"), version(of));
        }
        assert!(Version::of_release("main").is_err());
    }

    #[test]
    fn since_includes_its_version_and_before_does_not() {
        let (since, before) = (Some(version("3.14")), Some(version("3.15")));
        let is = |text: &str| version(text).is_within(since, before);
        assert_eq!(["3.13", "3.14", "3.15"].map(is), [false, true, false]);
        assert!(version("3.1").is_within(None, None));
    }
}
