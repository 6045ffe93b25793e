#!/usr/bin/env bash
# Sees that the tests of a portal behind a web server find Caddy. Debian's package would start a
# server of its own on this machine, so only the program is taken out of it, into build/programs.
# Where that is not possible it says why and ends well: those tests are then skipped.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

programs=build/programs
command -v caddy >/dev/null 2>&1 && exit 0
[ ! -x "$programs/usr/bin/caddy" ] || exit 0

skip() {
  echo "No Caddy for the tests behind a web server: $1. They will be skipped." >&2
  exit 0
}

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null 2>&1 || skip "there is no $tool here; install caddy by hand"
done
[ "$(id -u)" = 0 ] || skip "only root may read the package lists; install caddy by hand"

echo "Fetching Caddy for the tests behind a web server" >&2
packages="$(mktemp -d)"
trap 'rm -rf "$packages"' EXIT
apt-get update -qq >/dev/null 2>&1 </dev/null || skip "apt-get update failed"
(cd "$packages" && apt-get download -qq caddy >/dev/null 2>&1 </dev/null) || skip "no such package"
mkdir -p "$programs"
dpkg-deb -x "$packages"/caddy_*.deb "$programs" || skip "the package cannot be unpacked"
