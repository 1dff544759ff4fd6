#!/bin/sh
# What a new version does to records: forms_change.sh ZAOCE FOLDER. A case is a folder with old/,
# new/ and expect.txt, what `zaoce form check old new` prints, with its exit status. TAP.
zaoce=$(realpath "$1")
cd "$2" || exit 99
export LC_ALL=C
out=$(mktemp) || exit 99
trap 'rm -f "$out"' EXIT
cases=0

for dir in */; do
    name=${dir%/}
    cases=$((cases + 1))
    "$zaoce" --lang en form check "$name/old" "$name/new" >"$out" 2>&1
    echo "exit $?" >>"$out"
    if diff -u "$name/expect.txt" "$out" >/dev/null 2>&1; then
        echo "ok $cases - $name"
    else
        echo "not ok $cases - $name"
        diff -u "$name/expect.txt" "$out" 2>&1 | sed 's/^/# /'
    fi
done
echo "1..$cases"
