#!/usr/bin/env bash
# Sees that the browser tests find Chromium. Where that is not possible it says why and ends well:
# those tests are then skipped, each with its reason.
set -u

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

skip() {
  echo "No Chromium for the browser tests: $1. They will be skipped." >&2
  exit 0
}

[ "$(uname -s)" = Linux ] || skip "install it by hand on $(uname -s) and put it on the PATH"
command -v apt-get >/dev/null 2>&1 || skip "there is no apt-get here; install it by hand"
[ "$(id -u)" = 0 ] || skip "only root may install it; run: sudo apt-get install chromium"

echo "Installing Chromium for the browser tests" >&2
apt-get update -qq >/dev/null 2>&1 </dev/null || skip "apt-get update failed"
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  chromium fonts-dejavu-core >/dev/null 2>&1 </dev/null || skip "apt-get install chromium failed"
