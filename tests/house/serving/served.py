"""A small co-operative with a licensed model that serves: every step by its own act."""

from __future__ import annotations

import json
from pathlib import Path

from auzolan.assembly.resolutions import GrantLicence
from auzolan.audit.folder import Folder
from auzolan.engine.answering import Question
from auzolan.foundation.moments import Moment
from auzolan.house.asking import ask, reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SetClock
from auzolan.house.rooms.labour.statements import statement_flows as statements
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.serving.calls import Asked, Calls
from auzolan.house.serving.meter import Meter
from auzolan.house.serving.rights import Rights
from auzolan.house.serving.shelf import Shelf
from auzolan.learning.acts import Release
from auzolan.learning.recipes import TrainingRecipe
from auzolan.licensing.acts import LicenceTerms, subject_of_terms
from auzolan.licensing.state import Licence
from house.small_desk import BRANDS, SmallDesk, accepted
from support.deciding import decided

TERMS = LicenceTerms("dairy", "milk-ltd", "yogurt-1", "commercial", 0, 12_345, 30_000, 3_650)
PEOPLE = {"author": "ana", "secretary": "ida", "auditor": "ben"}


class Served:
    """A co-operative of five, a model of their purchases, a licence and a key to call it."""

    def __init__(self, path: Path, *, terms: LicenceTerms = TERMS, rows: int = 16) -> None:
        self.small = SmallDesk(path)
        self.desk = self.small.desk
        self.small.bring(rows=rows)
        accepted(
            learning.seal(
                self.desk, actor="eve", snapshot="s1", kind="purchases", purpose="commercial"
            )
        )  # fmt: skip
        self.train("yogurt-1")
        self.release("yogurt-1")
        mandate = decided(self.desk, GrantLicence(terms), "p-licence", **PEOPLE)
        accepted(licensing.grant(self.desk, actor="joe", mandate=mandate, terms=terms))
        accepted(
            life_flows.accept(
                self.desk, actor="joe", licence=terms.licence,
                terms_digest=subject_of_terms(terms), evidence="letter 7",
            )
        )  # fmt: skip
        self.licence = terms.licence
        self.key = self.new_key()

    @property
    def folder(self) -> Folder:
        """Where it lies."""
        return self.desk.folder

    @property
    def clock(self) -> SetClock:
        """The clock that all of it reads."""
        return self.small.clock

    def train(self, model: str, *, snapshot: str = "s1", replaces: str = "") -> None:
        """Train a model on the members' purchases."""
        made = learning.train(
            self.desk, actor="eve", model=model, snapshot=snapshot,
            recipe=TrainingRecipe(inverse_l2_millionths=2_000_000 if replaces else 1_000_000),
            replaces=replaces,
        )  # fmt: skip
        assert not hasattr(made, "code"), str(made)

    def release(self, model: str) -> None:
        """State the labour behind a model, and let it be served."""
        accepted(
            statements.publish(
                self.desk, actor="eve", about="model", name=model, said=statements.Said("Tests.")
            )
        )
        accepted(ask(self.desk, f"release-{model}", "eve", Release(model, "d" * 64)))

    def new_key(self) -> str:
        """Give out a key, and say it."""
        secret = life_flows.draw_key(self.desk)
        accepted(life_flows.issue_key(self.desk, actor="joe", licence=self.licence, secret=secret))
        return secret

    def row(self) -> Licence:
        """The licence as the books have it."""
        with reading(self.folder) as now:
            found = now.books.get(Licence, self.licence)
        assert found is not None
        return found

    def pass_ms(self, span: int) -> None:
        """Let time pass."""
        self.clock.at = Moment(self.clock.at + span)


class Till:
    """What answers calls in a server, without HTTP."""

    def __init__(self, served: Served, *, ports: Ports | None = None) -> None:
        self.served = served
        self.desk = Desk(served.folder, ports or served.small.ports)
        self.meter = Meter(served.folder)
        self.rights = Rights(served.folder, self.desk.ports.clock)
        self.shelf = Shelf(self.desk, "eve")
        self.calls = Calls(self.rights, self.shelf, self.meter, self.desk.ports.chance)

    def ask(
        self, request: str, *, body: bytes = b"", model: str = "yogurt-1", key: str = ""
    ) -> object:
        """Ask one question under a name; the call or the refusal."""
        digest = life_flows.key_digest(key or self.served.key)
        return self.calls.answer(Asked(digest, model, request, body or question(0)))

    def close(self) -> None:
        """Close everything."""
        self.meter.close()
        self.rights.close()
        self.desk.close()


def question(number: int, **changes: object) -> bytes:
    """A question about a purchase, as a licensee would send it."""
    asked: Question = {
        **{f"feat_{brand}": int((number + place) % 4 == 0) for place, brand in enumerate(BRANDS)},
        **{f"price_{brand}": f"{6 + (number + place) % 4}.{number % 10}"
           for place, brand in enumerate(BRANDS)},
        "history": [BRANDS[(number + at) % 4] for at in range(number % 5)],
    }  # fmt: skip
    return json.dumps({**asked, **changes}).encode()
