"""Files that banks send, read strictly: the XML, its sizes, and the parts we know.

No document type, no entity, one encoding, the versions that are listed, and only elements that a
form names: a tag that is misspelt is refused and never skipped, since what it held may be money.
Parts that no rule needs are named in the form too, and their insides are passed over. It knows
nothing of payments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from auzolan.foundation.refusals import Refusal
from auzolan.house.rooms.treasury.bank.ibans import ARTICLE

BYTES_MAX = 128 * 2**20
ELEMENTS_MAX = 5_000_000
DEPTH_MAX = 40
TEXT_MAX = 2_000
_AMOUNT = re.compile(r"([0-9]{1,13})(?:\.([0-9]{1,2})0{0,3})?\Z")


@dataclass(frozen=True, slots=True)
class Form:
    """What may stand inside an element.

    Attributes:
        parts: the elements it may hold, by name; none of them means text.
        has_text: whether text may stand beside its parts.
        is_many: whether it may stand there more than once.
        is_skipped: whether its insides are passed over.
    """

    parts: Mapping[str, Form] = field(default_factory=dict)
    has_text: bool = False
    is_many: bool = False
    is_skipped: bool = False


TEXT = Form(has_text=True)
TEXTS = Form(has_text=True, is_many=True)
SKIP = Form(is_skipped=True, is_many=True)


def one(parts: Mapping[str, Form], *skipped: str) -> Form:
    """The form of an element that stands there at most once."""
    return Form({**parts, **dict.fromkeys(skipped, SKIP)})


def many(parts: Mapping[str, Form], *skipped: str) -> Form:
    """The form of an element that may repeat."""
    return Form({**parts, **dict.fromkeys(skipped, SKIP)}, is_many=True)


class Refused(Exception):
    """Carries a refusal out of the depth of a file; no reader of this package lets it out."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Node:
    """One element: its name, text, currency if it bears one, and its parts in order."""

    __slots__ = ("currency", "name", "parts", "text")

    def __init__(self, name: str, currency: str) -> None:
        self.name = name
        self.currency = currency
        self.text = ""
        self.parts: list[Node] = []

    def all(self, name: str) -> list[Node]:
        """Every part of this name, in order."""
        return [part for part in self.parts if part.name == name]

    def maybe(self, *path: str) -> Node | None:
        """The first part at a path, or None."""
        found = self
        for name in path:
            inside = next((part for part in found.parts if part.name == name), None)
            if inside is None:
                return None
            found = inside
        return found

    def word(self, *path: str) -> str:
        """The text at a path, empty where nothing stands there."""
        found = self.maybe(*path)
        return found.text if found else ""

    def must(self, *path: str) -> Node:
        """The part at a path.

        Raises:
            Refused: nothing stands there.
        """
        found = self.maybe(*path)
        if found is None:
            raise malformed(f"{self.name} lacks {'/'.join(path)}.")
        return found

    def must_word(self, *path: str) -> str:
        """The text at a path.

        Raises:
            Refused: nothing stands there, or it is empty.
        """
        word = self.must(*path).text
        if not word:
            raise malformed(f"{'/'.join(path)} of {self.name} is empty.")
        return word


def malformed(because: str) -> Refused:
    """A file that is not what its version says."""
    return Refused(
        Refusal(
            "treasury.bank_file_malformed",
            ARTICLE,
            because,
            "Fetch the file again from the bank, and do not change it by hand.",
        )
    )


def read_answer(raw: bytes, versions: tuple[str, ...], form: Form) -> Node:
    """Read a file of a bank into the parts that its form names.

    Args:
        raw: the file, at most 128 MiB, UTF-8.
        versions: the messages that are taken, as `pain.002.001.10`.
        form: of the element `Document`.
    Returns:
        The element `Document`.
    Raises:
        Refused: too large, not UTF-8, a document type, another version, an unknown part, cut off.
    """
    if len(raw) > BYTES_MAX:
        raise _too_large(f"The file has {len(raw):,} bytes; at most {BYTES_MAX:,} are read.")
    # Expat finds out UTF-16 by itself, whatever it was told; every such file holds zero bytes.
    if b"\0" in raw:
        raise _other_encoding("UTF-16 or no text")
    reader = _Reader(tuple(f"urn:iso:std:iso:20022:tech:xsd:{name}" for name in versions), form)
    return reader.read(raw)


