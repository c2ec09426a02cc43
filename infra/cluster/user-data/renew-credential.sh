#!/usr/bin/env bash
# Gives functions their access to the K3s API: { server, caCertificate, token } in the bucket. The token lives a day and is renewed
# every hour, so 23 failures in a row pass unnoticed. It is that of the ServiceAccount `smartscale`, which may do only what its role says.
set -euo pipefail

# shellcheck source=infra/cluster/user-data/machine.sh
source "${SMARTSCALE_ROOT:-}/opt/smartscale/machine.sh"

# As packages/kubernetes/rbac/smartscale.yaml names it.
SERVICE_ACCOUNT=smartscale
SERVICE_ACCOUNT_NAMESPACE=smartscale
TOKEN_LIFE=24h

main() {
  local token authority work
  load_settings
  # A server that was replaced has another cluster, or an older one.
  "$ROOT/opt/smartscale/endpoint.sh" check || { say 'no credential'; exit 1; }
  token="$("$K3S" kubectl --namespace "$SERVICE_ACCOUNT_NAMESPACE" create token "$SERVICE_ACCOUNT" --duration "$TOKEN_LIFE")"
  # JSON has no line breaks in texts.
  authority="$(awk '{ printf "%s\\n", $0 }' "$ROOT/var/lib/rancher/k3s/server/tls/server-ca.crt")"
  [[ $token =~ ^[A-Za-z0-9._-]+$ && $authority == *'BEGIN CERTIFICATE'* ]] || { say 'K3s gave no token'; exit 1; }
  work="$(umask 077 && mktemp)"
  # shellcheck disable=SC2064 # the file of now
  trap "rm -f '$work'" EXIT
  printf '{"server":"https://%s:6443","caCertificate":"%s","token":"%s"}\n' "$SERVER_NAME" "$authority" "$token" > "$work"
  # The bucket encrypts it by itself, with the key of the account.
  attempt 3 5 aws s3 cp "$work" "s3://$BUCKET/credentials/kubernetes.json" \
    --content-type application/json --only-show-errors
  say 'the credential of the K3s API is renewed'
}

main
