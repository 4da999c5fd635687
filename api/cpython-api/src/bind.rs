//! Which argument is for which parameter, where there is `*args` or `**kwargs`.
//!
//! Argument Clinic makes a tuple of `*args` (and has no `**kwargs` before 3.15); here nothing is
//! allocated. Arguments that do not fit are the cold case, and are left to CPython's own parser to
//! describe, so that messages equal Argument Clinic's. Only where that would blame the wrong
//! argument, because it knows no `**kwargs`, the message is written here in its words.

use crate::args::{Surplus, objects};
use crate::raw::Decimal;
use crate::signature::{MOST_PARAMETERS, Parser, Signature};
use crate::trampoline::{Body, KeywordCall, call_array, object_or_null};
use crate::{Any, Context, ExceptionType, Raised, TypeError, raw};
use core::ptr::{self, NonNull};
use cpython_sys::PyObject;

/// What does not fit, in the order in which it is reported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mistake {
    TooMany,
    /// The same, where there can be none at all.
    AnyPositional,
    NotText,
    Missing,
    /// The parameter was also given by position.
    ByNameAndPosition(usize),
    /// The parameter was also given by the same keyword.
    Twice(usize),
    Unexpected,
}

/// Which arguments belong to named parameters.
struct Bound {
    /// One place for each, and one that CPython's parser uses.
    places: [*mut PyObject; MOST_PARAMETERS + 1],
    /// The keywords among them, by their index.
    taken: [usize; MOST_PARAMETERS],
    taken_len: usize,
}

impl Bound {
    /// Whether there is no argument for a parameter yet.
    fn is_free(&self, place: usize) -> bool {
        self.places.get(place).is_none_or(|object| object.is_null())
    }

    /// Takes the keyword number `index` for a parameter, if there is no argument for it yet.
    fn take(&mut self, place: usize, value: *mut PyObject, index: usize) -> bool {
        let (place, taken) = (
            self.places.get_mut(place),
            self.taken.get_mut(self.taken_len),
        );
        let (Some(place), Some(taken)) = (place, taken) else {
            return false;
        };
        let is_free = place.is_null();
        if is_free {
            (*place, *taken) = (value, index);
            self.taken_len += 1;
        }
        is_free
    }
}

/// Calls a function that takes keywords and `*args` or `**kwargs`, or any keywords at all.
///
/// # Safety
/// As for [`keywords`](crate::trampoline::keywords).
pub(crate) unsafe fn variadic(
    call: KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    body: Body,
) -> *mut PyObject {
    let counts = &signature.counts;
    let given = call.given as usize;
    let named = given.min(counts.positional);
    // SAFETY: `given` objects are there, and stay for the time of the call.
    let mut surplus = unsafe { Surplus::positional(call.arguments, named, given) };
    let fits = (counts.required_positional..=signature.most_positional()).contains(&given);
    if call.names.is_null() && counts.required_keyword == 0 && fits {
        // SAFETY: exactly the conditions of this function.
        return unsafe {
            call_array(
                call.origin,
                call.arguments,
                named,
                Some(&surplus),
                signature,
                body,
            )
        };
    }

    if let Some(names) = NonNull::new(call.names) {
        // SAFETY: a tuple, which stays for the time of the call.
        let items = unsafe { raw::tuple_items(names.as_ptr()) };
        (surplus.names, surplus.names_len) = items;
        // SAFETY: the values of the keywords follow the positional arguments.
        surplus.values = unsafe { call.arguments.add(given) };
    }
    let mut bound = Bound {
        places: [ptr::null_mut(); MOST_PARAMETERS + 1],
        taken: [0; MOST_PARAMETERS],
        taken_len: 0,
    };
    // SAFETY: exactly the conditions of this function; the names and values are those of the call.
    if let Err(mistake) = unsafe { bind(&call, signature, &surplus, &mut bound) } {
        // SAFETY: exactly the conditions of this function.
        return unsafe { report(&call, signature, parser, mistake, &mut bound) };
    }
    surplus.taken = bound.taken.as_ptr();
    surplus.taken_len = bound.taken_len;
    let places = bound.places.as_ptr();
    // SAFETY: each place is null or an argument of the call. `surplus` and `bound` stay until it
    // returns, and `bind` has seen that all names are `str`s.
    unsafe {
        call_array(
            call.origin,
            places,
            counts.parameters,
            Some(&surplus),
            signature,
            body,
        )
    }
}

