"""Both stores give equal answers, whatever is asked and written in whatever order.

A random walk drives `MemoryBooks` and `TableBooks` with the same calls over real row types, with
flushes, commits, rollbacks and new connections in between. Acts and rules are not driven here.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from auzolan.assembly.state import RollTag
from auzolan.charter.state import Mandate
from auzolan.foundation.books import Key, MemoryBooks, Row, Scalar, key_getter
from auzolan.foundation.tables import column_kinds
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import create_database, open_database
from auzolan.members.state import Member
from auzolan.record.state import SealedField
from auzolan.treasury.state import MemberAccount, Posting

KINDS = (Member, MemberAccount, Mandate, RollTag, SealedField)
# Few texts, so that keys meet; a space, an accent, a sign beyond 16 bits and a zero sort oddly.
TEXTS = st.sampled_from(["", "a", "B", "é", "\U0001d538", "\uffee", "a\x00b"])
NUMBERS = st.sampled_from([-1, 0, 1, 2**53 - 1])


def values_of(kind: type[Row], names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Scalar]]:
    """Values for some fields of a row type."""
    kinds = column_kinds(kind)
    return st.fixed_dictionaries({name: TEXTS if kinds[name] is str else NUMBERS for name in names})


ROW = st.sampled_from(KINDS).flatmap(
    lambda kind: values_of(kind, tuple(column_kinds(kind))).map(lambda values: kind(**values))
)
ROWS_OF_A_KIND = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(
        st.just(kind), st.lists(values_of(kind, tuple(column_kinds(kind))), max_size=8)
    )
)
KEY_OF_A_KIND = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        values_of(kind, kind.KEY).map(
            lambda values: (
                tuple(values.values()) if len(values) > 1 else next(iter(values.values()))
            )
        ),
    )
)
SEARCH = st.sampled_from([(kind, names) for kind in KINDS for names in kind.INDEXES]).flatmap(
    lambda pair: st.tuples(st.just(pair[0]), values_of(*pair))
)


class TwoStores(RuleBasedStateMachine):
    """The same calls on both stores; every answer is compared, and every row at each flush."""

    @initialize()
    def open_a_new_folder(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="auzolan-test-"))
        create_database(self.folder)
        self.memory = MemoryBooks(on_history=self._keep)
        self.history: list[Row] = []
        self._connect()
        self._remember()

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    @rule(row=ROW)
    def add(self, row: Row) -> None:
        """Add only what is new, as every caller does; the table's side does not read it before."""
        if self.memory.get(type(row), key_getter(type(row))(row)) is None:
            self._both(lambda books: books.add(row))

    @rule(row=ROW)
    def put(self, row: Row) -> None:
        self._both(lambda books: books.put(row))

    @rule(rows=ROWS_OF_A_KIND)
    def put_many(self, rows: tuple[type[Row], list[dict[str, Scalar]]]) -> None:
        kind, values = rows
        columns = {name: [one[name] for one in values] for name in column_kinds(kind)}
        self._both(lambda books: books.put_many(kind, columns))

    @rule(amounts=st.lists(NUMBERS, max_size=3), in_columns=st.booleans())
    def add_history(self, amounts: list[int], in_columns: bool) -> None:
        entry = len(self.history)
        rows = [Posting(entry, leg, "p", "bank", cents) for leg, cents in enumerate(amounts)]
        columns = {name: [getattr(row, name) for row in rows] for name in Posting.__struct_fields__}
        for books in (self.memory, self.table):
            if in_columns:
                books.put_many(Posting, columns)
            else:
                for row in rows:
                    books.add(row)

    @rule(where=KEY_OF_A_KIND)
    def remove(self, where: tuple[type[Row], Key]) -> None:
        self._both(lambda books: books.remove(*where))

    @rule(where=KEY_OF_A_KIND)
    def get(self, where: tuple[type[Row], Key]) -> None:
        self._both(lambda books: books.get(*where))

    @rule(search=SEARCH)
    def find(self, search: tuple[type[Row], dict[str, Scalar]]) -> None:
        self._both(lambda books: books.find(search[0], **search[1]))

    @rule(search=SEARCH)
    def columns(self, search: tuple[type[Row], dict[str, Scalar]]) -> None:
        names = search[0].__struct_fields__
        self._both(lambda books: books.columns(search[0], names, **search[1]))

    @rule(search=SEARCH)
    def count(self, search: tuple[type[Row], dict[str, Scalar]]) -> None:
        self._both(lambda books: books.count(search[0], **search[1]))

    @rule(kind=st.sampled_from(KINDS))
    def count_all(self, kind: type[Row]) -> None:
        self._both(lambda books: books.count(kind))

    @rule(search=SEARCH, in_whole=st.booleans())
    def total(self, search: tuple[type[Row], dict[str, Scalar]], in_whole: bool) -> None:
        kind, equals = search
        for name, of in column_kinds(kind).items():
            if of is int:
                self._both(lambda books, name=name: books.total(  # type: ignore[misc]
                    kind, name, **({} if in_whole else equals)
                ))  # fmt: skip

    @rule(kind=st.sampled_from(KINDS))
    def rows(self, kind: type[Row]) -> None:
        self._both(lambda books: books.rows(kind))

    @rule()
    def flush(self) -> None:
        self.table.flush()
        self._compare_tables()

    @rule(is_kept=st.booleans())
    def commit(self, is_kept: bool) -> None:
        """End the transaction well; the books are sometimes kept for the next one."""
        self.table.flush()
        self.database.execute("COMMIT")
        self._remember()
        if not is_kept:
            self.table.forget()
        self.database.execute("BEGIN IMMEDIATE")
        self._compare_tables()

    @rule(is_flushed=st.booleans())
    def roll_back(self, is_flushed: bool) -> None:
        if is_flushed:
            self.table.flush()
        self.database.execute("ROLLBACK")
        self.table.forget()
        self._return()
        self.database.execute("BEGIN IMMEDIATE")
        self._compare_tables()

    @rule()
    def die_and_come_back(self) -> None:
        """Lose everything that was not committed: close without a word, open again."""
        self.table.flush()
        self.database.close()
        self._return()
        self._connect()
        self._compare_tables()

    def _connect(self) -> None:
        self.database = open_database(self.folder / "auzolan.db")
        self.database.execute("BEGIN IMMEDIATE")
        self.table = TableBooks(self.database)

    def _both(self, call: Callable[[MemoryBooks], object]) -> None:
        assert call(self.memory) == call(self.table)

    def _compare_tables(self) -> None:
        """Compare every row, read by books that know nothing but the tables."""
        fresh = TableBooks(self.database)
        for kind in KINDS:
            assert fresh.rows(kind) == self.memory.rows(kind)
        assert fresh.rows(Posting) == self.history

    def _keep(self, row: Row) -> None:
        self.history.append(row)

    def _remember(self) -> None:
        self.committed = [row for kind in KINDS for row in self.memory.rows(kind)]
        self.committed_history = list(self.history)

    def _return(self) -> None:
        self.memory = MemoryBooks(on_history=self._keep)
        for row in self.committed:
            self.memory.add(row)
        self.history = list(self.committed_history)


TestTwoStores = TwoStores.TestCase
# Half as many walks as the profile asks for: each is forty steps long.
TestTwoStores.settings = settings(
    max_examples=settings().max_examples // 2, stateful_step_count=40, deadline=None
)
