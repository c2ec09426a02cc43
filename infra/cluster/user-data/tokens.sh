# shellcheck shell=bash
# The cluster's two secrets live in SSM as SecureStrings. The first server makes them up; all that come later read them.
# `attempt` calls these, and under it a failure does not end a function by itself: each is asked for.
# Tokens pass through files of mode 0600 only: an argument could be read by every process of the machine.

# parameter NAME: its value, or nothing and success when there is none. Any other failure is one.
parameter() {
  local answer file complaint status=0
  # A warning of the CLI is no part of a token.
  file="$(mktemp)" || return 1
  answer="$(aws ssm get-parameter --name "/smartscale/$CLUSTER_ID/$1" --with-decryption \
    --query Parameter.Value --output text 2> "$file")" || status=$?
  complaint="$(< "$file")"
  rm -f "$file"
  if ((status == 0)); then
    printf '%s' "$answer"
  elif [[ $complaint != *ParameterNotFound* ]]; then
    say "SSM does not tell $1: $complaint"
    return 1
  fi
}

# put_parameter NAME FILE [OPTION...]
put_parameter() {
  local name=$1 file=$2
  shift 2
  aws ssm put-parameter --name "/smartscale/$CLUSTER_ID/$name" --type SecureString --value "file://$file" "$@" > /dev/null
}

new_secret() {
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

# Snapshots are encrypted with this token, so there is only ever one: without --overwrite the second of two writers loses, and reads.
read_server_token() {
  local file="$ROOT/etc/rancher/k3s/server-token" token
  token="$(parameter server-token)" || return 1
  if [[ -n $token ]]; then
    (umask 077 && printf '%s' "$token" > "$file")
    return
  fi
  (umask 077 && new_secret > "$file") || return 1
  put_parameter server-token "$file" || { rm -f "$file"; return 1; }
}

# In SSM stands the form that names the cluster's authority (K10<hash>::node:<secret>); K3s wants the secret.
read_agent_token() {
  local token
  token="$(parameter agent-token)" || return 1
  (umask 077 && printf '%s' "${token##*:}" > "$ROOT/etc/rancher/k3s/agent-token") || return 1
  [[ -n $token ]] || (umask 077 && new_secret > "$ROOT/etc/rancher/k3s/agent-token")
}

# K3s writes it once it knows its authority. Workers wait for it.
publish_agent_token() {
  local file="$ROOT/var/lib/rancher/k3s/server/agent-token" token known
  [[ -s $file ]] || return 1
  token="$(< "$file")"
  known="$(parameter agent-token)" || return 1
  if [[ $known == "$token" ]]; then return 0; fi
  (umask 077 && printf '%s' "$token" > "$ROOT/etc/rancher/k3s/agent-token.full") || return 1
  put_parameter agent-token "$ROOT/etc/rancher/k3s/agent-token.full" --overwrite
}
