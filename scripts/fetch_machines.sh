#!/usr/bin/env bash
# Fetches other machines' number crunching for bench/valuation_machines.py: a Python with numpy and
# four builds of the matrix library (reference, OpenBLAS, BLIS, ATLAS), for this processor and,
# with an emulator, for 64-bit ARM and IBM Z (which writes numbers the other way round).
#
#   bash scripts/fetch_machines.sh FOLDER [native|arm64|s390x ...]
#
# Packages come from this system's own Debian sources and are unpacked into FOLDER. Nothing is
# installed, so root is not needed. Where there is no apt it says so and ends with 3.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- native
for tool in apt-get dpkg-deb dpkg; do
  command -v "$tool" >/dev/null || { echo "needs $tool (Debian or a system like it)" >&2; exit 3; }
done
own=$(dpkg --print-architecture)

# Fetch packages with all they need for one architecture, and unpack them.
fetch() {
  local arch=$1 root=$2
  shift 2
  [ -e "$root/.done" ] && return
  local state="$root.apt"
  rm -rf "$root" "$state"
  mkdir -p "$root" "$state/lists/partial" "$state/archives/partial"
  : > "$state/status"
  local apt=(apt-get -qq -o "APT::Architecture=$arch" -o "APT::Architectures=$arch"
    -o "Dir::State::lists=$state/lists" -o "Dir::State::status=$state/status"
    -o "Dir::Cache=$state" -o "Dir::Cache::archives=$state/archives"
    -o APT::Sandbox::User=root -o Debug::NoLocking=1 -o APT::Install-Recommends=0)
  "${apt[@]}" update || { echo "no packages for $arch: apt-get update failed" >&2; exit 3; }
  # With an empty list of what is installed, apt resolves the whole tree.
  "${apt[@]}" install --download-only --yes "$@" >/dev/null \
    || { echo "cannot fetch $* for $arch" >&2; exit 3; }
  for package in "$state"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar --extract --directory "$root" \
      --exclude=./usr/include --exclude=./usr/share --exclude=./usr/lib/gcc
  done
  rm -rf "$state"
  touch "$root/.done"
}

for machine in "$@"; do
  if [ "$machine" = native ]; then
    fetch "$own" "$folder/native" python3 python3-numpy python3-numba libblas3 liblapack3 \
      libopenblas0-pthread libblis4-serial libatlas3-base
  else
    fetch "$own" "$folder/emulator" qemu-user-static
    fetch "$machine" "$folder/$machine" python3 python3-numpy libblas3 liblapack3 \
      libopenblas0-pthread
  fi
done
