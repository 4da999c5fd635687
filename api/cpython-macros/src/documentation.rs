//! What Python shows of a function: signature and docstring, in CPython's form.

use crate::parse::{Kind, Parameter};
use crate::{expand, literal};

/// Both in one text, as `PyMethodDef` has them.
///
/// `receiver` is the parameter that is bound already: `$module` for a module's functions.
pub(crate) fn documentation(
    name: &str,
    receiver: &str,
    parameters: &[Parameter],
    doc: &str,
) -> String {
    format!(
        "{name}({})\n--\n\n{}",
        text_signature(receiver, parameters),
        doc.trim_start_matches('\n').trim_end()
    )
}

/// `$module, data, /, *, newline=True`
fn text_signature(receiver: &str, parameters: &[Parameter]) -> String {
    let mut parts = vec![receiver.to_owned()];
    let mut before = Kind::PositionalOnly;
    for parameter in parameters {
        if before == Kind::PositionalOnly && parameter.kind != Kind::PositionalOnly {
            parts.push("/".into());
        }
        if parameter.kind == Kind::KeywordOnly && !matches!(before, Kind::KeywordOnly | Kind::Args)
        {
            parts.push("*".into());
        }
        let stars = match parameter.kind {
            Kind::Args => "*",
            Kind::Kwargs => "**",
            _ => "",
        };
        let name = expand::python_name(&parameter.name);
        parts.push(match &parameter.default {
            None => format!("{stars}{name}"),
            Some(default) => format!("{name}={}", literal::python_default(default.clone())),
        });
        before = parameter.kind;
    }
    if before == Kind::PositionalOnly {
        parts.push("/".into());
    }
    parts.join(", ")
}
