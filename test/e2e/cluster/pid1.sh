#!/bin/bash
# PID 1 of a cluster's namespaces. Whatever it mounts and whatever runs in there ends when it is killed.
# It takes the kind of cluster and the state folder; network.ts names the addresses in its environment.
set -euo pipefail
kind=$1
state=$2

mount -t proc proc /proc
ip link set lo up
# kube-proxy redirects what is sent to a Service after routing, so that a route must exist first.
# Not a dummy link: some kernels lack that driver.
ip link add node0 type veth peer name node0-peer
ip address add "$NODE_ADDRESS/24" dev node0
ip link set node0 up
ip link set node0-peer up
ip route add "$SERVICE_RANGE" dev node0

if [ "$kind" = node ]; then
  hostname "$NODE_NAME"

  # a sysfs that shows this network namespace, with the cgroups of the machine in it
  mkdir "$state/cgroup"
  mount --rbind /sys/fs/cgroup "$state/cgroup"
  mount -t sysfs sysfs /sys
  mount --rbind "$state/cgroup" /sys/fs/cgroup
  umount -l "$state/cgroup"

  # kubelet and CNI plugins write below /var/lib, /var/log and /run whatever they are told
  mkdir -p "$state/var-lib/upper" "$state/var-lib/work" "$state/kubelet"
  mount -t overlay overlay -o "lowerdir=/var/lib,upperdir=$state/var-lib/upper,workdir=$state/var-lib/work" /var/lib
  mkdir -p /var/lib/kubelet
  mount --bind "$state/kubelet" /var/lib/kubelet
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /var/log
  mkdir /run/netns

  # kubelet insists on values for these, which belong to the whole machine: it gets files that already hold them
  while read -r name value; do
    [ -e "/proc/sys/$name" ] || continue
    echo "$value" >"$state/sysctl-${name//\//-}"
    mount --bind "$state/sysctl-${name//\//-}" "/proc/sys/$name"
  done <<'VALUES'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
VALUES

  for name in net/ipv4/ip_forward net/ipv6/conf/all/forwarding \
    net/bridge/bridge-nf-call-iptables net/bridge/bridge-nf-call-ip6tables; do
    echo 1 >"/proc/sys/$name"
  done

  # mounts that a Pod makes in a shared volume must come out of it
  mount --make-rshared /
fi

touch "$state/namespaces-ready"
# bash reaps every orphan while it waits
while :; do
  sleep 3600 &
  wait $!
done
