//! What documentation promises, as tests: they are all that is here.

mod api;
