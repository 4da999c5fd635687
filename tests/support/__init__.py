"""What the test scripts share.

harness   runs a script's unittest classes, a line for each test, counts in the last line
starve    calls whose allocations fail, one after the other
together  calls that threads make at the same time
isolated  interpreters with a GIL of their own, on threads
samples   one ordinary call of each function of binascii, with what it gives
bare      CPython built where there is neither Rust nor Python
closure   which modules a script can come to import
trees     disposable copies of a grafted source tree and its build directory
"""
