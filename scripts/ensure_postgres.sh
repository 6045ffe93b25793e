#!/usr/bin/env bash
# A PostgreSQL server to throw away, for the tests and the figures of the second store.
#
#   scripts/ensure_postgres.sh start FOLDER   make and start one in FOLDER; print its address
#   scripts/ensure_postgres.sh stop FOLDER    stop it and remove FOLDER
#   scripts/ensure_postgres.sh install        only see that the programs are there
#
# Where it cannot be had it says why and ends with 3; the tests then skip, each with its reason.
# The server listens on a socket in FOLDER alone, and writes to the disk as a real one does.
set -eu

cannot() {
  echo "No PostgreSQL for the tests: $1." >&2
  exit 3
}

programs() {
  local place
  for place in /usr/lib/postgresql/*/bin /usr/local/opt/postgresql@*/bin; do
    [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ] && echo "$place"
  done | sort -t/ -k5 -V | tail -1
  return 0
}

ensure() {
  bin=$(programs)
  if [ -z "$bin" ] && command -v initdb >/dev/null 2>&1; then bin=$(dirname "$(command -v initdb)"); fi
  [ -n "$bin" ] && return 0
  command -v apt-get >/dev/null 2>&1 || cannot "there is no apt-get here; install it by hand"
  [ "$(id -u)" = 0 ] || cannot "only root may install it; run: sudo apt-get install postgresql"
  echo "Installing PostgreSQL for the tests" >&2
  apt-get update -qq >/dev/null 2>&1 </dev/null || cannot "apt-get update failed"
  local what
  for what in postgresql-15 postgresql; do
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$what" \
      >/dev/null 2>&1 </dev/null; then break; fi
  done
  bin=$(programs)
  [ -n "$bin" ] || cannot "apt-get install postgresql failed"
}

# The server refuses to run as root: it then runs as the user that its package made.
as_owner() {
  if [ "$(id -u)" = 0 ]; then
    local owner=postgres
    id postgres >/dev/null 2>&1 || owner=nobody
    setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
  else
    "$@"
  fi
}

start() {
  local folder=$1
  ensure
  mkdir -p "$folder"
  chmod 711 "$folder"
  mkdir -p "$folder/server"
  if [ "$(id -u)" = 0 ]; then
    command -v setpriv >/dev/null 2>&1 || cannot "root has no setpriv to run it as somebody else"
    chown postgres "$folder/server" 2>/dev/null || chown nobody "$folder/server"
  fi
  cd "$folder/server"
  as_owner "$bin/initdb" --pgdata="$folder/server/data" --username=auzolan --auth=trust \
    --encoding=UTF8 --locale=C --no-instructions --no-sync >"$folder/initdb.log" 2>&1 ||
    cannot "initdb failed: $(tail -1 "$folder/initdb.log")"
  as_owner "$bin/pg_ctl" --pgdata="$folder/server/data" --log="$folder/server/log" --wait --silent \
    --options="-c listen_addresses= -c unix_socket_directories=$folder/server -c max_wal_size=4GB -c checkpoint_timeout=1h" start >&2 ||
    cannot "the server did not start: $(tail -1 "$folder/server/log" 2>/dev/null)"
  echo "postgresql://auzolan@/postgres?host=$folder/server"
}

stop() {
  local folder=$1
  ensure
  cd /
  if [ -d "$folder/server/data" ]; then
    as_owner "$bin/pg_ctl" --pgdata="$folder/server/data" --mode=immediate --wait --silent stop >&2 || true
  fi
  rm -rf "$folder"
}

case "${1:-}" in
  start) start "${2:?a folder}" ;;
  stop) stop "${2:?a folder}" ;;
  install) ensure ;;
  *) sed -n '2,9p' "$0" >&2; exit 2 ;;
esac
