dnl Rust for the standard library's extension modules.
dnl
dnl Included by configure.ac after the last PY_STDLIB_MOD(), so that the state of
dnl each module is known. Decides whether Rust is used, with which compiler, for
dnl which target and for which modules; the rules are in Makefile.pre.in.

dnl Modules that Rust can provide (see modules.toml). If one has a C twin, that is built otherwise.
@@RUST_KNOWN@@

dnl The oldest compiler that is tested: the one of Debian stable.
m4_define([RUST_MINIMUM], [1.85])

AC_ARG_VAR([RUSTC], [Rust compiler command])
AC_ARG_VAR([RUSTFLAGS], [Rust compiler flags])
AC_ARG_VAR([RUST_TARGET], [Rust target, when it cannot be derived from --host])

AC_ARG_WITH([rust],
  [AS_HELP_STRING([--with-rust@<:@=auto|yes|no@:>@],
    [build the extension modules that exist in Rust with rustc:
     auto uses Rust if it is usable and warns if not (default),
     yes fails if it is not, no builds the C modules])],
  [], [with_rust=auto])
AS_CASE([$with_rust],
  [auto|yes|no], [],
  [AC_MSG_ERROR([--with-rust takes auto, yes or no, not '$with_rust'])])

AC_ARG_WITH([rust-modules],
  [AS_HELP_STRING([--with-rust-modules=LIST],
    [comma-separated modules to build in Rust rather than in C
     (default: all of them: RUST_MODULES_KNOWN)])],
  [], [with_rust_modules=yes])
AS_CASE([$with_rust_modules],
  [yes], [rust_wanted="RUST_MODULES_KNOWN"],
  [no], [rust_wanted=],
  [rust_wanted=`AS_ECHO(["$with_rust_modules"]) | tr ',' ' '`])
for rust_name in $rust_wanted; do
  AS_CASE([" RUST_MODULES_KNOWN "],
    [*" $rust_name "*], [],
    [AC_MSG_ERROR([--with-rust-modules: there is no Rust module '$rust_name'; known: RUST_MODULES_KNOWN])])
done

AC_SUBST([WITH_RUST])
AC_SUBST([RUST_VERSION])
AC_SUBST([RUST_MODULES])
AC_SUBST([RUST_CFG])
AC_SUBST([RUST_DECLARATIONS])
AC_SUBST([RUST_PROFILE])
AC_SUBST([RUST_OBJS])
AC_SUBST([RUST_MODULE_RLIBS])
AC_SUBST([RUST_ROOT_FLAGS])
AC_SUBST([RUST_PRELINK])
AC_SUBST([RUST_KEEP_GLOBAL])
AC_SUBST([RUST_MACROS])
WITH_RUST=no
RUST_VERSION= RUST_MODULES= RUST_CFG= RUST_PROFILE= RUST_OBJS= RUST_MODULE_RLIBS=
RUST_ROOT_FLAGS= RUST_PRELINK= RUST_KEEP_GLOBAL= RUST_MACROS=
dnl The declarations for this version of CPython, or for the last before it that has its own: make
dnl has the compiler prove them in any case. A condition holds for its version and all later ones.
RUST_DECLARATIONS=v3_13.rs
for rust_since in 14 15; do
  AS_IF([test "${VERSION#3.}" -ge "$rust_since"],
    [RUST_DECLARATIONS=v3_$rust_since.rs
     RUST_CFG="$RUST_CFG --cfg Py_3_$rust_since"])
done

