"""Write the parts of the reference that follow from the code: commands, and refusal codes.

Run it after changing a command or a refusal; a test fails while the pages are stale. It reads the
commands' own descriptions and the syntax trees of the rooms, and adds nothing to them.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from auzolan.house.doors.cli import COMMANDS, app
from auzolan.house.doors.groups import examples_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "auzolan"
REFERENCE = ROOT / "docs" / "reference"
_ROOMS = (
    "access api assembly charter consent contributions desk house labour learning licensing members "
    "record search serving treasury unknown valuation"
)
_CODE = re.compile(rf"({'|'.join(_ROOMS.split())})\.[a-z_]+\Z")
SAYS_NO = {"Refusal", "refused", "_no", "_refusal", "_refused"}
"""What a refusal is made by: its type, and the rooms' own shortcuts."""
_MADE_BY = "<!-- written by scripts/make_reference.py; change the code instead -->"
_CLI = f"""# Commands

{_MADE_BY}

The co-operative is `--folder DIR`, else the environment variable `AUZOLAN_FOLDER`, else the current
folder. Data goes to standard output, talk and progress to standard error; `--json` gives data for
programs. Commands that move money show the entry with `--dry-run` and ask before they enter it;
`--yes` skips the question. `AUZOLAN_TRACE=1` adds where in the program a fault arose.

| Exit code | Meaning |
|---|---|
| 0 | done |
| 1 | refused by a rule; with `--json` the refusal is on standard output |
| 2 | wrong usage |
| 3 | verification failed |
| 4 | something outside failed: disk, database, a missing package |
"""
_REFUSALS = f"""# Refusals

{_MADE_BY}

A refusal is how the rules say no. Its code never changes its meaning; words in braces are filled in.
"""


def cli_page() -> str:
    """The page on every command."""
    root: Any = get_command(app)
    parts = [_CLI]
    for name in COMMANDS:
        found = root.get_command(None, name)
        commands = getattr(found, "commands", None)
        if commands is None:
            parts.append(_command(f"auzolan {name}", found, level=2))
            continue
        examples, text = examples_of(found.help)
        parts.append(f"## auzolan {name}\n\n{text}\n\n{_block(examples)}")
        for verb, one in commands.items():
            parts.append(_command(f"auzolan {name} {verb}", one, level=3))
            # A group within a room, as `auzolan treasury payout`, has verbs of its own.
            parts += [
                _command(f"auzolan {name} {verb} {word}", inner, level=4)
                for word, inner in getattr(one, "commands", {}).items()
            ]
    return "\n".join(parts)


def _command(path: str, command: Any, *, level: int) -> str:
    examples, text = examples_of(command.help)
    lines = [f"{'#' * level} {path}", "", text, "", _block(examples)]
    rows = [_parameter(one) for one in command.params if not one.hidden and one.name != "help"]
    if rows:
        lines += ["| Argument or option | Meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _parameter(one: Any) -> str:
    is_argument = one.param_type_name == "argument"
    name = (
        f"`{(one.metavar or one.name).strip('[]').upper()}`" if is_argument else f"`{one.opts[0]}`"
    )
    notes = [one.help or ""]
    if one.required:
        notes.append("Needed.")
    if one.multiple:
        notes.append("May be repeated.")
    return f"| {name} | {' '.join(notes).replace('|', '/')} |"


def _block(examples: str) -> str:
    lines = "\n".join(line.strip() for line in examples.splitlines())
    return f"```console\n{lines}\n```\n"


def refusals_page() -> str:
    """The page on every code that a refusal may have."""
    parts = [_REFUSALS]
    room = ""
    for code, module, because, remedy in sorted(set(_refusals())):
        if code.partition(".")[0] != room:
            room = code.partition(".")[0]
            parts.append(
                f"\n## {room}\n\n| Code | Because | What to do | Said by |\n|---|---|---|---|"
            )
        cells = (f"`{code}`", because, remedy, f"`{module}`")
        parts.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(parts) + "\n"


def refusal_codes() -> set[str]:
    """Every code that stands in the source."""
    return {code for code, _, _, _ in _refusals()}


def _refusals() -> Iterator[tuple[str, str, str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) >= 3 and _says_no(node):
                because, remedy = node.args[-2], node.args[-1]
                yield ast.literal_eval(node.args[0]), module, _words(because), _words(remedy)


def _says_no(call: ast.Call) -> bool:
    """Whether a call begins with a refusal's code: `Refusal` itself, or a room's own shortcut."""
    first = call.args[0]
    if ast.unparse(call.func) not in SAYS_NO or not isinstance(first, ast.Constant):
        return False
    return bool(_CODE.match(str(first.value)))


def refusal_texts() -> str:
    """Every sentence of every refusal, by code, with named gaps: what the portal translates."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) >= 3 and _says_no(node):
                kept = found.setdefault(ast.literal_eval(node.args[0]), ([], []))
                for texts, part in zip(kept, node.args[-2:], strict=True):
                    texts += [one for one in map(_named, _variants(part)) if one not in texts]
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1) + "\n"


def _variants(node: ast.expr) -> list[list[str]]:
    """Each way in which a text can read, as pieces; a piece that begins with a brace is a gap."""
    if isinstance(node, ast.Constant):
        return [[str(node.value)]]
    if isinstance(node, ast.IfExp):
        return _variants(node.body) + _variants(node.orelse)
    if isinstance(node, ast.BinOp):
        parts = [_variants(node.left), _variants(node.right)]
    elif isinstance(node, ast.JoinedStr):
        parts = [_variants(part) for part in node.values]
    elif isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.IfExp):
        both = [_variants(node.value.body), _variants(node.value.orelse)]
        return [one for part in both for one in part]
    else:
        return [["{" + re.sub(r"[^a-z_]+", "_", _words(node).lower()).strip("_") + "}"]]
    found: list[list[str]] = [[]]
    for choices in parts:
        found = [[*one, *choice] for one in found for choice in choices]
    return found


def _named(pieces: list[str]) -> str:
    """The pieces as one text in which no two gaps have the same name."""
    seen: Counter[str] = Counter()
    text = ""
    for piece in pieces:
        name = piece[1:-1]
        is_gap = piece.startswith("{") and piece.endswith("}")
        seen[name] += is_gap
        text += f"{{{name}_{seen[name]}}}" if is_gap and seen[name] > 1 else piece
    return text


def _words(node: ast.expr) -> str:
    """A text as it stands in the source, with what is filled in in braces."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "{" + ast.unparse(node.value).split("(")[-1].split(")")[0].split(".")[-1] + "}"
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    if isinstance(node, ast.IfExp):
        return f"{_words(node.body)} / {_words(node.orelse)}"
    return "{" + ast.unparse(node).split("(")[0].split(".")[-1] + "}"


TEXTS = PACKAGE / "house" / "doors" / "portal" / "refusal_texts.json"
PAGES = {"cli.md": cli_page, "refusals.md": refusals_page}


def main() -> int:
    """Write the pages."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")
    TEXTS.write_text(refusal_texts(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
