"""Being heard through the real desk: ratings and pulses under tags, and what may be seen of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.audit.verify import verify
from auzolan.house.asking import vault_of
from auzolan.house.doors import cli
from auzolan.house.rooms.labour.voice import fairwork_queries, voice_flows
from auzolan.house.storage.reader import reader_of
from auzolan.labour.state import PulseAnswer, Rating
from house.heard_desk import ALL, HeardDesk
from house.small_desk import accepted, refused


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HeardDesk]:
    """Settled work, eleven ratings of it, and a pulse that is over."""
    made = HeardDesk(tmp_path_factory.mktemp("heard") / "coop")
    made.work()
    for number, member in enumerate(ALL[:11]):
        made.rate(member, f"{1 + number % 5},3,2,0", words=f"Said by {number}.")
    made.pulse()
    made.publish()
    yield made
    made.desk.close()


def test_only_whoever_did_the_work_rates_it_and_once(heard: HeardDesk) -> None:
    """Goal: no rating for another, none twice. Method: the same submission, two members."""
    submission = heard.submission("nel8")
    for member, code in (("ana", "labour.not_hers"), ("nobody", "labour.not_hers")):
        answer = voice_flows.rate_issuer(
            heard.desk, member=member, submission=submission, scores="1,1,1,1"
        )
        assert refused(answer) == code
    again = voice_flows.rate_issuer(
        heard.desk, member="ana", submission=heard.submission("ana"), scores="5,5,5,5"
    )
    assert refused(again) == "labour.rated_already"


def test_ratings_are_shown_of_full_groups_and_none_has_a_name(heard: HeardDesk) -> None:
    """Goal: five inside, ten in public; no opinion is unknown. Method: eleven raters, means by hand."""
    with reader_of(heard.desk.folder) as reader:
        (public,) = fairwork_queries.public_ratings(reader).issuers
        (inside,) = fairwork_queries.inside_ratings(reader).issuers
        assert len(reader.rows(Rating)) == 11
    assert (public.issuer, public.period) == ("milk-ltd", "2025")
    for found in (public, inside):
        assert [(one.people, one.mean_centi) for one in found.scores] == [
            (10, 300), (10, 300), (10, 200), (-1, -1),
        ]  # fmt: skip


def test_words_are_pooled_in_an_order_that_is_nobodys(heard: HeardDesk) -> None:
    """Goal: what was said, not who. Method: ten of eleven texts, in the order of the texts."""
    with reader_of(heard.desk.folder) as reader:
        said = fairwork_queries.words_about(reader, "milk-ltd")
        assert fairwork_queries.words_about(reader, "") == []
    assert said == sorted(f"Said by {number}." for number in range(10))


def test_a_pulse_is_answered_under_tags_that_are_then_forgotten(heard: HeardDesk) -> None:
    """Goal: one answer each, nobody's name, no map afterwards. Method: rows, vault, late answers."""
    with reader_of(heard.desk.folder) as reader:
        rows = reader.rows(PulseAnswer)
        (found,) = fairwork_queries.pulses(reader, at=heard.clock())
    assert len(rows) == 10
    assert not {one.tag for one in rows} & set(ALL)
    assert (found.roll, found.answered, found.is_over) == (13, 10, True)
    assert [one.mean_centi for one in found.scores] == [300, 400, 400, 400, 400, -1]
    late = voice_flows.answer_pulse(heard.desk, member="ana", scores="1,1,1,1,1,1", pulse="2025-q1")
    assert refused(late) == "labour.pulse_over"
    assert voice_flows.forget_pulse(heard.desk, pulse="2025-q1") == 13
    assert voice_flows.forget_pulse(heard.desk, pulse="2025-q1") == 0
    with vault_of(heard.desk.folder) as vault:
        assert vault.tag_of(voice_flows.tags_name("2025-q1"), "ana") is None


def test_the_map_of_an_open_pulse_is_kept_and_never_drawn_anew(tmp_path: Path) -> None:
    """Goal: everybody can answer until the end. Method: open, open again, forget, then answer."""
    made = HeardDesk(tmp_path / "coop")
    assert refused(voice_flows.open_pulse(made.desk, actor="ana")) == "charter.not_in_office"
    accepted(voice_flows.open_pulse(made.desk, actor="ida"))
    assert refused(voice_flows.open_pulse(made.desk, actor="ida")) == "labour.pulse_held"
    assert (
        refused(voice_flows.forget_pulse(made.desk, pulse="2025-q1")) == "labour.pulse_tags_needed"
    )
    assert (
        refused(voice_flows.forget_pulse(made.desk, pulse="2025-q2")) == "labour.pulse_tags_needed"
    )
    accepted(voice_flows.answer_pulse(made.desk, member="eve", scores="3,3,3,3,3,3"))
    stranger = voice_flows.answer_pulse(made.desk, member="zoe", scores="3,3,3,3,3,3")
    assert refused(stranger) == "labour.not_asked"
    made.desk.close()


def test_the_record_of_it_verifies_at_every_level(heard: HeardDesk) -> None:
    """Goal: the open half can be followed by all, the rest by an auditor. Method: verify twice."""
    path = heard.publish()
    for level in ("public", "auditor"):
        found = verify(path, level=level)
        assert found.differences == (), level


def test_the_commands_say_the_same(heard: HeardDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: JSON keeps its shape, text its meaning. Method: each reading command, both ways."""
    folder = str(heard.publish())

    def told(*words: str) -> str:
        assert cli.run(["labour", *words, "--folder", folder]) == 0
        return capsys.readouterr().out

    ratings = json.loads(told("ratings", "--public", "--json"))
    assert ratings["people_min"] == 10
    assert ratings["issuers"][0]["scores"][0]["name"] == "pay"
    assert "milk-ltd, 2025" in told("ratings")
    assert json.loads(told("ratings", "--words", "milk-ltd", "--json"))[0] == "Said by 0."
    (pulse,) = json.loads(told("pulse", "show", "--json"))
    assert pulse["answered"] == 10
    assert "10 of 13 answered" in told("pulse", "show")


def test_a_dry_run_writes_nothing(heard: HeardDesk, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: rehearsals keep their word. Method: rate on trial, then count the ratings."""
    folder, submission = str(heard.publish()), heard.submission("nel8")
    words = ["labour", "rate", submission, "4,4,4,4", "--as", "nel8", "--folder", folder]
    assert cli.run([*words, "--dry-run"]) == 0
    assert "labour.rated/1" in capsys.readouterr().out
    assert cli.run([*words[:3], "9", *words[4:]]) == 1
    with reader_of(heard.desk.folder) as reader:
        assert len(reader.rows(Rating)) == 11
