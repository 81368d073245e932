//! A progress bar on standard error, for a person who waits: nothing is drawn
//! where standard error is no terminal, or standard output, with the findings, is one.
//!
//! ```text
//! [=========>          ] 31.20 MiB/63.60 MiB, 24711 articles, 2 failed, 12s left
//! ```

use std::io::{IsTerminal, stdout};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far the work has come.
pub(super) struct Progress {
    bar: ProgressBar,
    articles: u64,
}

impl Progress {
    /// Nothing is done of `size` bytes of input, or of a stream without an end in sight.
    pub(super) fn start(size: Option<u64>) -> Self {
        let target = if stdout().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let template = match size {
            Some(_) => "[{bar:30}] {bytes}/{total_bytes}, {msg}, {eta} left",
            None => "{spinner} {bytes}, {msg}",
        };
        let bar = ProgressBar::with_draw_target(size, target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, articles: 0 }
    }

    /// One more article is done, which took `size` bytes of input; `failures` have failed so far.
    pub(super) fn advance(&mut self, size: u64, failures: u64) {
        self.articles += 1;
        if !self.bar.is_hidden() {
            let articles = self.articles;
            self.bar
                .set_message(format!("{articles} articles, {failures} failed"));
        }
        self.bar.inc(size);
    }

    /// All is done; the last state stays on the terminal.
    pub(super) fn finish(&self) {
        self.bar.abandon();
    }
}
