//! Which interpreter is wanted.

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::module::Sanitizer;
use crate::source::short_hash;

/// Whether the modules that exist in Rust are built in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum WithRust {
    /// The C modules only.
    No,
    /// Rust if there is a usable compiler, else C with a warning.
    Auto,
    /// Rust, or an error that says why not.
    #[default]
    Yes,
}

/// Everything that tells one build from another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// A CPython version; without it the newest that can be had.
    pub(crate) python_version: Option<String>,
    /// A source directory or tarball in place of a release.
    pub(crate) source: Option<PathBuf>,
    /// `--with-pydebug`.
    pub(crate) debug: bool,
    /// `--disable-gil`.
    pub(crate) disable_gil: bool,
    pub(crate) with_rust: WithRust,
    /// Instrument the C code, with clang.
    pub(crate) sanitize: Option<Sanitizer>,
    /// Further arguments for configure.
    pub(crate) configure_args: Vec<String>,
    /// How many jobs make runs at once; without it one for each processor.
    pub(crate) jobs: Option<usize>,
    /// Go on without libraries that people expect an interpreter to have.
    pub(crate) allow_missing: bool,
}

impl Config {
    /// The name of the build directory for a tree called `tree`.
    pub(crate) fn build_name(&self, tree: &str) -> String {
        let mut name = tree.to_owned();
        if self.debug {
            name.push_str("-debug");
        }
        if self.disable_gil {
            name.push_str("-nogil");
        }
        name.push_str(match self.with_rust {
            WithRust::Yes => "",
            WithRust::Auto => "-auto",
            WithRust::No => "-c",
        });
        name.push_str(self.sanitize.map_or("", Sanitizer::suffix));
        if !self.configure_args.is_empty() {
            name.push('-');
            name.push_str(&short_hash(
                self.configure_args.iter().map(|arg| arg.as_bytes()),
            ));
        }
        name
    }

    /// What configure is told.
    pub(crate) fn configure_arguments(&self) -> Result<Vec<String>> {
        let mut arguments = vec![format!(
            "--with-rust={}",
            match self.with_rust {
                WithRust::No => "no",
                WithRust::Auto => "auto",
                WithRust::Yes => "yes",
            }
        )];
        if self.debug {
            arguments.push("--with-pydebug".to_owned());
        }
        if self.disable_gil {
            arguments.push("--disable-gil".to_owned());
        }
        if let Some(sanitize) = self.sanitize {
            arguments.extend(sanitize.configure_arguments()?);
        }
        arguments.extend(self.configure_args.iter().cloned());
        Ok(arguments)
    }

    /// Whether the interpreter is for another machine than this one.
    pub(crate) fn is_cross(&self) -> bool {
        self.configure_args
            .iter()
            .any(|argument| argument.starts_with("--host"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_configuration_has_a_directory_of_its_own() {
        let mut config = Config::default();
        assert_eq!(config.build_name("3.13.15"), "3.13.15");
        config.debug = true;
        config.disable_gil = true;
        config.with_rust = WithRust::No;
        assert_eq!(config.build_name("3.13.15"), "3.13.15-debug-nogil-c");
        config.configure_args = vec!["--enable-shared".to_owned()];
        let shared = config.build_name("3.13.15");
        assert!(shared.starts_with("3.13.15-debug-nogil-c-"), "{shared}");
        config.configure_args = vec!["--enable-".to_owned(), "shared".to_owned()];
        assert_ne!(config.build_name("3.13.15"), shared);
    }

    #[test]
    fn what_configure_is_told() {
        let config = Config {
            debug: true,
            configure_args: vec!["CFLAGS=-O0 -g".to_owned()],
            ..Config::default()
        };
        let expected = ["--with-rust=yes", "--with-pydebug", "CFLAGS=-O0 -g"];
        assert_eq!(
            config.configure_arguments().expect("no sanitizer"),
            expected
        );
    }
}
