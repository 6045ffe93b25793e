"""The calls over HTTP, by a real server: headers, limits, statuses, and the portal beside it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from auzolan.foundation.moments import DAY_MS
from auzolan.house.doors.portal.wsgi import application_of
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.serving.api import BODY_SIZE_MAX, STATUS
from auzolan.house.serving.server import House, beside, listen, stop
from auzolan.licensing.use_shares import answer_digest
from house.serving.served import Served, question
from house.small_desk import accepted

PATH = "/api/models/yogurt-1/answer"


class Line:
    """One licensee on the line."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request as it is given."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request(method, path, body, dict(headers or {}))
        answer = line.getresponse()
        said = answer.read()
        line.close()
        return answer, said

    def call(
        self,
        name: str = "n1",
        body: bytes | None = None,
        *,
        path: str = PATH,
        **changed: str | None,
    ) -> tuple[int, dict[str, object], http.client.HTTPResponse]:
        """One call; headers are changed by name, None leaves one out."""
        headers = {
            "Authorization": f"Bearer {self.key}", "Content-Type": "application/json",
            "Idempotency-Key": name,
        } | {key.replace("_", "-"): value for key, value in changed.items()}  # fmt: skip
        sent = {key: value for key, value in headers.items() if value is not None}
        answer, said = self.send("POST", path, question(0) if body is None else body, sent)
        return answer.status, json.loads(said), answer


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    """A server over the co-operative, and a licensee who calls it."""
    said: list[str] = []
    portal = application_of(Path(served.folder.path))
    with House(served.folder, "eve", say=said.append, ports=served.small.ports) as house:
        server = listen(beside(portal, house.api), "127.0.0.1", 0)
        running = threading.Thread(target=server.run, daemon=True)
        running.start()
        yield Line(server.effective_port, served.key)
        stop(server)
        running.join(10)
    assert said == []


def test_an_answer_says_whose_work_it_rests_on(line: Line, served: Served) -> None:
    """Goal: answer, link and header. Method: one call; open its digest with what the link gives."""
    status, said, answer = line.call()
    assert status == 200
    assert set(said) == {"answer", "use", "link"}
    use = str(said["use"])
    told = answer.headers["Auzolan-Attribution"]
    assert told.startswith(f'model="yogurt-1", snapshot="s1", use="{use}", people=')
    found, body = line.send(
        "GET", str(said["link"]), headers={"Authorization": f"Bearer {line.key}"}
    )
    assert found.status == 200
    known = json.loads(body)
    assert (known["fee_micro"], known["members_micro"], known["segment"]) == (12_345, 2_469, 0)
    assert known["shares"] in told
    assert known["digest"] == answer_digest(
        bytes.fromhex(known["salt"]), "yogurt-1", question(0), str(said["answer"])
    )


def test_a_retry_is_answered_alike_to_the_last_byte(line: Line) -> None:
    """Goal: same name, same answer. Method: twice, then another question under the name."""
    first, second = line.call("same"), line.call("same")
    assert first[:2] == second[:2]
    assert first[2].headers["Auzolan-Attribution"] == second[2].headers["Auzolan-Attribution"]
    status, said, _ = line.call("same", question(1))
    assert (status, said["code"]) == (409, "serving.other_body")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"Authorization": None}, 401, "serving.key_missing"),
        ({"Authorization": "Basic eDp5"}, 401, "serving.key_missing"),
        ({"Authorization": "Bearer short"}, 401, "serving.key_missing"),
        ({"Authorization": "Bearer " + "A" * 43}, 401, "licensing.key_unknown"),
        ({"Idempotency_Key": None}, 400, "serving.name_missing"),
        ({"Idempotency_Key": "two words"}, 400, "serving.name_missing"),
        ({"Idempotency_Key": "x" * 201}, 400, "serving.name_missing"),
        ({"Content_Type": "text/plain"}, 415, "serving.not_json"),
        ({"Content_Type": None}, 415, "serving.not_json"),
    ],
)
def test_a_call_without_what_it_needs_is_told(
    line: Line, changed: dict[str, str | None], status: int, code: str
) -> None:
    """Goal: a plain word for each. Method: leave out or spoil one header at a time."""
    found, said, answer = line.call(**changed)
    assert (found, said["code"]) == (status, code)
    assert set(said) == {"code", "article", "because", "remedy"}
    assert answer.headers["Content-Type"] == "application/json"


