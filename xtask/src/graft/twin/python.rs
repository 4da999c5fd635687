//! Those of a module in Python, with its functions' signatures.
//!
//! Of Python this understands what such a file consists of: `def`s at the margin, whose defaults have no
//! commas or parentheses in them; string literals without prefixes; and docstrings that are put together
//! afterwards, by `function.__doc__ = TEMPLATE.format(name='text', other=CONSTANT)`. It says so if
//! there is more.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::{rust_file, shorten};

/// A Rust file with a constant for each public function that has a docstring, and `MODULE`.
pub(crate) fn generate(file: &str, source: &str) -> Result<String> {
    let found = read(source).with_context(|| format!("unknown tree: {file}"))?;
    if found
        .functions
        .values()
        .all(|function| function.doc.is_none())
    {
        bail!("unknown tree: {file} has no function with a docstring");
    }
    let mut by_name = Vec::new();
    for (name, function) in &found.functions {
        let Some(doc) = &function.doc else { continue };
        // As PyMethodDef has both.
        let parameters = &function.parameters;
        let both = format!("{name}($module, /, {parameters})\n--\n\n{}", for_c(doc));
        by_name.push((*name, both));
    }
    let by = format!("the graft from {file}");
    Ok(rust_file(&by, &for_c(&found.module), by_name))
}

/// A C string ends at a null; a docstring with one meant the escape sequence.
fn for_c(doc: &str) -> String {
    doc.replace('\0', "\\0")
}

#[derive(Default)]
struct Found<'a> {
    module: String,
    functions: BTreeMap<&'a str, Function>,
    /// Strings with a name, at the margin.
    constants: BTreeMap<&'a str, String>,
    /// Lists with a name, as they are written.
    lists: BTreeMap<&'a str, &'a str>,
}

struct Function {
    parameters: String,
    doc: Option<String>,
}

fn read(source: &str) -> Result<Found<'_>> {
    let mut found = Found::default();
    let start = source
        .find(['"', '\''])
        .context("there is no docstring of the module")?;
    found.module = clean(
        &string(&source[start..])
            .context("docstring of the module")?
            .0,
    );

    let mut rest = source;
    while !rest.is_empty() {
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let (line, after) = rest.split_at(end);
        if let Some((name, value)) = assignment(line) {
            let value = &rest[value..];
            if let Some(function) = name.strip_suffix(".__doc__") {
                let doc = formatted(value, &found.constants)
                    .with_context(|| format!("{name} = {}", shorten(value)))?;
                match found.functions.get_mut(function) {
                    Some(known) => known.doc = Some(doc),
                    None => bail!("{name} is not that of a function"),
                }
            } else if value.starts_with(['\'', '"']) {
                let (text, following) = string(value).with_context(|| name.to_owned())?;
                found.constants.insert(name, text);
                // What looks like code in the string is none.
                rest = following;
                continue;
            } else if value.starts_with('[') {
                found
                    .lists
                    .insert(name, value.lines().next().unwrap_or_default());
            }
        } else if let Some(definition) = rest.strip_prefix("def ") {
            let (name, function, following) = function(definition, &found.lists)
                .with_context(|| format!("def {}", shorten(definition)))?;
            if !name.starts_with('_') {
                found.functions.insert(name, function);
            }
            rest = following;
            continue;
        }
        rest = after;
    }
    Ok(found)
}

/// The name before the `=` of a line at the margin, and where the value begins.
fn assignment(line: &str) -> Option<(&str, usize)> {
    let (name, value) = line.split_once(" = ")?;
    let is_name = name
        .chars()
        .all(|char| char.is_ascii_alphanumeric() || char == '_' || char == '.');
    is_name.then_some((name, line.len() - value.len()))
}

