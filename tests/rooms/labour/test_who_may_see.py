"""The matrix of who may see what about one person, against a table written out by hand."""

from itertools import product

import pytest

from auzolan.charter.presets import offices_of
from auzolan.labour.watching import matrix
from support.plain_charter import plain_charter

STATES = ("pending", "judged", "appealed", "settled", "left")

# One letter a state, in the order above: P J A S L where it is allowed, a dot where it is denied.
ALLOWED = """
metric            self   peer   lead   treas  audit  data   appeal  admit  public  firm
hours             PJASL  .....  .....  ...SL  ...SL  .....  .....  .....  .....  .....
pay               PJASL  .....  .....  ...SL  ...SL  .....  .....  .....  .....  .....
top-up            PJASL  .....  .....  ...SL  ...SL  .....  .....  .....  .....  .....
effective-hourly  PJASL  .....  .....  ...SL  ...SL  .....  .....  .....  .....  .....
labels            PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
acceptance        PJASL  .....  ...S.  .....  .....  .....  .....  .....  .....  .....
skill             PJASL  .....  ...S.  .....  .....  .....  .....  .....  .....  .....
index             PJASL  .....  .....  PJAS.  PJASL  .....  .....  .....  .....  .....
place             PJASL  .....  .....  PJASL  PJASL  .....  .....  .....  .....  .....
ratings-given     PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
looks             PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
everything        PJASL  .....  .....  .....  .....  PJASL  .....  .....  .....  .....
account           PJASL  .....  .....  .....  .....  .....  .....  PJASL  .....  .....
speed             PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
time-of-day       PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
idle-time         PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
breaks            PJASL  .....  .....  .....  .....  .....  .....  .....  .....  .....
keystrokes        .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
screenshots       .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
ip-address        .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
location          .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
mood              .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
private-messages  .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
union-activity    .....  .....  .....  .....  .....  .....  .....  .....  .....  .....
"""
ROLE_OF = {
    "self": "self", "peer": "peer-reviewer", "lead": "task-lead", "treas": "treasury",
    "audit": "auditor", "data": "data-office", "appeal": "appeals",
    "admit": "admissions",
    "public": "assembly-and-public", "firm": "outside-firm",
}  # fmt: skip


def expected() -> dict[tuple[str, str, str], bool]:
    """Every role x figure x state of the table."""
    head, *lines = ALLOWED.split("\n")[1:-1]
    roles = [ROLE_OF[word] for word in head.split()[1:]]
    found: dict[tuple[str, str, str], bool] = {}
    for line in lines:
        metric, *cells = line.split()
        for role, cell in zip(roles, cells, strict=True):
            for state, letter in zip(STATES, cell, strict=True):
                assert letter in (state[0].upper(), ".")
                found[role, metric, state] = letter != "."
    return found


CASES = expected()


@pytest.mark.parametrize(("role", "metric", "state"), sorted(CASES))
def test_the_matrix_is_what_was_agreed(role: str, metric: str, state: str) -> None:
    """Goal: nobody sees more, or less, than was agreed. Method: 1,200 cells of a table by hand."""
    assert matrix.permits(role, metric, state) is CASES[role, metric, state]


def test_the_table_by_hand_knows_every_cell() -> None:
    """Goal: no cell escapes the test above. Method: the names of both sides, multiplied."""
    assert set(CASES) == set(product(matrix.ROLES, matrix.METRICS, matrix.STATES))
    assert len(CASES) == 10 * 24 * 5 >= 300


@pytest.mark.parametrize("metric", ["speed", "time-of-day", "idle-time", "breaks"])
def test_no_other_role_ever_sees_speed_hours_of_the_day_or_pauses(metric: str) -> None:
    """Goal: nobody is watched at work. Method: every role but the person, every state."""
    others = [role for role in matrix.ROLES if role != "self"]
    assert not any(matrix.permits(*cell) for cell in product(others, [metric], STATES))


def test_what_is_not_named_is_denied() -> None:
    """Goal: default deny. Method: unknown roles, figures and states beside known ones."""
    for role, metric, state in (
        ("council", "hours", "settled"), ("", "", ""), ("treasury", "hour", "settled"),
        ("treasury", "hours", "paid"), ("SELF", "hours", "settled"), ("self", "heartbeat", "left"),
    ):  # fmt: skip
        assert not matrix.permits(role, metric, state)
        assert matrix.purposes_of(role, metric) == () or state == "paid"
    assert matrix.states_shown("council", "hours", has_left=False) == ()
    assert matrix.states_shown("council", "hours", has_left=True) == ()


def test_nobody_can_work_a_speed_out_of_two_looks() -> None:
    """Goal: hours and counts of work are never both shown. Method: every other role, all figures."""
    counts = ("labels", "acceptance")
    for role in matrix.ROLES:
        if role == "self":
            continue
        hours = any(matrix.permits(role, "hours", state) for state in STATES)
        counted = any(matrix.permits(role, one, state) for one in counts for state in STATES)
        assert not (hours and counted), role


def test_every_look_by_another_needs_a_purpose_and_an_office() -> None:
    """Goal: no idle look. Method: each grant of a role other than oneself."""
    offices = offices_of(plain_charter())
    for grant in matrix.GRANTS:
        if grant.role == "self":
            assert matrix.purposes_of("self", grant.metric) == ()
            continue
        assert matrix.OFFICE_OF[grant.role] in offices
        assert grant.purposes
        assert set(grant.states) <= set(STATES)


@pytest.mark.parametrize("role", matrix.ROLES)
@pytest.mark.parametrize("metric", matrix.METRICS)
def test_what_is_shown_of_somebody_follows_from_the_cells(role: str, metric: str) -> None:
    """Goal: figures cover allowed states alone. Method: states shown, against the table by hand."""
    here = tuple(state for state in STATES[:-1] if CASES[role, metric, state])
    assert matrix.states_shown(role, metric, has_left=False) == here
    gone = STATES if CASES[role, metric, "left"] else ()
    assert matrix.states_shown(role, metric, has_left=True) == gone
