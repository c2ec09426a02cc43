#!/usr/bin/env bash
# Makes a worker of a fresh machine: joins the cluster, and ends itself when it is not Ready in time.
# The fleet gives a launch up after `joinTimeoutSeconds` (300, boot included); this is a little earlier: DEADLINE_SECONDS in cluster.env.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

# Also the server's sign that it is there: it writes the token once its API answers.
read_join_token() {
  local token
  token="$(aws ssm get-parameter --name "/smartscale/$CLUSTER_ID/agent-token" --with-decryption \
    --query Parameter.Value --output text)" || return 1
  # With the hash of the cluster's authority in it, so that no other server is believed.
  [[ $token == K10*::* ]] || { say 'the join token does not name the authority of the cluster'; return 1; }
  (umask 077 && printf '%s' "$token" > "$ROOT/etc/rancher/k3s/agent-token")
}

write_agent_settings() {
  {
    printf 'server: https://%s:6443\n' "$SERVER_NAME"
    printf 'token-file: %s\n' "$ROOT/etc/rancher/k3s/agent-token"
    node_settings worker
  } > "$ROOT/etc/rancher/k3s/config.yaml"
}

is_ready() {
  local status
  status="$("$K3S" kubectl --kubeconfig "$KUBELET_CONFIG" --request-timeout 4s get node "worker-$INSTANCE_ID" \
    --output 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2> /dev/null)" || return 1
  [[ $status == True ]]
}

# Ends this machine: by its own right, and when that fails by shutting down, which for this machine means the same: see worker.yml.
terminate() {
  trap - EXIT
  unset DEADLINE_SECONDS
  say "giving up: $1"
  systemctl stop k3s-agent || true
  if [[ -n ${INSTANCE_ID:-} ]]; then
    attempt 3 5 aws ec2 terminate-instances --instance-ids "$INSTANCE_ID" --output text || say 'EC2 does not let this machine end itself'
  fi
  shutdown -h now
  exit 1
}

main() {
  load_settings
  prepare_machine
  learn_identity || terminate 'it does not know what it is'
  install_k3s || terminate 'K3s could not be installed'
  attempt 30 4 read_join_token || terminate 'there is no join token'
  write_agent_settings
  start_units k3s-agent.service
  attempt 30 4 is_ready || terminate "worker-$INSTANCE_ID did not become Ready"
  start_units smartscale-rejoin.timer
  say "worker-$INSTANCE_ID has joined"
}

trap 'terminate "something went wrong that nobody foresaw"' EXIT
main
trap - EXIT
