//! Which source packages apt knows, from `apt-cache showsrc`.

use super::sources::stanzas;

/// A version of a source package and its upstream tarball.
#[derive(Debug, PartialEq, Clone)]
pub(super) struct SourcePackage {
    pub(super) version: String,
    pub(super) tarball: String,
    pub(super) sha256: String,
}

/// The source packages in `text` that have an upstream tarball, in its order.
pub(super) fn parse(text: &str) -> Vec<SourcePackage> {
    let mut packages = Vec::new();
    for stanza in stanzas(text) {
        let field = |wanted: &str| {
            stanza
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value)
        };
        let (Some(version), Some(checksums)) = (field("Version"), field("Checksums-Sha256")) else {
            continue;
        };
        for line in checksums.lines() {
            let mut words = line.split_whitespace();
            let (Some(sha256), Some(_size), Some(name)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let package = SourcePackage {
                version: version.clone(),
                tarball: name.to_owned(),
                sha256: sha256.to_owned(),
            };
            if name.contains(".orig.tar.")
                && !name.ends_with(".asc")
                && !packages.contains(&package)
            {
                packages.push(package);
            }
        }
    }
    packages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_with_their_upstream_tarballs() {
        let text = "Package: python3.13\nVersion: 3.13.15-1\nFiles:\n 00 1 x.orig.tar.xz\n\
                    Checksums-Sha256:\n aa 10 python3.13_3.13.15.orig.tar.xz\n \
                    bb 5 python3.13_3.13.15.orig.tar.xz.asc\n cc 3 python3.13_3.13.15-1.dsc\n\n\
                    Package: python3.13\nVersion: 3.13.5-2\nChecksums-Sha256:\n \
                    dd 10 python3.13_3.13.5.orig.tar.xz\n\n\
                    Package: native\nVersion: 1\n";
        let package = |version: &str, tarball: &str, sha256: &str| SourcePackage {
            version: version.to_owned(),
            tarball: tarball.to_owned(),
            sha256: sha256.to_owned(),
        };
        assert_eq!(
            parse(text),
            [
                package("3.13.15-1", "python3.13_3.13.15.orig.tar.xz", "aa"),
                package("3.13.5-2", "python3.13_3.13.5.orig.tar.xz", "dd"),
            ]
        );
    }
}
