//! Ctrl-C and its relatives: noted by the handler, acted on by whoever waits.
//!
//! Nothing is done inside a signal handler. Loops that wait call [`check`] and return its error
//! like any other, so that children are ended and temporary files removed on the way out.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The user asked for the end.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl Interrupted {
    /// What a shell expects of a program that Ctrl-C ended.
    pub(crate) const EXIT_CODE: i32 = 130;
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted; the same command goes on from here")
    }
}

impl std::error::Error for Interrupted {}

/// From now on these signals ask for an orderly end. (A second one changes nothing: `timeout`
/// sends two at once, and an exit then and there would leave children behind.)
pub(crate) fn watch() -> Result<()> {
    let asked = ASKED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, asked.clone()).context("cannot watch for Ctrl-C")?;
    }
    Ok(())
}

/// An error once the user asked for the end.
pub(crate) fn check() -> Result<()> {
    match ASKED.get() {
        Some(asked) if asked.load(Ordering::Relaxed) => Err(Interrupted.into()),
        _ => Ok(()),
    }
}
