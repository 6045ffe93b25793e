"""How templates write money, numbers, dates and the words of the record. Nothing is decided here.

Whole numbers in, text out: no float comes near an amount.
"""

from __future__ import annotations

from datetime import datetime

from django import template
from django.urls import translate_url
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.portal import (
    assembly_words,
    deciding_words,
    labour_words,
    model_words,
    money_words,
    petition_words,
    purpose_words,
    rights_words,
    simulator_words,
    surplus_words,
    wizard_words,
    words,
)
from auzolan.house.doors.portal.open_pages import open_words
from auzolan.house.jobs.words import OFFICES
from auzolan.house.rooms.assembly import titles_on_pages
from auzolan.house.rooms.labour.voice.exchange_money import ExchangeLine
from auzolan.house.rooms.members import people_on_pages
from auzolan.house.rooms.record.page_queries import date_of
from auzolan.treasury.accounts import CENTS, GROUPS, MICRO, group_of

register = template.Library()
register.filter("called", people_on_pages.called)
register.filter("titled", titles_on_pages.titled)

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
_HAIR = "\N{NARROW NO-BREAK SPACE}"
_FIXED = "\N{NO-BREAK SPACE}"
_SLIVERS = 150
_PARTS_OF_KIND = 2  # `capital:returns`, `expense:2026:wages`; longer names say whom they are for
_MINUS = "\N{MINUS SIGN}"
_TABLES = {
    "act": {
        **words.ACTS, **petition_words.ACTS, **assembly_words.ACTS, **purpose_words.ACTS,
        **rights_words.ACTS, **labour_words.ACTS,
    },
    "fact": {
        **words.FACTS, **petition_words.FACTS, **assembly_words.FACTS, **purpose_words.FACTS,
        **rights_words.FACTS, **labour_words.FACTS,
    },
    "article": words.ARTICLES,
    "field": {
        **words.FIELDS, **surplus_words.FIELDS, **deciding_words.FIELDS, **petition_words.FIELDS,
        **assembly_words.FIELDS, **purpose_words.FIELDS, **rights_words.FIELDS,
        **model_words.FIELDS, **labour_words.FIELDS,
    },
    "tier": words.TIERS, "purpose": words.PURPOSES, "purpose_name": words.PURPOSE_NAMES,
    "model_tier": model_words.TIERS, "model_how": model_words.HOWS,
    "model_limit": model_words.LIMITS,
    "operation": words.OPERATIONS, "part": words.PARTS, "account": money_words.ACCOUNTS,
    "own_account": money_words.OWN_ACCOUNTS, "state": money_words.STATES, "exit_reason": money_words.EXIT_REASONS,
    "standing": assembly_words.STATES, "organ": assembly_words.ORGANS,
    "measure": {**money_words.MEASURES, **assembly_words.MEASURES}, "step": assembly_words.STEPS,
    "petition": assembly_words.PETITIONS, "dry_run": assembly_words.DRY_RUN,
    "operation_sentence": purpose_words.OPERATIONS, "end_use_sentence": purpose_words.END_USES,
    "operation_name": purpose_words.OPERATION_NAMES, "end_use_name": purpose_words.END_USE_NAMES,
    "asks": rights_words.ASKS, "outcome": rights_words.OUTCOMES,
    "effect": purpose_words.EFFECTS, "basis": purpose_words.BASES,
    "payout_state": money_words.PAYOUT_STATES, "payout_stage": money_words.PAYOUT_STAGES,
    "pool": surplus_words.POOLS, "line": surplus_words.LINES, "choice": surplus_words.CHOICES,
    "year_line": simulator_words.YEAR_LINES, "sharing_rule": simulator_words.SHARING_RULES,
    "wizard_question": wizard_words.QUESTIONS, "wizard_why": wizard_words.REASONS,
    "wizard_field": wizard_words.FIELDS, "wizard_help": wizard_words.HELP,
    "wizard_fault": wizard_words.FAULTS,
    "work_class": labour_words.CLASSES, "work_state": labour_words.STATES,
    "scored": labour_words.SCORED, "metric": labour_words.METRICS, "role": labour_words.ROLES,
    "look_reason": labour_words.REASONS, "fair_principle": labour_words.PRINCIPLES,
    "fair_point": labour_words.POINTS, "fair_missing": labour_words.MISSING,
    "exchanged": labour_words.EXCHANGED, "exchange_side": labour_words.SIDES,
    "benefit_group": open_words.GROUPS, "benefit_line": open_words.LINES,
    "control": open_words.CONTROL, "allowed_by": open_words.ALLOWED,
    "overdue": open_words.DUTIES, "told": open_words.TOLD, "office": OFFICES,
}  # fmt: skip
_DATE = {"en": "j F Y", "es": r"j \d\e F \d\e Y", "eu": r"F\r\e\n j\a"}
_WEEKDAY = {"en": "{1} {0}", "es": "{1} {0}", "eu": "{0}, {1}"}
_EKO_ENDS = frozenset({10, 30, 50, 70, 90})


