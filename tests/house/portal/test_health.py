"""The page of the co-operative's health: its figures against the books, and who may see it."""

from __future__ import annotations

import shutil
from fractions import Fraction
from itertools import product
from pathlib import Path

from django.db import connections
from django.test import Client

from auzolan.assembly.state import Poll
from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.steward.health import Figure, figures_of
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.page_queries import coop_of
from auzolan.house.rooms.valuation.queries import annex_of
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import WorkOfMember
from auzolan.licensing.state import Licence
from auzolan.record.annex_columns import numbers
from auzolan.treasury.state import Plan
from support.acting import acting_in, founded
from support.portal import Page, sign_in

WHOLE_BP = 10_000


def _figures(path: Path) -> dict[str, Figure]:
    configure(path)
    try:
        coop = coop_of(Folder(path))
        assert coop is not None
        found = figures_of(coop.folder, coop.charter, system_ports().clock())
    finally:
        connections.close_all()
    return {one.name: one for one in found}


def test_every_figure_is_what_the_books_say(demo: Path) -> None:
    """Goal: figures that anybody can check. Method: each again from the rows, by brute force."""
    found = _figures(demo)
    with reader_of(Folder(demo)) as reader:
        worked = [one for one in reader.rows(WorkOfMember) if one.floor_cents]
        met = sum(one.owed_cents >= one.floor_cents for one in worked)
        assert found["floor"].share_bp == met * WHOLE_BP // len(worked)
        polls = sorted(reader.rows(Poll), key=lambda one: -one.ends_at)[:5]
        voted = sum(one.yes + one.no + one.abstain + one.blank + one.ranked for one in polls)
        assert found["turnout"].share_bp == voted * WHOLE_BP // sum(one.roll for one in polls)
        (plan,) = reader.rows(Plan)
        parts = numbers(annex_of(reader, plan.lines), "amount_cents")
        apart = sum(abs(one - other) for one, other in product(parts, parts))
        exact = Fraction(apart, 2 * len(parts) * sum(parts))
        assert found["gini"].share_bp == WHOLE_BP * exact.numerator // exact.denominator
        paid = [one.paid_cents for one in reader.rows(Licence)]
        assert found["companies"].share_bp == max(paid) * WHOLE_BP // sum(paid)
    assert not found["companies"].is_well, "all of it came from one company"
    assert found["overdue"].count == 0
    assert not found["backups"].is_known, "nobody has said where backups lie"


def test_every_known_figure_opens_to_its_entry(at_demo: Client) -> None:
    """Goal: each figure with its chip, and none by colour alone. Method: the page of the demo."""
    answer = sign_in(at_demo, "m017").get("/en/health/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert not Page(text).inline
    for card in text.split('<section class="figure')[1:]:
        label = card.split("</h2>")[0]
        if "not known yet" in card or "ever asked" in card:
            continue
        assert "/record/" in card.split("</section>")[0], label
    assert text.count("Needs somebody.") == 1


def test_a_question_that_nobody_answered_in_time_needs_somebody(tmp_path: Path) -> None:
    """Goal: a late duty is told to all. Method: a request sixty days ago, no answer since."""
    founded(tmp_path / "coop")
    with acting_in(tmp_path / "coop") as act:
        before = _at(act.folder)["requests"]
        act.done("m005", "consent.request", asks="see", words="All about me, please.")
        after = _at(act.folder)["requests"]
        assert (before.count, before.is_well) == (0, True)
        assert (after.count, after.is_well) == (1, False)
        assert "Needs somebody." in act.page("m006", "health/")


def _at(folder: Folder) -> dict[str, Figure]:
    coop = coop_of(folder)
    assert coop is not None
    found = figures_of(folder, coop.charter, system_ports().clock())
    return {one.name: one for one in found}


def test_the_age_of_a_backup_is_counted_where_its_place_is_known(
    demo: Path, tmp_path: Path
) -> None:
    """Goal: no backup goes unnoticed. Method: a place without one, then with a whole one of today."""
    shutil.copytree(demo, tmp_path / "coop", ignore=shutil.ignore_patterns("receipts"))
    place = tmp_path / "backups"
    (place / "one").mkdir(parents=True)
    settings = tmp_path / "coop" / "settings.toml"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    settings.write_text(f'{text}\n[portal]\nbackups = "{place}"\n', encoding="utf-8")
    none_yet = _figures(tmp_path / "coop")["backups"]
    assert (none_yet.count, none_yet.is_well) == (None, False)
    (place / "one" / "manifest.json").write_text("{}", encoding="utf-8")
    today = _figures(tmp_path / "coop")["backups"]
    assert (today.count, today.is_well) == (0, True)


def test_the_world_does_not_see_it_and_members_do(at_real: Client) -> None:
    """Goal: open to members. Method: a visitor, a company, a member of a real co-operative."""
    assert at_real.get("/en/health/").status_code == 302
    assert sign_in(Client(), party="oat-ltd").get("/en/health/").status_code == 403
    assert sign_in(Client(), "m003").get("/en/health/").status_code == 200
