"""Columns about a person instead of her work: dropped by name, before anything of them is kept.

Two lists. What identifies, locates or scores somebody is never read, not even on demand. What
describes somebody (age, gender) is dropped too, unless it is named as the label: tasks may be about
people. Beyond columns, an e-mail address that stands for a worker becomes a code.

It cannot know a name from a nickname: ids that are people's names stay as the tool wrote them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

_NEVER = frozenset(
    """email emails mail ip ipaddress city region country state province zip zipcode postcode
    postalcode address street latitude longitude lat lon lng geo location phone telephone mobile
    fax firstname lastname surname fullname realname displayname passport ssn birthdate birthday
    dateofbirth dob useragent browser device fingerprint cookie referrer referer channel trust
    workerlocation approvalrate reputation rank rating_of_worker keystrokes mouse screenshot
    screenshots webcam iban account accountnumber paypal""".split()
)
_TRAITS = frozenset(
    """age gender sex race ethnicity religion nationality education occupation income language
    nativelanguage disability politics orientation""".split()
)
_WITHIN = (
    "email", "ipaddr", "clientip", "remoteip", "approvalrate", "useragent", "phonenumber", "surname",
    "birthda", "latitude", "longitude", "workercity", "workercountry", "workerregion", "passport",
)  # fmt: skip
"""Written in one, without capitals to cut them at: nothing about work holds these letters."""
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ADDRESS = re.compile(r"[^@\s<>()\[\]\",;:]+@[^@\s<>()\[\]\",;:]+\.[^@\s<>()\[\]\",;:]+")
_CODE_HEX = 20


def identifies(column: str) -> bool:
    """Tell whether a column's name says that it identifies, locates or scores a person."""
    return bool(_terms(column) & _NEVER) or _holds_within(column)


def describes(column: str) -> bool:
    """Tell whether a column's name says that it describes a person."""
    return bool(_terms(column) & _TRAITS)


def is_personal(column: str) -> bool:
    """Tell whether a column is dropped by its name."""
    return identifies(column) or describes(column)


def _terms(column: str) -> frozenset[str]:
    """Words of a name, and each two and three neighbours written together."""
    words = [word for word in _NOT_WORDS.split(_CAMEL.sub(" ", _plain(column)).lower()) if word]
    found = set(words)
    for length in (2, 3):
        found |= {"".join(words[at : at + length]) for at in range(len(words) - length + 1)}
    return frozenset(found)


def _holds_within(column: str) -> bool:
    joined = _NOT_WORDS.sub("", _plain(column).lower())
    return any(part in joined for part in _WITHIN)


def _plain(column: str) -> str:
    """A name in plain letters: wide ones and others that look alike are the same name."""
    return unicodedata.normalize("NFKC", column)


def is_address(text: str) -> bool:
    """Tell whether a text is an e-mail address, or has one in it, as `Ana <ana@example.org>`."""
    return "@" in text and bool(_ADDRESS.search(text))


def pseudonym(address: str, key: bytes) -> str:
    """Replace an address by a code that is the same for the same key, and tells nobody else.

    HMAC-SHA-256 of the address in lower case, cut to 80 bits; what stands around it is left out.
    """
    found = _ADDRESS.search(address)
    bare = found[0] if found else address.strip()
    mark = hmac.new(key, bare.lower().encode(), hashlib.sha256).hexdigest()
    return f"person-{mark[:_CODE_HEX]}"
