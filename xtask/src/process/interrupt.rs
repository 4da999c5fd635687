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

/// From now on the first signal asks for an orderly end; a second one ends at once.
pub(crate) fn watch() -> Result<()> {
    let mut result = Ok(());
    ASKED.get_or_init(|| {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let exit = Interrupted::EXIT_CODE;
            // In this order: at the first signal the shutdown still sees `false`.
            let registered =
                signal_hook::flag::register_conditional_shutdown(signal, exit, asked.clone())
                    .and_then(|_| signal_hook::flag::register(signal, asked.clone()));
            if let Err(error) = registered {
                result = Err(error).context("cannot watch for Ctrl-C");
            }
        }
        asked
    });
    result
}

/// An error once the user asked for the end.
pub(crate) fn check() -> Result<()> {
    match ASKED.get() {
        Some(asked) if asked.load(Ordering::Relaxed) => Err(Interrupted.into()),
        _ => Ok(()),
    }
}
