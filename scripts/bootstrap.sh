# Shared by run, test and lock: a Python, uv, an environment with exactly what the lock names, system packages.
# Sourced by bash; needs `set -euo pipefail` and nothing but bash and Python 3.11 or later.

project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# The folder this installation may write to, whoever runs it (koprogo/settings.py says the same).
data_folder() {
  local home=${HOME:-}
  [ -n "$home" ] || home=$("$python" -c 'import os, pwd; print(pwd.getpwuid(os.geteuid()).pw_dir)')
  if [ -n "${KOPROGO_DATA_DIR:-}" ]; then printf '%s' "$KOPROGO_DATA_DIR"
  elif [ "$(id -u)" = 0 ]; then printf /var/lib/koprogo
  elif [ "$(uname)" = Darwin ]; then printf '%s/Library/Application Support/KoproGo' "$home"
  else printf '%s/koprogo' "${XDG_DATA_HOME:-$home/.local/share}"
  fi
}

find_python() {
  local candidate
  for candidate in ${KOPROGO_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python=$("$candidate" -c 'import sys; print(sys.executable)')
      return
    fi
  done
  stop "KoproGo needs Python 3.11 or later and found none. Install it (Debian 12 or later: apt-get install python3) and run this again."
}

# uv: the machine's own; else our own copy by pip, by venv, or by venv after apt; else one sentence.
find_uv() {
  local tools=$1/uv
  if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then uv=(uv); return; fi
  uv=("$tools/bin/uv")
  if "${uv[@]}" --version >/dev/null 2>&1; then return; fi
  say "Installing uv into $tools"
  rm -rf "$tools"
  if "$python" -m pip install --quiet --disable-pip-version-check --target "$tools" uv 2>/dev/null; then return; fi
  rm -rf "$tools"
  if uv_by_venv "$tools"; then return; fi
  if apt_install python3-venv && uv_by_venv "$tools"; then return; fi
  stop "KoproGo is installed with uv, and this Python can neither run pip nor make an environment. Install one of them (Debian: apt-get install python3-venv) or uv itself, and run this again."
}

uv_by_venv() {
  rm -rf "$1"
  "$python" -m venv "$1" >/dev/null 2>&1 && "$1/bin/python" -m pip install --quiet --disable-pip-version-check uv
}

# uv reads no pip.conf: hand over the mirror, extra indexes and certificates that the machine's owner gave to pip.
adopt_pip_settings() {
  local list
  list=$("$python" -m pip config list 2>/dev/null || true)
  from_pip() { printf '%s\n' "$list" | "$python" -c '
import ast, sys
for line in sys.stdin:
    name, _, value = line.strip().partition("=")
    if name.partition(".")[2] == sys.argv[1] and value:
        print(" ".join(str(ast.literal_eval(value)).split()))' "$1" | tail -n 1; }
  local index extra links certificate
  index=${PIP_INDEX_URL:-$(from_pip index-url)} extra=${PIP_EXTRA_INDEX_URL:-$(from_pip extra-index-url)}
  links=${PIP_FIND_LINKS:-$(from_pip find-links)} certificate=${PIP_CERT:-$(from_pip cert)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
  [ -z "$extra" ] || export UV_INDEX=${UV_INDEX:-$extra}
  [ -z "$links" ] || export UV_FIND_LINKS=${UV_FIND_LINKS:-$links}
  [ -z "$certificate" ] || export SSL_CERT_FILE=${SSL_CERT_FILE:-$certificate}
  export UV_INDEX_STRATEGY=${UV_INDEX_STRATEGY:-unsafe-best-match} # hashes decide what is accepted, not the index
}

# use_environment NAME LOCK: set `environment` to a virtual environment that holds exactly the lock, made when missing.
# It lies in the checkout, or in the data folder when the checkout is not ours to write in.
use_environment() {
  local name=$1 lock=$project/$2 stamp place
  find_python
  stamp=$("$python" -c '
import hashlib, pathlib, sys
print(sys.argv[2], hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())' "$lock" "$project")
  for place in "$project/.koprogo" "$(data_folder)"; do
    environment=$place/$name
    if [ "$(cat "$environment/stamp" 2>/dev/null)" = "$stamp" ] && "$environment/bin/python" -c '' 2>/dev/null; then return; fi
  done
  place=$project/.koprogo
  if ! { mkdir -p "$place" 2>/dev/null && [ -w "$place" ]; }; then
    place=$(data_folder)
    (umask 077 && mkdir -p "$place") 2>/dev/null && [ -w "$place" ] ||
      stop "Neither $project nor $place can be written. Choose a folder of yours with KOPROGO_DATA_DIR."
  fi
  environment=$place/$name
  make_environment "$place" "$lock" "$stamp"
}

make_environment() {
  local place=$1 lock=$2 stamp=$3 packages
  find_uv "$place"
  adopt_pip_settings
  export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
  [ -n "${HOME:-}" ] && [ -w "${HOME:-/}" ] || export UV_CACHE_DIR=${UV_CACHE_DIR:-$place/uv-cache}
  say "Installing what $(basename "$lock") names into $environment"
  rm -f "$environment/stamp"
  "$environment/bin/python" -c '' 2>/dev/null || "${uv[@]}" venv --quiet --clear --python "$python" "$environment"
  "${uv[@]}" pip sync --quiet --require-hashes --python "$environment/bin/python" "$lock" ||
    stop "The packages could not be installed; the messages above say why. They come from the Python package index, or from the mirror your pip settings name."
  packages=$("$environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf '%s\n' "$project" >"$packages/koprogo.pth"
  printf '#!/bin/sh\nexec "%s/bin/python" -P -m koprogo.cli.main "$@"\n' "$environment" >"$environment/bin/koprogo"
  chmod 755 "$environment/bin/koprogo"
  printf '%s\n' "$stamp" >"$environment/stamp"
}

may_apt() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

apt_install() {
  may_apt || return 1
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo -n)
  say "Installing $* with apt"
  { ${root[@]+"${root[@]}"} apt-get update -qq && ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@"; } >&2
}

has_library() { "$environment/bin/python" -c 'import ctypes.util, sys; sys.exit(ctypes.util.find_library(sys.argv[1]) is None)' "$1"; }

# want_packages WHY PACKAGE...: install them, or say exactly what to install and go on without.
want_packages() {
  local why=$1
  shift
  [ $# -gt 0 ] || return 0
  apt_install "$@" || say "$why Install with: apt-get install $* (or your system's packages of the same names)."
}

papers_packages() { has_library pango-1.0 && has_library pangoft2-1.0 || printf '%s' "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"; }
