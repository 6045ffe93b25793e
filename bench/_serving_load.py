"""Calls a served model over HTTP from a process of its own, and prints how long each call took.

    _serving_load.py PORT KEY SECONDS CLIENTS RATE

RATE 0 asks as fast as answers come; else calls are due at that rate, and a call's time counts from
when it was due, so that waiting behind a slow one is not hidden.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
import time
import uuid

BRANDS = ("yoplait", "dannon", "hiland", "weight")


def body(number: int) -> bytes:
    """A question about a purchase."""
    asked: dict[str, object] = {"history": [BRANDS[(number + at) % 4] for at in range(number % 5)]}
    for place, brand in enumerate(BRANDS):
        asked[f"feat_{brand}"] = int((number + place) % 4 == 0)
        asked[f"price_{brand}"] = f"{6 + (number + place) % 4}.{number % 10}"
    return json.dumps(asked).encode()


def main() -> None:
    port, key = int(sys.argv[1]), sys.argv[2]
    seconds, clients, rate = float(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
    run = uuid.uuid4().hex
    numbers, lock = itertools.count(), threading.Lock()
    took: list[float] = []
    start = time.perf_counter() + 0.1
    failed: list[str] = []

    def call() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number = next(numbers)
            due = start + number / rate if rate else time.perf_counter()
            if due - start > seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            line.request(
                "POST", "/api/models/yogurt-1/answer", body(number),
                {"Authorization": f"Bearer {key}", "Content-Type": "application/json",
                 "Idempotency-Key": f"{run}-{number}"},
            )  # fmt: skip
            answer = line.getresponse()
            said = answer.read()
            took.append(time.perf_counter() - due)
            if answer.status != 200:
                failed.append(said.decode())
                return

    threads = [threading.Thread(target=call) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    spent = time.perf_counter() - start
    took.sort()
    print(json.dumps({"n": len(took), "spent_s": spent, "took_ms": [t * 1e3 for t in took],
                      "failed": failed[:3]}))  # fmt: skip


if __name__ == "__main__":
    main()
