//! Read `api/cpython-sys/allowlist.txt`, whose first comment describes its form.

use crate::version::{Range, Version};
use anyhow::{Context as _, Result, bail, ensure};
use std::collections::BTreeSet;

#[derive(Debug, PartialEq)]
pub(crate) struct Section {
    /// Below `Include/`.
    pub(crate) header: String,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    Function,
    Static,
    Const {
        ty: String,
        /// The value where pointers have 32 bits, if that differs.
        narrow: Option<i64>,
    },
    Type {
        /// What its anonymous union is called, if it is to be a union in Rust too.
        union: Option<String>,
    },
    Opaque {
        /// The last field that is declared, if any is.
        up_to: Option<String>,
    },
}

/// The items that `text` lists for `version`, below the headers that declare them there.
pub(crate) fn parse(text: &str, version: Version) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut seen = BTreeSet::new();
    // The heading that the next items stand under, and the header that it names for `version`.
    let mut heading: Option<Option<String>> = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = || format!("line {}: `{line}`", index + 1);
        if let Some(names) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            heading = Some(header(names, version).with_context(place)?);
            continue;
        }
        let (item, range) = Range::strip(line).with_context(place)?;
        let entry = entry(item).with_context(place)?;
        let Some(header) = &heading else {
            bail!("line {}: an item before the first [HEADER]", index + 1);
        };
        if !range.contains(version) {
            continue;
        }
        ensure!(
            seen.insert(entry.name.clone()),
            "line {}: {} is listed twice",
            index + 1,
            entry.name
        );
        let Some(header) = header else {
            bail!("line {}: its [HEADER] is none of {version}", index + 1);
        };
        match sections.last_mut() {
            Some(section) if section.header == *header => section.entries.push(entry),
            _ => sections.push(Section {
                header: header.clone(),
                entries: vec![entry],
            }),
        }
    }
    Ok(sections)
}

/// The one of the comma-separated headers `names` that is for `version`.
fn header(names: &str, version: Version) -> Result<Option<String>> {
    let mut found = None;
    for name in names.split(", ") {
        let (name, range) = Range::strip(name)?;
        if range.contains(version) {
            ensure!(found.is_none(), "two headers are for {version}");
            found = Some(name.to_owned());
        }
    }
    Ok(found)
}

fn entry(line: &str) -> Result<Entry> {
    let Some((kind, rest)) = line.split_once(' ') else {
        bail!("expected KIND NAME")
    };
    let (name, kind) = match kind {
        "fn" => (rest, Kind::Function),
        "static" => (rest, Kind::Static),
        "type" => match rest.split_once(" with union ") {
            None => (rest, Kind::Type { union: None }),
            Some((name, field)) => (
                name,
                Kind::Type {
                    union: Some(field.to_owned()),
                },
            ),
        },
        "opaque" => match rest.split_once(" up to ") {
            None => (rest, Kind::Opaque { up_to: None }),
            Some((name, field)) => (
                name,
                Kind::Opaque {
                    up_to: Some(field.to_owned()),
                },
            ),
        },
        "const" => {
            let Some((name, rest)) = rest.split_once(": ") else {
                bail!("expected NAME: TYPE")
            };
            let (ty, narrow) = match rest.split_once(" = ") {
                None => (rest, None),
                Some((ty, value)) => (ty, Some(narrow_value(value)?)),
            };
            (
                name,
                Kind::Const {
                    ty: ty.to_owned(),
                    narrow,
                },
            )
        }
        _ => bail!("expected fn, static, const, type or opaque"),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        bail!("`{name}` is not a C name");
    }
    Ok(Entry {
        name: name.to_owned(),
        kind,
    })
}

fn narrow_value(text: &str) -> Result<i64> {
    let value = text
        .strip_suffix(" (32-bit)")
        .context("expected `= VALUE (32-bit)`")?;
    let parsed = match value.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16),
        None => value.parse(),
    };
    parsed.with_context(|| format!("`{value}` is not an integer"))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Version, parse};

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    /// `HEADER: NAME NAME ...` of each section, for CPython `version`.
    fn names(text: &str, version: &str) -> Vec<String> {
        let sections = parse(text, version.parse().unwrap()).unwrap();
        let names = sections.iter().map(|section| {
            let names: Vec<_> = section.entries.iter().map(|e| e.name.as_str()).collect();
            format!("{}: {}", section.header, names.join(" "))
        });
        names.collect()
    }

    #[test]
    fn reads_each_kind_of_line() {
        let text = "# why\n[a.h]\nfn f\nconst C: c_int\nconst D: isize = 0x10 (32-bit)\n\n\
                    [b/c.h]\nopaque T\nopaque U up to f\ntype V\ntype W with union value\n";
        let sections = parse(text, version("3.13")).unwrap();
        assert_eq!(sections[0].header, "a.h");
        assert_eq!(sections[0].entries[0].kind, Kind::Function);
        let narrow = Kind::Const {
            ty: "isize".to_owned(),
            narrow: Some(16),
        };
        assert_eq!(sections[0].entries[2].kind, narrow);
        assert_eq!(sections[1].entries[0].kind, Kind::Opaque { up_to: None });
        let up_to = Some("f".to_owned());
        assert_eq!(sections[1].entries[1].kind, Kind::Opaque { up_to });
        assert_eq!(sections[1].entries[2].kind, Kind::Type { union: None });
        let union = Some("value".to_owned());
        assert_eq!(sections[1].entries[3].kind, Kind::Type { union });
    }

    #[test]
    fn takes_what_is_for_the_version() {
        let text = "[old.h before 3.15, new.h since 3.15]\nfn always\nfn gone before 3.14\n\
                    const N: c_int = 1 (32-bit) since 3.15\n[only.h since 3.15]\nfn late since 3.15";
        assert_eq!(names(text, "3.13"), ["old.h: always gone"]);
        assert_eq!(names(text, "3.14"), ["old.h: always"]);
        assert_eq!(names(text, "3.15"), ["new.h: always N", "only.h: late"]);
        // One name may be two kinds of thing in two versions.
        let text = "[a.h]\ntype T before 3.15\nopaque T since 3.15";
        assert_eq!(names(text, "3.15"), ["a.h: T"]);
    }

    #[test]
    fn names_the_line_that_it_cannot_read() {
        for (text, error) in [
            ("fn f", "line 1: an item before the first [HEADER]"),
            ("[a.h]\nfn f\nfn f", "line 3: f is listed twice"),
            (
                "[a.h]\nfun f",
                "line 2: `fun f`: expected fn, static, const, type or opaque",
            ),
            ("[a.h]\nfn f g", "line 2: `fn f g`: `f g` is not a C name"),
            ("[a.h]\nconst C", "line 2: `const C`: expected NAME: TYPE"),
            (
                "[a.h]\nfn f since yore",
                "line 2: `fn f since yore`: `yore` is not a version such as 3.15",
            ),
            (
                "[a.h since 3.15]\nfn f",
                "line 2: its [HEADER] is none of 3.13",
            ),
            (
                "[a.h, b.h]\nfn f",
                "line 1: `[a.h, b.h]`: two headers are for 3.13",
            ),
        ] {
            let found = parse(text, version("3.13")).unwrap_err();
            assert_eq!(format!("{found:#}"), error);
        }
    }
}
