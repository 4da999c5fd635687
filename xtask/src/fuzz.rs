//! `cargo xtask fuzz`: random calls of Rust functions and of what they replace.
//!
//! The calls are made and compared by `fuzz/python/fuzz.py`, which can be run by hand as well.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::build::{self, Config, Layout, WithRust};
use crate::process::{self, Failed, Interrupted, Log};
use crate::progress::Progress;

/// How many calls are compared in a run of the tests, and in a nightly one.
pub(crate) const CASES: u64 = 200_000;
pub(crate) const NIGHTLY_CASES: u64 = 10_000_000;

/// Make random calls of Rust functions and of what they replace, and compare all outcomes.
///
/// Builds both interpreters first, if need be. A call that differs is printed in its smallest
/// form, with the command that makes it again.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many calls [default: 200000, or no limit with --seconds]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    cases: Option<u64>,

    /// For how long, at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    seconds: Option<u64>,

    /// What determines the calls: any text [default: 1, with --nightly the day]
    #[arg(long, value_name = "S")]
    seed: Option<String>,

    /// Only this function: a2b_qp, or binascii.a2b_qp
    #[arg(long, value_name = "F")]
    function: Option<String>,

    /// Only with these instructions: portable, avx2, … [default: each that there is, in turn]
    #[arg(long, value_name = "NAME")]
    kernel: Option<String>,

    /// Which build of the Rust functions
    #[arg(long, value_enum, default_value_t, value_name = "BUILD")]
    build: Which,

    /// 10 million calls, others every day
    #[arg(long, conflicts_with_all = ["cases", "seconds"])]
    nightly: bool,

    /// CPython's version [default: the newest that can be had]
    #[arg(long, value_name = "VERSION")]
    python_version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default, ValueEnum)]
enum Which {
    #[default]
    Release,
    /// With assertions and overflow checks.
    Debug,
}

pub(crate) fn run(args: Args) -> Result<()> {
    process::watch_interrupts()?;
    match compare(&args, &Progress::new()) {
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("{error:#}");
            std::process::exit(Interrupted::EXIT_CODE);
        }
        result => result,
    }
}

fn compare(args: &Args, progress: &Progress) -> Result<()> {
    let built = |with_rust, debug| {
        let config = Config {
            python_version: args.python_version.clone(),
            with_rust,
            debug,
            ..Config::default()
        };
        build::build(&config, progress)
    };
    let rust = built(WithRust::Yes, args.build == Which::Debug)?;
    let c = built(WithRust::No, false)?;

    let mut step = progress.step("fuzz");
    let mut lines = Vec::new();
    let mut command = script("fuzz.py", &rust.interpreter, &c.build_dir)?;
    command.args(arguments(args));
    let log = Layout::of_repository()?.log("fuzz.log");
    let result = process::run(
        "the fuzzer",
        &mut command,
        &mut Log::create(&log)?,
        &mut |line| {
            step.say(line);
            lines.push(line.to_owned());
        },
    );
    if matches!(&result, Err(error) if !error.is::<Failed>()) {
        return result;
    }
    step.done("compared");
    println!("{}", lines.join("\n"));
    result.context("a call differs, or an outcome that has to occur did not")
}

/// The script `name` of `fuzz/python/`, run by the interpreter `rust`.
pub(crate) fn script(name: &str, rust: &Path, c_twin: &Path) -> Result<Command> {
    let mut command = process::command(rust);
    command
        .args(["-B", "-X", "faulthandler"])
        .arg(build::repository()?.join("fuzz/python").join(name))
        .arg(c_twin);
    Ok(command)
}

/// What the script is told about which calls to make.
fn arguments(args: &Args) -> Vec<OsString> {
    let mut words = Vec::new();
    let mut option = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push(format!("--{name}={value}").into());
        }
    };
    let cases = args.nightly.then_some(NIGHTLY_CASES).or(args.cases);
    let seed = args.seed.clone().or(args.nightly.then(today));
    option("cases", cases.map(|cases| cases.to_string()));
    option("seconds", args.seconds.map(|seconds| seconds.to_string()));
    option("seed", seed);
    option("function", args.function.clone());
    option("kernel", args.kernel.clone());
    words
}

/// A number that is another one tomorrow.
fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / (24 * 60 * 60));
    format!("day-{days}")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn words(line: &str) -> Vec<String> {
        let cli = Cli::try_parse_from(format!("fuzz {line}").split_whitespace());
        let args = cli.unwrap_or_else(|error| panic!("{error}")).args;
        arguments(&args)
            .into_iter()
            .map(|word| word.into_string().expect("text"))
            .collect()
    }

    #[test]
    fn what_is_asked_for_is_passed_on_and_the_rest_is_left_to_the_script() {
        assert_eq!(words(""), [""; 0]);
        assert_eq!(
            words("--seconds 5 --seed x --function a2b_qp --kernel avx2"),
            [
                "--seconds=5",
                "--seed=x",
                "--function=a2b_qp",
                "--kernel=avx2"
            ]
        );
    }

    #[test]
    fn a_night_has_ten_million_calls_of_its_own() {
        let nightly = words("--nightly");
        assert_eq!(nightly[0], "--cases=10000000");
        assert!(nightly[1].starts_with("--seed=day-"), "{nightly:?}");
        assert_eq!(words("--nightly --seed 7")[1], "--seed=7");
    }
}
