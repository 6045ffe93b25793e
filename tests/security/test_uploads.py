"""What people have sent is read by the house alone, and served to nobody."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from house.accounts.conftest import Coop
from support.portal import sign_in

PAGE = b"<html><script>alert(1)</script></html>\n"


def test_what_was_sent_is_never_served_as_a_page(coop: Coop) -> None:
    """Goal: no page of an attacker under our name. Method: send one, look for it everywhere."""
    client = sign_in(coop.client(), "m003")
    sent = client.post("/en/upload/", {"file": SimpleUploadedFile("../../x.html", PAGE)})
    number = sent.json()["id"]
    assert (coop.folder / "uploads" / number).read_bytes() == PAGE
    for place in ("uploads", "static", "static/uploads", "media", "en/upload", "static/../uploads"):
        for name in (number, f"{number}/", "x.html"):
            answer = client.get(f"/{place}/{name}")
            assert answer.status_code == 404, (place, name)
            assert PAGE not in answer.content
    assert not list(coop.folder.parent.glob("x.html"))


def test_a_page_in_the_place_of_rows_is_refused_and_shown_to_nobody(coop: Coop) -> None:
    """Goal: text is text. Method: the page as rows in a form; what comes back holds none of it."""
    answer = sign_in(coop.client(), "m003").post(
        "/en/do/contributions.import/",
        {"kind": "purchases", "file": SimpleUploadedFile("rows.csv", PAGE),
         "once": "a-number-of-a-form"},
    )  # fmt: skip
    assert b"<script>alert(1)" not in answer.content
    assert answer["X-Content-Type-Options"] == "nosniff"
