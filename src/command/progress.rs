//! A progress bar on standard error, for a person who waits: nothing is drawn
//! where standard error is no terminal, or the findings go to one.
//!
//! ```text
//! [=========>          ] 31.20 MiB/63.60 MiB, 24711 articles, 298 a second, 2 failed, 12s left
//! ```

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far the work has come.
pub(super) struct Progress {
    bar: ProgressBar,
    articles: u64,
}

impl Progress {
    /// Nothing is done of `size` bytes of input, or of a stream without an end in sight.
    pub(super) fn start(size: Option<u64>, shown: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
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

    /// One more article is done, and `read` bytes of input are read; `failures` have failed so far.
    pub(super) fn advance(&mut self, read: u64, failures: u64) {
        self.articles += 1;
        if !self.bar.is_hidden() {
            let articles = self.articles;
            let millis = self.bar.elapsed().as_millis().max(1);
            let rate = u128::from(articles) * 1000 / millis;
            self.bar.set_message(format!(
                "{articles} articles, {rate} a second, {failures} failed"
            ));
            self.bar.set_position(read);
        }
    }

    /// All is done; the last state stays on the terminal.
    pub(super) fn finish(&self) {
        self.bar.abandon();
    }
}
