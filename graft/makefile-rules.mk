##########################################################################
# Rust modules
#
# rustc is called once per crate, without cargo. The built-in modules and one copy
# of Rust's library become one object in which only PyInit_* is global; it joins
# the interpreter's own objects. A shared module is an object like that of its own.
# makesetup decides which is which, and lists RUST_BUILTIN.

RUST_SRC=	$(srcdir)/Rust
RUST_BUILD=	Rust/build
RUST_CFG=	@RUST_CFG@
# As the interpreter's own functions have them or not.
RUST_FRAME_POINTERS= $(if $(filter -fno-omit-frame-pointer,$(PY_CORE_CFLAGS)),-C force-frame-pointers=yes)
# A build by profile compiles C twice, and `make clean-retain-profile` comes between: it removes *.a, *.so
# and *.o everywhere. What rustc makes has other names, so that it is made once. rustc
# finds macros by a name for libraries only; that is a copy.
RUST_MACROS=	$(RUST_BUILD)/@RUST_MACROS@
RUST_MACROS_MADE= $(RUST_BUILD)/cpython_macros.made

# Ours; a crate of others has its own.
RUST_EDITION=	2024
# rustc would look for make's job server, which is not passed on to it; it has
# only one job to do.
RUST_COMMON=	MAKEFLAGS= CARGO_MAKEFLAGS= $(RUSTC) --edition $(RUST_EDITION) $(RUST_REMAP)
RUST_COMPILE=	$(RUST_COMMON) --target $(RUST_TARGET) @RUST_PROFILE@ $(RUST_SANITIZER) \
		$(RUST_FRAME_POINTERS) $(RUST_CFG) -L dependency=$(RUST_BUILD)
RUST_RLIB=	$(RUST_COMPILE) $(RUSTFLAGS) --crate-type rlib --out-dir $(RUST_BUILD)
# What is linked does not tell where it was made.
# Of a folder that is reached by a link rustc knows the other name.
RUST_REMAP=	--remap-path-prefix=$(abs_builddir)=. --remap-path-prefix=$(realpath $(abs_builddir))=. \
		--remap-path-prefix=$(abs_srcdir)/Rust=Rust --remap-path-prefix=$(RUST_SRC)=Rust
RUST_C_REMAP=	-fdebug-prefix-map=$(abs_builddir)=. -fdebug-prefix-map=$(RUST_SRC)=Rust
# Where nothing unwinds, only the codecs are compiled for speed; what crates have besides by
# default needs Rust's standard library, which is left out.
RUST_UNWINDS=	$(filter unwind,$(RUST_PANIC))
RUST_GLUE=	@RUST_GLUE@

# configure writes Modules/rustflags anew only if how rustc is called has changed.
# Crates that use others are compiled again with them. Their rules are made from Cargo.toml.

@@RUST_SOURCES@@

@@RUST_CRATES@@
$(RUST_MACROS): $(RUST_MACROS_MADE)
	cp $(RUST_MACROS_MADE) $@.new
	@mv -f $@.new $@

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

# What else goes into an object: functions in C.
RUST_C_BUILTIN=	$(PY_CORE_CFLAGS) -fno-lto $(RUST_C_REMAP)
RUST_C_SHARED=	$(PY_STDMODULE_CFLAGS) $(CCSHARED) -fno-lto $(RUST_C_REMAP)
RUST_C_OBJS=	$(RUST_BUILD)/shims.o $(if $(RUST_UNWINDS),,$(RUST_BUILD)/personality.o)
RUST_C_SHARED_OBJS= $(RUST_BUILD)/shared/shims.o $(if $(RUST_UNWINDS),,$(RUST_BUILD)/shared/personality.o)

$(RUST_BUILD)/shims.o: $(RUST_SYS)/shims.c $(RUST_SYS)/shims.h $(PYTHON_HEADERS)
	@$(MKDIR_P) $(RUST_BUILD)
	$(CC) -c $(RUST_C_BUILTIN) -o $@ $(RUST_SYS)/shims.c

