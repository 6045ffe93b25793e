#!/usr/bin/env bash
# Sees that the tests of exported journals find hledger and ledger. Where that is not possible it
# says why and ends well: those tests are then skipped, each with its reason. Beancount is a Python
# package and comes with the test requirements.
set -u

missing=()
for name in hledger ledger; do
  command -v "$name" >/dev/null 2>&1 || missing+=("$name")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

skip() {
  echo "No ${missing[*]} for the tests of exported journals: $1. They will be skipped." >&2
  exit 0
}

[ "$(uname -s)" = Linux ] || skip "install by hand on $(uname -s) and put it on the PATH"
command -v apt-get >/dev/null 2>&1 || skip "there is no apt-get here; install by hand"
[ "$(id -u)" = 0 ] || skip "only root may install; run: sudo apt-get install ${missing[*]}"

echo "Installing ${missing[*]} for the tests of exported journals" >&2
apt-get update -qq >/dev/null 2>&1 </dev/null || skip "apt-get update failed"
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null 2>&1 </dev/null || skip "apt-get install failed"
