#!/usr/bin/env bash
# Builds kubectl out of program/ into the cache folder, unless it is there. Its folder is named after the sources, as index.ts expects it.
# JOBS=1 builds with one compiler at a time.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/program"
# shellcheck source=test/peers/go-toolchain.sh
source ../../go-toolchain.sh

version=v1.34.4

export LC_ALL=C
sources=$(cat ./*.go go.mod go.sum | sha256sum | cut -c1-16)
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/kubectl-$sources"

if [[ -x "$home/kubectl" ]]; then
  printf 'kubectl %s is in %s\n' "$version" "$home"
  exit 0
fi
need_go
use_go_1_24

# Built aside and moved at the end: a build that was broken off is not taken for one.
mkdir -p "$home"
trap 'rm -rf "$home"' ERR INT TERM
nice -n 19 go build ${JOBS:+-p "$JOBS"} -trimpath -buildvcs=false \
  -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" -o "$home/building" .
mv "$home/building" "$home/kubectl"
printf 'kubectl %s was built into %s\n' "$version" "$home"
