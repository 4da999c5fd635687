//! What documentation promises, as tests: they are all that is here.

mod api;
mod attacks;
mod guide;
mod links;

/// The root of the repository.
fn root() -> String {
    format!("{}/..", env!("CARGO_MANIFEST_DIR"))
}
