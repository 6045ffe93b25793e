"""An old no is not forgotten because a newer one is being obeyed.

A model that is to be made anew goes on serving until its day, in spite of the no that asks for it. What
stood against an answer before that no stands against it afterwards.
"""

from __future__ import annotations

import pytest

from auzolan.consent.acts import Grant, NoteThirdPersons, Prohibit, Scope, Terms, Withdraw
from auzolan.contributions.acts import Offer
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import Evaluate, NoteRows, Release, Seal, Train, Use
from auzolan.licensing.acts import LicenceTerms, License
from auzolan.licensing.life_acts import Accept, IssueKey
from auzolan.licensing.serving_rights import may_answer
from auzolan.record.entries import Act
from simulation.walk_rows import stated, terms_digest
from support.small_assembly import SEALED, SmallAssembly, done

TERMS = LicenceTerms("l", "dairy", "mo", "commercial", 0, 100, 999, 300)
NOT_DAIRY = Terms("train", "commercial", 0, 0, ("dairy",), None, None, 1)


def licensed() -> SmallAssembly:
    """Two members' rows in a model that serves a dairy."""
    made = SmallAssembly(3)
    for member in ("m0", "m1"):
        done(made.do(Offer(f"b-{member}", member, "purchases", 3, SEALED)))
        done(made.do(Grant(member, "purchases", ("commercial",))))
    acts: tuple[Act, ...] = (
        Seal("s", "purchases", "commercial"), NoteRows("s", 6, SEALED, SEALED),
        Use("u", "s", "commercial", "train"), Use("e", "s", "commercial", "evaluate"),
        Train("mo", "u", SEALED, SEALED, 6, ""), Evaluate("mo", "e", 20, 10, 5),
        stated("mo"), Release("mo", SEALED), License("", TERMS), Accept("l", terms_digest(TERMS), SEALED),
        IssueKey("l", "k", SEALED),
    )  # fmt: skip
    for act in acts:
        done(made.do(act))
    assert refused_call(made) is None
    return made


def refused_call(made: SmallAssembly) -> Refusal | None:
    """What a call of the dairy is answered now."""
    return may_answer(made.books, "l", "k", made.at)


@pytest.mark.parametrize(
    "no",
    [
        Prohibit("no", "m0", "", Scope("purchases"), NOT_DAIRY),
        NoteThirdPersons("b-m0", "none", SEALED),
    ],
)
def test_a_withdrawal_opens_no_answer_that_an_older_no_had_stopped(no: Act) -> None:
    """Goal: to say no twice is never to say yes. Method: forbid it, wait, withdraw as well."""
    made = licensed()
    done(made.do(no))
    assert refused_call(made) is not None
    made.at += 40 * DAY_MS
    done(made.do(Withdraw("m0", "purchases")))
    assert refused_call(made) is not None


def test_a_model_serves_until_its_day_after_a_withdrawal_alone() -> None:
    """Goal: the deadline bites, and not before it. Method: withdraw; call on the day and after it."""
    made = licensed()
    done(made.do(Withdraw("m0", "purchases")))
    made.at += 30 * DAY_MS
    assert refused_call(made) is None
    made.at += 1
    refused = refused_call(made)
    assert refused is not None
    assert refused.code == "licensing.model_not_serving"
