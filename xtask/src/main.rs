//! `cargo xtask`: everything a developer, a distributor or CI does with this repository.

mod audit;
mod bench;
mod bindings;
mod bootstrap;
mod build;
mod cost;
mod coverage;
#[cfg(test)]
mod docs;
mod doctor;
mod foreign;
mod fuzz;
mod graft;
mod guarantee;
mod measure;
mod module;
mod packages;
mod platforms;
mod process;
mod progress;
mod relink;
mod rootfs;
mod sizes;
mod source;
mod test;
mod unsafety;
mod versions;

use clap::{Parser, Subcommand};

/// Rust in CPython: graft it, build it, test it, measure it.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Args),
    Graft(graft::Args),
    Doctor(doctor::Args),
    #[command(visible_alias = "modules")]
    Module(module::Args),
    Relink(relink::Args),
    Test(test::Args),
    Fuzz(fuzz::Args),
    Bench(bench::Args),
    Cost(cost::Args),
    Coverage(coverage::Args),
    Sizes(sizes::Args),
    Measure(measure::Args),
    Bindings(bindings::Args),
    Unsafe(unsafety::Args),
    Rootfs(rootfs::Args),
    Vendor(graft::VendorArgs),
    Audit(audit::Args),
    Foreign(foreign::Args),
    Versions(versions::Args),
    Platforms(platforms::Args),
    BootstrapCheck(bootstrap::Args),
    TwinGuarantee(guarantee::Args),
}

fn main() -> std::process::ExitCode {
    let result = match Cli::parse().command {
        Command::Build(args) => build::run(args),
        Command::Graft(args) => graft::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::Module(args) => module::run(args),
        Command::Relink(args) => relink::run(args),
        Command::Test(args) => test::run(args),
        Command::Fuzz(args) => fuzz::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Cost(args) => cost::run(args),
        Command::Coverage(args) => coverage::run(args),
        Command::Sizes(args) => sizes::run(args),
        Command::Measure(args) => measure::run(args),
        Command::Bindings(args) => bindings::run(args),
        Command::Unsafe(args) => unsafety::run(args),
        Command::Rootfs(args) => rootfs::run(args),
        Command::Audit(args) => audit::run(args),
        Command::Vendor(args) => graft::vendor(args),
        Command::Foreign(args) => foreign::run(args),
        Command::Versions(args) => versions::run(args),
        Command::Platforms(args) => platforms::run(args),
        Command::BootstrapCheck(args) => bootstrap::run(args),
        Command::TwinGuarantee(args) => guarantee::run(args),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
