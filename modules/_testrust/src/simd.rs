//! Which instructions the codecs use: `tests/kernels.py` has them use each in turn.
//!
//! In a build that has all modules built in, these are those of the other modules as well.

use codec_simd::Level;
use cpython_api::prelude::*;

/// The names of the sets of instructions that this processor and the compiler have.
#[function()]
pub(crate) fn kernels<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyList>> {
    let names = PyList::new(cx)?;
    for level in Level::ALL.into_iter().filter(|level| level.is_supported()) {
        let name = PyStr::new(cx, level.name())?;
        names.append(cx, &name)?;
    }
    Ok(names)
}

/// The name of the one in use.
#[function()]
pub(crate) fn kernel<'py>(cx: &mut Context<'py>) -> PyResult<Bound<'py, PyStr>> {
    PyStr::new(cx, codec_simd::level().name())
}

/// Use the set of that name from now on.
#[function(name, /)]
pub(crate) fn force_kernel<'py>(cx: &mut Context<'py>, name: &'py str) -> PyResult<()> {
    let level = Level::ALL.into_iter().find(|level| level.name() == name);
    let Some(level) = level else {
        return Err(ValueError::raise(
            cx,
            format_args!("there is no set of instructions called '{name}'; see kernels()"),
        ));
    };
    match codec_simd::force(level) {
        Ok(()) => Ok(()),
        Err(unsupported) => Err(ValueError::raise(cx, format_args!("{unsupported}"))),
    }
}
