"""A statement on paper: the outline set by typst, without a network, the same bytes each time.

Texts reach the page as data and never as markup. The day printed is the record's; the file carries
no clock of its own.
"""

from __future__ import annotations

import json

from auzolan.house.rooms.treasury.outline_parts import Section
from auzolan.house.rooms.treasury.statement_outline import outline_of
from auzolan.house.rooms.treasury.statement_types import MemberStatement

# Source: typst documentation, `document.date`: none leaves the day of making out of the file.
_PAGE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: sheet.title, date: none)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 / 1")
#set text(size: 9.5pt, lang: sheet.language)
#set par(leading: 0.5em)
#text(size: 18pt, weight: "bold")[#sheet.title]
#for section in sheet.sections [
  #block(sticky: true, above: 1.4em, below: 0.6em, text(size: 12pt, weight: "bold", section.title))
  #if section.lines.len() > 0 {
    table(
      columns: (1fr, auto, 14mm), align: (left, right, right), stroke: none, inset: (x: 0pt, y: 3pt),
      column-gutter: 10pt,
      ..for line in section.lines {
        (
          [#line.label #if line.note != "" [#linebreak() #text(size: 7.5pt, fill: luma(90), line.note)]],
          text(number-type: "lining", line.figure),
          text(size: 7.5pt, fill: luma(90), line.entry),
        )
      },
    )
  }
  #if section.text != "" [#section.text]
]
#v(1em)
#for check in sheet.checks [#raw(check) #linebreak()]
"""


def statement_pdf(found: MemberStatement, *, title: str, language: str) -> bytes:
    """Set a statement as PDF.

    Args:
        found: the statement.
        title: at the top and in the file's properties.
        language: `en`, `es` or `eu`, already in use.
    Raises:
        ImportError: typst is not installed.
    """
    import typst

    sheet = {
        "title": title, "language": language, "checks": list(found.checks),
        "sections": [_section(one) for one in outline_of(found)],
    }  # fmt: skip
    made = typst.compile(
        _PAGE.encode(), sys_inputs={"sheet": json.dumps(sheet)}, ignore_system_fonts=True
    )
    assert isinstance(made, bytes), "one document is made"
    return made


def _section(section: Section) -> dict[str, str | list[dict[str, str]]]:
    lines = [
        {
            "label": one.label, "figure": one.figure, "note": one.small,
            "entry": f"№ {one.entry}" if one.entry is not None else "",
        }
        for one in section.lines
    ]  # fmt: skip
    return {"title": section.title, "text": section.text, "lines": lines}
