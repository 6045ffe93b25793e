"""A server in a process of its own, to be killed or measured: `child.py MODE FOLDER`.

MODE is `full` (rights, meter, attribution), `cutting` (that, and segments cut without a pause) or
`bare` (the same server and model, and nothing else). It prints its port when it answers.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.engine.answering import answerer_for
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.learning.flows import recipe_of
from auzolan.house.serving.api import Environ, Start
from auzolan.house.serving.segments import cut
from auzolan.house.serving.server import Application, House, listen
from auzolan.learning.recipes import TrainingRecipe
from auzolan.learning.state import Model

LICENCE, MODEL, ACTOR = "dairy", "yogurt-1", "eve"


def bare(folder: Folder) -> Application:
    """The model behind the server, without rights, meter and attribution."""
    with reading(folder) as now:
        model = now.books.get(Model, MODEL)
    assert model is not None
    recipe = recipe_of(folder, model.recipe)
    assert isinstance(recipe, TrainingRecipe)
    answerer = answerer_for(folder.models, model.artefact, recipe)

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        question = json.loads(environ["wsgi.input"].read())
        body = json.dumps({"answer": answerer.answer(answerer.read(question))}).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def keep_cutting(folder: Folder) -> None:
    """Cut segments all the time, so that a kill finds one half done."""
    desk = Desk(folder)
    while True:
        cut(desk, actor=ACTOR, licence=LICENCE)
        time.sleep(0.02)


def main() -> None:
    """Serve until killed; on SIGTERM say what it took, and end."""
    mode, folder = sys.argv[1], Folder(Path(sys.argv[2]))
    if mode == "bare":
        app = bare(folder)
    else:
        house = House(folder, ACTOR, say=print)
        house.prepare()
        app = house.api
    server = listen(app, "127.0.0.1", 0)
    if mode == "cutting":
        threading.Thread(target=keep_cutting, args=(folder,), daemon=True).start()

    def end(*_: object) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        told = {"cpu_s": used.ru_utime + used.ru_stime, "peak_kb": used.ru_maxrss}
        print(json.dumps(told), flush=True)
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    main()
