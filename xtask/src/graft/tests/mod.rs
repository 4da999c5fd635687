//! What the graft promises, on a tree that is small enough to read.
