#!/bin/sh
# Puts nginx before Trustee. From outside, only the routes that Pods and clients need can be reached.
# usage: 30-proxy.sh CERTIFICATE KEY    PEM files, the certificate with its chain
#        30-proxy.sh                    the ones of the last time; none where the address is http

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root
need nginx openssl systemctl
[ -f "$state/configured" ] || die 'Trustee is not hardened yet: run 20-configure.sh first'

check_certificate() {
  openssl x509 -in "$1" -noout 2> /dev/null || die "$1 is no PEM certificate"
  openssl x509 -in "$1" -noout -checkend 604800 > /dev/null || die "$1 ends within a week, or has ended"
  case $trustee_host in
    *[!0-9.]*) openssl x509 -in "$1" -noout -checkhost "$trustee_host" ;;
    *) openssl x509 -in "$1" -noout -checkip "$trustee_host" ;;
  esac | grep -q 'does match' || die "$1 is not for $trustee_host"
  [ "$(openssl x509 -in "$1" -noout -pubkey)" = "$(openssl pkey -in "$2" -pubout 2> /dev/null)" ] ||
    die "$2 is not the key of $1"
}

if [ "$trustee_scheme" = https ]; then
  if [ "$#" -eq 2 ]; then
    check_certificate "$1" "$2"
    put 644 "$state/tls.crt" < "$1"
    put 600 "$state/tls.key" < "$2"
  elif [ ! -s "$state/tls.key" ]; then
    die 'usage: 30-proxy.sh CERTIFICATE KEY'
  fi
fi

make_folder 755 "$root/etc/nginx/conf.d"
put 644 "$root/etc/nginx/conf.d/cai-trustee.conf" < "$here/files/nginx-trustee.conf"
nginx -t
systemctl enable nginx
systemctl restart nginx

if command -v firewall-cmd > /dev/null 2>&1 && firewall-cmd --state > /dev/null 2>&1; then
  firewall-cmd --permanent --add-port="$trustee_port/tcp"
  firewall-cmd --reload
fi
if command -v getenforce > /dev/null 2>&1 && [ "$(getenforce)" = Enforcing ]; then
  setsebool -P httpd_can_network_connect 1
fi
say "nginx answers on port $trustee_port: go on with 40-policies.sh"
