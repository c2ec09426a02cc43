# shellcheck shell=bash
# Sourced by installers: sees to a Go compiler of at least 1.24, and says what to install when there is none.

# Fetched when the Go at hand is older than the sources ask for and cannot fetch a newer one by itself (before 1.21).
toolchain=1.24.11

need_go() {
  command -v go >/dev/null && return 0
  printf 'Go is missing: install it (for example: apt install golang-go; any version from 1.19 on)\n' >&2
  exit 1
}

# From Debian 12 on every Go can do: the module mirror has later ones, and the checksum database vouches for them.
use_go_1_24() {
  local minor module folder
  minor=$(cd / && go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  if ((minor < 21)); then
    module="golang.org/toolchain@v0.0.1-go$toolchain.$(go env GOOS)-$(go env GOARCH)"
    folder=$(cd / && go mod download -json "$module" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
    chmod +x "$folder"/bin/* "$folder"/pkg/tool/*/*
    export PATH="$folder/bin:$PATH" GOROOT="$folder"
  elif ((minor < 24)); then
    export GOTOOLCHAIN="go$toolchain"
  fi
}
