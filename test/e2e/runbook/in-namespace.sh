#!/bin/sh
# Runs a script where the paths and ports of a server of Trustee are its own. Called in namespaces for mounts and network.
# usage: in-namespace.sh FOLDER SCRIPT [ARGUMENT…]
set -eu
folder=$1
shift
ip link set lo up
for path in /etc/trustee /opt /usr/lib/systemd/system /etc/systemd/system /etc/nginx/conf.d /run /var/log/nginx; do
  mkdir -p "$path"
  mount -t tmpfs tmpfs "$path"
done
mkdir -p /run/lock
printf '127.0.0.1 localhost trustee.example.com\n' > /run/hosts
mount --bind /run/hosts /etc/hosts
PATH=$folder/stand-ins:$PATH
export PATH
cd "$folder"
exec "$@"
