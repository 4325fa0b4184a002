#!/bin/sh
# Counts the instructions of the program's inner parts with valgrind's callgrind: figures that do not depend on
# what else the machine does. Prints a table of instructions per item.
#
#     Tests/Benchmarks/InnerParts/count-instructions.sh [PART …]
#
# Takes the benchmarks of BENCHMARKS, or builds them.
set -eu
cd "$(dirname "$0")/../../.."
command -v valgrind >/dev/null || { echo "valgrind is needed: apt-get install valgrind" >&2; exit 1; }
program=${BENCHMARKS:-}
if [ -z "$program" ]; then
  swift build -c release --product rfm-inner-benchmarks >&2
  program=.build/release/rfm-inner-benchmarks
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

printf '%-12s %15s %12s %14s  %s\n' part instructions items 'per item' item
"$program" | while IFS="$(printf '\t')" read -r part items item; do
  if [ $# -gt 0 ]; then
    case " $* " in *" $part "*) ;; *) continue ;; esac
  fi
  valgrind --tool=callgrind --collect-atstart=no '--toggle-collect=*8measured*' \
    --callgrind-out-file="$folder/$part" "$program" "$part" >"$folder/log" 2>&1 </dev/null || {
    cat "$folder/log" >&2
    exit 1
  }
  count=$(sed -n 's/^summary: *//p' "$folder/$part" | head -n 1)
  printf '%-12s %15s %12s %14s  %s\n' "$part" "$count" "$items" \
    "$(awk "BEGIN { printf \"%.1f\", $count / $items }")" "$item"
done
