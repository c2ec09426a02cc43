#!/usr/bin/env bash
# The one name under which this VPC finds the server and Prometheus, whichever machine that is.
#   publish   it is this machine
#   withdraw  it was this machine; without effect when another has taken over
#   address   which one it is
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

# What clients and resolvers may remember.
TTL_SECONDS=15

change() {
  local action=$1 name changes=''
  for name in "$SERVER_NAME" "$PROMETHEUS_NAME"; do
    changes+="{\"Action\":\"$action\",\"ResourceRecordSet\":{\"Name\":\"$name\",\"Type\":\"A\",\"TTL\":$TTL_SECONDS,\"ResourceRecords\":[{\"Value\":\"$PRIVATE_IP\"}]}},"
  done
  aws route53 change-resource-record-sets --hosted-zone-id "$PRIVATE_ZONE" --change-batch "{\"Changes\":[${changes%,}]}" > /dev/null
}

address() {
  local answer
  answer="$(getent ahostsv4 "$SERVER_NAME")" || return 1
  printf '%s' "${answer%%[[:space:]]*}"
}

load_settings
case "${1:-}" in
  publish) learn_identity && change UPSERT ;;
  # Route 53 deletes a record only as it is named: with another address it refuses, and that is what is wanted.
  withdraw) learn_identity && { change DELETE || say 'the name is another server'"'"'s'; } ;;
  address) address ;;
  *) say 'publish, withdraw or address?'; exit 2 ;;
esac
