"""Callers who ask at once are answered together, each with her own answers and her own failure."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.gathering import Gathering
from auzolan.house.submission import Receipt
from support.house import admission, found
from support.replay import assert_tables_equal_replay

CLIENTS = 16


class Books:
    """Answers numbers with their doubles, notes what came together, and stumbles over negatives."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.gate, self.entered = threading.Event(), threading.Event()
        self.gate.set()

    def together(self, numbers: Sequence[int]) -> list[int]:
        self.entered.set()
        self.gate.wait(5)
        self.calls.append(list(numbers))
        if any(number < 0 for number in numbers):
            raise ValueError(f"below zero: {min(numbers)}")
        return [2 * number for number in numbers]


def asked_while_one_is_answered(
    books: Books, gathering: Gathering[int, int], asked: list[list[int]]
) -> list[list[int] | Exception]:
    """Hold the first call back until all others wait; give everyone's answers."""
    books.gate.clear()
    with ThreadPoolExecutor(len(asked)) as pool:
        futures = []
        for place, numbers in enumerate(asked):
            futures.append(pool.submit(gathering.ask, numbers))
            books.entered.wait(5)  # the first is being answered, the others wait
            while _waiting(gathering) < place:
                time.sleep(0.001)
        books.gate.set()
        return [_outcome(future.result) for future in futures]


def _waiting(gathering: Gathering[int, int]) -> int:
    with gathering._lock:
        return len(gathering._waiting)


def _outcome(result: Callable[[], list[int]]) -> list[int] | Exception:
    try:
        return result()
    except ValueError as failure:
        return failure


@given(st.lists(st.lists(st.integers(0, 99), max_size=4), min_size=2, max_size=6))
def test_each_caller_gets_the_answers_to_her_own_questions(asked: list[list[int]]) -> None:
    """Goal: nobody gets another's answer. Method: random calls at once, doubles compared."""
    books = Books()
    gathering = Gathering(books.together, questions_max=100)
    answers = asked_while_one_is_answered(books, gathering, asked)
    assert answers == [[2 * number for number in numbers] for numbers in asked]
    everything = [number for numbers in asked for number in numbers]
    assert [number for call in books.calls for number in call] == everything
    assert len(books.calls) <= 3


def test_callers_who_wait_go_together_and_in_order() -> None:
    """Goal: one commit for many. Method: hold the first back; five wait; two calls in all."""
    books = Books()
    gathering = Gathering(books.together, questions_max=100)
    asked_while_one_is_answered(books, gathering, [[n] for n in range(6)])
    assert books.calls == [[0], [1, 2, 3, 4, 5]]


def test_no_more_go_together_than_one_call_may_hold() -> None:
    """Goal: a bound holds for the sum. Method: five callers of two, at most four together."""
    books = Books()
    gathering = Gathering(books.together, questions_max=4)
    asked = [[n, n] for n in range(5)]
    assert asked_while_one_is_answered(books, gathering, asked) == [[2 * n] * 2 for n in range(5)]
    assert books.calls == [[0, 0], [1, 1, 2, 2], [3, 3, 4, 4]]


def test_one_callers_failure_is_not_anothers() -> None:
    """Goal: a fault stays one's own. Method: one of four that wait stumbles; three are answered."""
    books = Books()
    gathering = Gathering(books.together, questions_max=100)
    answers = asked_while_one_is_answered(books, gathering, [[1], [2], [-3], [4]])
    assert answers[0] == [2]
    assert answers[1] == [4]
    assert isinstance(answers[2], ValueError)
    assert answers[3] == [8]
    assert gathering.ask([5]) == [10], "the next caller is answered as ever"


def test_whoever_waits_is_answered_though_the_one_who_asks_is_interrupted() -> None:
    """Goal: Ctrl-C in one thread hangs no other. Method: interrupt the leader within a call."""

    class Interrupted(BaseException):
        pass

    books = Books()
    interrupting = [True]

    def together(numbers: Sequence[int]) -> list[int]:
        answers = books.together(numbers)
        if interrupting.pop() if interrupting else False:
            raise Interrupted
        return answers

    gathering = Gathering(together, questions_max=100)
    books.gate.clear()
    caught: list[BaseException] = []

    def lead() -> None:
        try:
            gathering.ask([1])
        except Interrupted as stop:
            caught.append(stop)

    leader = threading.Thread(target=lead)
    leader.start()
    books.entered.wait(5)
    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(gathering.ask, [7])
        while _waiting(gathering) < 1:
            time.sleep(0.001)
        books.gate.set()
        assert waits.result(5) == [14]
    leader.join(5)
    assert len(caught) == 1


def clients_at_once(desk: Desk, acts: int) -> list[Receipt | Refusal]:
    """Sixteen threads, each submitting single acts; every third one is admitted twice."""

    def client(number: int) -> list[Receipt | Refusal]:
        found: list[Receipt | Refusal] = []
        for act in range(acts):
            member = f"c{number}-{act}" if act % 3 else f"same-{act}"
            found += desk.submit([admission(member)])
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [one for found in pool.map(client, range(CLIENTS)) for one in found]


def test_sixteen_clients_at_one_desk_lose_and_double_nothing(tmp_path: Path) -> None:
    """Goal: a shared commit is as good as one's own. Method: threads, equal ids among them."""
    desk = found(tmp_path)
    answers = clients_at_once(desk, 6)
    receipts = [one for one in answers if isinstance(one, Receipt)]
    assert len(receipts) == len(answers)
    fresh = sorted(one.seq for one in receipts if not one.repeated)
    assert fresh == list(range(1, len(fresh) + 1))
    assert len(fresh) == 4 * CLIENTS + 2, "two members were admitted by all, and once"
    assert assert_tables_equal_replay(tmp_path) == len(fresh) + 1
    desk.close()


def test_a_refused_act_in_a_shared_transaction_holds_up_nobody(tmp_path: Path) -> None:
    """Goal: refusals stay separate. Method: half of the clients ask for a member that is there."""
    desk = found(tmp_path, members=1)

    def client(number: int) -> Receipt | Refusal:
        member = f"n{number}" if number % 2 else "m001"
        identity = admission(member)
        return desk.submit([type(identity)(f"ask-{number}", "m001", identity.act, identity.words)])[
            0
        ]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(client, range(CLIENTS)))
    assert [isinstance(one, Refusal) for one in answers] == [n % 2 == 0 for n in range(CLIENTS)]
    desk.close()
