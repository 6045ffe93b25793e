"""What somebody tries who wants rows that she was never allowed, or to undo another's word."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.consent.acts import Grant, Lift, Prohibit, Scope, Terms, Withdraw
from auzolan.consent.request_acts import RequestRight
from auzolan.consent.state import PERMIT, PROHIBIT, Consent, ConsentStatement
from auzolan.consent.statements import held_by, statement_of
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.learning.acts import Seal
from auzolan.learning.state import Model
from rooms.consent.consent_coop import ROWS, ConsentCoop, group_yes, permit, prohibit, terms

SEALED = "0" * 64


def live_permits(coop: ConsentCoop, member: str) -> list[str]:
    """Her single permissions that are still said."""
    return [
        one.statement
        for one in coop.books.find(ConsentStatement, member=member)
        if one.effect == PERMIT and one.operation and one.lifted_at == MOMENT_MAX
    ]


# --- guardians ------------------------------------------------------------------------------------


def test_who_was_a_guardian_speaks_no_more_once_she_is_of_age() -> None:
    """Goal: a grown woman's word and data are hers. Method: each act, a moment before and at it."""
    coop = ConsentCoop()
    of_age = coop.at + 100_000
    coop.minor("eve", "ana", of_age)
    coop.do(permit("eve", "s", guardian="ana", ends=of_age), "ana")
    acts = (
        Withdraw("eve", "purchases", "ana"), prohibit("eve", "n", guardian="ana"),
        Lift("s", "eve", "ana"), RequestRight("r", "eve", "see", SEALED, "ana"),
    )  # fmt: skip
    coop.at = of_age - 1
    assert [coop.code(act) for act in acts] == [""] * len(acts)
    coop.at = of_age
    assert [coop.code(act) for act in acts] == ["consent.no_guardian_needed"] * len(acts)


def test_a_model_that_a_group_allowed_is_made_again_when_its_owner_proves_a_minor() -> None:
    """Goal: no vote stands for a child. Method: only the group said yes; then note a guardian."""
    coop = ConsentCoop()
    coop.group()
    coop.place("eve")
    coop.says(group_yes())
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", ROWS)
    coop.minor("eve", "ana")
    model = coop.books.get(Model, "m1")
    assert model is not None
    assert model.retrain_by > 0


# --- statements that sleep ------------------------------------------------------------------------


def test_what_was_permitted_under_a_withdrawal_can_be_taken_back_by_another() -> None:
    """Goal: no permission sleeps behind a withdrawal. Method: withdraw, permit, withdraw, grant."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    coop.withdraw("ana")
    before = coop.books.get(Consent, ("ana", "purchases"))
    coop.permit()
    assert live_permits(coop, "ana") == ["s"]
    coop.withdraw("ana")
    assert live_permits(coop, "ana") == []
    assert coop.books.get(Consent, ("ana", "purchases")) == before
    assert coop.code(Withdraw("ana", "purchases")) == "consent.already_withdrawn"
    coop.grant("ana", "commercial")
    assert coop.why() == ("not_permitted",)


def test_leaving_ends_what_was_permitted_under_a_withdrawal() -> None:
    """Goal: who has left permits nothing. Method: withdraw, permit, leave."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    coop.withdraw("ana")
    coop.permit()
    coop.leave("ana")
    assert live_permits(coop, "ana") == []


def test_a_kind_that_nobody_knows_cannot_be_withdrawn() -> None:
    """Goal: a slip of the pen ends no other permission. Method: a permission for all kinds."""
    coop = ConsentCoop()
    coop.permit()
    assert coop.code(Withdraw("ana", "purchased")) == "consent.nothing_to_withdraw"
    assert coop.code(Withdraw("ana", "voices")) == ""
    assert coop.code(Withdraw("ana", "purchases")) == ""


# --- names that no statement can have -------------------------------------------------------------


@pytest.mark.parametrize("territory", ["fr", "France", "EU", "XX"])
def test_a_country_that_does_not_exist_allows_nothing(territory: str) -> None:
    """Goal: no prohibition is dodged by a spelling. Method: she forbids FR; ask for strange ones."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    coop.prohibit(territory=("FR",))
    assert coop.why(territory="FR") == ("prohibited",)
    assert coop.why(territory="ES") == ()
    assert coop.why(territory=territory) == ("unknown.territory",)
    assert coop.code(Seal("s1", "purchases", "research", territory=territory)) == (
        "unknown.territory"
    )


@pytest.mark.parametrize("name", ["Acme", "ACME", "acme ", "ácme", ""])
def test_a_party_has_one_spelling_everywhere(name: str) -> None:
    """Goal: a no to `Acme` would bind no licensee `acme`. Method: the shapes of all who name one."""
    kinds: tuple[tuple[type[msgspec.Struct], dict[str, object]], ...] = (
        (Terms, {**msgspec.to_builtins(terms()), "party": [name]}),
        (StrikeTerms, {"strike": "s", "operation": "train", "end_use": "research",
                       "party": [name], "until": 0}),
    )  # fmt: skip
    for kind, fields in kinds:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(fields, kind)
        msgspec.convert({**fields, "party": ["acme"]}, kind)
    seal = {"type": "learning.seal/1", "snapshot": "s", "kind": "k", "purpose": "research"}
    if name:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**seal, "party": name}, Seal)
    assert msgspec.convert({**seal, "party": "acme"}, Seal).party == "acme"


# --- much at once ---------------------------------------------------------------------------------


def test_a_no_to_each_of_thousands_of_rows_is_asked_in_one_pass() -> None:
    """Goal: nobody stops the house by many words. Method: 4,000 rows forbidden one by one.

    Asked about all statements for each row, this would be sixteen million questions.
    """
    coop = ConsentCoop()
    coop.grant("ana", "research")
    size = 4_000
    coop.books.put(Batch("b-ana", "ana", "purchases", size + 1, "a" * 64, 0, -1))
    case, said = coop._case("ana"), terms()
    for row in range(size):
        place = Scope("purchases", "b-ana", row)
        made = statement_of(
            case, f"n{row}", PROHIBIT, scope=place, terms=said, held=held_by(said, coop.at)
        )
        coop.books.add(msgspec.structs.replace(made, member="ana"))
    found = coop.said()
    assert found.decision.allow
    assert [place for place, _ in found.rows] == list(range(size))


def test_a_batch_of_ten_million_rows_that_nobody_allows_is_counted_not_listed() -> None:
    """Goal: a batch that is only announced costs nothing. Method: hundred such, sealed beside one.

    Row by row this would be a thousand million.
    """
    coop = ConsentCoop()
    coop.grant("ana", "research")
    for number in range(100):
        coop.offer(f"big-{number}", "ben", 10_000_000)
    fact = coop.seal()
    assert (fact.rows, fact.rows_not_granted) == (ROWS, 100 * 10_000_000 + 2 * ROWS)


def test_a_grant_is_no_prohibition_and_a_prohibition_by_itself_allows_nothing() -> None:
    """Goal: silence is a no. Method: only a prohibition of something else, then an empty grant."""
    coop = ConsentCoop()
    coop.do(Prohibit("n", "ana", "", Scope(), terms(end_use="adult")), "ana")
    assert coop.why() == ("not_permitted",)
    coop.do(Grant("ana", "purchases", ()), "ana")
    assert coop.why() == ("not_permitted",)
