//! Text in lines.

use core::num::NonZero;

use crate::{Full, Out};

/// Deals text out in lines, each as long as the next but for the last.
#[derive(Debug)]
pub struct Lines {
    width: NonZero<usize>,
    column: usize,
}

impl Lines {
    /// Lines of `width` characters.
    pub const fn new(width: NonZero<usize>) -> Self {
        Lines { width, column: 0 }
    }

    /// The number of characters that `len` in lines of `width` are: with those that end
    /// all but the last.
    pub fn len(len: usize, width: NonZero<usize>) -> Option<usize> {
        len.checked_add(len.saturating_sub(1) / width)
    }

    /// How many more characters are in this line.
    pub fn left(&self) -> usize {
        self.width.get() - self.column
    }

    /// Writes more text. A line is ended when there is something for the next.
    ///
    /// # Errors
    /// [`Full`] if there is no room for it and what ends lines.
    pub fn write(&mut self, text: &[u8], out: &mut Out<'_>) -> Result<(), Full> {
        out.local(|out| {
            let mut text = text;
            while !text.is_empty() {
                if self.left() == 0 {
                    out.push(b'\n')?;
                    self.column = 0;
                }
                let (line, rest) = text.split_at(text.len().min(self.left()));
                out.extend(line)?;
                self.column += line.len();
                text = rest;
            }
            Ok(())
        })
    }
}