/// Finds the place of each argument.
///
/// # Safety
/// As for [`variadic`]; `surplus` has the names and values of the call.
unsafe fn bind(
    call: &KeywordCall,
    signature: &Signature,
    surplus: &Surplus,
    bound: &mut Bound,
) -> Result<(), Mistake> {
    let counts = &signature.counts;
    let given = call.given as usize;
    if given > signature.most_positional() {
        return Err(match counts.parameters {
            0 => Mistake::AnyPositional,
            _ => Mistake::TooMany,
        });
    }
    // SAFETY: so many objects are there, and stay for the time of the call.
    let arguments = unsafe { objects::<Any>(call.arguments, given.min(counts.positional)) };
    for (place, argument) in bound.places.iter_mut().zip(arguments) {
        *place = argument.as_ptr();
    }
    // SAFETY: as above; nothing is known of the names' types yet.
    let names = unsafe { objects::<Any>(surplus.names, surplus.names_len) };
    // SAFETY: as above.
    let values = unsafe { objects::<Any>(surplus.values, surplus.names_len) };
    // SAFETY: attached, a live object, and no other context exists yet.
    let cx = unsafe { Context::enter(call.origin) };
    let mut mistake = None;
    for (index, (name, value)) in names.iter().zip(values).enumerate() {
        if !raw::is_str(&cx, name) {
            return Err(Mistake::NotText);
        }
        // SAFETY: it is a `str`.
        let is = |text: &[u8]| unsafe { raw::str_equals(&cx, name.as_ptr(), text) };
        let wrong = match signature.keyword(|own| is(own.to_bytes())) {
            Some(place) if bound.take(place, value.as_ptr(), index) => continue,
            Some(place) if place < given => Mistake::ByNameAndPosition(place),
            Some(place) => Mistake::Twice(place),
            None if counts.kwargs => continue,
            None => Mistake::Unexpected,
        };
        mistake = Some(mistake.map_or(wrong, |before: Mistake| before.min(wrong)));
    }
    let required_keywords = counts.positional..counts.positional + counts.required_keyword;
    let mut required = (0..counts.required_positional).chain(required_keywords);
    if required.any(|place| bound.is_free(place)) {
        return Err(Mistake::Missing);
    }
    mistake.map_or(Ok(()), Err)
}

/// Raises `TypeError`.
///
/// # Safety
/// As for [`variadic`]; `mistake` is what `bind` has found.
#[cold]
unsafe fn report(
    call: &KeywordCall,
    signature: &'static Signature,
    parser: Option<&'static Parser>,
    mistake: Mistake,
    bound: &mut Bound,
) -> *mut PyObject {
    let counts = &signature.counts;
    let parser = parser.filter(|parser| parser.fits(counts));
    // SAFETY: attached.
    let parser = parser.map(|parser| unsafe { parser.ready(counts) });
    if parser.is_some_and(|parser| parser.is_null()) {
        return ptr::null_mut();
    }
    let room = bound.places.as_mut_ptr();
    match (mistake, parser) {
        // Nothing but `**kwargs` can be passed by keyword.
        (Mistake::TooMany | Mistake::Missing | Mistake::Unexpected, None) => {
            let (least, most) = (counts.required_positional, signature.most_positional());
            // SAFETY: attached. It raises if the number does not fit.
            unsafe { raw::check_positional(signature.name, call.given, least, most) };
        }
        (Mistake::TooMany, Some(parser)) => {
            // SAFETY: attached; the positional arguments of the call, a static parser that fits
            // the signature, and room for all parameters.
            unsafe {
                raw::unpack_keywords(
                    call.arguments,
                    call.given,
                    ptr::null_mut(),
                    parser,
                    counts,
                    room,
                )
            };
        }
        (Mistake::Missing | Mistake::Unexpected, Some(parser)) => {
            // SAFETY: as above, with all arguments of the call, and one place more.
            unsafe {
                raw::unpack_keywords_and_args(
                    call.arguments,
                    call.given,
                    call.names,
                    parser,
                    counts,
                    room,
                )
            };
        }
        // Those that are raised below.
        (
            Mistake::AnyPositional
            | Mistake::NotText
            | Mistake::ByNameAndPosition(_)
            | Mistake::Twice(_),
            _,
        ) => {}
    }
    // SAFETY: exactly the conditions of this function.
    let mut cx = unsafe { Context::enter(call.origin) };
    let raised = match mistake {
        Mistake::NotText => TypeError::raise(&mut cx, "keywords must be strings"),
        Mistake::AnyPositional => {
            let function = signature.function_name();
            let message = [function, "() takes no positional arguments"];
            TypeError::raise(&mut cx, &message[..])
        }
        Mistake::ByNameAndPosition(place) => {
            let (function, name) = names(signature, place);
            let position = Decimal::new(place + 1);
            let message = [
                "argument for ",
                function,
                "() given by name ('",
                name,
                "') and position (",
                position.as_str(),
                ")",
            ];
            TypeError::raise(&mut cx, &message[..])
        }
        Mistake::Twice(place) => {
            let (function, name) = names(signature, place);
            let message = [
                function,
                "() got multiple values for keyword argument '",
                name,
                "'",
            ];
            TypeError::raise(&mut cx, &message[..])
        }
        // CPython has raised it (or it would be replaced by `SystemError`).
        Mistake::TooMany | Mistake::Missing | Mistake::Unexpected => Raised::take(&cx),
    };
    object_or_null(&mut cx, Err(raised))
}

/// What messages call the function and a parameter.
fn names(signature: &Signature, place: usize) -> (&'static str, &'static str) {
    let name = signature.parameter_name(place).unwrap_or_default();
    (signature.function_name(), name)
}
