#!/usr/bin/env bash
# The one name under which this VPC finds the server and Prometheus, whichever machine that is. It is the fence as well: who has it, saves.
#   holder             the address that the zone itself names; nothing when there is none
#   publish [FORMER]   it is this machine, which takes the name from nobody, or from FORMER and from no other
#   check              is it this machine?
#   withdraw           it was this machine; without effect when another has taken over
# A machine that finds the name another server's stops, and the exit code is 3. 1: it cannot be told now.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

# What clients and resolvers may remember.
TTL_SECONDS=15
IS_ANOTHERS=3

# A line for each record: name, seconds to live, address. Resolvers may lag behind or remember; the zone does not.
read_zone() {
  ZONE_RECORDS="$(aws route53 list-resource-record-sets --hosted-zone-id "$PRIVATE_ZONE" --cli-connect-timeout 5 --cli-read-timeout 10 \
    --output text --query "ResourceRecordSets[?Type=='A'].[Name, TTL, ResourceRecords[0].Value]")" ||
    { say 'Route 53 does not tell whose the name is'; return 1; }
}

address_of() {
  local name seconds address
  while read -r name seconds address; do
    if [[ ${name%.} == "$1" ]]; then printf '%s' "$address"; return; fi
  done <<< "$ZONE_RECORDS"
}

# change ACTION NAME SECONDS ADDRESS: one more of CHANGES.
change() {
  CHANGES+="${CHANGES:+,}{\"Action\":\"$1\",\"ResourceRecordSet\":{\"Name\":\"$2\",\"Type\":\"A\",\"TTL\":$3,\"ResourceRecords\":[{\"Value\":\"$4\"}]}}"
}

# delete_records [ADDRESS]: those of ours that were read, all or those with this address.
delete_records() {
  local name seconds address
  while read -r name seconds address; do
    case "${name%.}" in "$SERVER_NAME" | "$PROMETHEUS_NAME") ;; *) continue ;; esac
    if [[ $address == "${1:-$address}" ]]; then change DELETE "${name%.}" "$seconds" "$address"; fi
  done <<< "$ZONE_RECORDS"
}

# All or nothing: Route 53 refuses a batch when one record to delete is not as it was read, or one to create is there already.
apply_changes() {
  aws route53 change-resource-record-sets --hosted-zone-id "$PRIVATE_ZONE" --cli-connect-timeout 5 --cli-read-timeout 10 \
    --change-batch "{\"Changes\":[$CHANGES]}" > /dev/null || { say 'Route 53 does not take the change'; return 1; }
}

stand_down() {
  say "$SERVER_NAME is $1: this one stops"
  systemctl stop --no-block k3s || true
  shutdown -h now
  exit "$IS_ANOTHERS"
}

# The name is only for the machine that the group counts on: one that was replaced is to be Terminated, also while nobody reaches it.
stand_down_if_dismissed() {
  local state
  state="$(metadata autoscaling/target-lifecycle-state)" || return 0
  [[ $state == InService ]] || stand_down "not for a machine that its group wants to be $state"
}

publish() {
  local former=$1 holder name
  read_zone || return 1
  holder="$(address_of "$SERVER_NAME")"
  if [[ $holder == "$PRIVATE_IP" && $(address_of "$PROMETHEUS_NAME") == "$PRIVATE_IP" ]]; then return 0; fi
  case "$holder" in
    "$PRIVATE_IP") ;;
    '' | "$former") stand_down_if_dismissed ;;
    *) stand_down "$holder, another server" ;;
  esac
  CHANGES=''
  delete_records
  for name in "$SERVER_NAME" "$PROMETHEUS_NAME"; do change CREATE "$name" "$TTL_SECONDS" "$PRIVATE_IP"; done
  apply_changes
}

# When Route 53's API does not answer, a resolver may say that all is well, but not that this machine has to go.
check() {
  local holder answer
  if read_zone; then
    holder="$(address_of "$SERVER_NAME")"
    case "$holder" in
      "$PRIVATE_IP") return 0 ;;
      '') say "$SERVER_NAME is nobody's"; return 1 ;;
      *) stand_down "$holder, another server" ;;
    esac
  fi
  answer="$(getent ahostsv4 "$SERVER_NAME")" || { say "$SERVER_NAME cannot be resolved"; return 1; }
  [[ ${answer%%[[:space:]]*} == "$PRIVATE_IP" ]]
}

# A machine that only restarts keeps its name: resolvers would remember for minutes that there is none.
withdraw() {
  local jobs
  jobs="$(systemctl list-jobs --no-legend 2> /dev/null)" || jobs=''
  if [[ $jobs == *' reboot.target '* ]]; then return 0; fi
  read_zone || return 1
  CHANGES=''
  delete_records "$PRIVATE_IP"
  if [[ -z $CHANGES ]]; then say "the name is another server's"; return 0; fi
  apply_changes
}

load_settings
case "${1:-}" in
  holder) read_zone && address_of "$SERVER_NAME" ;;
  publish) learn_identity && publish "${2:-}" ;;
  check) learn_identity && check ;;
  withdraw) learn_identity && withdraw ;;
  *) say 'holder, publish, check or withdraw?'; exit 2 ;;
esac
