//! Which Debian archives this machine uses, read from its own apt configuration.
//!
//! Both formats of sources.list(5) are read; one is written: deb822, in which a signing key may
//! stand as text.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Suites that carry a newer CPython than a stable machine's own suite may.
const WANTED_SUITES: [&str; 2] = ["unstable", "stable"];

/// A line of `sources.list`, or a stanza of a `.sources` file.
#[derive(Debug, Default, PartialEq, Clone)]
struct Entry {
    uris: Vec<String>,
    suites: Vec<String>,
    components: Vec<String>,
    /// Fields that say whether to trust the archive, verbatim.
    trust: Vec<(String, String)>,
}

/// The text of a `.sources` file with the source packages of `etc_apt`'s Debian archives, or
/// `None` if it names none.
pub(super) fn derive(etc_apt: &Path, codename: &str) -> Option<String> {
    let archives = debian_archives(&entries(etc_apt), codename);
    (!archives.is_empty()).then(|| archives.iter().map(stanza).collect::<Vec<_>>().join("\n"))
}

/// A Debian archive that can be read without apt.
#[derive(Debug, PartialEq)]
pub(crate) struct Mirror {
    pub(crate) uri: String,
    /// It is used although nobody has signed it.
    pub(crate) trusted: bool,
}

/// The first of `etc_apt`'s Debian archives.
pub(super) fn mirror(etc_apt: &Path, codename: &str) -> Option<Mirror> {
    let is_plain = |uri: &&String| {
        ["http:", "https:", "file:"]
            .iter()
            .any(|scheme| uri.starts_with(scheme))
    };
    let archives = debian_archives(&entries(etc_apt), codename);
    archives.iter().find_map(|archive| {
        let trust = |(name, value): &(String, String)| name == "Trusted" && value == "yes";
        Some(Mirror {
            uri: archive.uris.iter().find(is_plain)?.clone(),
            trusted: archive.trust.iter().any(trust),
        })
    })
}

/// All entries of `etc_apt`.
fn entries(etc_apt: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Ok(text) = std::fs::read_to_string(etc_apt.join("sources.list")) {
        entries.extend(parse_one_line(&text));
    }
    let mut parts: Vec<_> = std::fs::read_dir(etc_apt.join("sources.list.d"))
        .map(|dir| {
            dir.filter_map(Result::ok)
                .map(|entry| entry.path())
                .collect()
        })
        .unwrap_or_default();
    parts.sort();
    for path in parts {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("list") => entries.extend(parse_one_line(&text)),
            Some("sources") => entries.extend(parse_deb822(&text)),
            _ => (),
        }
    }
    entries
}

/// `deb [option=value ...] uri suite component ...`
fn parse_one_line(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let Some(rest) = line
            .strip_prefix("deb-src")
            .or_else(|| line.strip_prefix("deb"))
        else {
            continue;
        };
        let (options, rest) = match rest.trim_start().strip_prefix('[') {
            Some(rest) => match rest.split_once(']') {
                Some(parts) => parts,
                None => continue,
            },
            None => ("", rest),
        };
        let mut words = rest.split_whitespace().map(str::to_owned);
        let (Some(uri), Some(suite)) = (words.next(), words.next()) else {
            continue;
        };
        let trust = options
            .split_whitespace()
            .filter_map(|option| option.split_once('='));
        let trust = trust.filter_map(|(name, value)| Some((trust_field(name)?, value.to_owned())));
        entries.push(Entry {
            uris: vec![uri],
            suites: vec![suite],
            components: words.collect(),
            trust: trust.collect(),
        });
    }
    entries
}

/// Stanzas of `Field: value`, with continuation lines that begin with a blank.
fn parse_deb822(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for stanza in stanzas(text) {
        let mut entry = Entry::default();
        let mut enabled = true;
        for (name, value) in stanza {
            let words = || value.split_whitespace().map(str::to_owned).collect();
            match name.to_ascii_lowercase().as_str() {
                "uris" => entry.uris = words(),
                "suites" => entry.suites = words(),
                "components" => entry.components = words(),
                "enabled" => enabled = !matches!(value.trim(), "no" | "false" | "0" | "off"),
                other => entry
                    .trust
                    .extend(trust_field(other).map(|field| (field, value.clone()))),
            }
        }
        if enabled {
            entries.push(entry);
        }
    }
    entries
}

/// The stanzas of a control file: each field with its value, continuation lines included.
pub(super) fn stanzas(text: &str) -> Vec<Vec<(String, String)>> {
    let mut stanzas: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.trim().is_empty() {
            stanzas.push(Vec::new());
            continue;
        }
        let Some(stanza) = stanzas.last_mut() else {
            continue;
        };
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = stanza.last_mut() {
                let _ = write!(value, "\n{line}");
            }
        } else if let Some((name, value)) = line.split_once(':') {
            stanza.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    stanzas.retain(|stanza| !stanza.is_empty());
    stanzas
}

/// The deb822 name of a field or option that says whom to trust.
fn trust_field(name: &str) -> Option<String> {
    ["Signed-By", "Trusted", "Allow-Insecure"]
        .iter()
        .find(|field| field.eq_ignore_ascii_case(name))
        .map(|field| (*field).to_owned())
}

