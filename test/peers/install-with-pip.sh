#!/usr/bin/env bash
# Puts a Python program into an environment of its own in the cache folder, unless it is there:
#   install-with-pip.sh NAME VERSION PROGRAM REQUIREMENT
# PROGRAM is what the environment must have in its bin folder; REQUIREMENT is what pip is asked for, without the version.
set -Eeuo pipefail

name=$1 version=$2 program=$3 requirement=$4
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/$name-$version"

if [[ -x "$home/bin/$program" ]]; then
  printf '%s %s is in %s\n' "$name" "$version" "$home"
  exit 0
fi

# An install that was broken off is not taken for one. It cannot be built aside and moved: pip writes the final path into its scripts.
rm -rf "$home"
trap 'rm -rf "$home"' ERR INT TERM
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check --no-input "$requirement==$version"
[[ -x "$home/bin/$program" ]]
printf '%s %s was installed into %s\n' "$name" "$version" "$home"
