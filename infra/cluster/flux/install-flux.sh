#!/usr/bin/env bash
# Makes Flux follow a Git repository. Run on the server, as often as one likes, by scripts/bootstrap-flux.sh:
#   install-flux.sh REPOSITORY BRANCH FOLDER with-token|without-token
# With a token, it is the SecureString /smartscale/<cluster>/git-token.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"
# shellcheck source=infra/cluster/user-data/tokens.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/tokens.sh"

# install.yaml of that release. Both change together.
FLUX_VERSION=v2.9.5
FLUX_SHA256=cc3dcd743af16215838b6937e1fce83745bf24c0dcc6c59737c59df15429caaf
FLUX_RELEASES=https://github.com/fluxcd/flux2/releases/download
# As Flux itself names what it bootstraps, so that its own tools find it.
NAMESPACE=flux-system
NAME=flux-system
GIT_SECRET=smartscale-git

REPOSITORY=$1 BRANCH=$2 FOLDER=${3#./} TOKEN=$4

kubectl() {
  "$K3S" kubectl "$@"
}

# On the server's side: the definitions are too large for an annotation, and a Secret does not belong into one.
apply() {
  kubectl apply --server-side --force-conflicts --filename "$1" > /dev/null
}

fetch_flux() {
  curl --silent --show-error --fail --location --connect-timeout 10 --max-time 120 --output "$WORK/install.yaml" \
    "$FLUX_RELEASES/$FLUX_VERSION/install.yaml" || { say "Flux $FLUX_VERSION cannot be downloaded"; return 1; }
  sha256sum --check --status <<< "$FLUX_SHA256  $WORK/install.yaml" && return 0
  rm -f "$WORK/install.yaml"
  say "the download of Flux $FLUX_VERSION is not what it should be: expected SHA-256 $FLUX_SHA256"
  return 1
}

definitions_are_there() {
  kubectl wait --for condition=established --timeout 30s \
    crd/gitrepositories.source.toolkit.fluxcd.io crd/kustomizations.kustomize.toolkit.fluxcd.io > /dev/null
}

write_secret() {
  local token
  token="$(parameter git-token)" || return 1
  [[ -n $token ]] || { say "there is no parameter /smartscale/$CLUSTER_ID/git-token"; return 1; }
  printf '%s' "$token" > "$WORK/token"
  kubectl --namespace "$NAMESPACE" create secret generic "$GIT_SECRET" --dry-run=client --output yaml \
    --from-literal username=git --from-file "password=$WORK/token" > "$WORK/secret.yaml"
}

# A public repository is read without a secret.
sync_objects() {
  cat << YAML
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: $NAME
  namespace: $NAMESPACE
spec:
  interval: 1m
  url: "$REPOSITORY"
  ref:
    branch: "$BRANCH"
YAML
  [[ $TOKEN == without-token ]] || printf '  secretRef:\n    name: %s\n' "$GIT_SECRET"
  cat << YAML
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: $NAME
  namespace: $NAMESPACE
spec:
  interval: 10m
  retryInterval: 1m
  timeout: 5m
  path: "./$FOLDER"
  prune: true
  sourceRef:
    kind: GitRepository
    name: $NAME
YAML
}

# is_followed KIND: Flux has done its part of this very state of the object.
is_followed() {
  local answer
  answer="$(kubectl --namespace "$NAMESPACE" --request-timeout 10s get "$1" "$NAME" \
    --output 'jsonpath={.metadata.generation} {.status.observedGeneration} {.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].message}')" || return 1
  local wanted seen ready
  read -r wanted seen ready MESSAGE <<< "$answer"
  [[ $wanted == "$seen" && $ready == True ]]
}

give_up() {
  say "$1"
  exit 1
}

main() {
  load_settings
  WORK="$(umask 077 && mktemp -d)"
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$WORK'" EXIT
  umask 077
  attempt 5 5 fetch_flux || give_up 'Flux could not be fetched'
  attempt 5 10 apply "$WORK/install.yaml" || give_up 'Flux could not be installed'
  attempt 4 5 definitions_are_there || give_up 'the API does not serve what Flux defines'
  if [[ $TOKEN == with-token ]]; then
    attempt 5 5 write_secret || give_up 'the token of the repository could not be read'
    apply "$WORK/secret.yaml" || give_up 'the token of the repository could not be stored'
  fi
  sync_objects > "$WORK/sync.yaml"
  apply "$WORK/sync.yaml" || give_up 'the API does not take the repository'
  # Flux runs on workers, and the first ones may be on their way.
  attempt 40 10 is_followed gitrepository || give_up "Flux $FLUX_VERSION is installed, and cannot read $REPOSITORY: ${MESSAGE:-it does not run yet; are there workers?}"
  say "read: ${MESSAGE:-}"
  attempt 30 10 is_followed kustomization || give_up "Flux reads $REPOSITORY, and cannot apply ./$FOLDER: ${MESSAGE:-}"
  printf 'Flux %s follows %s, branch %s, folder ./%s. %s\n' "$FLUX_VERSION" "$REPOSITORY" "$BRANCH" "$FOLDER" "${MESSAGE:-}"
}

main
