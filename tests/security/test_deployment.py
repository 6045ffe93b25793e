"""What is put onto a machine: the web server before the portal, and a package without tools."""

from __future__ import annotations

import re
import tomllib

from architecture.source_tree import ROOT, all_modules

CADDY = ROOT / "deploy/Caddyfile"
_WEAKENS = re.compile(
    r"^\s*(protocols|ciphers|curves|tls|auto_https|insecure_skip_verify|tls_insecure_skip_verify)\b",
    re.MULTILINE,
)


def test_the_web_server_in_front_speaks_new_tls_alone() -> None:
    """Goal: TLS 1.2 and 1.3 with sound suites. Method: nothing in the file departs from the defaults.

    Caddy's defaults are just those two, with suites that keep earlier talks secret.
    """
    text = CADDY.read_text(encoding="utf-8")
    assert _WEAKENS.findall(text) == []
    site = re.search(r"^\{\$COOP_ADDRESS:(\S+)\} \{$", text, re.MULTILINE)
    assert site is not None
    assert not site[1].startswith("http://"), "the site is not opened without TLS"
    assert _WEAKENS.search("\tprotocols tls1.1\n")


TOOLS = (
    "pytest",
    "hypothesis",
    "schemathesis",
    "playwright",
    "axe_playwright_python",
    "mypy",
    "ruff",
)


def test_what_is_installed_holds_no_test_and_asks_for_no_tool() -> None:
    """Goal: nothing runs that is not needed. Method: files and imports of the package; what it asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/auzolan"]
    there = [path.name for path in (ROOT / "src/auzolan").rglob("*.py")]
    assert [one for one in there if one.startswith("test_") or one == "conftest.py"] == []
    imports = re.compile(rf"^\s*(?:import|from) (?:{'|'.join(TOOLS)})\b", re.MULTILINE)
    assert [one.name for one in all_modules() if imports.search(one.path.read_text())] == []
    extras = project["project"]["optional-dependencies"]
    asked = " ".join([*project["project"]["dependencies"], *extras["house"]])
    assert [tool for tool in TOOLS if tool.replace("_", "-") in asked] == []
    assert imports.search("from hypothesis import given")
