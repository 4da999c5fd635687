//! What a grafted tree's configure does where there is no usable Rust.

use std::fmt;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// One of the three phases in which a project comes to rely on Rust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Policy {
    /// Warn, and build the C modules
    #[default]
    Optional,
    /// Fail, unless --with-rust=no asks for the C modules
    OptOut,
    /// Fail, and refuse --with-rust=no
    Required,
}

impl Policy {
    /// Whether a manifest need not say it.
    pub(crate) fn is_default(&self) -> bool {
        *self == Policy::default()
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Policy::Optional => "optional",
            Policy::OptOut => "opt-out",
            Policy::Required => "required",
        })
    }
}
