//! Those of a C module.
//!
//! Of C this understands only what `PyDoc_STRVAR(name, "..." "...");` consists of, and says so if
//! there is more.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::{rust_file, shorten};

/// A Rust file with a constant for each docstring: of functions and methods, as `crc32` and `Compress_flush`,
/// of classes and their attributes, under their C names without `__doc__`, and of the module, `MODULE`.
///
/// `clinic` and `source` are file names and their texts; `doc` is the C name of the
/// module's docstring, which is in `source`.
pub(in crate::graft) fn generate(
    module: &str,
    clinic: (&str, &str),
    source: (&str, &str),
    doc: &str,
) -> Result<String> {
    let functions = docstrings(clinic.1).with_context(|| format!("unknown tree: {}", clinic.0))?;
    if functions.is_empty() {
        bail!("unknown tree: {} has no docstring", clinic.0);
    }
    let mut of_source =
        docstrings(source.1).with_context(|| format!("unknown tree: {}", source.0))?;
    let Some(of_module) = of_source.remove(doc) else {
        bail!("unknown tree: {} has no docstring {doc}", source.0);
    };

    let mut by_name = Vec::new();
    for (name, docstring) in functions {
        let function = name
            .strip_prefix(module)
            .and_then(|name| name.strip_prefix('_'))
            .and_then(|name| name.strip_suffix("__doc__"));
        let Some(function) = function else {
            bail!(
                "unknown tree: {}: {name} is not the docstring of a function",
                clinic.0
            );
        };
        by_name.push((function, docstring));
    }
    // Classes and their attributes have theirs among the code.
    for (name, docstring) in of_source {
        let suffixes = ["__doc__", "_doc"];
        if let Some(of) = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)) {
            by_name.push((of, docstring));
        }
    }
    let by = format!("the graft from {} and {}", clinic.0, source.0);
    Ok(rust_file(&by, &of_module, by_name))
}

/// Every docstring in a C file, by its C name.
fn docstrings(text: &str) -> Result<BTreeMap<&str, String>> {
    let mut found = BTreeMap::new();
    for after in text.split("PyDoc_STRVAR(").skip(1) {
        let (name, rest) = after.split_once(',').unwrap_or((after, ""));
        let name = name.trim();
        let docstring = string(rest).with_context(|| format!("docstring {}", shorten(name)))?;
        // Two variants of a function (under #if) are one to Python if they read alike.
        if found
            .insert(name, docstring.clone())
            .is_some_and(|other| other != docstring)
        {
            bail!("{name} is there twice, with different texts");
        }
    }
    Ok(found)
}

/// The value of adjacent C string literals that end with `);`.
fn string(text: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix('"') {
        rest = one_literal(inside, &mut bytes)?.trim_start();
    }
    let end = rest.strip_prefix(')').map(str::trim_start);
    if bytes.is_empty() || !end.is_some_and(|end| end.starts_with(';')) {
        bail!(
            "is not written as string literals only, near `{}`",
            shorten(rest)
        );
    }
    if bytes.contains(&0) {
        bail!("contains a NUL");
    }
    String::from_utf8(bytes).context("is not UTF-8")
}

/// Decodes up to the closing quote and returns what follows it.
fn one_literal<'a>(text: &'a str, bytes: &mut Vec<u8>) -> Result<&'a str> {
    let mut rest = text;
    loop {
        let Some(character) = rest.chars().next() else {
            bail!("does not end")
        };
        rest = &rest[character.len_utf8()..];
        match character {
            '"' => return Ok(rest),
            '\n' => bail!("has a line break inside a string literal"),
            '\\' => rest = escape(rest, bytes)?,
            _ => bytes.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
}

/// Decodes what follows a backslash and returns the rest.
fn escape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> Result<&'a str> {
    let simple = |byte: u8| Ok((byte, 1));
    let digits = |text: &str, radix, most| {
        text.chars()
            .take(most)
            .take_while(|character| character.is_digit(radix))
            .count()
    };
    let (byte, length) = match text.bytes().next().unwrap_or(0) {
        b'n' => simple(b'\n'),
        b't' => simple(b'\t'),
        b'r' => simple(b'\r'),
        b'a' => simple(7),
        b'b' => simple(8),
        b'v' => simple(11),
        b'f' => simple(12),
        quoted @ (b'\\' | b'"' | b'\'' | b'?') => simple(quoted),
        b'\n' => return Ok(&text[1..]), // a line that continues
        b'0'..=b'7' => {
            let length = digits(text, 8, 3);
            u8::from_str_radix(&text[..length], 8).map(|byte| (byte, length))
        }
        b'x' => {
            let length = 1 + digits(&text[1..], 16, usize::MAX);
            u8::from_str_radix(&text[1..length], 16).map(|byte| (byte, length))
        }
        _ => bail!("has an unknown escape sequence, `\\{}`", shorten(text)),
    }
    .with_context(|| format!("has a wrong escape sequence, `\\{}`", shorten(text)))?;
    bytes.push(byte);
    Ok(&text[length..])
}
