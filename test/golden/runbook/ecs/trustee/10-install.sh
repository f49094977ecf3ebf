#!/bin/sh
# Installs Trustee and does not start it: as it comes, it releases keys to anybody who asks.
# usage: 10-install.sh rpm|compose

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root

wanted=${1:-}
case $wanted in
  rpm | compose) ;;
  *) die 'usage: 10-install.sh rpm|compose (rpm: Alibaba Cloud Linux 3 and Anolis OS; compose: anything with Docker)' ;;
esac
if [ -s "$state/variant" ] && [ "$(variant)" != "$wanted" ]; then
  die "Trustee is installed as $(variant) already: run 90-remove.sh first"
fi

install_rpm() {
  need yum rpm systemctl
  if [ -f "$state/configured" ] && rpm -q "trustee-$trustee_version" > /dev/null 2>&1; then
    say "trustee-$trustee_version is installed"
    return
  fi
  # Installing the package starts the services. Masked units cannot be started.
  # shellcheck disable=SC2086 # a list of words
  systemctl mask $units trustee
  # shellcheck disable=SC2086
  systemctl stop $units trustee 2> /dev/null || true
  yum install -y "trustee-$trustee_version" nginx jq openssl curl iproute
  rpm -q "trustee-$trustee_version" > /dev/null || die "yum did not install trustee-$trustee_version"
}

install_compose() {
  need docker
  docker compose version > /dev/null 2>&1 || die 'Docker has no compose plugin'
  install_packages nginx jq openssl curl ca-certificates
}

"install_$wanted"
make_folder 755 "$etc"
make_folder 700 "$state"
printf '%s\n' "$wanted" | put 600 "$state/variant"
say 'installed, and not started yet: go on with 20-configure.sh'