def cents_of(node: Node, currency: str) -> int:
    """Read an amount as whole cents.

    Args:
        node: of an amount or a sum; a sum bears no currency.
        currency: the only one that is taken.
    Returns:
        Cents, at least 0.
    Raises:
        Refused: another currency, a sign, or parts of a cent.
    """
    if node.currency and node.currency != currency:
        raise Refused(
            Refusal(
                "treasury.bank_currency",
                ARTICLE,
                f"{node.name} is in {node.currency[:8]!r}; this account is kept in {currency}.",
                "Import the statement of the account from which the payout was made.",
            )
        )
    found = _AMOUNT.match(node.text)
    if not found:
        raise malformed(f"{node.name} is {node.text[:40]!r}, no amount in cents.")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def amount_of(node: Node, currency: str) -> int:
    """Read an amount that must name its currency, as whole cents."""
    if not node.currency:
        raise malformed(f"{node.name} names no currency.")
    return cents_of(node, currency)


def _too_large(because: str) -> Refused:
    return Refused(
        Refusal(
            "treasury.bank_file_too_large",
            ARTICLE,
            because,
            "Ask the bank for files of single days or single payouts.",
        )
    )


def _other_encoding(encoding: str) -> Refused:
    return Refused(
        Refusal(
            "treasury.bank_file_encoding",
            ARTICLE,
            f"The file is written in {encoding[:40]!r}; only UTF-8 is read.",
            "Ask the bank for the file in UTF-8.",
        )
    )


class _Reader:
    """One pass over a file: expat calls, the form decides, nodes are kept."""

    def __init__(self, namespaces: tuple[str, ...], form: Form) -> None:
        self._namespaces = namespaces
        self._namespace = ""
        self._root: Node | None = None
        self._open: list[tuple[Node, Form]] = []
        self._form = form
        self._passed_over = 0
        self._elements = 0
        # The encoding given here wins over the one that the file claims: bytes mean one thing only.
        parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def read(self, raw: bytes) -> Node:
        try:
            self._parser.Parse(raw, True)
        except expat.ExpatError as fault:
            raise malformed(f"It is no whole XML file: {fault}.") from fault
        assert self._root is not None, "expat refuses a file without a root"
        return self._root

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in ("UTF-8", "UTF8"):
            raise _other_encoding(encoding)

    def _doctype(self, *_: object) -> None:
        raise Refused(
            Refusal(
                "treasury.bank_file_doctype",
                ARTICLE,
                "The file brings a document type or an entity, which no bank's file has.",
                "Do not open it elsewhere; fetch it again from the bank and tell the council.",
            )
        )

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > ELEMENTS_MAX or len(self._open) + self._passed_over >= DEPTH_MAX:
            raise _too_large(
                f"It has more than {ELEMENTS_MAX:,} elements, or they stand more than {DEPTH_MAX} deep."
            )
        if self._passed_over:
            self._passed_over += 1
            return
        namespace, _, name = tag.rpartition(" ")
        form = self._form_of(namespace, name)
        if form.is_skipped:
            self._passed_over = 1
            return
        node = Node(name, attributes.get("Ccy", ""))
        if self._open:
            self._open[-1][0].parts.append(node)
        else:
            self._root = node
        self._open.append((node, form))

    def _form_of(self, namespace: str, name: str) -> Form:
        if not self._open:
            if name != "Document" or namespace not in self._namespaces:
                raise self._other_version(namespace, name)
            self._namespace = namespace
            return self._form
        parent, form = self._open[-1]
        part = form.parts.get(name) if namespace == self._namespace else None
        if part is None:
            raise malformed(f"{parent.name} holds {name[:40]!r}, which is not known there.")
        if not part.is_many and parent.maybe(name):
            raise malformed(f"{parent.name} holds {name} twice.")
        return part

    def _other_version(self, namespace: str, name: str) -> Refused:
        taken = ", ".join(each.rpartition(":")[2] for each in self._namespaces)
        return Refused(
            Refusal(
                "treasury.bank_file_version",
                ARTICLE,
                f"The file begins with {name[:40]!r} of {namespace[:80]!r}; read are {taken}.",
                "Choose the right kind of file, or ask the bank for one of these versions.",
            )
        )

    def _text(self, text: str) -> None:
        if self._passed_over or not self._open:
            return
        node, form = self._open[-1]
        if form.has_text:
            node.text += text
            if len(node.text) > TEXT_MAX:
                raise _too_large(f"{node.name} has more than {TEXT_MAX:,} characters.")
        elif text.strip():
            raise malformed(f"{node.name} holds text beside its parts.")

    def _end(self, _tag: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
            return
        node, _ = self._open.pop()
        node.text = node.text.strip()
