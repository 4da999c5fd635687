//! The interpreters that suites run on.

use anyhow::Result;

use super::session::{Session, Variant};
use super::suite::Runner;
use crate::build::Facts;
use crate::graft;
use crate::process::Interrupted;

/// Every interpreter that the suites of this run need.
pub(super) fn build(session: &Session<'_>, runner: &mut Runner<'_>) -> Result<()> {
    let mut variants = Variant::USUAL.to_vec();
    if session.args.all {
        variants.extend(Variant::MORE);
    }
    for variant in variants {
        let problem = match session.built(variant) {
            Err(error) if error.is::<Interrupted>() => return Err(error),
            Err(error) => Some(format!("{error:#}")),
            Ok(built) => {
                let expected = graft::module_names(&built.tree.version)?.join(" ");
                wrong_modules(variant, &built.facts, &expected)
            }
        };
        runner.check(
            variant.what(),
            problem.is_none(),
            problem.as_deref().unwrap_or_default(),
        )?;
    }
    Ok(())
}

/// What an interpreter of `variant` says that it should not.
fn wrong_modules(variant: Variant, facts: &Option<Facts>, all: &str) -> Option<String> {
    let facts = facts.as_ref()?;
    let in_rust = facts.rust_modules.join(" ");
    let expected = if matches!(variant, Variant::C | Variant::OlderC) {
        ""
    } else {
        all
    };
    (in_rust != expected).then(|| format!("its modules in Rust are '{in_rust}', not '{expected}'"))
}
