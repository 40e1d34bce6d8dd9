"""Exit codes, which are those of the Java program."""

DONE = 0
USAGE = 2
BAD_DATA = 3
FAILED = 4
INTERRUPTED = 130
