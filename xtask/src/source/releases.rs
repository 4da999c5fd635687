//! The releases of CPython that are known to be what they say.

/// A release, by the SHA-256 of the `.tar.xz` that its release manager signed.
#[derive(Debug, PartialEq)]
pub(crate) struct Release {
    pub(crate) version: &'static str,
    pub(crate) sha256: &'static str,
    /// Bytes, so that a truncated file can be told from a wrong one.
    pub(crate) size: u64,
}

/// Newest first. To add one, take its tarball from python.org, check its signature, and write
/// down its hash and size.
pub(crate) static RELEASES: &[Release] = &[
    Release {
        version: "3.13.15",
        sha256: "1e66a7945a48390ee4c2a4268a0e4185884059a13c4aab6d148aa208deea4a76",
        size: 23_160_540,
    },
    Release {
        version: "3.13.5",
        sha256: "93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640",
        size: 22_856_016,
    },
];

impl Release {
    /// The release called `version`, or the versions that there are.
    pub(crate) fn named(version: &str) -> Result<&'static Self, String> {
        RELEASES
            .iter()
            .find(|release| release.version == version)
            .ok_or_else(|| {
                let known: Vec<_> = RELEASES.iter().map(|release| release.version).collect();
                format!(
                    "CPython {version} is not in the table of checked releases ({}); \
                 give its source with --source, or add it to xtask/src/source/releases.rs",
                    known.join(", ")
                )
            })
    }

    /// The release whose tarball has this hash.
    pub(crate) fn with_sha256(sha256: &str) -> Option<&'static Self> {
        RELEASES
            .iter()
            .find(|release| release.sha256.eq_ignore_ascii_case(sha256))
    }

    /// The tarball's name at python.org, and in the cache.
    pub(crate) fn file_name(&self) -> String {
        format!("Python-{}.tar.xz", self.version)
    }

    /// `3.13`.
    pub(crate) fn minor(&self) -> &'static str {
        self.version
            .rsplit_once('.')
            .map_or(self.version, |(minor, _)| minor)
    }
}

/// A release of three bytes, for tests: their hash is the first example of FIPS 180.
#[cfg(test)]
pub(crate) const ABC: Release = Release {
    version: "0.0.1",
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    size: 3,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_and_newest_first() {
        let number = |release: &Release| -> Vec<u32> {
            release
                .version
                .split('.')
                .map(|part| part.parse().expect("a number"))
                .collect()
        };
        assert!(
            RELEASES
                .windows(2)
                .all(|pair| number(&pair[0]) > number(&pair[1]))
        );
        for release in RELEASES {
            assert_eq!(release.sha256.len(), 64);
            assert!(release.sha256.bytes().all(|b| b.is_ascii_hexdigit()));
            assert_eq!(Release::with_sha256(release.sha256), Some(release));
        }
    }

    #[test]
    fn an_unknown_version_is_told_the_known_ones() {
        let error = Release::named("3.13.99").expect_err("unknown");
        assert!(
            error.contains("3.13.15") && error.contains("--source"),
            "{error}"
        );
    }

    #[test]
    fn names() {
        let release = Release::named("3.13.15").expect("known");
        assert_eq!(release.file_name(), "Python-3.13.15.tar.xz");
        assert_eq!(release.minor(), "3.13");
    }
}
