dnl What configure does without a usable Rust (cargo xtask graft --policy):
dnl   optional  warns, and builds the C modules
dnl   opt-out   fails, unless --with-rust=no asks for the C modules
dnl   required  fails, and refuses --with-rust=no
@@RUST_POLICY@@
