"""Every act on work with its facts, as examples of the record's bytes."""

from __future__ import annotations

from auzolan.record.entries import Act, Fact
from golden.labour_group_examples import RELEASES, RELEASES_SPECIAL
from golden.labour_pay_examples import LABOUR_PAY, LABOUR_PAY_SPECIAL
from golden.labour_statement_examples import LABOUR_STATEMENTS, LABOUR_STATEMENTS_SPECIAL
from golden.labour_voice_examples import LABOUR_VOICE
from golden.labour_watching_examples import WATCHING
from golden.labour_work_examples import LABOUR_WORK, LABOUR_WORK_SPECIAL

LABOUR: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    *LABOUR_WORK, *LABOUR_PAY, *WATCHING, *RELEASES, *LABOUR_STATEMENTS, *LABOUR_VOICE,
)  # fmt: skip
LABOUR_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    **LABOUR_WORK_SPECIAL, **LABOUR_PAY_SPECIAL, **RELEASES_SPECIAL, **LABOUR_STATEMENTS_SPECIAL,
}  # fmt: skip
