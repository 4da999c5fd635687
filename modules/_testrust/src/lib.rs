//! `_testrust`: what the API is tested with, as `_testcapi` is for C.
//!
//! `tests/xxrust/` has a test file for each file. What a module in Rust looks like is shown by
//! `_xxrust`; here is one of everything.
//!
//! - `cost`: functions and methods that do next to nothing, whose calls are measured
//! - `signatures`: every kind of parameter
//! - `state`: what the module keeps for itself, constants, names, the last step
//! - `classes`: a class for each kind of special method
//! - `threads`: detaching, references that outlive a call, locks, panics
//! - `types`: what handles of the built-in types can do, and exceptions
#![forbid(unsafe_code)]
#![no_std]

mod classes;
mod cost;
mod signatures;
mod simd;
mod state;
mod threads;
mod types;

use cpython_api::prelude::*;

use classes::{
    Blob, Countdown, Counter, Modular, Node, Panicky, Ready, Record, Room, Series, Ticker, Token,
    Typed,
};
use cost::{Cost, length, nothing, refuse, total};
use signatures::*;
use simd::{force_kernel, kernel, kernels};
use state::*;
use threads::*;
use types::{containers::*, exceptions::*, numbers::*, objects::*, texts::*};

module! {
    Testrust = "_testrust",
    doc: "What the API for modules in Rust is tested with.",
    state: State,
    exceptions: [],
    classes: [
        Blob, Cost, Countdown, Counter, Guest, Modular, Node, Panicky, Ready, Record, Room, Series, Ticker, Token, Typed,
    ],
    constants: [ANSWER = 42, LARGE = u64::MAX, NAME = "text", RATIO = 0.5, ENABLED = true],
    names: [append, __class__],
    exec: finish,
    functions: [
        // cost
        length, nothing, refuse, total,
        // state
        count_hit, state_keep, state_kept, state_during, state_panics, states, append_to, class_of,
        // signatures
        answer, no_answer, one, kinds, args_only, positional_args, posonly_vararg, vararg, vararg_kwonly_req_opt, kwargs_only, positional_kwargs, named_kwargs, everything, keyword_value, r#match, with_another_name, defaults, unconverted, unrepresentable, documented, documented_in_stars, held_by_a_liar,
        // simd
        kernels, kernel, force_kernel,
        // threads
        length_detached, panic_detached, panic_attached, drop_detached,
        keep, kept, forget, hit, length_locked, length_of_first, length_of_first_now, length_in_section, panic,
        // types: numbers
        through_i8, through_i16, through_i32, through_i64, through_i128, through_isize, through_u8,
        through_u16, through_u32, through_u64, through_u128, through_usize, through_f32,
        through_f64, through_bool, through_wrapping_u8, through_wrapping_u16, through_wrapping_u32,
        through_wrapping_u64, no_value, through_option, constants, int_to, int_shape, int_to_bytes,
        int_from_bytes, int_parse, index_clipped, float_parse, float_pack, complex_parts,
        arithmetic,
        // types: texts
        bytes_repeat, bytes_partly, bytes_detached, bytearray_new, bytearray_resize, through_str, through_char,
        str_data, str_from_codes, str_parts, str_copy, str_build_ascii, str_ask, str_intern, decimals,
        // types: containers
        tuple_pair, tuple_get, tuple_reversed, list_get, list_set, list_add, list_slices, list_sort,
        list_clear, dict_get, dict_text, dict_set, dict_set_default, dict_del, dict_pop, dict_lists,
        dict_merge, set_build, set_discard, set_take, slice_indices, slice_from, iterate,
        iterate_once,
        // types: objects
        call_bare, call_mixed, call_all, call_names, call_method, attributes, item, compare, texts,
        checks, sequence, mapping_lists, import_from, module_name, type_of_two, type_checks,
        weakref_new, weakref_get, context_var_new, context_var_set, context_var_reset, capsule_new,
        capsule_other, capsule_get, capsules_ended, nested, system,
        // types: exceptions
        exception_matches, exception_cause, exception_context, exception_from_none, exception_chain,
        exception_raise, exception_make, warn_of, unraisable,
    ],
}
