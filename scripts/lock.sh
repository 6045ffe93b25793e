#!/usr/bin/env bash
# Writes requirements/lock.txt (what `make demo` needs), requirements/test.txt (that and the tests'
# tools) and requirements/peers.txt (libraries that others wrote, to count beside): exact versions
# with hashes, one file for Linux and macOS and Python 3.11 on.
# The resolver lives in an environment of its own, so it never becomes a dependency.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="${1:-python3}"
tool=build/lock-env
[ -x "$tool/bin/uv" ] || { "$python" -m venv "$tool" && "$tool/bin/pip" install --quiet uv; }

compile() {
  # No headers and no annotations: the files must read the same wherever they are made.
  "$tool/bin/uv" pip compile pyproject.toml requirements/build.in --quiet --upgrade --universal \
    --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"
}

compile --extra demo --output-file requirements/lock.txt
compile --extra test --constraint requirements/lock.txt --output-file requirements/test.txt
# What a container needs to serve a co-operative on PostgreSQL: the same versions, without tests.
compile --extra house --extra postgres --extra models --extra valuation --extra tables \
  --extra pdf --extra plots --constraint requirements/test.txt --output-file deploy/requirements.txt
# What tests/with_peers needs does not go together with the rest, so it is solved by itself.
"$tool/bin/uv" pip compile requirements/peers.in --quiet --upgrade --universal \
  --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --output-file requirements/peers.txt
grep -c == requirements/lock.txt requirements/test.txt requirements/peers.txt