/// A function, from after its `def`. Its name, and the rest.
fn function<'a>(
    definition: &'a str,
    lists: &BTreeMap<&str, &str>,
) -> Result<(&'a str, Function, &'a str)> {
    let (name, parameters) = definition.split_once('(').context("has no parameters")?;
    let (parameters, body) = parameters
        .split_once("):\n")
        .context("does not end its parameters with a line")?;
    if name.contains('\n') || parameters.contains(['(', ')']) {
        bail!("has parameters with parentheses");
    }
    let statement = body.trim_start_matches(' ');
    let mut function = Function {
        parameters: signature(parameters, lists)?,
        doc: None,
    };
    if statement.len() == body.len() || !statement.starts_with(['"', '\'']) {
        return Ok((name, function, body));
    }
    let (doc, rest) = string(statement)?;
    function.doc = Some(clean(&doc));
    Ok((name, function, rest))
}

/// Parameters in one line, with defaults that can be read without the module.
fn signature(parameters: &str, lists: &BTreeMap<&str, &str>) -> Result<String> {
    let mut shown = Vec::new();
    for parameter in parameters.split(',').map(str::trim_start) {
        shown.push(match parameter.split_once('=') {
            Some((name, list)) if list.starts_with('_') => match lists.get(list) {
                Some(list) => format!("{name}={list}"),
                None => bail!("has a default that is no list, {list}"),
            },
            _ => parameter.to_owned(),
        });
    }
    Ok(shown.join(", "))
}

/// The value of `TEMPLATE.format(name='text', other=CONSTANT)`.
fn formatted(expression: &str, constants: &BTreeMap<&str, String>) -> Result<String> {
    let (template, arguments) = expression
        .split_once(".format(")
        .context("is no call of format()")?;
    let known = |name: &str| {
        let value = constants.get(name);
        value.with_context(|| format!("{} is no string", shorten(name)))
    };
    let mut text = known(template)?.clone();
    let mut rest = arguments.trim_start();
    while !rest.starts_with(')') {
        let (field, value) = rest
            .split_once('=')
            .context("has an argument without a name")?;
        let value_text;
        if value.starts_with(['\'', '"']) {
            (value_text, rest) = string(value)?;
        } else {
            let end = value.find([',', ')']).context("does not end")?;
            value_text = known(&value[..end])?.clone();
            rest = &value[end..];
        }
        let field = format!("{{{field}}}");
        if !text.contains(&field) {
            bail!("has no {field} in {template}");
        }
        text = text.replace(&field, &value_text);
        rest = rest.trim_start().trim_start_matches(',').trim_start();
    }
    if text.contains(['{', '}']) {
        bail!("leaves braces in {template}");
    }
    Ok(text)
}

/// The value of a string literal, and what follows it.
fn string(text: &str) -> Result<(String, &str)> {
    let quote = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|quote| text.starts_with(quote))
        .context("is no string")?;
    let mut rest = &text[quote.len()..];
    let mut value = String::new();
    loop {
        if let Some(after) = rest.strip_prefix(quote) {
            return Ok((value, after));
        }
        let Some(character) = rest.chars().next() else {
            bail!("does not end");
        };
        rest = &rest[character.len_utf8()..];
        match character {
            '\n' if quote.len() == 1 => bail!("has a line break inside a string literal"),
            '\\' => {
                let escaped = rest.chars().next().unwrap_or_default();
                value.push(match escaped {
                    'n' => '\n',
                    't' => '\t',
                    '0' => '\0',
                    '\\' | '\'' | '"' => escaped,
                    _ => bail!("has an unknown escape sequence, `\\{}`", shorten(rest)),
                });
                rest = &rest[escaped.len_utf8()..];
            }
            other => value.push(other),
        }
    }
}

/// A docstring as the compiler keeps it: without the indentation that all its lines have, but for
/// the first, which has none.
fn clean(doc: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let margin = doc
        .lines()
        .skip(1)
        .filter(|line| !line.trim_start_matches(' ').is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    let mut cleaned = String::new();
    for (number, line) in doc.split_inclusive('\n').enumerate() {
        let removed = match number {
            0 => indent(line),
            _ => margin.min(indent(line)),
        };
        cleaned.push_str(&line[removed..]);
    }
    cleaned
}
