//! What a person sees while they wait: bars on a terminal, plain lines elsewhere.
//!
//! Everything here goes to standard error. Standard output is for results only.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use console::style;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How wide the column of step names is.
const NAME_WIDTH: usize = 16;

/// How often a long step says where it is when there is no terminal.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Where steps report to; one for the whole run of the program.
pub(crate) struct Progress {
    output: Output,
}

enum Output {
    Terminal(MultiProgress),
    Lines,
    #[cfg(test)]
    Nothing,
}

/// What a step's count counts.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Things of this name, in the plural.
    Count(&'static str),
    Bytes,
}

impl Progress {
    /// Bars if standard error is a terminal that can show them, else lines.
    pub(crate) fn new() -> Self {
        let terminal = console::Term::stderr();
        let output = if terminal.features().is_attended() && !is_dumb() {
            Output::Terminal(MultiProgress::new())
        } else {
            Output::Lines
        };
        Self { output }
    }

    #[cfg(test)]
    pub(crate) fn silent() -> Self {
        Self {
            output: Output::Nothing,
        }
    }

    /// Begin a step; it ends with [`Step::done`], or has failed when it is dropped before that.
    pub(crate) fn step(&self, name: &'static str) -> Step<'_> {
        let bar = match &self.output {
            Output::Terminal(bars) => {
                let bar = bars.add(ProgressBar::new_spinner());
                bar.set_style(spinner_style());
                bar.set_prefix(format!("{name:NAME_WIDTH$}"));
                bar.enable_steady_tick(Duration::from_millis(100));
                Some(bar)
            }
            _ => None,
        };
        let start = Instant::now();
        Step {
            progress: self,
            name,
            bar,
            start,
            last_line: start,
            count: None,
            done: false,
        }
    }

    /// Something worth knowing.
    pub(crate) fn note(&self, text: &str) {
        self.print(&format!("     {text}"));
    }

    /// Something that a person should do about, or know before they rely on the result.
    pub(crate) fn warn(&self, text: &str) {
        self.print(&format!(
            "{} {text}",
            style("warning:").for_stderr().yellow().bold()
        ));
    }

    fn print(&self, line: &str) {
        match &self.output {
            // A terminal that is gone is no reason to end a build.
            Output::Terminal(bars) => bars.suspend(|| eprintln_quietly(line)),
            Output::Lines => eprintln_quietly(line),
            #[cfg(test)]
            Output::Nothing => (),
        }
    }
}

/// One step of the work, with the time it takes.
pub(crate) struct Step<'a> {
    progress: &'a Progress,
    name: &'static str,
    bar: Option<ProgressBar>,
    start: Instant,
    last_line: Instant,
    count: Option<(u64, u64, Unit)>,
    done: bool,
}

impl Step<'_> {
    /// From now on the step counts up to `total`.
    pub(crate) fn expect(&mut self, total: u64, unit: Unit) {
        self.count = Some((0, total, unit));
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_style(bar_style(unit));
        }
    }

    /// The step has come to `position`, and is at `what`.
    pub(crate) fn at(&mut self, position: u64, what: &str) {
        if let Some((at, total, _)) = &mut self.count {
            *at = position;
            // An estimate that proves too low must not show more than all.
            *total = position.max(*total);
            if let Some(bar) = &self.bar {
                bar.set_length(*total);
                bar.set_position(position);
            }
        }
        self.say(what);
    }

    /// The step is at `what`.
    pub(crate) fn say(&mut self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        } else if self.last_line.elapsed() >= HEARTBEAT {
            self.last_line = Instant::now();
            let count = self
                .count
                .map_or(Cow::Borrowed(what), |count| shown_count(count).into());
            self.progress
                .print(&line("..  ", self.name, &count, self.start.elapsed()));
        }
    }

    /// The step has succeeded, with `result` in a few words.
    pub(crate) fn done(mut self, result: &str) -> Duration {
        self.done = true;
        let elapsed = self.start.elapsed();
        self.end(
            &style("ok  ").for_stderr().green().to_string(),
            result,
            elapsed,
        );
        elapsed
    }

    fn end(&self, mark: &str, result: &str, elapsed: Duration) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.progress.print(&line(mark, self.name, result, elapsed));
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !self.done {
            let mark = style("fail").for_stderr().red().to_string();
            self.end(&mark, "", self.start.elapsed());
        }
    }
}

fn line(mark: &str, name: &str, text: &str, elapsed: Duration) -> String {
    let elapsed = style(format!("({})", shown_time(elapsed)))
        .for_stderr()
        .dim();
    format!("{mark} {name:NAME_WIDTH$} {text} {elapsed}")
}

fn shown_count((at, total, unit): (u64, u64, Unit)) -> String {
    match unit {
        Unit::Count(things) => format!("{at} of {total} {things}"),
        Unit::Bytes => format!("{} of {}", shown_size(at), shown_size(total)),
    }
}

/// `elapsed` as a person would say it.
pub(crate) fn shown_time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let seconds = seconds.round();
    if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        format!(
            "{:.0} min {:02.0} s",
            (seconds / 60.0).floor(),
            seconds % 60.0
        )
    }
}

/// `bytes` in the unit that suits it.
pub(crate) fn shown_size(bytes: u64) -> String {
    indicatif::BinaryBytes(bytes).to_string()
}

fn spinner_style() -> ProgressStyle {
    template("{spinner:.cyan}    {prefix} {elapsed:.dim}  {wide_msg}")
}

fn bar_style(unit: Unit) -> ProgressStyle {
    template(match unit {
        Unit::Count(_) => {
            "{spinner:.cyan}    {prefix} {elapsed:.dim} [{bar:25}] {pos}/{len}  {wide_msg}"
        }
        Unit::Bytes => {
            "{spinner:.cyan}    {prefix} {elapsed:.dim} [{bar:25}] {bytes}/{total_bytes}  {wide_msg}"
        }
    })
    .progress_chars("=> ")
}

fn template(text: &str) -> ProgressStyle {
    ProgressStyle::with_template(text).expect("the templates above are well formed")
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb")
}

fn eprintln_quietly(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_to_read() {
        let shown = |seconds| shown_time(Duration::from_secs_f64(seconds));
        assert_eq!(shown(0.04), "0.0 s");
        assert_eq!(shown(9.96), "10 s");
        assert_eq!(shown(59.4), "59 s");
        assert_eq!(shown(59.6), "1 min 00 s");
        assert_eq!(shown(125.0), "2 min 05 s");
    }

    #[test]
    fn a_count_never_shows_more_than_all() {
        let progress = Progress::silent();
        let mut step = progress.step("make");
        step.expect(3, Unit::Count("files"));
        step.at(5, "x");
        assert_eq!(shown_count(step.count.expect("counted")), "5 of 5 files");
    }
}
