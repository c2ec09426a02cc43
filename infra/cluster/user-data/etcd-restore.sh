# shellcheck shell=bash
# A new server takes the cluster from the bucket. A bucket that does not answer is no empty bucket: beginning anew would orphan all workers.

# The keys of the newest snapshots, newest first, or nothing. There are at most 288 (see etcd-snapshot.sh): one page.
newest_snapshots() {
  # shellcheck disable=SC2016 # an empty list in the language of --query
  aws s3api list-objects-v2 --bucket "$BUCKET" --prefix etcd/ --output text \
    --query 'reverse(sort_by(Contents || `[]`, &LastModified))[:3].Key'
}

list_snapshots() {
  SNAPSHOTS="$(newest_snapshots)" || { say 'the bucket of snapshots does not answer'; return 1; }
}

restore_snapshot() {
  local key=$1 file
  file="$ROOT/var/lib/smartscale/${key##*/}"
  install -d -m 0700 "$ROOT/var/lib/smartscale"
  attempt 3 5 aws s3 cp "s3://$BUCKET/$key" "$file" --only-show-errors || return 1
  timeout 240 "$K3S" server --cluster-reset --cluster-reset-restore-path="$file" || return 1
  rm -f "$file"
}

# 0: as it was, or nothing to restore. 1: there is a cluster in the bucket, or there may be, and it is not here.
restore_cluster() {
  local files="$ROOT/var/lib/rancher/k3s/server" key
  if [[ -d $files/db/etcd ]]; then say 'the database is here: nothing to restore'; return 0; fi
  attempt 10 6 list_snapshots || return 1
  if [[ -z $SNAPSHOTS || $SNAPSHOTS == None ]]; then say 'there is no snapshot: a new cluster begins'; return 0; fi
  for key in $SNAPSHOTS; do
    if restore_snapshot "$key"; then say "restored from $key"; return 0; fi
    say "$key cannot be restored"
    rm -rf "$files"
  done
  return 1
}