$(RUST_BUILD)/personality.o: $(RUST_SRC)/personality.c
	@$(MKDIR_P) $(RUST_BUILD)
	$(CC) -c $(RUST_C_BUILTIN) -o $@ $(RUST_SRC)/personality.c

$(RUST_BUILD)/shared/shims.o: $(RUST_SYS)/shims.c $(RUST_SYS)/shims.h $(PYTHON_HEADERS)
	@$(MKDIR_P) $(RUST_BUILD)/shared
	$(CC) -c $(RUST_C_SHARED) -o $@ $(RUST_SYS)/shims.c

$(RUST_BUILD)/shared/personality.o: $(RUST_SRC)/personality.c
	@$(MKDIR_P) $(RUST_BUILD)/shared
	$(CC) -c $(RUST_C_SHARED) -o $@ $(RUST_SRC)/personality.c

# The root crate exports the modules that it is told to.
RUST_ROOT=	$(RUST_COMPILE) --crate-type staticlib @RUST_ROOT_FLAGS@ \
		--extern cpython_api=$(RUST_BUILD)/libcpython_api.rlib $(RUSTFLAGS)
RUST_PRELINK=	$(CC) $(CONFIGURE_CFLAGS) @RUST_PRELINK@
# Rust's library comes with LLVM bitcode, which would make tools take the object for it.
RUST_LOCALIZE=	$(OBJCOPY) --remove-section=.llvmbc --remove-section=.llvmcmd

@@RUST_NAMES@@
RUST_BUILTIN_RLIBS= $(foreach name,$(RUST_BUILTIN),$(RUST_BUILD)/lib$(RUST_CRATE_$(name)).rlib)

# makesetup writes Modules/rustbuiltin anew only if the list has changed.
$(RUST_BUILD)/rustmodules.archive: $(RUST_SRC)/root.rs $(RUST_BUILTIN_RLIBS) Modules/rustbuiltin
	$(RUST_ROOT) --crate-name rustmodules $(foreach name,$(RUST_BUILTIN),--cfg rust_module_$(name) \
		--extern $(RUST_CRATE_$(name))=$(RUST_BUILD)/lib$(RUST_CRATE_$(name)).rlib) -o $@ $(RUST_SRC)/root.rs

$(RUST_BUILD)/rustmodules.o: $(RUST_BUILD)/rustmodules.archive $(RUST_C_OBJS) \
		$(RUST_BUILD)/verify.o $(RUST_BUILD)/verify-shims.o
	$(RUST_PRELINK) $(foreach name,$(RUST_BUILTIN),-Wl,-u,PyInit_$(name)) \
		-o $@.new $(RUST_C_OBJS) $(RUST_BUILD)/rustmodules.archive
	$(RUST_LOCALIZE) $(foreach name,$(RUST_BUILTIN),--keep-global-symbol=PyInit_$(name)) $@.new
	@mv -f $@.new $@

@@RUST_SHARED@@
# Is there a usable Rust, and what has it to do with this build?
.PHONY: rustavailable
rustavailable:
	@CC="$(CC)" CPPFLAGS="$(CONFIGURE_CPPFLAGS)" CFLAGS="$(CONFIGURE_CFLAGS)" LDFLAGS="$(CONFIGURE_LDFLAGS)" \
		RUSTC="$(RUSTC)" RUST_TARGET="$(RUST_TARGET)" RUSTFLAGS="$(RUSTFLAGS)" OBJCOPY="$(OBJCOPY)" \
		$(SHELL) $(RUST_SRC)/available.sh --triplet "$(HOST_GNU_TYPE)" \
		--configured "$(WITH_RUST)" --modules "$(RUST_MODULES)"

.PHONY: clean-rust
clean-rust:
	-rm -rf $(RUST_BUILD)

# Not at the same time as what looks for files in all folders, which fails if one vanishes.
.PHONY: clean-with-rust
clean-with-rust: clean-profile
	-rm -rf $(RUST_BUILD)

clean: clean-with-rust

.PHONY: distclean-rust
distclean-rust: clobber
	-rm -f Modules/rustflags Modules/rustbuiltin
	-rmdir Rust 2>/dev/null || true

distclean: distclean-rust
