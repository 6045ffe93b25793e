"""Properties of whole polls in small worlds, against an independent count by exact fractions."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.assembly.acts import PollClosed
from auzolan.assembly.resolutions import ChangeCharter, Choose, Elect
from auzolan.assembly.state import Ballot, Candidate
from auzolan.charter.acts import MandateGiven
from auzolan.charter.articles import Change
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import HOUR_MS
from auzolan.members.state import COLLABORATOR, FULL, INACTIVE
from support.small_assembly import SmallAssembly, done

PAY = ChangeCharter((Change("labour.index_ratio_max", 4),))
CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
MEASURES = {"policy": (PAY, Fraction(1, 2), True), "bylaw": (CASH, Fraction(3, 5), False)}
CHOICES = ("yes", "no", "abstain", "blank")
ROLLS = st.integers(1, 12)
VOTES = st.lists(st.tuples(st.integers(0, 11), st.sampled_from(CHOICES)), max_size=20)


def poll_on(measure: object, roll: int) -> SmallAssembly:
    made = SmallAssembly(roll)
    made.admitted(measure)
    done(made.call("p"))
    done(made.open())
    return made


@settings(deadline=None, max_examples=60)
@given(ROLLS, VOTES, st.sampled_from(sorted(MEASURES)))
def test_what_passes_has_quorum_and_majority_by_exact_fractions(
    roll: int, votes: list[tuple[int, str]], tier: str
) -> None:
    """Goal: no rounding decides, and no mandate without a result.

    Method: count a dictionary of each member's last vote, compare every number, and look for the
    mandate at each step.
    """
    measure, part, strictly = MEASURES[tier]
    made = poll_on(measure, roll)
    last: dict[int, str] = {}
    for place, choice in votes:
        if place < roll:
            done(made.vote(f"m{place}", choice))
            last[place] = choice
    assert made.books.count(Ballot, poll="p") == len(last) == made.poll().voted
    (fact,) = done(made.close_at_end())
    assert isinstance(fact, PollClosed)
    said = [[*last.values()].count(choice) for choice in CHOICES]
    assert [fact.yes, fact.no, fact.abstain, fact.blank] == said
    quorum = Fraction(len(last), roll) >= Fraction(1, 10) or len(last) >= 100
    valid = said[0] + said[1]
    share = Fraction(said[0], valid) if valid else Fraction(0)
    carried = valid > 0 and (share > part if strictly else share >= part)
    assert (fact.quorum, fact.passed) == (quorum, quorum and carried)
    assert made.books.get(Mandate, "mandate-p") is None
    facts = done(made.certify())
    given_any = any(isinstance(one, MandateGiven) for one in facts)
    assert given_any == fact.passed == (made.books.get(Mandate, "mandate-p") is not None)


@settings(deadline=None, max_examples=25)
@given(st.data(), st.lists(st.sampled_from(CHOICES), min_size=1, max_size=8))
def test_the_order_of_ballots_does_not_matter(data: st.DataObject, choices: list[str]) -> None:
    """Goal: no order effects. Method: the same ballots in another order of arrival."""
    order = data.draw(st.permutations(range(len(choices))))
    results = []
    for places in (range(len(choices)), order):
        made = poll_on(CASH, len(choices))
        for place in places:
            done(made.vote(f"m{place}", choices[place]))
        (fact,) = done(made.close_at_end())
        assert isinstance(fact, PollClosed)
        results.append((fact.yes, fact.no, fact.abstain, fact.blank, fact.quorum, fact.passed))
    assert results[0] == results[1]


@settings(deadline=None, max_examples=25)
@given(
    st.integers(1, 6), st.integers(0, 6), st.integers(0, 6),
    st.lists(st.sampled_from(CHOICES), min_size=18, max_size=18),
)  # fmt: skip
def test_no_class_decides_beyond_its_cap(
    full: int, collaborators: int, inactive: int, choices: list[str]
) -> None:
    """Goal: caps, exactly.

    Method: the greatest weights that keep both caps, found by search over the whole numbers and
    fractions that the charter's words allow; compare the result.
    """
    classes = {
        **{f"f{n}": FULL for n in range(full)},
        **{f"c{n}": COLLABORATOR for n in range(collaborators)},
        **{f"i{n}": INACTIVE for n in range(inactive)},
    }
    made = SmallAssembly(classes)
    made.admitted(PAY)
    done(made.call("p"))
    done(made.open())
    said = dict(zip(classes, choices, strict=False))
    for member, choice in said.items():
        done(made.vote(member, choice))
    (fact,) = done(made.close_at_end())
    assert isinstance(fact, PollClosed)
    worth = _greatest_weights(full, collaborators, inactive)
    yes = sum(worth[classes[one]] for one, choice in said.items() if choice == "yes")
    no = sum(worth[classes[one]] for one, choice in said.items() if choice == "no")
    assert fact.passed == (yes > no)


def _greatest_weights(full: int, collaborators: int, inactive: int) -> dict[str, Fraction]:
    """The greatest worths of a vote by class that keep both caps, tried one after another.

    Collaborators hold whole votes below half of all, inactive members a fifth of all at most.
    """
    for held in range(collaborators, -1, -1):
        # A fifth of all is a quarter of the others.
        passive = min(Fraction(inactive), Fraction(full + held, 4))
        if not held or 2 * held < full + held + passive:
            break
    return {
        FULL: Fraction(1),
        COLLABORATOR: Fraction(held, collaborators) if collaborators else Fraction(1),
        INACTIVE: passive / inactive if inactive else Fraction(1),
    }


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 60)), max_size=40))
def test_a_poll_is_put_off_once_at_most(steps: list[tuple[int, int]]) -> None:
    """Goal: no endless poll. Method: ballots at random hours around the end; count the changes."""
    made = poll_on(PAY, 30)
    ends = [made.poll().ends_at]
    made.at = ends[0] - 30 * HOUR_MS
    for place, hours in steps:
        made.at += hours * HOUR_MS // 4
        made.vote(f"m{place}", "yes")
        if made.poll().ends_at != ends[-1]:
            ends.append(made.poll().ends_at)
    assert len(ends) <= 2
    assert ends[-1] - ends[0] in (0, 48 * HOUR_MS)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.permutations([1, 2, 3]).map(lambda one: one[:2]), min_size=1, max_size=7),
    st.randoms(use_true_random=False),
)
def test_a_ranking_is_counted_whoever_cast_it(rankings: list[list[int]], random: object) -> None:
    """Goal: results hang on ballots, not on voters.

    Method: hand the same rankings to others; where no lot is drawn the same are elected.
    """
    found = []
    shuffled = list(rankings)
    random.shuffle(shuffled)
    for given_out in (rankings, shuffled):
        made = SmallAssembly(max(len(rankings), 3))
        made.admitted(Choose(("red", "blue", "green")))
        done(made.call("p"))
        done(made.open())
        for place, ranking in enumerate(given_out):
            done(made.vote(f"m{place}", ",".join(map(str, ranking))))
        (fact,) = done(made.close_at_end())
        assert isinstance(fact, PollClosed)
        found.append(fact)
    best = _condorcet_winner(rankings)
    if best:
        assert found[0].elected == found[1].elected == (("red", "blue", "green")[best - 1],)
    assert found[0].ranked == found[1].ranked == len(rankings)


def _condorcet_winner(rankings: list[list[int]]) -> int:
    def prefer(one: int, other: int) -> int:
        def place(ranking: list[int], number: int) -> int:
            return ranking.index(number) if number in ranking else len(ranking)

        return sum(place(r, one) < place(r, other) for r in rankings)

    for one in (1, 2, 3):
        if all(prefer(one, other) > prefer(other, one) for other in (1, 2, 3) if other != one):
            return one
    return 0


def test_an_elected_set_never_exceeds_seats_or_candidates() -> None:
    """Goal: seats are seats. Method: more seats than candidates, and fewer."""
    for seats, standing in ((3, 2), (1, 3), (2, 2)):
        made = SmallAssembly(6)
        made.admitted(Elect("council", seats, 4 * 365))
        for number in range(1, standing + 1):
            made.books.put(Candidate("p", number, f"m{number}"))
        done(made.call("p"))
        done(made.open())
        for place in range(6):
            done(made.vote(f"m{place}", str(place % standing + 1)))
        (fact,) = done(made.close())
        assert isinstance(fact, PollClosed)
        assert len(fact.elected) == len(set(fact.elected)) == min(seats, standing)
