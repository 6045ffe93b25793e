#!/usr/bin/env bash
# Runs the tests that need PyTorch, in an environment of their own: it is large, and nothing else
# needs it. Where PyTorch cannot be had this says why and ends well.
#   bash scripts/test_torch.sh [PYTHON] [pytest options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="${1:-python3}"
shift $(($# > 0 ? 1 : 0))
venv="${VENV_TORCH:-.venv-torch}"
stamp="$venv/.installed-torch"
said="$venv/pip-said"

skip() {
  echo "No PyTorch for tests/with_torch: $1. They are left out." >&2
  exit 0
}

if [ ! "$stamp" -nt requirements/torch.txt ]; then
  echo "Installing what requirements/torch.txt pins into $venv" >&2
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv" || skip "no environment could be made"
  "$venv/bin/python" -m pip --disable-pip-version-check --no-input --quiet install \
    --no-deps --require-hashes -r requirements/torch.txt 2>"$said" ||
    skip "pip found no build of it that requirements/torch.txt allows \
($(grep -m 1 ERROR "$said" || tail -n 1 "$said"))"
  "$venv/bin/python" -c "import torch" 2>"$said" ||
    skip "it was installed but does not load: $(tail -n 1 "$said")"
  touch "$stamp"
fi

PYTHONPATH="src" "$venv/bin/python" -m pytest tests/with_torch -q "$@"
