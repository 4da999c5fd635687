//! What a run of the tests says at its end, on standard output.

use std::time::Duration;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::counts::Counts;
use super::suite::{Report, Suite};
use crate::progress::shown_time;

/// The suites that were run, in their order.
#[derive(Default)]
pub(crate) struct Summary {
    rows: Vec<(&'static Suite, Report, Duration)>,
}

impl Summary {
    pub(crate) fn add(&mut self, suite: &'static Suite, report: Report, time: Duration) {
        self.rows.push((suite, report, time));
    }

    pub(crate) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, report, _) in &self.rows {
            total.add(report.counts.clone());
        }
        total
    }

    /// The failures, the skips with their reasons, the table, and the last line.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (suite, report, _) in &self.rows {
            for failure in &report.failures {
                text.push_str(&format!("FAILED in {}: {failure}\n\n", suite.name));
            }
        }
        text.push_str(&format!("{}\n", self.table()));
        for (suite, report, _) in &self.rows {
            for reason in &report.counts.reasons {
                text.push_str(&format!("skipped in {}: {reason}\n", suite.name));
            }
        }
        let Counts {
            passed,
            failed,
            skipped,
            ..
        } = self.total();
        text.push_str(&format!(
            "cpython-rust: {passed} passed, {failed} failed, {skipped} skipped\n"
        ));
        text
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table
            .load_preset(presets::UTF8_BORDERS_ONLY)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header([
                "suite",
                "what it shows",
                "passed",
                "failed",
                "skipped",
                "time",
            ]);
        for (suite, report, time) in &self.rows {
            let Counts {
                passed,
                failed,
                skipped,
                ..
            } = &report.counts;
            table.add_row([
                suite.name.to_owned(),
                suite.what.to_owned(),
                passed.to_string(),
                failed.to_string(),
                skipped.to_string(),
                shown_time(*time),
            ]);
        }
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        table
    }
}

/// `12 passed, 1 failed`: what a suite's own line says.
pub(crate) fn in_words(counts: &Counts) -> String {
    let parts = [
        (counts.passed, "passed"),
        (counts.failed, "failed"),
        (counts.skipped, "skipped"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if said.is_empty() {
        "nothing to test".to_owned()
    } else {
        said.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::SUITES;
    use super::*;

    #[test]
    fn the_last_line_has_the_totals_and_failures_come_first() {
        let mut summary = Summary::default();
        let counts = |passed, failed, skipped| Counts {
            passed,
            failed,
            skipped,
            reasons: vec![],
        };
        let failures = vec!["x failed; its last lines:".to_owned()];
        summary.add(
            &SUITES[0],
            Report {
                counts: counts(40, 0, 2),
                failures: vec![],
            },
            Duration::ZERO,
        );
        summary.add(
            &SUITES[1],
            Report {
                counts: counts(1, 2, 0),
                failures,
            },
            Duration::ZERO,
        );
        let text = summary.text();
        assert!(
            text.starts_with(&format!("FAILED in {}: x failed", SUITES[1].name)),
            "{text}"
        );
        assert!(
            text.ends_with("\ncpython-rust: 41 passed, 2 failed, 2 skipped\n"),
            "{text}"
        );
    }

    #[test]
    fn counts_in_words_leave_out_what_there_is_none_of() {
        let counts = Counts {
            passed: 3,
            skipped: 1,
            ..Counts::default()
        };
        assert_eq!(in_words(&counts), "3 passed, 1 skipped");
        assert_eq!(in_words(&Counts::default()), "nothing to test");
    }
}
