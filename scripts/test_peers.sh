#!/usr/bin/env bash
# Runs the tests that count beside other people's libraries, in an environment of their own: those
# ask for an older numba than ours. Where they cannot be had this says why and ends well.
#   bash scripts/test_peers.sh [PYTHON] [pytest options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="${1:-python3}"
shift $(($# > 0 ? 1 : 0))
venv="${VENV_PEERS:-.venv-peers}"
stamp="$venv/.installed-peers"
said="$venv/pip-said"

skip() {
  echo "No libraries of others for tests/with_peers: $1. They are left out." >&2
  exit 0
}

if [ ! "$stamp" -nt requirements/peers.txt ]; then
  echo "Installing what requirements/peers.txt pins into $venv" >&2
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || skip "no environment could be made"
  "$venv/bin/python" -m pip --disable-pip-version-check --no-input --quiet install \
    --no-deps --require-hashes -r requirements/peers.txt 2>"$said" ||
    skip "pip found no build of them that requirements/peers.txt allows \
($(grep -m 1 ERROR "$said" || tail -n 1 "$said"))"
  "$venv/bin/python" -c "import apportionment, pref_voting" 2>"$said" ||
    skip "they were installed but do not load: $(tail -n 1 "$said")"
  touch "$stamp"
fi

# Compiled loops are kept apart: what one numba wrote the other cannot read.
NUMBA_CACHE_DIR="$PWD/$venv/numba" PYTHONPATH="src" \
  "$venv/bin/python" -m pytest tests/with_peers -q "$@"