/// The entries that serve Debian itself: with component `main`, for the machine's own suite, or
/// for a suite that only goes by its general name.
fn debian_archives(entries: &[Entry], codename: &str) -> Vec<Entry> {
    let serves = |entry: &Entry, suites: &[&str]| {
        entry.components.iter().any(|component| component == "main")
            && entry
                .suites
                .iter()
                .any(|suite| suites.contains(&suite.as_str()))
    };
    let own: Vec<_> = entries
        .iter()
        .filter(|entry| serves(entry, &[codename]))
        .collect();
    let general = ["stable", "testing", "unstable", "sid"];
    let chosen = if own.is_empty() {
        entries
            .iter()
            .filter(|entry| serves(entry, &general))
            .collect()
    } else {
        own
    };

    let mut seen = BTreeSet::new();
    let mut archives = Vec::new();
    for entry in chosen {
        let is_new = |uri: &&String| !uri.starts_with("cdrom:") && seen.insert((*uri).clone());
        let uris: Vec<_> = entry.uris.iter().filter(is_new).cloned().collect();
        if uris.is_empty() {
            continue;
        }
        let mut suites: Vec<_> = WANTED_SUITES
            .iter()
            .map(|suite| (*suite).to_owned())
            .collect();
        if !codename.is_empty() && !suites.iter().any(|suite| suite == codename) {
            suites.push(codename.to_owned());
        }
        archives.push(Entry {
            uris,
            suites,
            components: vec!["main".to_owned()],
            trust: entry.trust.clone(),
        });
    }
    archives
}

fn stanza(entry: &Entry) -> String {
    let mut text = format!(
        "Types: deb-src\nURIs: {}\nSuites: {}\nComponents: {}\n",
        entry.uris.join(" "),
        entry.suites.join(" "),
        entry.components.join(" ")
    );
    for (name, value) in &entry.trust {
        let _ = writeln!(text, "{name}: {value}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is derived from these files of /etc/apt on a machine called `codename`.
    fn derived(files: &[(&str, &str)], codename: &str) -> Option<String> {
        derive(etc_apt(files).path(), codename)
    }

    fn etc_apt(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary directory");
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("below the directory")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        dir
    }

    #[test]
    fn a_deb822_file() {
        let text = "Types: deb\n# as of yesterday\nURIs: http://debian.example.org/debian\n\
                    Suites: bookworm bookworm-updates\nComponents: main\n\
                    Signed-By: /usr/share/keyrings/debian.gpg\n\n\
                    Types: deb\nURIs: http://debian.example.org/debian-security\n\
                    Suites: bookworm-security\nComponents: main\n";
        assert_eq!(
            derived(&[("sources.list.d/debian.sources", text)], "bookworm").as_deref(),
            Some(
                "Types: deb-src\nURIs: http://debian.example.org/debian\n\
                 Suites: unstable stable bookworm\nComponents: main\n\
                 Signed-By: /usr/share/keyrings/debian.gpg\n"
            )
        );
    }

    #[test]
    fn a_one_line_file_with_options_and_comments() {
        let text = "# the archive\n\
                    deb [arch=amd64 signed-by=/k.gpg] http://a.example.org/debian trixie main\n\
                    deb-src [signed-by=/k.gpg] http://a.example.org/debian trixie main # twice\n\
                    #deb http://b.example.org/debian trixie main\n\
                    deb cdrom:[Debian 13]/ trixie main\n";
        assert_eq!(
            derived(&[("sources.list", text)], "trixie").as_deref(),
            Some(
                "Types: deb-src\nURIs: http://a.example.org/debian\n\
                 Suites: unstable stable trixie\nComponents: main\nSigned-By: /k.gpg\n"
            )
        );
    }

    #[test]
    fn a_key_that_stands_in_the_file_is_kept_whole() {
        let text = "Types: deb\nURIs: http://a.example.org/debian\nSuites: trixie\n\
                    Components: main contrib\nSigned-By:\n -----BEGIN KEY-----\n .\n abc\n";
        let derived = derived(&[("sources.list.d/a.sources", text)], "trixie").expect("one");
        assert!(
            derived.ends_with("Signed-By: \n -----BEGIN KEY-----\n .\n abc\n"),
            "{derived}"
        );
    }

    #[test]
    fn other_peoples_archives_and_disabled_ones_are_left_out() {
        let files = [
            (
                "sources.list.d/node.list",
                "deb https://node.example.org/ nodistro main\n",
            ),
            (
                "sources.list.d/pg.list",
                "deb https://pg.example.org/apt bookworm-pgdg main\n",
            ),
            (
                "sources.list.d/docker.list",
                "deb https://d.example.org/ bookworm stable\n",
            ),
            (
                "sources.list.d/old.sources",
                "Enabled: no\nTypes: deb\nURIs: http://o.example.org/\nSuites: bookworm\n\
                 Components: main\n",
            ),
            (
                "sources.list.d/other.bak",
                "deb http://x.example.org/ bookworm main\n",
            ),
        ];
        assert_eq!(derived(&files, "bookworm"), None);
    }

    #[test]
    fn a_machine_that_follows_a_general_name() {
        let text = "deb http://a.example.org/debian sid main\n";
        let derived = derived(&[("sources.list", text)], "").expect("one");
        assert!(derived.contains("Suites: unstable stable\n"), "{derived}");
    }

    #[test]
    fn the_mirror_is_one_that_other_programs_can_read() {
        let found = |text| mirror(etc_apt(&[("sources.list", text)]).path(), "trixie");
        let text = "deb mirror+file:/etc/apt/mirrors trixie main\n\
                    deb http://a.example.org/debian trixie main\n";
        let uri = "http://a.example.org/debian".to_owned();
        let trusted = false;
        assert_eq!(found(text), Some(Mirror { uri, trusted }));
        let text = "deb [trusted=yes] file:/srv/debian trixie main\n";
        let uri = "file:/srv/debian".to_owned();
        let trusted = true;
        assert_eq!(found(text), Some(Mirror { uri, trusted }));
        assert_eq!(
            found("deb https://pg.example.org/apt trixie-pgdg main\n"),
            None
        );
    }
}
