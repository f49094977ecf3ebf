#!/bin/bash
# Plays the cloud: gives every Service of type LoadBalancer an address of its own, at which kube-proxy then serves it.
# It takes the first three parts of the addresses.
set -uo pipefail
next=100
service='{.spec.type} {.metadata.namespace} {.metadata.name} {.status.loadBalancer.ingress[0].ip}{"\n"}'

while :; do
  kubectl get services --all-namespaces --watch --output "jsonpath=$service" |
    while read -r type namespace name address; do
      [ "$type" = LoadBalancer ] && [ -z "$address" ] || continue
      ingress="{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"$1.$next\"}]}}}"
      kubectl --namespace "$namespace" patch service "$name" --subresource=status --type=merge --patch "$ingress" &&
        next=$((next + 1))
    done
  sleep 1
done
