"""Payees: what is wrong is named, what is right is written as banks carry it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schwifty import IBAN

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.accounts import (
    Address,
    Payee,
    checked_address,
    checked_payee,
)
from auzolan.house.rooms.treasury.bank.ibans import checked_bic, checked_iban
from auzolan.house.rooms.treasury.bank.latin import first_strange, is_plain, latin_text
from house.treasury_bank.bank_papers import OUR_IBAN, payee, refused


def test_an_iban_is_read_as_people_write_it() -> None:
    """Goal: nobody is sent back for a blank. Method: blanks of several kinds, small letters."""
    assert checked_iban("es91 2100 0418\u00a04502 0005 1332 ") == OUR_IBAN


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "treasury.iban_unreadable"),
        ("ES91-2100-0418", "treasury.iban_unreadable"),
        ("ES91 2100 O418 4502 0005 1332", "treasury.iban_unreadable"),
        ("ZZ91 2100 0418 4502 0005 1332", "treasury.iban_country_unknown"),
        ("ES91 2100 0418 4502 0005 133", "treasury.iban_length"),
        ("ES92 2100 0418 4502 0005 1332", "treasury.iban_check_digits"),
        ("ES91 2100 0418 4502 0005 1323", "treasury.iban_check_digits"),
        (str(IBAN.from_bban("ES", "21000418460200051332")), "treasury.iban_national_check"),
        ("BR15 0000 0000 0000 1093 2840 814P 2", "treasury.iban_outside_sepa"),
    ],
)
def test_a_wrong_iban_is_refused_by_what_is_wrong_with_it(typed: str, code: str) -> None:
    """Goal: each fault has its code. Method: one number for each rung of the ladder."""
    assert refused(checked_iban(typed)) == code


def test_a_refusal_names_the_place_and_never_the_whole_number() -> None:
    """Goal: help without a leak. Method: the letter O for a zero; then a wrong check digit."""
    place = checked_iban("ES91 2100 O418 4502 0005 1332")
    assert isinstance(place, Refusal)
    assert "Place 9" in place.because
    assert "'O'" in place.because
    digits = checked_iban("ES92 2100 0418 4502 0005 1332")
    assert isinstance(digits, Refusal)
    assert "92 at places 3 and 4" in digits.because
    assert "2100" not in str(digits)
    assert "1332" in str(digits)


@given(place=st.integers(2, 23), sign=st.sampled_from(string.digits))
def test_no_single_wrong_digit_passes(place: int, sign: str) -> None:
    """Goal: a slip never pays a stranger. Method: every digit changed to every other one."""
    changed = OUR_IBAN[:place] + sign + OUR_IBAN[place + 1 :]
    assert (checked_iban(changed) == OUR_IBAN) == (changed == OUR_IBAN)


@given(place=st.integers(4, 22))
def test_no_two_swapped_neighbours_pass(place: int) -> None:
    """Goal: the commonest slip is caught. Method: swap each pair of neighbours."""
    changed = OUR_IBAN[:place] + OUR_IBAN[place + 1] + OUR_IBAN[place] + OUR_IBAN[place + 2 :]
    assert (checked_iban(changed) == OUR_IBAN) == (changed == OUR_IBAN)


def test_a_bic_is_asked_for_only_where_the_number_does_not_route() -> None:
    """Goal: no needless field. Method: Spain without, Switzerland without and with."""
    assert checked_bic("", OUR_IBAN) == ""
    assert refused(checked_bic(" ", "CH9300762011623852957")) == "treasury.bic_missing"
    assert checked_bic("ubswchzh80a", "CH9300762011623852957") == "UBSWCHZH80A"
    assert refused(checked_bic("UBSW", OUR_IBAN)) == "treasury.bic_wrong"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Iñaki  Agirre", "Inaki Agirre"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Jürgen Groß", "Jurgen Gross"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoylos"),
        ("Йордан Щерев", "Yordan Shterev"),
        ("Renée O’Brien & Co", "Renee O'Brien + Co"),
        ("Þóra", "THora"),
    ],
)
def test_letters_of_the_area_are_written_in_latin(typed: str, written: str) -> None:
    """Goal: people keep their names. Method: names of seven countries."""
    assert latin_text(typed) == written


@pytest.mark.parametrize("typed", ["山田", "علي", "Ana 🙂", "a\x00b", "Иванов <b>", "x=1", "a@b"])
def test_other_signs_are_refused_and_named(typed: str) -> None:
    """Goal: no name with a hole. Method: signs outside the set; the first is named."""
    assert latin_text(typed) is None
    assert first_strange(typed)
    wrong = checked_payee(name=typed, iban=OUR_IBAN, address=Address("ES", "Arrasate"))
    assert refused(wrong) == "treasury.text_not_latin"


@given(st.text(max_size=80))
def test_what_is_written_stands_in_the_set_and_writing_twice_changes_nothing(text: str) -> None:
    """Goal: one stable form. Method: any text; written again it is the same."""
    written = latin_text(text)
    if written is None:
        assert first_strange(text)
    else:
        assert is_plain(written)
        assert latin_text(written) == " ".join(written.split())


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (Address("", "Arrasate"), "treasury.address_country"),
        (Address("XX", "Arrasate"), "treasury.address_country"),
        (Address("Spain", "Arrasate"), "treasury.address_country"),
        (Address("ES", " "), "treasury.text_empty"),
        (Address("ES", "..."), "treasury.text_empty"),
        (Address("ES", "A" * 36), "treasury.text_too_long"),
        (Address("ES", "Arrasate", "2" * 17), "treasury.text_too_long"),
        (Address("ES", "Arrasate", lines=("a", "b", "c")), "treasury.address_lines"),
        (Address("ES", "Arrasate", lines=("ARRASATE",)), "treasury.address_repeats"),
        (Address("ES", "Arrasate", lines=("",)), "treasury.text_empty"),
    ],
)
def test_an_address_that_banks_would_refuse_is_refused_here(address: Address, code: str) -> None:
    """Goal: no file bounces for an address. Method: one address for each rule."""
    assert refused(checked_address(address)) == code


def test_a_hybrid_address_keeps_its_lines_beside_town_and_country() -> None:
    """Goal: what fits no field is kept. Method: two lines, town and country."""
    made = checked_address(
        Address("es", "Arrasate/Mondragón", lines=("Baserri Zaharra", "2. solairua"))
    )
    assert made == Address("ES", "Arrasate/Mondragon", lines=("Baserri Zaharra", "2. solairua"))


def test_a_name_longer_than_banks_carry_is_refused_and_not_cut() -> None:
    """Goal: no name is cut in silence. Method: seventy characters pass, seventy-one do not."""
    assert isinstance(payee("A" * 70), Payee)
    long = checked_payee(name="A" * 71, iban=OUR_IBAN, address=Address("ES", "Arrasate"))
    assert refused(long) == "treasury.text_too_long"
    empty = checked_payee(name="  ", iban=OUR_IBAN, address=Address("ES", "Arrasate"))
    assert refused(empty) == "treasury.text_empty"
