#!/bin/sh
# Counts the instructions of the program's inner parts with valgrind's callgrind: figures that do not depend on
# what else the machine does. Prints a table of instructions per item: a row, a point, a pair, a customer.
#
#     Tests/Benchmarks/InnerParts/count-instructions.sh               all parts
#     Tests/Benchmarks/InnerParts/count-instructions.sh parse store   some of them
#
# Takes the benchmarks of BENCHMARKS, or builds them. Counted is what the function `measured` does, on all
# threads; the numbers that it works on are made before. Valgrind has AVX2, so the vectors are those that the
# program takes on such a machine; one vector instruction counts as one.
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
trap 'exit 1' INT TERM HUP
# Older valgrinds give up on the debug information of newer compilers; names of functions are all that is needed.
for strip in strip llvm-strip; do
  if command -v "$strip" >/dev/null && "$strip" -g -o "$folder/program" "$program"; then
    program=$folder/program
    break
  fi
done
"$program" --list >"$folder/parts"
tab=$(printf '\t')
for wanted in "$@"; do
  grep -q "^$wanted$tab" "$folder/parts" || {
    echo "there is no part '$wanted'; there are $(cut -f 1 "$folder/parts" | paste -s -d ' ')" >&2
    exit 64
  }
done

printf '%-12s %15s %12s %14s  %s\n' part instructions items 'per item' item
while IFS="$tab" read -r part items item; do
  if [ $# -gt 0 ]; then
    case " $* " in *" $part "*) ;; *) continue ;; esac
  fi
  valgrind --tool=callgrind --collect-atstart=no '--toggle-collect=*8measured*' \
    --callgrind-out-file="$folder/$part" "$program" "$part" >"$folder/log" 2>&1 </dev/null || {
    cat "$folder/log" >&2
    exit 1
  }
  # The sum over the parts of the file, where callgrind wrote more than one.
  count=$(sed -n 's/^totals: *//p' "$folder/$part" | awk '{ sum += $1 } END { printf "%d", sum }')
  [ "$count" -gt 0 ] || { echo "$part: nothing was counted; is 'measured' inlined?" >&2; exit 1; }
  printf '%-12s %15s %12s %14s  %s\n' "$part" "$count" "$items" \
    "$(awk "BEGIN { printf \"%.1f\", $count / $items }")" "$item"
done <"$folder/parts"
