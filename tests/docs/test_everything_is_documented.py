"""Nothing a person can meet lacks a word in the reference: commands, acts, refusals, clauses.

What exists is read from the program itself: the command line's own tree, the tables of acts and
facts, the syntax trees for refusals, and the types of charter and recipes.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest
from typer.main import get_command

from architecture.source_tree import PURE_ROOMS, Module, all_modules
from auzolan.charter.article import Article
from auzolan.charter.articles import Charter, Right
from auzolan.charter.clauses import SURPLUS, clauses_of_charter, value_of_clause
from auzolan.charter.presets import PRESETS, founding_charter
from auzolan.charter.thresholds import is_part
from auzolan.cooperative import APPLY, RULES
from auzolan.house.doors.cli import COMMANDS, app
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.licensing.acts import LicenceTerms
from auzolan.record.annexes import OPEN_KINDS

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
ARTICLES = tuple(
    name
    for name in Charter.__struct_fields__
    if isinstance(getattr(founding_charter(), name), Article)
)
_ROOMS = {room.removesuffix(".py") for room in PURE_ROOMS} - {"foundation", "cooperative"}
_CODE = re.compile(r"(desk|" + "|".join(sorted(_ROOMS)) + r")\.[a-z_]+\Z")
_ANNEX = re.compile(r"[a-z]+/[1-9]\Z")


def _text(*parts: str) -> str:
    return REFERENCE.joinpath(*parts).read_text(encoding="utf-8")


def _tag(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__)


# --- commands ----------------------------------------------------------------------------------


def _commands() -> Iterator[tuple[str, list[str]]]:
    root = get_command(app)
    for name in COMMANDS:
        found = root.get_command(None, name)
        verbs = getattr(found, "commands", None)
        for path, one in (
            [(f"{name} {verb}", each) for verb, each in verbs.items()] if verbs else [(name, found)]
        ):
            shown = [param for param in one.params if not getattr(param, "hidden", False)]
            long = [opt for param in shown for opt in param.opts if opt.startswith("--")]
            yield path, [opt for opt in long if opt != "--help"]


def test_every_command_and_option_is_in_the_reference() -> None:
    """Goal: nothing to guess. Method: walk the command line's tree; compare with its page."""
    sections = dict(
        re.findall(r"^##+ auzolan ([a-z -]+)\n(.*?)(?=^## |^### |\Z)", _text("cli.md"), re.M | re.S)
    )
    found = dict(_commands())
    assert len(found) > 30
    missing = [
        f"{path} {option}"
        for path, options in found.items()
        for option in ["", *options]
        if path not in sections or (option and f"`{option}`" not in sections[path])
    ]
    assert missing == []


def test_no_page_names_a_command_that_is_not_there() -> None:
    """Goal: no dead advice. Method: every `auzolan ...` in the documents names a real command."""
    known = {path for path, _ in _commands()} | set(COMMANDS)
    pages = [*REFERENCE.parents[1].glob("*.md"), *REFERENCE.parent.rglob("*.md")]
    wrong = []
    for page in pages:
        for command in re.findall(
            r"(?:^\$ |^|`)auzolan ([a-z][a-z-]*(?: [a-z-]+)?)",
            page.read_text(encoding="utf-8"),
            re.M,
        ):
            words = command.split()
            takes_verb = words[0] in known and any(
                path.startswith(f"{words[0]} ") for path in known
            )
            if words[0] not in known or (takes_verb and len(words) > 1 and command not in known):
                wrong.append(f"{page.name}: auzolan {command}")
    assert wrong == []


# --- acts and facts ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*RULES, *APPLY], ids=_tag)
def test_every_act_and_fact_is_in_the_reference_with_its_fields(kind: type[msgspec.Struct]) -> None:
    """Goal: a record can be read. Method: tag and each field stand on the page of the room."""
    tag = _tag(kind)
    room = tag.partition(".")[0]
    pages = sorted((REFERENCE / "acts").glob(f"{room}*.md"))
    page = "".join(path.read_text("utf-8") for path in pages)
    assert f"`{tag}`" in page
    missing = [name for name in _fields(kind) if f"`{name}`" not in page]
    assert missing == []


def test_the_reference_names_no_act_or_fact_that_is_not_there() -> None:
    """Goal: no stale page. Method: every tag in the pages is one of the tables'."""
    known = {_tag(kind) for kind in (*RULES, *APPLY)}
    rooms = "|".join(sorted(_ROOMS))
    named = set()
    for page in REFERENCE.rglob("*.md"):
        named |= set(re.findall(rf"`((?:{rooms})\.[a-z_]+/\d+)`", page.read_text("utf-8")))
    assert named - known == set()


def test_every_term_of_a_licence_is_in_the_reference() -> None:
    """Goal: terms can be written by hand. Method: each field stands on the page."""
    page = _text("acts", "licensing.md")
    assert [name for name in _fields(LicenceTerms) if f"`{name}`" not in page] == []


