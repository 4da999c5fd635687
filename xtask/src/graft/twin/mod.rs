//! The docstrings of what a module takes the place of, as Rust constants.
//!
//! A drop-in has its twin's docstrings. They are CPython's text, so they are read from
//! the tree that is grafted.

mod c;
mod python;

pub(super) use c::generate as of_c;
pub(super) use python::generate as of_python;

/// A Rust C-string literal.
fn literal(text: &str) -> String {
    let mut literal = String::from("c\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            '\r' => literal.push_str("\\r"),
            control if control.is_control() => {
                literal.extend(control.escape_unicode());
            }
            other => literal.push(other),
        }
    }
    literal + "\""
}

/// Enough of a text to recognise it in a message.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(40).collect()
}
