#!/usr/bin/env bash
# Puts the definitions of Flux's kinds into the cache folder, unless they are there: out of the Go modules of its controllers, at the
# versions that the Flux of infra/cluster/flux/install-flux.sh is made of.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=test/peers/go-toolchain.sh
source ../go-toolchain.sh

source_controller=v1.9.5
kustomize_controller=v1.9.5

home="${XDG_CACHE_HOME:-$HOME/.cache}/smartscale/flux-definitions-$source_controller-$kustomize_controller"

if [[ -s "$home/gitrepositories.yaml" && -s "$home/kustomizations.yaml" ]]; then
  printf "the definitions of Flux's kinds are in %s\n" "$home"
  exit 0
fi
need_go

# fetch MODULE VERSION: prints the folder of the module. In an empty folder, so that no go.mod is looked at.
fetch() {
  (cd / && go mod download -json "github.com/fluxcd/$1@$2") | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p'
}

mkdir -p "$home"
trap 'rm -rf "$home"' ERR INT TERM
folder=$(fetch source-controller "$source_controller")
install -m 0644 "$folder/config/crd/bases/source.toolkit.fluxcd.io_gitrepositories.yaml" "$home/gitrepositories.yaml"
folder=$(fetch kustomize-controller "$kustomize_controller")
install -m 0644 "$folder/config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml" "$home/kustomizations.yaml"
printf "the definitions of Flux's kinds were put into %s\n" "$home"
