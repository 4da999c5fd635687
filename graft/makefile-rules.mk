##########################################################################
# Rust modules
#
# rustc is called once per crate, without cargo. The modules and one copy of
# Rust's library become one object in which only PyInit_* is global; it joins
# the interpreter's own objects (see *.rs in Modules/makesetup).

RUST_SRC=	$(srcdir)/Rust
RUST_BUILD=	Rust/build
RUST_CFG=	@RUST_CFG@
# As the interpreter's own functions have them or not.
RUST_FRAME_POINTERS= $(if $(filter -fno-omit-frame-pointer,$(PY_CORE_CFLAGS)),-C force-frame-pointers=yes)
RUST_MACROS=	$(RUST_BUILD)/@RUST_MACROS@

# Ours; a crate of others has its own.
RUST_EDITION=	2024
# rustc would look for make's job server, which is not passed on to it; it has
# only one job to do.
RUST_COMMON=	MAKEFLAGS= CARGO_MAKEFLAGS= $(RUSTC) --edition $(RUST_EDITION)
RUST_COMPILE=	$(RUST_COMMON) --target $(RUST_TARGET) @RUST_PROFILE@ \
		$(RUST_FRAME_POINTERS) --remap-path-prefix=$(RUST_SRC)=Rust \
		$(RUST_CFG) -L dependency=$(RUST_BUILD) --out-dir $(RUST_BUILD)
RUST_RLIB=	$(RUST_COMPILE) $(RUSTFLAGS) --crate-type rlib

# configure writes Modules/rustflags anew only if how rustc is called has changed.
# Crates that use others are compiled again with them. Their rules are made from Cargo.toml.

@@RUST_SOURCES@@

@@RUST_CRATES@@
# The declarations that Rust uses, checked against the headers by the compiler
# that compiles the interpreter.
RUST_SYS=	$(RUST_SRC)/api/cpython-sys/src
RUST_DECLARATIONS= $(RUST_SYS)/@RUST_DECLARATIONS@
$(RUST_BUILD)/verify$(BUILDEXE): $(RUST_SRC_VERIFY) Modules/rustflags
	@$(MKDIR_P) $(RUST_BUILD)
	$(RUST_COMMON) -o $@ $(RUST_SRC)/api/cpython-sys/verify/main.rs

$(RUST_BUILD)/verify.c: $(RUST_BUILD)/verify$(BUILDEXE) $(RUST_DECLARATIONS)
	$(RUST_BUILD)/verify$(BUILDEXE) $(RUST_DECLARATIONS) $(RUST_CFG) > $@.new
	@mv -f $@.new $@

$(RUST_BUILD)/verify.o: $(RUST_BUILD)/verify.c $(PYTHON_HEADERS)
	$(CC) -c $(PY_CORE_CFLAGS) -o $@ $(RUST_BUILD)/verify.c

# The functions of our own, checked likewise against their header.
$(RUST_BUILD)/verify-shims.c: $(RUST_BUILD)/verify$(BUILDEXE) $(RUST_SYS)/shims.rs
	$(RUST_BUILD)/verify$(BUILDEXE) $(RUST_SYS)/shims.rs $(RUST_CFG) > $@.new
	@mv -f $@.new $@

$(RUST_BUILD)/verify-shims.o: $(RUST_BUILD)/verify-shims.c $(RUST_SYS)/shims.h $(PYTHON_HEADERS)
	$(CC) -c $(PY_CORE_CFLAGS) -include $(RUST_SYS)/shims.h -o $@ $(RUST_BUILD)/verify-shims.c

$(RUST_BUILD)/shims.o: $(RUST_SYS)/shims.c $(RUST_SYS)/shims.h $(PYTHON_HEADERS)
	@$(MKDIR_P) $(RUST_BUILD)
	$(CC) -c $(PY_CORE_CFLAGS) -fno-lto -o $@ $(RUST_SYS)/shims.c

$(RUST_BUILD)/librustmodules.a: $(RUST_SRC)/root.rs @RUST_MODULE_RLIBS@
	$(RUST_COMPILE) --crate-type staticlib --crate-name rustmodules @RUST_ROOT_FLAGS@ \
		--extern cpython_api=$(RUST_BUILD)/libcpython_api.rlib $(RUSTFLAGS) $(RUST_SRC)/root.rs

# Rust's library comes with LLVM bitcode, which would make tools take the object for it.
$(RUST_BUILD)/rustmodules.o: $(RUST_BUILD)/librustmodules.a $(RUST_BUILD)/shims.o \
		$(RUST_BUILD)/verify.o $(RUST_BUILD)/verify-shims.o
	$(CC) $(CONFIGURE_CFLAGS) @RUST_PRELINK@ -o $@.new $(RUST_BUILD)/shims.o $(RUST_BUILD)/librustmodules.a
	$(OBJCOPY) --remove-section=.llvmbc --remove-section=.llvmcmd @RUST_KEEP_GLOBAL@ $@.new
	@mv -f $@.new $@

.PHONY: clean-rust
clean-rust:
	-rm -rf $(RUST_BUILD)

clean: clean-rust

.PHONY: distclean-rust
distclean-rust:
	-rm -f Modules/rustflags

distclean: distclean-rust
