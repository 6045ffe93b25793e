"""The human texts of the charter: what the release says, founding with texts, and changing them."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.charter.acts import Amend, Amended, Found, Founded, MandateGiven
from auzolan.charter.articles import Change, Charter
from auzolan.charter.differences import clause_changes, text_changes, versions_of
from auzolan.charter.presets import founding_charter
from auzolan.charter.rules import (
    apply_amended,
    apply_founded,
    apply_mandate_given,
    decide_amend,
    decide_found,
)
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.charter.texts import (
    ARTICLES,
    KIND,
    LANGUAGES_MAX,
    RELEASE_TEXTS,
    TEXT_CHARACTERS_MAX,
    read_some_texts,
    read_texts,
    release_texts,
    texts_annex,
)
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import AnnexRef, build, ref_from_text
from auzolan.record.case import Case
from auzolan.record.entries import Act, Entry, Fact, Operator
from auzolan.record.notes import VerifierKey, format_vkey
from support import case_of
from support.memory import MemoryAnnexes
from support.seats import every_seat

ORIGIN = "birds.example/log"
ALL = {language: dict(by_article) for language, by_article in RELEASE_TEXTS.items()}
LABOUR = {
    "en": {"labour": "Work is paid well."}, "es": {"labour": "El trabajo se paga bien."},
    "eu": {"labour": "Lana ondo ordaintzen da."},
}  # fmt: skip


class Folder:
    """Books and annexes of one co-operative, with its entries."""

    def __init__(self) -> None:
        self.books, self.annexes = MemoryBooks(), MemoryAnnexes()
        self.entries: list[Entry[Act, Fact]] = []

    def case(self) -> Case:
        return case_of(seq=len(self.entries), annexes_port=self.annexes)

    def lay(self, texts: dict[str, dict[str, str]]) -> AnnexRef:
        annex = texts_annex(texts)
        return self.annexes.make(annex.kind, dict(zip(annex.names, annex.columns, strict=True)))

    def found(self, charter: Charter, texts: AnnexRef) -> str:
        """Found with these texts; an empty text, or the refusal's code."""
        act = Found(
            name="ab" * 32, origin=ORIGIN, log_key=format_vkey(VerifierKey(ORIGIN, bytes(32))),
            charter=charter, seats=every_seat(charter),
            period="p", texts=texts,
        )  # fmt: skip
        return self._done(act, decide_found(self.books, act, self.case()))

    def amend(self, changes: tuple[Change, ...], texts: AnnexRef | None) -> str:
        """Carry out a change; an empty text, or the refusal's code."""
        act = Amend("mandate-p", changes, texts)
        return self._done(act, decide_amend(self.books, act, self.case()))

    def _done(self, act: Act, facts: tuple[Fact, ...] | Refusal) -> str:
        if isinstance(facts, Refusal):
            assert facts.remedy
            return facts.code
        for fact in facts:
            if isinstance(fact, Founded):
                assert isinstance(act, Found)
                apply_founded(self.books, self.case(), act, fact)
            elif isinstance(fact, MandateGiven):
                apply_mandate_given(self.books, self.case(), act, fact)
            elif isinstance(fact, Amended):
                assert isinstance(act, Amend)
                apply_amended(self.books, self.case(), act, fact)
        self.entries.append(
            Entry(
                act=act, actor="m001", at=1, auth=Operator(), charter="", facts=facts, id="x",
                rules="0.1.0", seq=len(self.entries),
            )
        )  # fmt: skip
        return ""

    def texts(self) -> dict[str, dict[str, str]]:
        """The texts in force, through the books."""
        row = self.books.get(CharterInForce, IN_FORCE)
        assert row is not None
        ref = ref_from_text(row.texts)
        assert charter_of(self.books).texts == ref.digest
        return read_texts(self.annexes.read(ref))


def founded() -> Folder:
    folder = Folder()
    assert folder.found(founding_charter(), release_texts()) == ""
    return folder


