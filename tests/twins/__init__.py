"""A C module and the Rust module that replaces it, side by side in one process.

load      finds the two modules
surface   what can be seen without calling anything: names, signatures, docstrings, pickles
carriers  strange arguments: every kind of buffer and string, objects that raise or do mischief
corpus    contents worth converting: valid, damaged, and biased towards special characters
cases     calls made of both, in a reproducible order
shrink    the smallest form of a call whose outcomes differ
outcome   what a call did, in a form that can be compared
"""
