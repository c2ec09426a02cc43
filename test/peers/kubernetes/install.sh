#!/usr/bin/env bash
# Builds the control plane out of control-plane/ into the cache folder, unless it is there. Its folder is named after the sources,
# as index.ts expects it. JOBS=1 builds with one compiler at a time.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/control-plane"

version=v1.34.4
# Fetched when the Go at hand is older than go.mod asks for and cannot fetch a newer one by itself (before 1.21).
toolchain=1.24.11

export LC_ALL=C
sources=$(cat ./*.go go.mod go.sum | sha256sum | cut -c1-16)
home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/kubernetes-$sources"

if [[ -x "$home/control-plane" ]]; then
  printf 'the control plane of Kubernetes %s is in %s\n' "$version" "$home"
  exit 0
fi
if ! command -v go >/dev/null; then
  printf 'Go is missing: install it (for example: apt install golang-go; any version from 1.19 on)\n' >&2
  exit 1
fi

# From Debian 12 on every Go can do: the module mirror has later ones, and the checksum database vouches for them.
minor=$(cd / && go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
if ((minor < 21)); then
  module="golang.org/toolchain@v0.0.1-go$toolchain.$(go env GOOS)-$(go env GOARCH)"
  folder=$(cd / && go mod download -json "$module" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  chmod +x "$folder"/bin/* "$folder"/pkg/tool/*/*
  export PATH="$folder/bin:$PATH" GOROOT="$folder"
elif ((minor < 24)); then
  export GOTOOLCHAIN="go$toolchain"
fi

# Built aside and moved at the end: a build that was broken off is not taken for one.
mkdir -p "$home"
trap 'rm -rf "$home"' ERR INT TERM
nice -n 19 go build ${JOBS:+-p "$JOBS"} -trimpath -buildvcs=false \
  -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" -o "$home/building" .
mv "$home/building" "$home/control-plane"
printf 'the control plane of Kubernetes %s was built into %s\n' "$version" "$home"