# --- what the release says ----------------------------------------------------------------------


def test_every_article_has_a_text_in_every_language_and_none_names_a_number() -> None:
    """Goal: nobody reads another's language, no text goes stale. Method: walk the charter."""
    charter = founding_charter()
    articles = [
        name for name in charter.__struct_fields__ if hasattr(getattr(charter, name), "tier")
    ]
    assert set(ALL) == {"en", "es", "eu"}
    for language, texts in ALL.items():
        assert set(texts) == set(articles), language
        for article, text in texts.items():
            assert not any(letter.isdigit() for letter in text), (language, article)
            assert text == " ".join(text.split())
            assert text.endswith(".")
    differing = [{texts[name] for texts in ALL.values()} for name in articles]
    assert all(len(each) == len(ALL) for each in differing)


def test_the_annex_of_the_release_reads_back_and_is_the_one_that_charters_name() -> None:
    """Goal: the digest means these texts. Method: read the annex, compare with the charter."""
    annex = texts_annex(ALL)
    assert read_texts(annex) == ALL
    assert founding_charter().texts == release_texts().digest
    assert release_texts().rows == len(ARTICLES) * len(ALL)


# --- texts that are refused ---------------------------------------------------------------------


def columns_of(lines: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    names = ("article", "language", "text")
    return {name: [line[place] for line in lines] for place, name in enumerate(names)}


GOOD = sorted((a, lang, t) for lang, texts in ALL.items() for a, t in texts.items())


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [*GOOD, GOOD[0]],
        [GOOD[1], GOOD[0], *GOOD[2:]],
        [("weather", "en", "Rain."), *GOOD][::-1],
        sorted([*GOOD, ("weather", "en", "Rain.")]),
        [(a, "EN" if lang == "en" else lang, t) for a, lang, t in GOOD],
        [(a, lang, "" if a == "labour" else t) for a, lang, t in GOOD],
        [(a, lang, "  " if a == "labour" else t) for a, lang, t in GOOD],
        [(a, lang, "x" * (TEXT_CHARACTERS_MAX + 1) if a == "labour" else t) for a, lang, t in GOOD],
        sorted(("labour", f"a{chr(97 + place)}", "Work.") for place in range(LANGUAGES_MAX + 1)),
    ],
)
def test_texts_that_are_malformed_are_not_read(lines: list[tuple[str, str, str]]) -> None:
    """Goal: no half of a text is in force. Method: each way to write them wrong."""
    with pytest.raises(ValueError, match=r"."):
        read_some_texts(build(KIND, columns_of(lines), amount="", chance=b""))


def test_an_annex_of_another_kind_or_column_holds_no_texts() -> None:
    """Goal: nothing else is taken for texts. Method: another kind, a number in a column."""
    with pytest.raises(ValueError, match="has the columns"):
        read_texts(build("tags/2", columns_of(GOOD), amount="", chance=b""))
    with pytest.raises(ValueError, match="texts only"):
        read_texts(
            build(KIND, {**columns_of(GOOD), "text": [7] * len(GOOD)}, amount="", chance=b"")
        )


def test_a_missing_article_is_missed_in_whole_texts_only() -> None:
    """Goal: some texts may be rewritten, all must be founded with. Method: one language lacks one."""
    some = {**ALL, "es": {a: t for a, t in ALL["es"].items() if a != "labour"}}
    assert read_some_texts(texts_annex(some)) == some
    with pytest.raises(ValueError, match="in es there is no text of labour"):
        read_texts(texts_annex(some))


def test_a_founding_names_the_texts_that_its_charter_names() -> None:
    """Goal: what is in force is what is read. Method: other texts, none whole, then the right ones."""
    folder = Folder()
    others = folder.lay({"en": {**ALL["en"], "labour": "Work."}})
    assert folder.found(founding_charter(), others) == "charter.texts_differ"
    some = folder.lay(LABOUR)
    charter = msgspec.structs.replace(founding_charter(), texts=some.digest)
    assert folder.found(charter, some) == "charter.texts_unfit"
    charter = msgspec.structs.replace(founding_charter(), texts=others.digest)
    assert folder.found(charter, others) == ""
    assert folder.texts()["en"]["labour"] == "Work."


