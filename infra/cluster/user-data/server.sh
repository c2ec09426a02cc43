#!/usr/bin/env bash
# Makes the K3s server of a fresh machine: the cluster as it was in the newest snapshot, or a new one when there has never been any.
# What fails is tried again within bounds; then the machine stops and its Auto Scaling group starts another.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"
# shellcheck source=infra/cluster/user-data/etcd-restore.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/etcd-restore.sh"
# shellcheck source=infra/cluster/user-data/tokens.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/tokens.sh"

SERVER_FILES="$ROOT/var/lib/rancher/k3s/server"

# Workers' pods have no business here, so the fleet's figures tell of workers only. Volumes on a worker's disk go with it: no local storage.
write_server_settings() {
  {
    cat << YAML
token-file: $ROOT/etc/rancher/k3s/server-token
agent-token-file: $ROOT/etc/rancher/k3s/agent-token
cluster-init: true
secrets-encryption: true
etcd-disable-snapshots: true
write-kubeconfig-mode: "0600"
disable-cloud-controller: true
disable:
  - traefik
  - servicelb
  - local-storage
tls-san:
  - $SERVER_NAME
node-taint:
  - node-role.kubernetes.io/control-plane=:NoSchedule
YAML
    node_settings server
  } > "$ROOT/etc/rancher/k3s/config.yaml"
}

# K3s applies whatever lies there when it starts.
place_manifests() {
  install -d "$SERVER_FILES/manifests"
  install -m 0600 "$ROOT"/opt/smartscale/access/*.yaml "$SERVER_FILES/manifests/"
  # For the user that Prometheus runs as, whoever brings it: these manifests, or Git.
  install -d -o 65534 -g 65534 "$ROOT/var/lib/smartscale/prometheus"
  if [[ $MONITORING == yes ]]; then
    install -m 0600 "$ROOT"/opt/smartscale/monitoring/*.yaml "$SERVER_FILES/manifests/"
  fi
}

is_ready() {
  "$K3S" kubectl --request-timeout 4s get --raw /readyz > /dev/null 2>&1 &&
    [[ $("$K3S" kubectl --request-timeout 4s get node "server-$INSTANCE_ID" \
      --output 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2> /dev/null) == True ]]
}

# A restored cluster still knows the server that it had. With its Node, K3s forgets its password.
forget_former_servers() {
  local node nodes
  nodes="$("$K3S" kubectl get nodes --selector node-role.kubernetes.io/control-plane \
    --output 'jsonpath={.items[*].metadata.name}')" || return 1
  for node in $nodes; do
    [[ $node != "server-$INSTANCE_ID" ]] || continue
    say "forgetting $node"
    "$K3S" kubectl delete node "$node" --ignore-not-found --wait=false || return 1
  done
}

give_up() {
  trap - EXIT
  say "giving up: $1"
  systemctl stop k3s || true
  shutdown -h now
  exit 1
}

# Whose the name is when this machine begins: from that server it may take it, and from no other that has come meanwhile.
learn_former() {
  FORMER="$("$ROOT/opt/smartscale/endpoint.sh" holder)"
}

take_name() {
  local status=0
  "$ROOT/opt/smartscale/endpoint.sh" publish "$FORMER" || status=$?
  ((status != 3)) || give_up 'another server has taken over'
  return "$status"
}

main() {
  load_settings
  prepare_machine
  learn_identity || give_up 'it does not know what it is'
  install_k3s || give_up 'K3s could not be installed'
  attempt 10 6 read_server_token || give_up 'there is no server token'
  attempt 10 6 read_agent_token || give_up 'there is no agent token'
  attempt 10 6 learn_former || give_up 'nobody can say which server was there before'
  write_server_settings
  restore_cluster || give_up 'the cluster could not be restored'
  place_manifests
  install_units
  systemctl enable smartscale-unfinished.service
  start_units k3s.service
  attempt 60 5 is_ready || give_up 'the API does not answer'
  attempt 5 5 forget_former_servers || say 'a former server is still in the list of nodes'
  attempt 10 6 publish_agent_token || give_up 'workers cannot be told how to join'
  attempt 10 6 take_name || give_up 'nobody can be told where the server is'
  start_units smartscale-endpoint.service smartscale-last-snapshot.service smartscale-snapshot.timer smartscale-credential.timer
  systemctl disable smartscale-unfinished.service
  say "server-$INSTANCE_ID serves the cluster $CLUSTER_ID"
}

trap 'give_up "something went wrong that nobody foresaw"' EXIT
main
trap - EXIT
