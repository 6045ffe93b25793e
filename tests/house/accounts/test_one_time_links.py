"""Links that go out by mail: they work once, for a while, for what they were made for."""

from __future__ import annotations

from auzolan.house.accounts import links
from auzolan.house.accounts.models import OneTimeLink, Person
from auzolan.house.ports import system_ports
from house.accounts.conftest import Coop


def person(coop: Coop) -> Person:
    """A member with an account."""
    coop.account("m002")
    return Person.objects.get(member="m002")


def test_a_link_works_once(coop: Coop) -> None:
    """Goal: a link is used up. Method: use it twice."""
    said = links.made_sign_in(person(coop))
    assert links.found(said, links.SIGN_IN) is not None
    assert links.used(said, links.SIGN_IN) is not None
    assert links.used(said, links.SIGN_IN) is None
    assert links.found(said, links.SIGN_IN) is None


def test_an_old_link_does_not_work(coop: Coop) -> None:
    """Goal: a quarter of an hour, no longer. Method: put the end of a link into the past."""
    said = links.made_sign_in(person(coop))
    left_ms = OneTimeLink.objects.latest("expires_at").expires_at - system_ports().clock()
    assert left_ms > 0
    OneTimeLink.objects.update(expires_at=system_ports().clock() - 1)
    assert links.used(said, links.SIGN_IN) is None


def test_a_link_for_an_address_signs_nobody_in(coop: Coop) -> None:
    """Goal: a link does what it was made for alone. Method: use one for the other purpose."""
    said = links.made_address(person(coop), "new@coop.example")
    assert links.used(said, links.SIGN_IN) is None
    assert links.used(said, links.ADDRESS) is not None


def test_a_closed_account_has_no_working_link(coop: Coop) -> None:
    """Goal: who may not sign in does not. Method: close an account that has a link."""
    hers = person(coop)
    said = links.made_sign_in(hers)
    Person.objects.filter(pk=hers.pk).update(is_active=False)
    assert links.used(said, links.SIGN_IN) is None


def test_no_link_is_kept_in_clear(coop: Coop) -> None:
    """Goal: whoever reads the file of accounts signs in as nobody. Method: search its bytes."""
    said = links.made_sign_in(person(coop))
    kept = (coop.folder / "plain.db").read_bytes() + (coop.folder / "plain.db-wal").read_bytes()
    assert said.encode() not in kept
    assert OneTimeLink.objects.filter(digest=said).count() == 0


def test_old_links_are_erased(coop: Coop) -> None:
    """Goal: nothing is kept for longer than it is of use. Method: tidy a week and a day later."""
    links.made_sign_in(person(coop))
    links.forget_old(system_ports().clock() + 8 * 86_400_000)
    assert OneTimeLink.objects.count() == 0
