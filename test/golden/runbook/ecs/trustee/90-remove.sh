#!/bin/sh
# Takes Trustee down: it is stopped, and cannot be started as it came. Keys stay, unless --purge is given.
# usage: 90-remove.sh [--purge]

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root

rm -f "$root/etc/nginx/conf.d/cai-trustee.conf"
if command -v nginx > /dev/null 2>&1 && systemctl is-active --quiet nginx; then systemctl reload nginx; fi

if [ -s "$state/variant" ]; then
  case $(variant) in
    rpm)
      # shellcheck disable=SC2086 # a list of words
      systemctl disable --now $units || true
      for unit in $units; do
        rm -f "$root/etc/systemd/system/$unit.service.d/10-cai.conf"
        rmdir "$root/etc/systemd/system/$unit.service.d" 2> /dev/null || true
      done
      # shellcheck disable=SC2086
      systemctl mask $units trustee
      systemctl daemon-reload
      ;;
    compose) docker compose --file "$state/compose.yaml" down ;;
  esac
fi
for name in kbs-config.toml as-config.json rvps.json gateway.yml; do
  if [ -e "$etc/$name.before-cai" ]; then mv -f "$etc/$name.before-cai" "$etc/$name"; fi
done
rm -f "$state/configured"

if [ "${1:-}" = --purge ]; then
  case $(cat "$state/variant" 2> /dev/null || true) in
    rpm)
      # shellcheck disable=SC2086
      systemctl unmask $units trustee
      yum remove -y trustee
      ;;
  esac
  rm -rf "$data" "$state"
  say 'Trustee is removed, with its keys and policies'
else
  say "Trustee is stopped. Its keys are still in $data, and $state has its certificates"
fi
