#!/usr/bin/env bash
# Puts MiniStack, which runs what is deployed into it, into an environment of its own in the cache folder, unless it is there. The version
# is the one that index.ts looks for.
set -Eeuo pipefail

version=1.5.33
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/ministack-$version"

if [[ -x "$home/bin/ministack" ]]; then
  printf 'MiniStack %s is in %s\n' "$version" "$home"
  exit 0
fi

# An install that was broken off is not taken for one.
rm -rf "$home"
trap 'rm -rf "$home"' ERR INT TERM
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check --no-input "ministack==$version"
"$home/bin/python" -c 'import ministack'
printf 'MiniStack %s was installed into %s\n' "$version" "$home"
