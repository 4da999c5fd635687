//! What Rust's literals mean, and how Python writes that.

use proc_macro::TokenStream;

/// The value of a string literal, `"…"` or `r#"…"#`.
pub(crate) fn string(literal: &str) -> Option<String> {
    if literal.starts_with('r') {
        return raw(literal).map(str::to_owned);
    }
    let bytes = escaped(literal.strip_prefix('"')?.strip_suffix('"')?)?;
    String::from_utf8(bytes).ok()
}

/// The value of `b"…"` or `br#"…"#`.
fn bytes(literal: &str) -> Option<Vec<u8>> {
    let literal = literal.strip_prefix('b')?;
    if literal.starts_with('r') {
        return raw(literal).map(|text| text.as_bytes().to_vec());
    }
    escaped(literal.strip_prefix('"')?.strip_suffix('"')?)
}

/// What is between the quotes of `r#"…"#`.
fn raw(literal: &str) -> Option<&str> {
    let inner = literal.strip_prefix('r')?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    inner
        .get(hashes..inner.len().checked_sub(hashes)?)?
        .strip_prefix('"')?
        .strip_suffix('"')
}

/// Text with Rust's escapes resolved. (`\xff` is a byte, in the one kind of literal that allows it.)
fn escaped(inner: &str) -> Option<Vec<u8>> {
    let mut output = Vec::new();
    let mut rest = inner.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            push(&mut output, character);
            continue;
        }
        match rest.next()? {
            'n' => output.push(b'\n'),
            'r' => output.push(b'\r'),
            't' => output.push(b'\t'),
            '0' => output.push(0),
            'x' => {
                let digits: String = rest.by_ref().take(2).collect();
                output.push(u8::from_str_radix(&digits, 16).ok()?);
            }
            'u' => {
                let digits: String = rest
                    .by_ref()
                    .skip(1)
                    .take_while(|&digit| digit != '}')
                    .filter(|&digit| digit != '_')
                    .collect();
                push(
                    &mut output,
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?,
                );
            }
            // A backslash at the end of a line skips the blanks of the next one.
            '\n' => rest = rest.as_str().trim_start().chars(),
            other @ ('\\' | '\'' | '"') => push(&mut output, other),
            _ => return None,
        }
    }
    Some(output)
}

fn push(output: &mut Vec<u8>, character: char) {
    output.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// How Python writes a Rust default; `<unrepresentable>`, as Argument Clinic, if it is no literal.
pub(crate) fn python_default(default: TokenStream) -> String {
    let tokens: Vec<String> = default.into_iter().map(|token| token.to_string()).collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    python_value(&words).unwrap_or_else(|| "<unrepresentable>".into())
}

fn python_value(words: &[&str]) -> Option<String> {
    match words {
        ["true"] => Some("True".into()),
        ["false"] => Some("False".into()),
        ["None"] => Some("None".into()),
        ["isize", ":", ":", "MAX"] => Some("sys.maxsize".into()),
        ["-", number] => Some(format!("-{}", python_number(number)?)),
        // `Some(1)`, `Wrapping(0)` and `LeftOut(b"")` are 1, 0 and b'' to Python.
        ["Some" | "Wrapping" | "LeftOut", group] => {
            let inner: TokenStream = group.strip_prefix('(')?.strip_suffix(')')?.parse().ok()?;
            Some(python_default(inner)).filter(|value| !value.starts_with('<'))
        }
        [one] => python_number(one)
            .or_else(|| string(one).map(|text| quoted("", &text, |c| c.is_control())))
            .or_else(|| bytes(one).map(|bytes| quoted_bytes(&bytes))),
        _ => None,
    }
}

/// A number without Rust's suffix; the rest is written alike in both.
fn python_number(rust: &str) -> Option<String> {
    if !rust.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let hexadecimal = rust.starts_with("0x");
    let types = [
        "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
        "f32", "f64",
    ];
    let suffix = types
        .iter()
        .find(|suffix| rust.ends_with(*suffix) && !(hexadecimal && suffix.starts_with('f')));
    let number = suffix.map_or(rust, |suffix| &rust[..rust.len() - suffix.len()]);
    Some(number.trim_end_matches('_').to_owned())
}

/// Python's `repr` of a text.
fn quoted(prefix: &str, text: &str, escape: impl Fn(char) -> bool) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut output = format!("{prefix}{quote}");
    for character in text.chars() {
        match character {
            '\n' => output.push_str("\\n"),
            '\r' => output.push_str("\\r"),
            '\t' => output.push_str("\\t"),
            '\\' => output.push_str("\\\\"),
            _ if character == quote => output.extend(['\\', quote]),
            _ if escape(character) => output.push_str(&format!("\\x{:02x}", character as u32)),
            _ => output.push(character),
        }
    }
    output.push(quote);
    output
}

/// Python's `repr` of bytes: each is the character of the same number, and none but ASCII is shown.
fn quoted_bytes(bytes: &[u8]) -> String {
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    quoted("b", &text, |character| !matches!(character, ' '..='~'))
}