def test_every_kind_of_annex_is_in_the_record_format() -> None:
    """Goal: a verifier knows all bulk. Method: every `name/1` constant that is no act is there."""
    tags = {_tag(kind) for kind in (*RULES, *APPLY)}
    kinds = {
        node.value.value
        for module in all_modules()
        if not _ROOMS.isdisjoint(module.path.parts)
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and _ANNEX.match(str(node.value.value))
    } | OPEN_KINDS
    page = _text("record-format.md")
    assert {"distribution/2", "pay/1", "tags/2"} <= kinds
    assert [kind for kind in sorted(kinds - tags) if f"`{kind}`" not in page] == []


# --- refusals ----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Every code of a refusal, and a module that says it."""
    return {code: module.name for module in all_modules() for code in _codes_in(module)}


def _codes_in(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not node.args or _names_no_refusal(node):
            continue
        named = {word.arg: word.value for word in node.keywords}
        first = named.get("code", node.args[0])
        has_words = len(node.args) + len(node.keywords) >= 3
        if has_words and isinstance(first, ast.Constant) and _CODE.match(str(first.value)):
            yield str(first.value)


def _names_no_refusal(call: ast.Call) -> bool:
    """Whether what begins with a dotted name is made by something that makes no refusals."""
    return ast.unparse(call.func).rpartition(".")[2] in {
        "Doing", "Effect", "Plain", "Showing", "_of_purpose", "do", "door",
    }  # fmt: skip


def test_every_refusal_is_built_where_its_code_can_be_read() -> None:
    """Goal: none escapes the next tests. Method: no `Refusal(...)` with a code that is computed."""
    hidden = []
    for module in all_modules():
        for node in ast.walk(module.tree):
            is_refusal = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Refusal"
                and node.args
            )
            if is_refusal and not isinstance(node.args[0], ast.Constant | ast.Name):
                hidden.append(f"{module.name}:{node.lineno}")
    assert hidden == []
    assert len(_codes()) > 100


def test_every_refusal_is_in_the_list_of_refusals() -> None:
    """Goal: a code leads to its meaning. Method: each code in the source stands on the page."""
    page = _text("refusals.md")
    assert [code for code in sorted(_codes()) if f"| `{code}` |" not in page] == []


def test_every_refusal_of_a_room_is_on_the_rooms_page() -> None:
    """Goal: an act's page is whole. Method: each code of a room stands on the pages of acts."""
    files = [*sorted((REFERENCE / "acts").glob("*.md"))]
    files += [REFERENCE / "counting.md", REFERENCE / "consent-cases.md", REFERENCE / "consensus.md"]
    files.append(REFERENCE / "work-logs.md")
    pages = "".join(path.read_text("utf-8") for path in files)
    said = set(re.findall(r"`([a-z]+\.[a-z_]+)`", pages))
    # The page on learning leaves the room's name out in its lists of order.
    missing = [f"{code} ({place})" for code, place in sorted(_codes().items()) if code not in said]
    assert missing == []


# --- charter and recipes -----------------------------------------------------------------------


def _row_of(page: str, name: str) -> str:
    """The last cell of the row that begins with this name."""
    found = re.search(rf"^\| `{re.escape(name)}` \|.*\| ([^|]*) \|$", page, re.M)
    return found[1] if found else ""


@pytest.mark.parametrize("name", ARTICLES)
def test_every_clause_is_in_the_reference_with_its_first_value(name: str) -> None:
    """Goal: the charter can be read without code. Method: each clause has a row with its value."""
    charter = founding_charter()
    article = getattr(charter, name)
    page = _text("charter.md").partition(f": `{name}`\n")[2].partition("\n## ")[0]
    for clause in _fields(type(article)):
        if clause in Article.__struct_fields__:
            continue
        value = getattr(article, clause)
        shown = (
            ", ".join(value)
            if isinstance(value, tuple)
            else format(value, ",")
            if isinstance(value, int)
            else f"`{value}`"
            if isinstance(value, str) and is_part(value)
            else ""
        )
        if name != SURPLUS:
            assert _row_of(page, clause) == shown, clause
    for clause in clauses_of_charter(charter)[SURPLUS] if name == SURPLUS else ():
        said = value_of_clause(charter, f"{SURPLUS}.{clause}")
        shown = f"{said:,}" if isinstance(said, int) else said.replace(",", ", ")
        assert _row_of(page, clause) == shown, clause


def test_the_rest_of_the_charter_is_in_the_reference() -> None:
    """Goal: no field is left. Method: fields of charter, article and right, presets, clauses."""
    page = _text("charter.md")
    names = {*_fields(Charter), *_fields(Right), *Article.__struct_fields__, *PRESETS}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
    acts = _text("acts", "charter.md")
    assert [name for name in PRESETS if f"`{name}`" not in acts] == []


@pytest.mark.parametrize("kind", [TrainingRecipe, ValuationRecipe], ids=_tag)
def test_every_field_of_a_recipe_is_in_the_reference_with_its_value(
    kind: type[TrainingRecipe | ValuationRecipe],
) -> None:
    """Goal: a recipe can be written by hand. Method: each field has a row with what it is at first."""
    page = _text("recipes.md").partition(f"`{_tag(kind)}`\n")[2].partition("\n## ")[0]
    for field in _fields(kind):
        assert _row_of(page, field) == f"{getattr(kind(), field):,}", field
