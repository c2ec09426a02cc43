#!/usr/bin/env bash
# Puts moto, which plays EC2, into an environment of its own in the cache folder, unless it is there. The version is the one that
# index.ts looks for.
set -Eeuo pipefail

version=5.2.5
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/moto-$version"

if [[ -x "$home/bin/moto_server" ]]; then
  printf 'moto %s is in %s\n' "$version" "$home"
  exit 0
fi

# Built aside and moved at the end: an install that was broken off is not taken for one. pip writes the final path into its scripts.
rm -rf "$home"
trap 'rm -rf "$home"' ERR INT TERM
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check --no-input "moto[ec2,server]==$version"
"$home/bin/moto_server" --help >/dev/null
printf 'moto %s was installed into %s\n' "$version" "$home"
