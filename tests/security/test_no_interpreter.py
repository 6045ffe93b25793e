"""No text from outside reaches an interpreter: what the source itself shows.

These tests walk syntax trees, templates and scripts. What pages show is tested beside them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from architecture.source_tree import PACKAGE, ROOT, Module, all_modules

# Calls that read a text as a program, a shell line, or a type.
EVALUATES = frozenset(
    {
        "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.load",
        "pickle.loads", "marshal.load", "marshal.loads", "shelve.open", "yaml.load",
        "yaml.unsafe_load", "code.interact", "Template", "Engine.from_string", "mark_safe",
        "SafeString",
    }
)  # fmt: skip
FORMS = {"format_html": 1, "format_html_join": 2}
"""Which escape what they put into a form: how many of their texts are the form, and so written by us."""
RUNS = frozenset({"subprocess.run", "subprocess.Popen", "subprocess.check_output"})
READS = frozenset(
    {"compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer"}
)

# Modules that open a connection, each with what it is for; all others open none.
CONNECTS = {
    "src/auzolan/audit/postgres.py": "the database that the settings name",
    "src/auzolan/house/keeping/elsewhere.py": "the published record, which the command line names",
    "src/auzolan/house/demo/fetching.py": "the demo's data, over https, which the command line names",
    "src/auzolan/house/accounts/mail.py": "the mail server that the settings name",
    "src/auzolan/house/programs/sending.py": "webhooks, to public addresses alone",
}
EXPRESSIONS = {
    "src/auzolan/house/doors/portal/refusal_words.py": "joined of escaped texts of the release",
    "src/auzolan/house/doors/api/shapes.py": "patterns of the types of the release",
}
OPENS = frozenset(
    {
        "urlopen", "urllib.request.urlopen", "socket.create_connection", "socket.socket",
        "http.client.HTTPConnection", "http.client.HTTPSConnection", "HTTPConnection",
        "HTTPSConnection", "smtplib.SMTP", "smtplib.SMTP_SSL", "psycopg.connect", "requests.get",
        "requests.post", "EmailBackend", "httpx.get", "httpx.post", "httpx.Client", "asyncio.open_connection",
    }
)  # fmt: skip

_UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off|\{%\s*debug")
_WRITES_HTML = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage"
    r"|sessionStorage|indexedDB|document\.cookie|__proto__|postMessage"
)


def _called(call: ast.Call) -> str:
    """The name under which something is called, as `os.system`."""
    return ast.unparse(call.func) if isinstance(call.func, ast.Name | ast.Attribute) else ""


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(tree) if isinstance(one, ast.Call))


def _evaluating(tree: ast.Module) -> list[int]:
    """The lines that evaluate a text, or start a program otherwise than as a list without a shell."""
    found = []
    for call in _calls(tree):
        name = _called(call)
        shell = any(word.arg == "shell" for word in call.keywords)
        whole = (
            name in RUNS and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
        )
        forms = call.args[: FORMS.get(name, 0)]
        drawn = any(not isinstance(one, ast.Constant) for one in forms)
        if name in EVALUATES or shell or whole or drawn:
            found.append(call.lineno)
    return found


def _expressions(tree: ast.Module) -> list[int]:
    """The lines where a regular expression is made of anything but constants of the code.

    What stands outside of functions is made when the program starts, and knows no text from outside.
    """
    known = {one.id for one in ast.walk(tree) if isinstance(one, ast.Name) and one.id.isupper()}
    inside = {
        id(call)
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef | ast.Lambda)
        for call in _calls(one)
    }
    return [
        call.lineno
        for call in _calls(tree)
        if id(call) in inside
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "re"
        and call.func.attr in READS
        and not _is_constant(call.args[0], known)
    ]


def _is_constant(node: ast.expr, known: set[str]) -> bool:
    """Whether a value is written in the code: texts, constants, joins of them, and escaped texts."""
    escaped = {
        id(inner) for one in _calls(node) if _called(one) == "re.escape" for inner in ast.walk(one)
    }
    free = {
        one.id for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in escaped
    }
    return free <= known


@cache
def _modules() -> tuple[Module, ...]:
    return tuple(all_modules())


def _lines(check: Callable[[ast.Module], list[int]]) -> list[str]:
    return [f"{one.name}:{line}" for one in _modules() for line in check(one.tree)]


def test_no_code_of_ours_starts_a_shell_or_evaluates_a_text() -> None:
    """Goal: a text stays a text. Method: every call in every syntax tree of the package."""
    assert _lines(_evaluating) == []


def test_no_regular_expression_is_made_of_a_text_from_outside() -> None:
    """Goal: nobody writes an expression for us. Method: patterns are constants, or escaped."""
    found = {line.partition(":")[0] for line in _lines(_expressions)}
    assert found == set(EXPRESSIONS)


def test_no_code_of_ours_opens_a_connection_but_where_the_list_says() -> None:
    """Goal: every way out is known. Method: calls that connect, against a list with reasons."""
    found = {one.name for one in _modules() for call in _calls(one.tree) if _called(call) in OPENS}
    assert found == set(CONNECTS)


def test_no_template_writes_a_text_unescaped() -> None:
    """Goal: HTML in a text is shown. Method: search templates for what switches escaping off."""
    templates = [path for path in PACKAGE.rglob("*") if path.suffix in {".html", ".txt"}]
    assert len(templates) > 20
    found = {_of(path) for path in templates if _UNESCAPED.search(path.read_text())}
    letters = {one for one in found if one.startswith(f"{_TEMPLATES}/accounts/mail/")}
    assert all(one.endswith(".txt") for one in letters), "letters are plain text, not HTML"
    assert found - letters == {f"{_TEMPLATES}/mfa/totp/activate_form.html"}, "a plot drawn by us"


def test_no_script_of_ours_writes_html() -> None:
    """Goal: no text becomes code in a browser, and nothing is kept there. Method: search scripts.

    The one library that others wrote is told by its banner; the content policy holds it.
    """
    ours = [path for path in PACKAGE.rglob("*.js") if not re.match(r"htmx.*\.js\Z", path.name)]
    assert [_of(path) for path in ours if _WRITES_HTML.search(path.read_text())] == []


_MERGES = re.compile(
    r"Object\.(?:assign|setPrototypeOf|defineProperty)|__proto__|\.prototype\b"
    r"|for \((?:const|let|var) \w+ in |\w\[[A-Za-z_$][\w$.]*\]\s*=[^=]"
)


def test_no_script_of_ours_sets_what_another_has_named() -> None:
    """Goal: nobody reaches a prototype. Method: search scripts for merging and for keys that are values."""
    ours = [path for path in PACKAGE.rglob("*.js") if not re.match(r"htmx.*\.js\Z", path.name)]
    assert ours
    assert [_of(path) for path in ours if _MERGES.search(path.read_text())] == []
    for guilty in ("Object.assign(a, b)", "for (const key in b) {", "a[key] = b[key];"):
        assert _MERGES.search(guilty), guilty


_TEMPLATES = "src/auzolan/house/templates"


def _of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    "guilty",
    [
        "eval(text)", "os.system(f'ls {name}')", "subprocess.run('ls ' + name, shell=True)",
        "subprocess.run(f'ls {name}')", "pickle.loads(content)", "mark_safe(text)",
        "format_html(text)", "format_html(f'<b>{name}</b>')", "format_html_join('', form, found)",
    ],
)  # fmt: skip
def test_the_search_for_evaluation_sees_it(guilty: str) -> None:
    """Goal: the tests above are no empty ones. Method: guilty lines."""
    assert _evaluating(ast.parse(guilty)) == [1]


def test_the_search_for_expressions_tells_constants_from_texts() -> None:
    """Goal: as above. Method: guilty and innocent lines."""
    guilty = ("re.compile(text)", "re.search('a' + name, line)", "re.sub(f'^{word}', '', line)")
    assert all(_expressions(_function(one)) for one in guilty)
    innocent = ("re.compile(_A + 'b')", "re.search(f'{_A}c', line)", "re.match(re.escape(a), b)")
    assert not any(_expressions(_function(one)) for one in innocent)


def _function(line: str) -> ast.Module:
    return ast.parse(f"_A = 'a'\ndef one(text: str) -> None:\n    {line}\n")
