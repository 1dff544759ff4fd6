#!/bin/sh
# Whole forms played by script: forms_play.sh ZAOCE FOLDER. A case is a folder with sheets,
zaoce=$(realpath "$1")
cd "$2" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE
export ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C TZ=UTC
out=$(mktemp) || exit 99
trap 'rm -f "$out"' EXIT
cases=0

for dir in */; do
    name=${dir%/}
    cases=$((cases + 1))
    "$zaoce" --lang en form play "$name" "$name/script.jsonl" >"$out" 2>&1
    if diff -u "$name/expect.txt" "$out" >/dev/null 2>&1; then
        echo "ok $cases - $name"
    else
        echo "not ok $cases - $name"
        diff -u "$name/expect.txt" "$out" 2>&1 | sed 's/^/# /'
    fi
done
echo "1..$cases"
