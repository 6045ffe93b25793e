"""Bring the portal's translations in line with its texts, and compile them.

It finds every text in templates and Python, keeps the translations that exist, adds empty ones
for new texts, and compiles. It translates nothing. It needs the gettext tools of the system.

    python scripts/make_messages.py
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parents[1] / "src" / "auzolan" / "house"
REFUSALS = HOUSE / "doors" / "portal" / "refusal_texts.json"
GAP = re.compile(r"\{[a-z_0-9]*\}")
LANGUAGES = ("es", "eu")
_KEYWORDS = (
    "gettext_lazy", "gettext_noop", "ngettext:1,2", "pgettext:1c,2", "npgettext:1c,2,3", "_",
)  # fmt: skip


def main() -> int:
    """Write one `django.po` and one `django.mo` for each language; tell how many texts are bare."""
    settings.configure(USE_I18N=True)
    bare = 0
    with tempfile.TemporaryDirectory() as temporary:
        template = _extracted(Path(temporary))
        for language in LANGUAGES:
            bare += _merged(template, HOUSE / "locale" / language / "LC_MESSAGES" / "django.po")
    print(f"{bare} texts without a translation")
    return 1 if bare else 0


def texts() -> list[tuple[str, str]]:
    """Every file with texts for people, by name, as Python that xgettext reads."""
    templates = sorted(HOUSE.rglob("templates/**/*.html"))
    modules = [path for path in sorted(HOUSE.rglob("*.py")) if b"gettext" in path.read_bytes()]
    found = [(path, templatize(path.read_text(encoding="utf-8"))) for path in templates]
    found += [(path, path.read_text(encoding="utf-8")) for path in modules]
    found.append((REFUSALS, _as_python(json.loads(REFUSALS.read_text(encoding="utf-8")))))
    return [(path.relative_to(HOUSE).as_posix().replace("/", "."), text) for path, text in found]


def _as_python(refusals: dict[str, list[list[str]]]) -> str:
    """The sentences of refusals as lines that the extractor understands."""
    texts = {text for parts in refusals.values() for part in parts for text in part}
    return "".join(f"_({text!r})\n" for text in sorted(texts) if GAP.sub("", text).strip(" .:"))


def _extracted(folder: Path) -> Path:
    names = []
    for name, text in texts():
        (folder / name).write_text(text, encoding="utf-8")
        names.append(name)
    template = folder / "django.pot"
    keywords = [f"--keyword={keyword}" for keyword in _KEYWORDS]
    command = [
        "xgettext",
        "--language=Python",
        "--from-code=UTF-8",
        "--no-location",
        "--sort-output",
    ]
    subprocess.run([*command, *keywords, "-o", template.name, *names], cwd=folder, check=True)
    text = template.read_text(encoding="utf-8").replace("charset=CHARSET", "charset=UTF-8")
    template.write_text(text, encoding="utf-8")
    return template


def _merged(template: Path, catalogue: Path) -> int:
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if not catalogue.exists():
        catalogue.write_text(_head(catalogue.parents[1].name), encoding="utf-8")
    options = ["--quiet", "--update", "--backup=none", "--no-fuzzy-matching", "--sort-output"]
    subprocess.run(["msgmerge", *options, catalogue, template], check=True)
    subprocess.run(["msgattrib", "--no-obsolete", "-o", catalogue, catalogue], check=True)
    # The day of a run says nothing about the texts, and would change the file each time.
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
    catalogue.write_text("".join(kept), encoding="utf-8")
    compiled = catalogue.with_suffix(".mo")
    subprocess.run(["msgfmt", "--check-format", "-o", compiled, catalogue], check=True)
    bare = subprocess.run(
        ["msgattrib", "--untranslated", catalogue], capture_output=True, text=True, check=True
    )
    return bare.stdout.count("\nmsgid ")  # the head of the file follows no line


def _head(language: str) -> str:
    return (
        'msgid ""\nmsgstr ""\n'
        '"Project-Id-Version: Auzolan\\n"\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )


if __name__ == "__main__":
    sys.exit(main())
