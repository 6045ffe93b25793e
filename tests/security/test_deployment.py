"""The web server that stands before a real portal: what its file says of TLS."""

from __future__ import annotations

import re

from architecture.source_tree import ROOT

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
