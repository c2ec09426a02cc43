#!/usr/bin/env bash
# Brings a worker back into a cluster that was restored from a snapshot older than its joining: a kubelet registers when it starts, and
# never again. Its pods run on through the restart.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

main() {
  local answer
  load_settings
  learn_identity
  if answer="$("$K3S" kubectl --kubeconfig "$KUBELET_CONFIG" --request-timeout 10s get node "worker-$INSTANCE_ID" 2>&1)"; then return 0; fi
  # A server that does not answer says nothing about the node.
  if [[ $answer != *'(NotFound)'* ]]; then say "the API does not answer: $answer"; return 0; fi
  say "the cluster does not know worker-$INSTANCE_ID: joining again"
  systemctl restart --no-block k3s-agent
}

main
