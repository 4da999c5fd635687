//! Interruptions and errors, at every single step: a tree is as it was, or as it should be.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Fixture, says, snapshot};
use crate::graft::Graft;

/// Far more than there are files to change.
const MANY: usize = 1000;

/// Makes the graft do `what` before its `nth` change (from 0).
fn at_step(mut graft: Graft, nth: usize, what: impl Fn() -> io::Result<()> + 'static) -> Graft {
    let step = Cell::new(0);
    graft.hook = Box::new(move |_| {
        step.set(step.get() + 1);
        if step.get() == nth + 1 {
            what()
        } else {
            Ok(())
        }
    });
    graft
}

/// A process that is killed runs no code; here, neither does one that panics in the hook.
fn killed(run: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(run)).is_err()
}

fn full() -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::StorageFull))
}

/// Bytes and permissions; a file that is written twice may be younger.
fn contents(fixture: &Fixture) -> Vec<(String, Vec<u8>, u32)> {
    let files = snapshot(&fixture.tree()).into_iter();
    files
        .map(|(path, content)| (path, content.bytes, content.mode))
        .collect()
}

fn wanted() -> Vec<(String, Vec<u8>, u32)> {
    let fixture = Fixture::new();
    fixture.apply();
    contents(&fixture)
}

#[test]
fn a_killed_graft_is_finished_by_the_next() {
    let wanted = wanted();
    for nth in 0..MANY {
        let fixture = Fixture::new();
        let graft = at_step(fixture.graft(), nth, || panic!("killed, as it should be"));
        if !killed(|| drop(graft.apply(&fixture.tree()))) {
            assert!(nth > 10, "there are steps to be killed at");
            return;
        }
        let error = fixture
            .graft()
            .check(&fixture.tree())
            .expect_err("it is not whole");
        says(&format!("{error:#}"), &["holds an interrupted graft"]);
        fixture.apply();
        assert_eq!(contents(&fixture), wanted, "killed at step {nth}");
        assert_eq!(
            fixture.graft().check(&fixture.tree()).expect("it is whole"),
            []
        );
    }
}

#[test]
fn a_killed_graft_can_be_reverted() {
    for nth in 0..MANY {
        let fixture = Fixture::new();
        let before = snapshot(&fixture.tree());
        let graft = at_step(fixture.graft(), nth, || panic!("killed, as it should be"));
        if !killed(|| drop(graft.apply(&fixture.tree()))) {
            return;
        }
        fixture.revert();
        assert_eq!(before, snapshot(&fixture.tree()), "killed at step {nth}");
    }
}

#[test]
fn a_killed_revert_is_finished_by_the_next() {
    for nth in 0..MANY {
        let fixture = Fixture::new();
        let before = snapshot(&fixture.tree());
        fixture.apply();
        let graft = at_step(fixture.graft(), nth, || panic!("killed, as it should be"));
        if !killed(|| drop(graft.revert(&fixture.tree()))) {
            assert!(nth > 10, "there are steps to be killed at");
            return;
        }
        fixture.revert();
        assert_eq!(before, snapshot(&fixture.tree()), "killed at step {nth}");
    }
}

#[test]
fn an_error_undoes_what_was_done() {
    for nth in 0..MANY {
        let fixture = Fixture::new();
        let before = snapshot(&fixture.tree());
        let graft = at_step(fixture.graft(), nth, full);
        let Err(error) = graft.apply(&fixture.tree()) else {
            assert!(nth > 10, "there are steps to fail at");
            return;
        };
        says(
            &format!("{error:#}"),
            &["was left as it was", "cannot change"],
        );
        assert_eq!(before, snapshot(&fixture.tree()), "failed at step {nth}");
        assert!(!fixture.tree().join("Rust").exists());
    }
}

#[test]
fn an_error_while_reverting_leaves_the_graft() {
    for nth in 0..MANY {
        let fixture = Fixture::new();
        fixture.apply();
        let before = snapshot(&fixture.tree());
        let graft = at_step(fixture.graft(), nth, full);
        if graft.revert(&fixture.tree()).is_ok() {
            return;
        }
        assert_eq!(before, snapshot(&fixture.tree()), "failed at step {nth}");
        assert_eq!(
            fixture.graft().check(&fixture.tree()).expect("it is whole"),
            []
        );
    }
}

#[test]
fn what_was_staged_but_never_begun_is_forgotten() {
    let fixture = Fixture::new();
    fixture.write_tree(".cpython-rust-graft/0.new", "half of a fi");
    fixture.apply();
    assert_eq!(contents(&fixture), wanted());
}

#[test]
fn an_undo_that_was_interrupted_is_finished() {
    let fixture = Fixture::new();
    let before = snapshot(&fixture.tree());
    let graft = at_step(fixture.graft(), 7, || panic!("killed, as it should be"));
    assert!(killed(|| drop(graft.apply(&fixture.tree()))));
    let staging = fixture.tree().join(".cpython-rust-graft");
    std::fs::rename(staging.join("journal"), staging.join("undo")).expect("a journal");
    assert!(fixture.revert().nothing_done());
    assert_eq!(before, snapshot(&fixture.tree()));
}
