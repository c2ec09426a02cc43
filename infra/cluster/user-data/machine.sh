# shellcheck shell=bash
# What a server and a worker have in common. Sourced by the scripts beside it, which say what happens when one of these fails.
# SMARTSCALE_ROOT stands before every path, so that tests run on a folder of their own.

ROOT="${SMARTSCALE_ROOT:-}"
METADATA=http://169.254.169.254/latest
RELEASES=https://github.com/k3s-io/k3s/releases/download
K3S="$ROOT/usr/local/bin/k3s"
# With which a worker may ask for itself.
# shellcheck disable=SC2034 # by those who source this
KUBELET_CONFIG="$ROOT/var/lib/rancher/k3s/agent/kubelet.kubeconfig"

say() {
  printf 'smartscale: %s\n' "$*" >&2
}

# attempt TIMES PAUSE_SECONDS COMMAND...: until it succeeds, never more than TIMES, and not past DEADLINE_SECONDS of the script's life.
attempt() {
  local times=$1 pause=$2 tried
  shift 2
  for ((tried = 1; tried <= times; tried++)); do
    if "$@"; then return 0; fi
    if ((tried == times || SECONDS + pause > ${DEADLINE_SECONDS:-3600})); then return 1; fi
    sleep "$pause"
  done
}

load_settings() {
  # shellcheck disable=SC1091 # written by the user data, see scripts/serverless/user-data.cjs
  source "$ROOT/etc/smartscale/cluster.env"
  # Neither the user data nor a unit has a home.
  export HOME="${HOME:-/root}"
  export AWS_DEFAULT_REGION="$REGION" AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=3
}

metadata() {
  curl --silent --fail --max-time 2 --header "X-aws-ec2-metadata-token: $METADATA_TOKEN" "$METADATA/meta-data/$1"
}

ask_metadata() {
  METADATA_TOKEN="$(curl --silent --fail --max-time 2 --request PUT "$METADATA/api/token" \
    --header 'X-aws-ec2-metadata-token-ttl-seconds: 300')" || return 1
  INSTANCE_ID="$(metadata instance-id)" || return 1
  INSTANCE_TYPE="$(metadata instance-type)" || return 1
  ZONE="$(metadata placement/availability-zone)" || return 1
  CAPACITY_TYPE="$(metadata instance-life-cycle)" || return 1
  PRIVATE_IP="$(metadata local-ipv4)" || return 1
  [[ -n $INSTANCE_ID && -n $ZONE && -n $PRIVATE_IP ]]
}

# Sets INSTANCE_ID, INSTANCE_TYPE, ZONE, CAPACITY_TYPE (spot or on-demand) and PRIVATE_IP.
learn_identity() {
  attempt 30 2 ask_metadata || { say 'the metadata service does not answer'; return 1; }
}

# K3s wants no swap; a journal that grows without end would fill the disk.
prepare_machine() {
  swapoff -a || true
  modprobe br_netfilter || true
  modprobe overlay || true
  install -d "$ROOT/etc/systemd/journald.conf.d" "$ROOT/etc/rancher/k3s" "$ROOT/usr/local/bin"
  printf '[Journal]\nStorage=persistent\nSystemMaxUse=200M\nMaxRetentionSec=7day\n' \
    > "$ROOT/etc/systemd/journald.conf.d/smartscale.conf"
  systemctl restart systemd-journald || true
}

fetch_k3s() {
  local file=$1 sum=$2
  curl --silent --show-error --fail --location --connect-timeout 10 --max-time 120 --output "$K3S.part" \
    "$RELEASES/${K3S_VERSION/+/%2B}/$file" || { say "K3s $K3S_VERSION cannot be downloaded"; return 1; }
  if ! sha256sum --check --status <<< "$sum  $K3S.part"; then
    say "the download of K3s $K3S_VERSION is not what it should be: expected SHA-256 $sum"
    rm -f "$K3S.part"
    return 1
  fi
}

# Exactly the pinned binary, or none.
install_k3s() {
  local file sum
  case "$(uname -m)" in
    x86_64) file=k3s sum=$K3S_SHA256_X86_64 ;;
    aarch64) file=k3s-arm64 sum=$K3S_SHA256_AARCH64 ;;
    *) say "there is no K3s for $(uname -m)"; return 1 ;;
  esac
  attempt 5 5 fetch_k3s "$file" "$sum" || return 1
  chmod 0755 "$K3S.part"
  mv "$K3S.part" "$K3S"
}

# The part of K3s' configuration that tells EC2's facts. K3s' own cloud controller is off, so nothing overwrites them.
node_settings() {
  cat << YAML
node-name: $1-$INSTANCE_ID
node-ip: $PRIVATE_IP
kubelet-arg:
  - provider-id=aws:///$ZONE/$INSTANCE_ID
node-label:
  - topology.kubernetes.io/zone=$ZONE
  - topology.kubernetes.io/region=$REGION
  - node.kubernetes.io/instance-type=$INSTANCE_TYPE
  - smartscale.dev/capacity-type=$CAPACITY_TYPE
YAML
}

install_units() {
  install -d "$ROOT/etc/systemd/system"
  install -m 0644 "$ROOT"/opt/smartscale/units/* "$ROOT/etc/systemd/system/"
  systemctl daemon-reload
}

# start_units NAME...: installs and starts them without waiting; whoever needs them waits for what they do.
start_units() {
  install_units
  systemctl enable "$@"
  systemctl start --no-block "$@"
}
