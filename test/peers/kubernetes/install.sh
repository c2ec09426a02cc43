#!/usr/bin/env bash
# Builds the control plane out of control-plane/ into the cache folder, unless it is there. Its folder is named after the sources,
# as index.ts expects it. JOBS=1 builds with one compiler at a time.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/control-plane"

# shellcheck source=test/peers/go-toolchain.sh
source ../../go-toolchain.sh

version=v1.34.4

export LC_ALL=C
sources=$(cat ./*.go go.mod go.sum | sha256sum | cut -c1-16)
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/kubernetes-$sources"

if [[ -x "$home/control-plane" ]]; then
  printf 'the control plane of Kubernetes %s is in %s\n' "$version" "$home"
  exit 0
fi
need_go
use_go_1_24

# Built aside and moved at the end: a build that was broken off is not taken for one.
mkdir -p "$home"
trap 'rm -rf "$home"' ERR INT TERM
nice -n 19 go build ${JOBS:+-p "$JOBS"} -trimpath -buildvcs=false \
  -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" -o "$home/building" .
mv "$home/building" "$home/control-plane"
printf 'the control plane of Kubernetes %s was built into %s\n' "$version" "$home"