@register.filter
def count(number: int) -> str:
    """A whole number with its thousands apart: 4,217 or 4.217."""
    grouped = f"{abs(number):,}".replace(",", _marks()[0])
    return f"{_MINUS}{grouped}" if number < 0 else grouped


@register.filter
def money(cents: int, currency: str) -> str:
    """An amount as people write it in their language: €1,234.50 or 1.234,50 €."""
    sign = _MINUS if cents < 0 else ""
    units = f"{count(abs(cents) // 100)}{_marks()[1]}{abs(cents) % 100:02d}"
    return _with_symbol(sign, units, currency)


@register.filter
def signed_money(cents: int, currency: str) -> str:
    """An amount with its sign always written."""
    return f"+{money(cents, currency)}" if cents > 0 else money(cents, currency)


@register.filter
def percent(share_bp: int) -> str:
    """Basis points as a percentage, without needless zeros: 45 %, 66.67 %."""
    whole, rest = divmod(share_bp, 100)
    decimals = f"{_marks()[1]}{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{_HAIR}%"


@register.filter
def percent_of(part: int, whole: int) -> str:
    """A part of a whole as a percentage with one decimal, rounded half up."""
    if whole <= 0:
        return _("unknown")
    tenths = (2_000 * part + whole) // (2 * whole)
    return f"{count(tenths // 10)}{_marks()[1]}{tenths % 10}{_HAIR}%"


