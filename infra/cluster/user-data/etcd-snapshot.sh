#!/usr/bin/env bash
# Puts a snapshot of the cluster into the bucket. Each of the day's 288 slots of five minutes is a key that tomorrow's overwrites:
# nothing has to be deleted, and a cluster that is down for a month still has its last day.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

# A server that was replaced while it was cut off must not overwrite what its successor saves.
must_be_the_server() {
  "$ROOT/opt/smartscale/endpoint.sh" check || { say 'no snapshot'; exit 1; }
}

slot() {
  local hour minute
  read -r hour minute <<< "$(date --utc '+%H %M')"
  printf '%s%02d' "$hour" $((10#$minute / 5 * 5))
}

main() {
  local work snapshots
  load_settings
  must_be_the_server
  work="$(mktemp -d)"
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" EXIT
  install -d "$work/snapshots"
  "$K3S" etcd-snapshot save --name smartscale --dir "$work/snapshots" --snapshot-compress
  snapshots=("$work"/snapshots/*)
  [[ -s ${snapshots[0]} ]] || { say 'K3s has written no snapshot'; exit 1; }
  # Saving took its time.
  must_be_the_server
  attempt 3 5 aws s3 cp "${snapshots[0]}" "s3://$BUCKET/etcd/$(slot).zip" --only-show-errors
}

main
