#!/bin/sh
# Imports the key of the model. The file is read here, on the server: the key is on no command line and in no log.
# usage: 50-key.sh KEY-FILE [--replace]

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root
[ -f "$state/configured" ] || die 'Trustee is not hardened yet: run 20-configure.sh first'
[ "$#" -ge 1 ] || die 'usage: 50-key.sh KEY-FILE [--replace]'
file=$1
if [ ! -f "$file" ] || [ ! -r "$file" ]; then die "$file is no file that can be read"; fi

# gocryptfs takes the first line of the key and nothing else, so a second line is a mistake that shows only much later
[ "$(wc -l < "$file")" -le 1 ] || die "$file has more than one line"
[ "$(tr -d '\n' < "$file" | wc -c)" -gt 0 ] || die "$file is empty"
[ "$(tr -cd '\000\r' < "$file" | wc -c)" -eq 0 ] || die "$file has a carriage return or a zero byte"
[ -z "$(tail -c 1 "$file" | tr -d '\n')" ] || [ "$(wc -l < "$file")" -eq 0 ] || die "$file has text after its line"

folder=$data/kbs/repository/${key_path%/*}
target=$data/kbs/repository/$key_path
mkdir -p "$folder"
chmod 700 "$data/kbs/repository" "$data/kbs/repository/${key_path%%/*}" "$folder"
draft=$target.cai-draft
tr -d '\n' < "$file" > "$draft"
chmod 600 "$draft"
if [ -f "$target" ] && ! cmp -s "$draft" "$target" && [ "${2:-}" != --replace ]; then
  rm -f "$draft"
  die "there is another key at $key_path: models encrypted with it could not be opened any more; --replace replaces it"
fi
mv -f "$draft" "$target"
say "the key is kbs:///$key_path: delete $file from this server, and go on with 60-check.sh"
