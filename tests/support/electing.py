"""One election in a small assembly, from its notice to its certificate."""

from __future__ import annotations

from support.small_assembly import SmallAssembly, done

TERM = 4 * 365
"""Days of a whole term under the charter of these tests."""


def elected(made: SmallAssembly, *votes: str, name: str = "p") -> tuple[str, ...]:
    """From notice to certificate: the first members vote so; who was elected, in order."""
    done(made.call(name))
    done(made.open(name))
    for place, choice in enumerate(votes):
        done(made.vote(f"m{place}", choice, name))
    done(made.close_at_end(name))
    done(made.certify(name))
    return tuple(filter(None, made.poll(name).elected.split(",")))
