//! Read `api/cpython-sys/allowlist.txt`, whose first comment describes its form.

use anyhow::{Context as _, Result, bail};
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
    Type,
    Opaque {
        /// The last field that is declared, if any is.
        up_to: Option<String>,
    },
}

pub(crate) fn parse(text: &str) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(header) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let (header, entries) = (header.to_owned(), Vec::new());
            sections.push(Section { header, entries });
            continue;
        }
        let entry = entry(line).with_context(|| format!("line {}: `{line}`", index + 1))?;
        if !seen.insert(entry.name.clone()) {
            bail!("line {}: {} is listed twice", index + 1, entry.name);
        }
        let Some(section) = sections.last_mut() else {
            bail!("line {}: an item before the first [HEADER]", index + 1);
        };
        section.entries.push(entry);
    }
    Ok(sections)
}

fn entry(line: &str) -> Result<Entry> {
    let Some((kind, rest)) = line.split_once(' ') else {
        bail!("expected KIND NAME")
    };
    let (name, kind) = match kind {
        "fn" => (rest, Kind::Function),
        "static" => (rest, Kind::Static),
        "type" => (rest, Kind::Type),
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
    use super::{Kind, parse};

    #[test]
    fn reads_each_kind_of_line() {
        let text = "# why\n[a.h]\nfn f\nconst C: c_int\nconst D: isize = 0x10 (32-bit)\n\n[b/c.h]\nopaque T\nopaque U up to f\n";
        let sections = parse(text).unwrap();
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
        ] {
            assert_eq!(format!("{:#}", parse(text).unwrap_err()), error);
        }
    }
}
