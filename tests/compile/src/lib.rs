//! Nothing: the tests are in `tests/` and `ui/`.