AS_VAR_IF([with_rust], [no], [], [
  AC_CHECK_PROGS([RUSTC], [rustc])
  AC_CHECK_TOOL([OBJCOPY], [objcopy])
  AC_MSG_CHECKING([for the Rust target])
  AS_VAR_IF([RUST_TARGET], [], [
    rust_host=`${RUSTC:-rustc} -vV 2>/dev/null | sed -n 's/^host: //p'`
    RUST_TARGET=`$SHELL $srcdir/Rust/target.sh "$host" "$rust_host" 2>/dev/null`
  ])
  AC_MSG_RESULT([${RUST_TARGET:-none for $host}])

  AC_MSG_CHECKING([whether Rust is usable])
  rust_reason=
  rust_no_run=
  AS_VAR_IF([cross_compiling], [yes], [rust_no_run=--no-run])
  AS_IF(
    [test -z "$RUST_TARGET"],
    [rust_reason="Rust has no known target for $host; set RUST_TARGET to its name if there is one"],
    [test -z "$OBJCOPY"],
    [rust_reason="objcopy, which keeps Rust's symbols out of the interpreter's, was not found; install binutils"],
    [rust_facts=`CC="$CC" CPPFLAGS="$CPPFLAGS" CFLAGS="$CFLAGS" LDFLAGS="$LDFLAGS" LIBS="$LIBS" \
      $SHELL $srcdir/Rust/probe.sh $rust_no_run --rustc "${RUSTC:-rustc}" --target "$RUST_TARGET" \
      --min RUST_MINIMUM --rustflags "$RUSTFLAGS" 2>conftest.rust`],
    [RUST_VERSION=`AS_ECHO(["$rust_facts"]) | sed -n 's/^version=//p'`
     rust_avx512=`AS_ECHO(["$rust_facts"]) | sed -n 's/^avx512=//p'`],
    [rust_reason=`cat conftest.rust`])
  cat conftest.rust >&AS_MESSAGE_LOG_FD 2>/dev/null
  rm -f conftest.rust

  dnl One relocatable object with only the modules' init functions global. Dropping
  dnl what they do not reach needs a linker that can do so in a relocatable link.
  AS_VAR_IF([rust_reason], [], [
    AS_ECHO(["int kept(void) { return 0; }"]) > conftest.c
    rust_prelink=
    for rust_try in '-Wl,--gc-sections' ''; do
      AS_IF([$CC $CFLAGS -c conftest.c -o conftest.part.$ac_objext >&AS_MESSAGE_LOG_FD 2>&1 &&
             $CC $CFLAGS -nostdlib -r $rust_try -Wl,-u,kept -o conftest.whole.$ac_objext conftest.part.$ac_objext >&AS_MESSAGE_LOG_FD 2>&1],
            [RUST_PRELINK="-nostdlib -r $rust_try"; rust_prelink=yes; break])
    done
    rm -f conftest.c conftest.part.$ac_objext conftest.whole.$ac_objext
    AS_VAR_IF([rust_prelink], [], [rust_reason="$CC cannot make a relocatable object (-r); use a toolchain that can"])
  ])

  AS_VAR_IF([rust_reason], [],
    [WITH_RUST=yes
     AC_MSG_RESULT([yes, $RUST_VERSION])],
    [AC_MSG_RESULT([no])
     AS_VAR_IF([with_rust], [yes],
       [AC_MSG_ERROR([--with-rust=yes was asked for, but Rust is not usable.
$rust_reason
Or build the C modules instead, with --with-rust=no.])],
       [AC_MSG_WARN([Rust is not usable, so the C modules are built.
$rust_reason
To build without this warning, use --with-rust=no.])])])
])

dnl RUST_MODULE(NAME, CRATE, AVAILABLE)
dnl Gives module NAME to Rust if it is wanted and AVAILABLE: the platform has it at all.
AC_DEFUN([RUST_MODULE], [
  AC_SUBST([MODULE_]m4_toupper([$1])[_RUST_TRUE])
  AS_VAR_SET([MODULE_]m4_toupper([$1])[_RUST_TRUE], ['#'])
  AS_CASE(["$WITH_RUST:$3: $rust_wanted "],
    [yes:yes:*" $1 "*], [
      AS_VAR_SET([MODULE_]m4_toupper([$1])[_RUST_TRUE], [''])
      AS_VAR_SET([MODULE_]m4_toupper([$1])[_TRUE], ['#'])
      RUST_MODULES="$RUST_MODULES${RUST_MODULES:+ }$1"
      RUST_MODULE_RLIBS="$RUST_MODULE_RLIBS Rust/build/lib$2.rlib"
      RUST_ROOT_FLAGS="$RUST_ROOT_FLAGS --cfg rust_module_$1 --extern $2=Rust/build/lib$2.rlib"
      RUST_PRELINK="$RUST_PRELINK -Wl,-u,PyInit_$1"
      RUST_KEEP_GLOBAL="$RUST_KEEP_GLOBAL --keep-global-symbol=PyInit_$1"
    ])
])
@@RUST_CHOICES@@

AS_VAR_IF([RUST_MODULES], [], [
  AS_VAR_IF([with_rust], [yes],
    [AC_MSG_ERROR([--with-rust=yes was asked for, but no module is left to build in Rust; check --with-rust-modules, or use --with-rust=no.])])
  WITH_RUST=no RUST_VERSION=
], [
  RUST_OBJS=Rust/build/rustmodules.o
  RUST_MACROS=`$RUSTC --crate-type proc-macro --crate-name cpython_macros --print file-names - </dev/null`
  AS_VAR_IF([Py_DEBUG], [true],
    [RUST_PROFILE="-C opt-level=1 -C debuginfo=2 -C debug-assertions=on -C overflow-checks=on"
     RUST_CFG="$RUST_CFG --cfg Py_DEBUG"],
    [RUST_PROFILE="-C opt-level=3 -C codegen-units=1 -C debuginfo=line-tables-only"
     RUST_ROOT_FLAGS="$RUST_ROOT_FLAGS -C lto=fat"])
  AS_VAR_IF([disable_gil], [yes], [RUST_CFG="$RUST_CFG --cfg Py_GIL_DISABLED"])
  AS_VAR_IF([rust_avx512], [yes], [RUST_CFG="$RUST_CFG --cfg simd_avx512"])
])
AC_MSG_NOTICE([modules in Rust: ${RUST_MODULES:-none}])

dnl What the Rust objects depend on besides their sources: how rustc is called.
AS_MKDIR_P([Modules])
AS_ECHO(["$RUSTC
$RUST_VERSION
$RUST_TARGET
$RUSTFLAGS
$RUST_CFG
$RUST_PROFILE
$RUST_ROOT_FLAGS"]) > Modules/rustflags.new
AS_IF([cmp -s Modules/rustflags.new Modules/rustflags],
  [rm -f Modules/rustflags.new],
  [mv -f Modules/rustflags.new Modules/rustflags])
