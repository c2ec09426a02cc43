#!/usr/bin/env bash
# Puts cfn-lint, which knows CloudFormation's resource types and their properties, into an environment of its own in the cache folder,
# unless it is there. The version is the one that index.ts looks for.
set -Eeuo pipefail

version=1.58.0
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/cfn-lint-$version"

if [[ -x "$home/bin/cfn-lint" ]]; then
  printf 'cfn-lint %s is in %s\n' "$version" "$home"
  exit 0
fi

# An install that was broken off is not taken for one.
rm -rf "$home"
trap 'rm -rf "$home"' ERR INT TERM
python3 -m venv "$home"
"$home/bin/pip" install --quiet --disable-pip-version-check --no-input "cfn-lint==$version"
"$home/bin/cfn-lint" --version
printf 'cfn-lint %s was installed into %s\n' "$version" "$home"
