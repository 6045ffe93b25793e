"""Everything that the pages say is there in three languages, and every command they name exists."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

import auzolan.house
from auzolan.charter.clauses import CLAUSES, SURPLUS, clauses_of_charter, value_of_clause
from auzolan.charter.distribution import Basis, Bearer
from auzolan.charter.presets import PRESETS, founding_charter
from auzolan.cooperative import APPLY, RULES
from auzolan.house.doors import cli
from auzolan.house.doors.portal import (
    surplus_words,
    words,
)
from auzolan.house.doors.portal.filters import _TABLES as TABLES
from auzolan.house.doors.portal.filters import clause_field
from auzolan.licensing.acts import LicenceTerms

HOUSE = Path(auzolan.house.__file__).parent
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
_TEXT = re.compile(r"""gettext\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
_PARAMETER = re.compile(r"""\b_\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
_COMMAND = re.compile(r'(?:words|command)="(auzolan [^"]+)"')


def texts_of_templates() -> set[str]:
    """Every text that a template asks to have translated."""
    found: set[str] = set()
    for path in TEMPLATES:
        source = templatize(path.read_text(encoding="utf-8"))
        for literal in _TEXT.findall(source) + _PARAMETER.findall(source):
            found.add(literal.lstrip("u")[1:-1])
    return found


def texts_of_modules() -> set[str]:
    """Every text that a module of the house asks to have translated."""
    found: set[str] = set()
    for path in sorted(HOUSE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "gettext" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in TRANSLATED and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


TRANSLATED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}


@pytest.mark.parametrize("language", ["es", "eu"])
def test_every_text_has_its_translation(language: str) -> None:
    """Goal: no page falls back to English. Method: look every text up in the compiled catalogue."""
    catalogue = gettext.translation("django", HOUSE / "locale", [language])
    known = {key if isinstance(key, str) else key[0] for key in catalogue._catalog}  # type: ignore[attr-defined]
    wanted = texts_of_templates() | texts_of_modules()
    assert len(wanted) > 2_500
    assert wanted - known == set()


@pytest.mark.parametrize("language", ["es", "eu"])
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    """Goal: nobody reads an old translation. Method: each text of the source in the compiled file."""
    folder = HOUSE / "locale" / language / "LC_MESSAGES"
    compiled = (folder / "django.mo").read_bytes().decode("utf-8", errors="replace")
    written = (folder / "django.po").read_text(encoding="utf-8")
    joined = re.sub(r'"\n"', "", written)
    for text in re.findall(r'^msgstr(?:\[\d\])? "(.+)"$', joined, re.M):
        if not text.startswith("Project-Id"):
            assert text.replace('\\"', '"') in compiled, text
    assert "fuzzy" not in written


def test_every_act_and_fact_has_a_word_for_people() -> None:
    """Goal: no entry is headed by a name of the program. Method: compare with the core's tables."""
    names = {kind.__struct_config__.tag.rpartition("/")[0] for kind in RULES}  # type: ignore[union-attr]
    assert names == set(TABLES["act"])
    names = {kind.__struct_config__.tag.rpartition("/")[0] for kind in APPLY}  # type: ignore[union-attr]
    assert names == set(TABLES["fact"])


def test_every_field_of_every_act_and_fact_has_a_word_for_people() -> None:
    """Goal: fields are named in plain words. Method: compare with the core's types."""
    fields = {name for kind in (*RULES, *APPLY, LicenceTerms) for name in kind.__struct_fields__}
    clauses = {field for names in CLAUSES.values() for field in names}
    assert (fields | clauses) - set(TABLES["field"]) == set()
    assert {*CLAUSES, SURPLUS} == set(words.ARTICLES)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_every_clause_of_the_surplus_and_every_choice_has_a_word_for_people(preset: str) -> None:
    """Goal: a vote on the surplus is read in plain words. Method: all clauses of each preset."""
    charter = founding_charter(preset=preset)
    for name in clauses_of_charter(charter)[SURPLUS]:
        called = str(clause_field(f"surplus.{name}"))
        assert called != name, name
        value = value_of_clause(charter, f"surplus.{name}")
        if isinstance(value, str):
            assert set(value.split(",")) <= set(surplus_words.CHOICES), (name, value)
    assert {str(basis) for basis in Basis} == set(surplus_words.POOLS)
    assert {str(bearer) for bearer in Bearer} <= set(surplus_words.CHOICES)


def test_every_command_that_a_page_names_exists(capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: what a page says to type works. Method: ask each command for its help."""
    named = {
        command
        for path in TEMPLATES
        for command in _COMMAND.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    for command in sorted(named):
        arguments = [word for word in command.split()[1:] if word != "--help"]
        assert cli.run([*arguments, "--help"]) == 0, command
        assert "Usage" in capsys.readouterr().out