@register.filter
def along(part: int, whole: int) -> str:
    """How far along a bar a part of a whole reaches, in per cent with one decimal: 34.5%."""
    permille = max(0, min(1_000, 1_000 * part // whole)) if whole > 0 else 0
    return f"{permille // 10}.{permille % 10}%"


@register.filter
def sliver(part: int, whole: int) -> str:
    """The length of a bar, never so short that nobody sees it."""
    return along(max(part, whole // _SLIVERS), whole)


@register.filter
def plus(number: int, other: int) -> int:
    """One number and another."""
    return number + other


@register.filter
def micro_money(micro: int, currency: str) -> str:
    """An amount in millionths, with as many decimals as it needs and at least two."""
    units, millionths = divmod(abs(micro), 1_000_000)
    decimals = f"{millionths:06d}".rstrip("0").ljust(2, "0")
    sign = _MINUS if micro < 0 else ""
    return _with_symbol(sign, f"{count(units)}{_marks()[1]}{decimals}", currency)


@register.filter
def price_of_thousand(price_micro: int, currency: str) -> str:
    """The price of a thousand predictions, from the price of one in millionths."""
    return micro_money(1_000 * price_micro, currency)


@register.filter
def points(value_e9: int) -> str:
    """A worth scaled by 10^9 as points of a hundred, with three decimals, rounded half up."""
    thousandths = (abs(value_e9) + 5_000) // 10_000
    sign = _MINUS if value_e9 < 0 and thousandths else ""
    return f"{sign}{count(thousandths // 1_000)}{_marks()[1]}{thousandths % 1_000:03d}"


@register.filter
def votes(votes_e5: int) -> str:
    """Votes in hundred-thousandths as votes, with as many decimals as they need."""
    whole, rest = divmod(votes_e5, 100_000)
    decimals = f"{_marks()[1]}{rest:05d}".rstrip("0") if rest else ""
    return f"{count(whole)}{decimals}"


@register.filter
def ten_thousandths(number: int) -> str:
    """A number of ten-thousandths as a decimal: 0.3127."""
    return f"{number // 10_000}{_marks()[1]}{number % 10_000:04d}"


@register.filter
def hundredths(number: int) -> str:
    """A number of hundredths as a decimal: 3.75."""
    return f"{count(number // 100)}{_marks()[1]}{number % 100:02d}"


@register.filter
def hours(seconds: int) -> str:
    """Worked time in hours and minutes: 12 h 30 min."""
    minutes = seconds // 60
    return f"{count(minutes // 60)}{_HAIR}h {minutes % 60:02d}{_HAIR}min"


@register.filter
def day(moment: int | None) -> str:
    """A moment as a day in words: 5 March 2024."""
    if moment is None:
        return ""
    when, language = date_of(moment), _language()
    written = date_format(when, _DATE[language])
    return f"{when.year}{_year_ending(when.year)} {written}" if language == "eu" else written


@register.filter
def due_day(moment: int) -> str:
    """A day that matters, with its weekday: Friday 5 March 2024."""
    return _WEEKDAY[_language()].format(day(moment), date_format(date_of(moment), "l"))


@register.filter
def due_minute(moment: int) -> str:
    """A moment that matters, with its weekday and its minute in UTC."""
    return f"{due_day(moment)}, {date_of(moment):%H:%M} UTC"


@register.filter
def due_day_of_text(text: str) -> str:
    """A day of the record that matters, as 2024-03-05, with its weekday."""
    return due_day(moment_from_iso(text))


@register.filter
def day_of_text(text: str) -> str:
    """A day of the record, as 2024-03-05, in words."""
    return day(moment_from_iso(text))


@register.filter
def iso(moment: int) -> str:
    """A moment for machines, as `datetime` attributes want it."""
    return date_of(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def minute(moment: int) -> str:
    """A moment as a day in words and its minute in UTC."""
    when: datetime = date_of(moment)
    return f"{day(moment)}, {when:%H:%M} UTC"


@register.filter
def word(name: object, table: str) -> str | Promise:
    """What people call a name of the record, or the name itself where there is no word for it."""
    return _TABLES[table].get(str(name), str(name))


@register.filter
def field_word(name: str) -> str | Promise:
    """What people call a field of one of several things, such as `pools.cents`."""
    words_of = _TABLES["field"]
    return words_of.get(name) or word(name.rpartition(".")[2], "field")


@register.filter
def clause_field(clause: str) -> str | Promise:
    """What people call a clause such as `surplus.education_bp`.

    A clause that stands in no list is one of a line of the surplus: the line, and what of it.
    """
    field = clause.rpartition(".")[2]
    for line, called in surplus_words.LINES.items():
        suffix = field.removeprefix(f"{line}_")
        if suffix != field and suffix in surplus_words.LINE_CLAUSES:
            return f"{called}: {surplus_words.LINE_CLAUSES[suffix]}"
    return word(field, "field")


@register.filter
def is_text(value: object) -> bool:
    """Whether a clause names a choice and no number."""
    return isinstance(value, str)


@register.filter
def choice_words(value: str) -> str:
    """What people call a choice, several in their order, or a part."""
    if value.startswith(("<", ">")):
        return deciding_words.part_words(value)
    return ", ".join(str(word(one, "choice")) for one in value.split(","))


@register.filter
def account_words(account: str) -> str:
    """What people call an account of the ledger, with its period and whom it is for."""
    group, *rest = account.split(":")
    kind = f"{group}:{rest[-1]}" if rest else group
    if kind in money_words.ACCOUNTS and len(rest) <= _PARTS_OF_KIND:
        group, rest = kind, rest[:-1]
    return f"{word(group, 'account')} {' · '.join(rest)}".rstrip()


@register.simple_tag
def ledger_money(amount: int, account: str, currency: str) -> str:
    """An amount on an account or a group of accounts, in cents or in millionths as it counts."""
    group = GROUPS.get(group_of(account))
    is_micro = group is not None and group.scale == MICRO
    return micro_money(amount, currency) if is_micro else money(amount, currency)


@register.simple_tag
def signed_ledger_money(amount: int, account: str, currency: str) -> str:
    """An amount on an account with its sign always written."""
    written = ledger_money(amount, account, currency)
    return f"+{written}" if amount > 0 else written


@register.simple_tag
def exchanged(line: ExchangeLine, currency: str) -> str:
    """How much a line of an exchange is about: money, time, or so many of something."""
    if line.unit == f"{currency}/{CENTS}":
        return money(line.amount, currency)
    if line.unit == f"{currency}/{MICRO}":
        return micro_money(line.amount, currency)
    return hours(line.amount) if line.unit == "s" else count(line.amount)


@register.filter
def short(digest: str) -> str:
    """The beginning of a digest, enough to compare by eye."""
    return f"{digest[:12]}…" if len(digest) > 12 else digest


@register.filter
def whole_words(command: str) -> SafeString:
    """A command whose options are never broken in two at the end of a line."""
    return format_html_join(
        " ",
        "{}",
        ((format_html('<span class="keep">{}</span>', one) if _breaks(one) else one,)
         for one in command.split(" ")),
    )  # fmt: skip


@register.inclusion_tag("pieces/chip.html")
def chip(seq: int | None) -> dict[str, int | None]:
    """The receipt chip of an entry; nothing where a figure stands on no entry yet."""
    return {"seq": seq}


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, code: str) -> str:
    """The address of this same page in another language."""
    return translate_url(context["request"].get_full_path(), code)


def _breaks(one: str) -> bool:
    """Whether it is an option, which a browser would break after its first hyphen."""
    return one.startswith("--") and one != "--help"


def _with_symbol(sign: str, units: str, currency: str) -> str:
    symbol = _SIGNS.get(currency)
    if symbol and _language() == "en":
        return f"{sign}{symbol}{units}"
    return f"{sign}{units}{_FIXED}{symbol or currency}"


def _year_ending(year: int) -> str:
    """How Basque says "of" after a year, by how its last word sounds: 2024ko, 2025eko."""
    last = year % 100
    is_after_a_stop = last in _EKO_ENDS or last % 10 == 5 or (last % 10 == 1 and last != 11)
    return "eko" if is_after_a_stop else "ko"


def _language() -> str:
    return (get_language() or "en")[:2]


def _marks() -> tuple[str, str]:
    """What stands between thousands, and before decimals."""
    return (",", ".") if _language() == "en" else (".", ",")
