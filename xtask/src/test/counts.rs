//! How many tests passed, as the programs that ran them say.

/// The numbers of a suite.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
    /// Why tests were skipped, each reason once.
    pub(crate) reasons: Vec<String>,
}

/// Who reports on its tests, and so in which words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Speaker {
    /// `cargo test`.
    Cargo,
    /// CPython's `python -m test`.
    Regrtest,
    /// A script of `tests/`.
    Script,
    /// A command that is one test: it succeeds or not.
    Nobody,
}

impl Speaker {
    /// Whether `line` names a test that failed.
    pub(crate) fn names_failure(self, line: &str) -> bool {
        match self {
            Self::Cargo => line.starts_with("test ") && line.ends_with(" FAILED"),
            Self::Regrtest => {
                let is_leak = line.contains(" leaked [");
                is_leak || line.starts_with("FAIL: ") || line.starts_with("ERROR: ")
            }
            Self::Script => {
                let is_parity = line.trim_start().starts_with("first difference: ");
                is_parity || line.starts_with("FAILED ")
            }
            Self::Nobody => false,
        }
    }
}

impl Counts {
    pub(crate) fn one_passed() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        for reason in other.reasons {
            self.because(reason);
        }
    }

    pub(crate) fn because(&mut self, reason: String) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Take in a line of `speaker`'s output.
    pub(crate) fn hear(&mut self, speaker: Speaker, line: &str) {
        match speaker {
            Speaker::Cargo => self.hear_cargo(line),
            Speaker::Regrtest => self.hear_regrtest(line),
            Speaker::Script => self.hear_script(line),
            Speaker::Nobody => (),
        }
    }

    /// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; …`, once for each program.
    fn hear_cargo(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            let result = result.split_once(". ").map_or("", |(_, counts)| counts);
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
            let ignored = number_before(result, " ignored");
            if ignored > 0 {
                self.skipped += ignored;
                self.because("marked #[ignore], or an example that is not run".to_owned());
            }
        }
    }

    /// `Total tests: run=3,862 failures=2 skipped=132`.
    fn hear_regrtest(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("Total tests: ") {
            let result = result.replace(',', "");
            let number = |name| number_after(&result, name);
            self.failed += number("failures=");
            self.skipped += number("skipped=");
            self.passed += number("run=")
                .saturating_sub(number("failures="))
                .saturating_sub(number("skipped="));
            if number("skipped=") > 0 {
                self.because("CPython's own conditions (resources, platform)".to_owned());
            }
        }
    }

    /// `parity: 12 passed, 0 failed, 1 skipped`, and a line for each test that is skipped.
    fn hear_script(&mut self, line: &str) {
        if let Some(test) = line.strip_prefix("skipped ") {
            // The reason follows the time, which says nothing here.
            let reason = match (test.rfind(" ("), test.rsplit_once("): ")) {
                (Some(end), Some((_, reason))) => format!("{}: {reason}", test[..end].trim()),
                _ => test.trim().to_owned(),
            };
            self.because(reason);
        }
        let Some((name, result)) = line.split_once(": ") else {
            return;
        };
        let is_name = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let ends = result.ends_with(" skipped") && result.matches(", ").count() == 2;
        if is_name && ends {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
            self.skipped += number_before(result, " skipped");
        }
    }
}

/// The number that stands before `word`; 0 if there is none.
fn number_before(text: &str, word: &str) -> u64 {
    let Some(end) = text.find(word) else { return 0 };
    let start = text[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    text[start..end].parse().unwrap_or(0)
}

/// The number that stands after `word`; 0 if there is none.
fn number_after(text: &str, word: &str) -> u64 {
    let Some(at) = text.find(word) else { return 0 };
    let rest = &text[at + word.len()..];
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(speaker: Speaker, lines: &[&str]) -> Counts {
        let mut counts = Counts::default();
        for line in lines {
            counts.hear(speaker, line);
        }
        counts
    }

    fn numbers(counts: &Counts) -> (u64, u64, u64) {
        (counts.passed, counts.failed, counts.skipped)
    }

    #[test]
    fn each_program_of_cargo_test_is_added() {
        let counts = heard(
            Speaker::Cargo,
            &[
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s",
                "test tests::it_works ... ok",
                "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
            ],
        );
        assert_eq!(numbers(&counts), (15, 2, 1));
        assert_eq!(counts.reasons.len(), 1);
    }

    #[test]
    fn tests_that_failed_are_told_from_those_that_did_not() {
        let failed = "test tests::it_works ... FAILED";
        assert!(Speaker::Cargo.names_failure(failed) && !Speaker::Script.names_failure(failed));
        assert!(!Speaker::Cargo.names_failure("test tests::it_works ... ok"));
        assert!(Speaker::Regrtest.names_failure("FAIL: test_uu (test.test_binascii.ArrayTest)"));
        assert!(
            Speaker::Regrtest.names_failure("test_base64 leaked [24, 24, 24] references, sum=72")
        );
        assert!(Speaker::Script.names_failure("FAILED  A thing that works (0.1 s)"));
        assert!(Speaker::Script.names_failure("  first difference: a2b_hex(b'0')"));
    }

    #[test]
    fn cpythons_totals_have_thousands_separators() {
        let counts = heard(
            Speaker::Regrtest,
            &["Total tests: run=3,862 failures=2 skipped=132"],
        );
        assert_eq!(numbers(&counts), (3728, 2, 132));
        let counts = heard(
            Speaker::Regrtest,
            &["Total tests: run=46", "Total test files: run=1/1"],
        );
        assert_eq!(numbers(&counts), (46, 0, 0));
    }

    #[test]
    fn a_scripts_last_line_counts_and_its_skips_have_reasons() {
        let counts = heard(
            Speaker::Script,
            &[
                "ok      A thing that works (0.1 s)",
                "skipped Leaves the GIL off (in free threading) (0.0 s): not such a build",
                "error: 1 passed of 3",
                "sub-interpreters: 4 passed, 1 failed, 1 skipped",
            ],
        );
        assert_eq!(numbers(&counts), (4, 1, 1));
        assert_eq!(
            counts.reasons,
            ["Leaves the GIL off (in free threading): not such a build"]
        );
    }
}
