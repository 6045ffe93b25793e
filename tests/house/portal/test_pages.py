"""Every page of the portal through Django's own client."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from urllib.parse import urldefrag, urlencode, urljoin

import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.middleware import CONTENT_POLICY
from support.portal import SECRET_COMMENT, SECRET_NAME, SECRET_TITLE, Page, sign_in

BYTES_MAX = 150_000
SAMPLE = 7
KINDS = (
    "/", "/members/", "/members/m017/", "/members/m001/?period=2024",
    "/members/m007/worth/", "/members/m007/worth/?valuation=worth-2024", "/money/", "/money/?before=90",
    "/decisions/", "/decisions/split-45-10-45/", "/rules/", "/record/", "/record/?before=20",
    "/record/0/", "/record/314/", "/nowhere/",
)  # fmt: skip


def test_every_link_of_the_portal_leads_somewhere(at_demo: Client) -> None:
    """Goal: no dead end. Method: follow links from the front page; entries and members by sample."""
    seen: dict[str, Page | None] = {}
    wanted: dict[str, set[str]] = {}
    waiting = ["/en/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = at_demo.get(address)
        assert answer.status_code == 200, address
        is_page = answer["Content-Type"].startswith("text/html")
        page = seen[address] = Page(answer.content.decode()) if is_page else None
        for link in page.links if page else ():
            target, fragment = urldefrag(urljoin(address, link))
            assert target.startswith("/"), f"{address} links outside: {link}"
            if fragment:
                wanted.setdefault(target, set()).add(fragment)
            if _is_sampled(target):
                waiting.append(target)
    assert len(seen) > 60
    for target, fragments in wanted.items():
        page = seen[target]
        assert page is not None
        assert fragments <= set(page.ids), f"{target} lacks {fragments}"


def _is_sampled(target: str) -> bool:
    if not target.startswith("/en/"):
        return False
    numbers = [int(number) for number in re.findall(r"(?:record/|members/m)(\d+)", target)]
    return all(number % SAMPLE == 3 for number in numbers)


@pytest.mark.parametrize("language", ["en", "es", "eu"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_light_and_holds_no_script_of_its_own(
    at_demo: Client, kind: str, language: str
) -> None:
    """Goal: a cheap phone is enough. Method: size, policy, cookies and inline code of each kind."""
    answer = at_demo.get(f"/{language}{kind}")
    page = Page(answer.content.decode())
    assert answer.status_code == (404 if kind == "/nowhere/" else 200)
    assert len(answer.content) <= BYTES_MAX
    assert page.inline == []
    assert page.lang == language
    assert len(page.ids) == len(set(page.ids)), "an id is given twice"
    assert answer["Content-Security-Policy"] == CONTENT_POLICY
    assert not answer.cookies


def test_a_visitor_is_led_to_her_own_language(at_demo: Client) -> None:
    """Goal: nobody is asked twice. Method: the front door with the languages of three browsers."""
    for asked, found in (("eu,es;q=0.8", "/eu/"), ("es-ES", "/es/"), ("fr", "/en/")):
        answer = at_demo.get("/", headers={"accept-language": asked})
        assert (answer.status_code, answer["Location"]) == (302, found)


def test_a_real_co_operative_wears_no_ribbon(at_real: Client) -> None:
    """Goal: nobody takes a real one for a demo. Method: look for the ribbon."""
    assert b'class="ribbon"' not in at_real.get("/en/").content


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_ribbon_is_on_each_kind_of_page(at_demo: Client, kind: str) -> None:
    """Goal: nobody takes a demo for real. Method: look for its ribbon."""
    assert b'class="ribbon"' in at_demo.get(f"/en{kind}").content


@pytest.mark.parametrize("kind", ["/members/", "/members/m001/", "/members/nobody/"])
def test_pages_about_persons_show_a_visitor_the_way_in(at_real: Client, kind: str) -> None:
    """Goal: no statement without its member. Method: ask a real co-operative for each, as nobody."""
    answer = at_real.get(f"/en{kind}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/account/login/?{urlencode({'next': f'/en{kind}'})}"


@pytest.mark.parametrize("other", ["m002", "nobody"])
def test_another_members_pages_are_closed_whether_there_is_such_a_person_or_not(
    at_real: Client, other: str
) -> None:
    """Goal: nobody learns who there is. Method: as one member, ask for another and for nobody."""
    sign_in(at_real, "m003")
    assert at_real.get("/en/members/m003/").status_code == 200
    answer = at_real.get(f"/en/members/{other}/")
    assert answer.status_code == 403
    assert "access.not_yours" in answer.content.decode()


def test_no_page_of_a_real_co_operative_shows_what_the_vault_keeps(at_real: Client) -> None:
    """Goal: sealed words stay sealed. Method: search every page for a name and a title."""
    kinds = ("/", "/money/", "/decisions/", "/decisions/longer-polls/", "/rules/", "/record/")
    for address in (*kinds, *(f"/record/{seq}/" for seq in range(8))):
        text = at_real.get(f"/en{address}").content.decode()
        assert SECRET_NAME not in text
        assert SECRET_TITLE not in text
        assert SECRET_COMMENT not in text
        assert "Reasons for members alone" not in text


def test_no_entry_page_opens_a_seal_even_in_a_demo(at_demo: Client, demo: Path) -> None:
    """Goal: an entry page shows what the world sees. Method: search it for its own sealed words."""
    vault = sqlite3.connect(Folder(demo).vault_database)
    sealed = vault.execute("SELECT entry, value FROM sealed_opening WHERE entry > 0").fetchall()
    vault.close()
    assert sealed
    for entry, value in sealed[::9]:
        text = at_demo.get(f"/en/record/{entry}/").content.decode()
        assert value not in text.split("<main", 1)[1]
        assert "Sealed text" in text


def test_results_stay_hidden_while_a_poll_is_open(at_real: Client) -> None:
    """Goal: no vote is swayed by others. Method: two of three have said yes; look for a count."""
    sign_in(at_real, "m003")
    for address in ("/en/decisions/", "/en/decisions/longer-polls/", "/en/"):
        text = at_real.get(address).content.decode()
        assert "Results stay hidden until then" in text
        assert "took part" not in text
        assert 'class="progress"' not in text


def test_a_statement_of_nobody_and_of_no_period_is_not_found(at_demo: Client) -> None:
    """Goal: a wrong address is told plainly. Method: ask for what does not exist."""
    missing = (
        "/members/m999/", "/members/m001/?period=1999", "/record/99999/", "/record/9999999999999999999/",
        "/record/99999.json", "/record/99999.tlog-proof", "/decisions/none/",
    )  # fmt: skip
    for address in missing:
        answer = at_demo.get(f"/en{address}")
        assert answer.status_code == 404, address
        assert "There is no page here" in answer.content.decode()


@pytest.mark.parametrize("before", ["", "x", "-1", "٣", "1" * 30, "1e3", "0"])
def test_a_wrong_place_in_a_list_does_no_harm(at_demo: Client, before: str) -> None:
    """Goal: an address may be mangled. Method: odd values of the one parameter there is."""
    for page in ("record", "money"):
        assert at_demo.get(f"/en/{page}/", {"before": before}).status_code == 200


def test_nothing_can_be_sent_to_a_page_that_only_shows(at_demo: Client) -> None:
    """Goal: changes have one address. Method: send things to pages."""
    for send in (at_demo.post, at_demo.put, at_demo.delete):
        answer = send("/en/members/m017/")
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD"


def test_all_figures_of_the_front_page_carry_their_receipt(at_demo: Client) -> None:
    """Goal: every figure opens to its entry. Method: a chip in each figure card and table row."""
    text = at_demo.get("/en/").content.decode()
    cards = re.findall(r'<section class="figure card">.*?</section>', text, re.S)
    assert len(cards) == 3
    assert all('class="chip"' in card for card in cards)
    rows = re.findall(r'<tr><th scope="row"><span class="swatch.*?</tr>', text, re.S)
    assert len(rows) == 5
    assert all('class="chip"' in row for row in rows)


def test_an_empty_folder_is_told_plainly(tmp_path: Path) -> None:
    """Goal: a page and no stack trace. Method: databases without a founding."""
    from django.db import connections

    from auzolan.house.settings import configure
    from auzolan.house.storage.database import create_database

    create_database(tmp_path)
    configure(tmp_path)
    answer = Client().get("/en/")
    connections.close_all()
    assert answer.status_code == 503
    assert "The page could not be made" in answer.content.decode()


def test_a_damaged_database_is_told_plainly(tmp_path: Path) -> None:
    """Goal: a page and no stack trace. Method: a file that is no database."""
    from django.db import connections

    from auzolan.house.settings import configure

    Folder(tmp_path).database.write_bytes(b"this is no database" * 400)
    configure(tmp_path)
    answer = Client().get("/en/record/")
    connections.close_all()
    assert answer.status_code == 503
    assert "auzolan verify" in answer.content.decode()
