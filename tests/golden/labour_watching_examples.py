"""Examples of looks at a person's figures, and of raw page times that are destroyed."""

from __future__ import annotations

from auzolan.labour.watching import acts as watch
from auzolan.labour.work import acts as work
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4

WATCHING: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        watch.Look("look-1", DIGEST, "treasury", "top-up", "payroll", 2),
        (watch.Looked("look-1"),),
    ),
    (work.ForgetPages("spring-1"), (work.PagesForgotten("spring-1", 12_408),)),
)
