"""What the test scripts share.

harness   runs a script's unittest classes, a line for each test, counts in the last line
samples   one ordinary call of each function of binascii, with what it gives
trees     disposable copies of a grafted source tree and its build directory
"""
