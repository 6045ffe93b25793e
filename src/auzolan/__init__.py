"""Auzolan: the operating system of a data co-operative.

This package holds the pure rooms, the audit and the house; importing it imports none of them.
It refuses to start under ``python -O``: assertions guard money, votes and consent, and a program
that has lost them must not go on.
"""

if not __debug__:  # the one check that cannot be an assertion itself
    import sys

    sys.stderr.write(
        "auzolan does not start under python -O: its assertions guard money, votes and consent. "
        "Start it without -O and without PYTHONOPTIMIZE.\n"
    )
    raise SystemExit(4)  # as the command line ends where something outside is not as it must be

__version__ = "0.1.0"