def test_other_addresses_methods_and_sizes_are_refused(line: Line) -> None:
    """Goal: nothing else answers. Method: a stray path, a GET, a body above the limit, no JSON."""
    headers = {"Authorization": f"Bearer {line.key}"}
    answer, said = line.send("GET", "/api/nothing", headers=headers)
    assert (answer.status, json.loads(said)["code"]) == (404, "serving.no_such_address")
    answer, said = line.send("GET", PATH, headers=headers)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert line.call(path="/api/models/other/answer")[1]["code"] == "serving.other_model"
    status, said_too, _ = line.call(body=b"1" * (BODY_SIZE_MAX + 1))
    assert (status, said_too["code"]) == (413, "serving.body_too_large")
    status, said_too, _ = line.call(body=b"{")
    assert (status, said_too["code"]) == (422, "serving.question_malformed")


def test_a_use_of_another_licence_cannot_be_looked_up(line: Line) -> None:
    """Goal: a link opens nothing to others. Method: a name that is no use of hers."""
    answer, said = line.send(
        "GET", "/api/uses/" + "0" * 32, headers={"Authorization": f"Bearer {line.key}"}
    )
    assert (answer.status, json.loads(said)["code"]) == (404, "serving.no_such_use")


def test_a_model_past_its_deadline_is_403(line: Line, served: Served) -> None:
    """Goal: rights on every call. Method: withdraw, call until the deadline, and after it."""
    assert line.call("before")[0] == 200
    accepted(consent.withdraw(served.desk, member="ana", kind="purchases"))
    assert line.call("after")[0] == 200
    served.pass_ms(31 * DAY_MS)
    status, said, _ = line.call("late")
    assert (status, said["code"]) == (403, "licensing.model_not_serving")
    assert str(said["article"]).startswith("Art. ")


def test_a_revoked_key_is_401_at_once(line: Line, served: Served) -> None:
    """Goal: a leaked key dies. Method: revoke between two calls; a new one works."""
    assert line.call("one")[0] == 200
    accepted(life_flows.revoke_key(served.desk, actor="joe", key="key-dairy-1"))
    assert line.call("two")[0] == 401
    assert Line(line.port, served.new_key()).call("two")[0] == 200


def test_the_portal_answers_beside_the_calls(line: Line) -> None:
    """Goal: one server for both. Method: the front page."""
    answer, said = line.send("GET", "/en/")
    assert answer.status == 200
    assert b"Small" in said
    assert "Server" not in answer.headers


def test_every_status_is_for_a_refusal_that_exists() -> None:
    """Goal: the table does not go stale. Method: look for each code in the sources."""
    source = Path(__file__).parents[3] / "src/auzolan"
    text = "".join(path.read_text() for path in source.rglob("*.py"))
    assert [code for code in STATUS if text.count(f'"{code}"') < 2] == []


def test_a_member_without_the_office_cannot_open_the_house(served: Served) -> None:
    """Goal: rows are read by the office of data alone. Method: serve in another's name."""
    with House(served.folder, "ida", say=print, ports=served.small.ports) as house:
        server = listen(house.api, "127.0.0.1", 0)
        running = threading.Thread(target=server.run, daemon=True)
        running.start()
        status, said, _ = Line(server.effective_port, served.key).call()
        stop(server)
        running.join(10)
    assert status == 403
    assert str(said["code"]).startswith("charter.")
