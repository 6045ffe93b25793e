"""The words of a post's HTML, in one walk whose time grows with its length and no faster.

The standard library's parser takes forty seconds for 64 KiB of `<a `; a post is foreign enough for
that to matter. What a browser would not show is dropped: tags, comments, scripts, all behind a tag
that never ends. So are quotations, which are somebody else's words.

Source: HTML Living Standard, section 13.2.5 (tokenization), of which this is a small part.
"""

from __future__ import annotations

import html
import re

_BREAKS = frozenset({"p", "br", "li", "div", "ul", "ol", "h1", "h2", "h3", "h4", "pre"})
_SILENT = frozenset({"script", "style", "blockquote"})
_QUOTED_CLASS = "quote-inline"
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_SIGN = re.compile(r"[\"'>]")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_AROUND_BREAKS = re.compile(r" ?\n[ \n]*")


def text_of_html(content: str) -> tuple[str, int]:
    """The words of HTML, a line a paragraph, and how many quotations were left out."""
    words: list[str] = []
    silent: list[str] = []
    quotations = place = 0
    while place < len(content):
        start = content.find("<", place)
        stop = start if start >= 0 else len(content)
        if not silent:
            words.append(html.unescape(content[place:stop]))
        if start < 0:
            break
        place, tag, inside = _tag_at(content, start)
        if tag == "<" and not silent:
            words.append("<")
        elif tag in _SILENT or (tag == "p" and _QUOTED_CLASS in inside):
            silent.append(tag)
            quotations += tag in {"blockquote", "p"}
        elif silent and tag == f"/{silent[-1]}":
            silent.pop()
        elif not silent and tag.removeprefix("/") in _BREAKS:
            words.append("\n")
    spaced = _SPACES.sub(" ", "".join(words))
    return _AROUND_BREAKS.sub("\n", spaced).strip(), quotations


def _tag_at(content: str, start: int) -> tuple[int, str, str]:
    """Where reading goes on, the tag's name, and what stands in it; `<` is a mere sign."""
    if content.startswith("<!--", start):
        return _behind(content.find("-->", start + 4), 3, content), "", ""
    if content.startswith(("<!", "<?"), start):
        return _behind(content.find(">", start), 1, content), "", ""
    name = _NAME.match(content, start + 1)
    if name is None:
        return start + 1, "<", ""
    place = name.end()
    while (sign := _SIGN.search(content, place)) is not None and sign[0] != ">":
        closing = content.find(sign[0], sign.end())
        place = _behind(closing, 1, content)
    end = _behind(sign.start() if sign else -1, 1, content)
    return end, name[0].lower(), content[name.end() : end]


def _behind(found: int, length: int, content: str) -> int:
    return found + length if found >= 0 else len(content)
