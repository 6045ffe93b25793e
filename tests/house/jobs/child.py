"""A portal in a process of its own, with the slow doing, to be killed: `child.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from auzolan.house.doors.portal.server import serve
from auzolan.house.doors.portal.wsgi import application_of


def main() -> None:
    """Serve until killed or told to stop."""
    folder = Path(sys.argv[1])
    application_of(folder)  # as `serve` will: the rooms' doings need Django
    from support.slow_doing import add

    add()
    serve(folder, port=0, say=lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
