"""Policies: nothing is allowed that was not permitted, and a brute force agrees on every case."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.cases import MALFORMED, decide_case
from auzolan.consent.policies import (
    Effect,
    Request,
    Stated,
    Statement,
    decide,
    known,
    policy,
)
from auzolan.consent.taxonomy import NEVER_BUNDLED, TAXONOMY, covers, first_terms

OPERATIONS = ("train", "train.finetune", "train.preference", "share", "share.open", "index")
END_USES = ("research", "commercial", "advertising")
NAMES = st.none() | st.lists(st.sampled_from("ab"), max_size=2)
GRANTS = st.fixed_dictionaries(
    {
        "effect": st.sampled_from(["permit", "permit", "prohibit"]),
        "operation": st.sampled_from([*OPERATIONS, *OPERATIONS, "trian"]),
        "end_use": st.sampled_from([*END_USES, *END_USES, *END_USES, "fun"]),
        "from": st.integers(0, 4),
        "to": st.none() | st.integers(0, 6),
        "party": NAMES, "territory": NAMES, "model_class": NAMES,
    }
)  # fmt: skip
REQUESTS = st.fixed_dictionaries(
    {
        "operation": st.sampled_from([*OPERATIONS, "trian"]),
        "end_use": st.sampled_from([*END_USES, "fun"]),
        "party": st.sampled_from("ab"), "territory": st.sampled_from("ab"),
        "model_class": st.sampled_from("ab"), "at": st.integers(0, 6),
    }
)  # fmt: skip
GRANT = {
    "effect": "permit", "operation": "train", "end_use": "research", "from": 0, "to": None,
    "party": None, "territory": None, "model_class": None,
}  # fmt: skip
REQUEST = {
    "operation": "train.finetune", "end_use": "research", "party": "a", "territory": "a",
    "model_class": "a", "at": 5,
}  # fmt: skip


def case(grants: list[dict[str, Any]], request: dict[str, Any]) -> bytes:
    """A case as a line of a file."""
    return json.dumps({"grants": grants, "request": request}).encode()


def brute(grants: list[dict[str, Any]], asked: dict[str, Any]) -> bool:
    """The rule in one sentence, on the raw objects."""
    known = all(
        one["operation"] in TAXONOMY.operations and one["end_use"] in TAXONOMY.end_uses
        for one in (*grants, asked)
    )
    matching = [
        grant["effect"]
        for grant in grants
        if (asked["operation"] + ".").startswith(grant["operation"] + ".")
        and (asked["end_use"] + ".").startswith(grant["end_use"] + ".")
        and grant["from"] <= asked["at"]
        and (grant["to"] is None or asked["at"] < grant["to"])
        and all(
            grant[name] is None or asked[name] in grant[name]
            for name in ("party", "territory", "model_class")
        )
    ]
    return known and "permit" in matching and "prohibit" not in matching


@given(grants=st.lists(GRANTS, max_size=5), asked=REQUESTS)
def test_a_brute_force_agrees_on_every_case(
    grants: list[dict[str, Any]], asked: dict[str, Any]
) -> None:
    """Goal: no false yes and no false no. Method: the rule in one sentence, on raw objects."""
    decision = decide_case(case(grants, asked))
    assert decision.allow == brute(grants, asked)
    assert bool(decision.reasons) != decision.allow


@given(grants=st.lists(GRANTS, max_size=5), more=GRANTS, asked=REQUESTS)
def test_a_prohibition_never_allows_and_order_never_matters(
    grants: list[dict[str, Any]], more: dict[str, Any], asked: dict[str, Any]
) -> None:
    """Goal: saying no only takes away. Method: add a prohibition; turn the order round."""
    before = decide_case(case(grants, asked))
    prohibited = decide_case(case([*grants, {**more, "effect": "prohibit"}], asked))
    assert before.allow or not prohibited.allow
    assert decide_case(case(grants[::-1], asked)) == before


@pytest.mark.parametrize(
    ("grants", "change", "reasons"),
    [
        ([], {}, ("not_permitted",)),
        ([{**GRANT, "effect": "prohibit"}, GRANT], {}, ("prohibited",)),
        ([{**GRANT, "to": 5}], {}, ("expired",)),
        ([{**GRANT, "from": 6}], {}, ("not_yet",)),
        ([{**GRANT, "party": []}], {}, ("party",)),
        ([{**GRANT, "territory": ["b"]}, {**GRANT, "to": 1}], {}, ("expired", "territory")),
        ([GRANT], {"operation": "trian"}, ("unknown.operation",)),
        ([GRANT, {**GRANT, "end_use": "fun"}], {}, ("unknown.end_use",)),
        ([GRANT], {"at": None}, ("unknown.at",)),
        ([GRANT], {"at": True}, ("unknown.at",)),
        ([GRANT], {"at": 1e3}, ("unknown.at",)),
        ([GRANT], {"party": None}, ("unknown.party",)),
        ([{**GRANT, "effect": ["permit"]}], {}, ("unknown.effect",)),
        ([{**GRANT, "party": "a"}], {}, ("unknown.party",)),
        ([{**GRANT, "price": 5}], {}, ("unknown.field",)),
    ],
)
def test_a_denial_says_why(
    grants: list[dict[str, Any]], change: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    """Goal: nobody is denied without a reason, and what is unknown denies. Method: one of each."""
    decision = decide_case(case(grants, {**REQUEST, **change}))
    assert (decision.allow, decision.reasons) == (False, reasons)


def test_a_moment_belongs_to_the_grant_that_begins_and_not_to_the_one_that_ends() -> None:
    """Goal: no moment is counted twice. Method: the first and the last moment."""
    grant = {**GRANT, "from": 5, "to": 6}
    found = [decide_case(case([grant], {**REQUEST, "at": at})).allow for at in (4, 5, 6)]
    assert found == [False, True, False]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"null", b'{"grants": []}', b'{"grants": {}, "request": {}}',
     b'{"grants": [], "grants": [], "request": {}}', b'{"grants": [1], "request": {}}',
     b'{"grants": [], "request": {"at": NaN}}', b"[" * 100_000, b'"' + b"a" * (1 << 20) + b'"'],
)  # fmt: skip
def test_a_line_that_is_no_case_is_denied(line: bytes) -> None:
    """Goal: nothing unreadable is allowed. Method: broken lines of many kinds."""
    assert decide_case(line) is MALFORMED


def test_only_the_dot_makes_a_parent() -> None:
    """Goal: no permission grows by its spelling. Method: names that begin alike."""
    assert covers("train", "train.finetune")
    assert covers("train", "train")
    assert not covers("train", "training")
    assert not covers("train.finetune", "train")
    assert not covers("commercial", "advertising")
    assert TAXONOMY.operations > NEVER_BUNDLED


YES = Statement(Effect.PERMIT, "train", "research", 0, None, ("a",), None, None)
ASKED = Request("train", "research", "a", "a", "a", 5)


def reasons(*statements: Statement, **change: object) -> tuple[str, ...]:
    """Why a request is denied, with some of its fields changed."""
    fields = {name: getattr(ASKED, name) for name in ASKED.__struct_fields__}
    return decide(policy(statements), Request(**{**fields, **change})).reasons


def test_a_price_below_the_floor_and_no_name_are_denied_and_lift_no_prohibition() -> None:
    """Goal: conditions of a yes only. Method: a floor and a name, on a yes and on a no."""
    dear = msgspec.structs.replace(YES, price_floor_micro=7, credit=True)
    assert reasons(dear) == reasons(dear, price_micro=7) == ()
    assert reasons(dear, price_micro=6) == ("price",)
    assert reasons(dear, price_micro=0, credit=False) == ("credit", "price")
    assert reasons(dear, YES, price_micro=6, credit=False) == ()
    for effect, reason in ((Effect.PROHIBIT, "prohibited"), (Effect.WITHDRAW, "withdrawn")):
        no = msgspec.structs.replace(dear, effect=effect)
        assert reasons(YES, no, price_micro=0, credit=False) == (reason,)


def test_a_withdrawal_stops_everything_and_is_named_first() -> None:
    """Goal: one word stops all uses. Method: every pair of terms, from its moment on."""
    stop = Statement(Effect.WITHDRAW, "", "", 5, None, None, None, None)
    no = msgspec.structs.replace(YES, effect=Effect.PROHIBIT)
    for operation in TAXONOMY.operations:
        for end_use in TAXONOMY.end_uses:
            yes = msgspec.structs.replace(YES, operation=operation, end_use=end_use)
            for said in ((yes, stop), (no, stop), (stop,)):
                assert reasons(*said, operation=operation, end_use=end_use) == ("withdrawn",)
            assert reasons(yes, stop, operation=operation, end_use=end_use, at=4) == ()
    assert reasons(YES, stop, operation="trian") == ("unknown.operation",)


def test_a_permission_covers_what_was_shown_and_a_prohibition_what_came_later() -> None:
    """Goal: nobody agreed to what she was not shown. Method: `train.finetune` comes later."""
    shown = {1: first_terms(1, 6, 12), 2: TAXONOMY}
    old = msgspec.structs.replace(YES, taxonomy=1)
    no = msgspec.structs.replace(old, effect=Effect.PROHIBIT)
    finetune = msgspec.structs.replace(ASKED, operation="train.finetune")
    for said, expected in (
        ((old,), ("not_permitted",)),
        ((msgspec.structs.replace(YES, taxonomy=2),), ()),
        ((msgspec.structs.replace(YES, taxonomy=2), no), ("prohibited",)),
        ((msgspec.structs.replace(YES, taxonomy=3),), ("unknown.taxonomy",)),
    ):
        assert decide(policy(said, taxonomy=shown[2], shown=shown), finetune).reasons == expected
    written_before = policy((old,), taxonomy=shown[1], shown=shown)
    assert decide(written_before, finetune).reasons == ("unknown.operation",)


def test_a_statement_counts_from_the_moment_it_is_known_until_it_is_lifted() -> None:
    """Goal: an old decision can be derived again. Method: the moments around both."""
    said = [Stated(YES, 3, 6)]
    assert [len(known(said, as_of)) for as_of in (2, 3, 5, 6)] == [0, 1, 1, 0]
    assert known([Stated(YES, 3)], 10**15) == [YES]


@pytest.mark.parametrize(
    "change", [{"effect": "withdraw"}, {"price_floor_micro": 1}, {"taxonomy": 1}]
)
def test_a_case_knows_no_withdrawal_price_or_version(change: dict[str, Any]) -> None:
    """Goal: a case has the fields that are documented. Method: one more, and an effect of ours."""
    decision = decide_case(case([{**GRANT, **change}], REQUEST))
    assert decision.reasons in {("unknown.effect",), ("unknown.field",)}
