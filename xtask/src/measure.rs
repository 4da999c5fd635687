//! `cargo xtask measure`: what Rust costs a build and an interpreter, in `docs/cost-of-rust.md`.
//!
//! It builds what is compared; `tests/measure.py` measures, and writes the page.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build::{self, Config, Layout, WithRust};
use crate::process;
use crate::progress::Progress;

/// Measure what Rust costs a build and an interpreter, and write docs/cost-of-rust.md.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to measure anew; the rest of the page stays as it was measured [default: all]
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,

    /// Only write the page anew, of what was measured before
    #[arg(long, conflicts_with = "parts")]
    page: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum Part {
    /// Time to start, to import, and memory (a minute)
    Start,
    /// Size of what is linked into the interpreter (some minutes)
    Size,
    /// Time of a plain build, and of what Rust adds (some minutes)
    Build,
    /// Time of a build by profile with LTO (a quarter of an hour)
    Profile,
}

impl Part {
    const ALL: [Self; 4] = [Self::Start, Self::Size, Self::Build, Self::Profile];

    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Size => "size",
            Self::Build => "build",
            Self::Profile => "profile",
        }
    }
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    let progress = Progress::new();
    let rust = build::build(&Config::default(), &progress)?;
    let in_c = Config {
        with_rust: WithRust::No,
        ..Config::default()
    };
    let c = build::build(&in_c, &progress)?;

    let root = build::repository()?;
    let mut command = process::command(&c.interpreter);
    command.arg("-B").arg(root.join("tests/measure.py"));
    let folders: [(&str, &PathBuf); 4] = [
        ("source", &rust.tree.path),
        ("c", &c.build_dir),
        ("rust", &rust.build_dir),
        ("results", &Layout::of_repository()?.root().join("measured")),
    ];
    for (name, folder) in folders {
        command.arg(format!("--{name}={}", folder.display()));
    }
    let parts = match args.parts.is_empty() {
        true if args.page => &[],
        true => Part::ALL.as_slice(),
        false => args.parts.as_slice(),
    };
    command
        .args(parts.iter().map(|part| part.name()))
        .stderr(std::process::Stdio::inherit());
    let step = progress.step("measure");
    let output = process::output(&mut command)
        .context("nothing was measured; what tests/measure.py says above is why")?;
    step.done(&format!("{} parts", parts.len()));
    let page = root.join("docs/cost-of-rust.md");
    std::fs::write(&page, output).with_context(|| format!("cannot write {}", page.display()))
}