# --- changing texts -----------------------------------------------------------------------------


def test_an_amendment_rewrites_one_article_in_all_languages_and_keeps_the_others() -> None:
    """Goal: a text is voted like a number. Method: rewrite labour beside a clause of its tier."""
    folder = founded()
    ref = folder.lay(LABOUR)
    assert folder.amend((Change("labour.floor_cents_hour", 2_000),), ref) == ""
    assert folder.texts() == {language: {**ALL[language], **LABOUR[language]} for language in ALL}
    assert charter_of(folder.books).labour.floor_cents_hour == 2_000
    assert charter_of(folder.books).version == 2
    assert folder.amend((), ref) == "charter.no_change"


def test_two_amendments_of_two_texts_do_not_undo_each_other() -> None:
    """Goal: both votes count. Method: two texts laid down beforehand, carried out one after another."""
    folder = founded()
    first = folder.lay(LABOUR)
    second = folder.lay({lang: {"worth": f"Worth ({lang})."} for lang in ALL})
    assert folder.amend((), first) == ""
    assert folder.amend((), second) == ""
    texts = folder.texts()
    assert {texts["eu"]["labour"], texts["eu"]["worth"]} == {
        "Lana ondo ordaintzen da.", "Worth (eu)."
    }  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"en": {"labour": "Work."}}, "charter.texts_unfit"),
        ({**LABOUR, "fr": {"labour": "Travail."}}, "charter.texts_unfit"),
        ({lang: {"labour": "a", "consent": "b"} for lang in ALL}, "charter.tiers_mixed"),
        ({**LABOUR, "en": {"labour": "a", "worth": "b"}}, "charter.texts_unfit"),
    ],
)
def test_unfit_texts_change_nothing(texts: dict[str, dict[str, str]], code: str) -> None:
    """Goal: no language falls behind, no tier is mixed. Method: each way; the charter stays."""
    folder = founded()
    assert folder.amend((), folder.lay(texts)) == code
    assert charter_of(folder.books) == founding_charter()


def test_an_amendment_of_nothing_is_refused() -> None:
    """Goal: no empty version. Method: neither clause nor text."""
    assert founded().amend((), None) == "charter.no_change"


# --- differences --------------------------------------------------------------------------------


def test_the_difference_of_two_versions_is_what_was_voted_between_them() -> None:
    """Goal: anyone sees what changed. Method: two amendments, all pairs of versions."""
    folder = founded()
    assert folder.amend((Change("decisions.policy_majority", ">=11/20"),), None) == ""
    assert folder.amend((Change("labour.floor_cents_hour", 2_000),), folder.lay(LABOUR)) == ""
    one, two, three = versions_of(folder.entries)
    assert [each.charter.version for each in (one, two, three)] == [1, 2, 3]
    assert three.charter == charter_of(folder.books)
    assert read_texts(folder.annexes.read(three.texts)) == folder.texts()
    found = [
        [(c.clause, c.before, c.after) for c in clause_changes(a.charter, b.charter)]
        for a, b in ((one, two), (two, three), (one, three), (one, one))
    ]
    majority = ("decisions.policy_majority", ">1/2", ">=11/20")
    floor = ("labour.floor_cents_hour", 1_500, 2_000)
    assert found[:2] == [[majority], [floor]]
    assert sorted(found[2]) == [majority, floor]
    assert found[3] == []
    texts = [read_texts(folder.annexes.read(each.texts))["es"] for each in (one, three)]
    (change,) = text_changes(*texts)
    assert (change.article, change.before, change.after) == (
        "labour", ALL["es"]["labour"], "El trabajo se paga bien."
    )  # fmt: skip
