#!/bin/sh
# A second implementation of ids and exchange files (bench/rows.py, Python) and the program agree,
# byte for byte: second.sh ZAOCE SOURCE. TAP.
zaoce=$(realpath "$1") source=$(realpath "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/zaoce-test-XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE
export HOME=$dir ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C.UTF-8
cases=0 failed=0
check() {
    title=$1
    shift
    cases=$((cases + 1))
    if "$@" >checked 2>&1; then echo "ok $cases - $title"
    else echo "not ok $cases - $title"; sed 's/^/# /' checked; failed=1; fi
}
z() { "$zaoce" --lang en "$@"; }

check 'rows are made' python3 "$source/tests/bench/rows.py" 2000 7 "$dir"
digest=$(python3 -c 'import json; print(json.load(open("rows.json"))["digest"][:8])')
z init A --group 9 --by 赵某 --role district
check 'every line is proved, the file is complete' sh -c \
    "'$zaoce' -s A import rows.zc1.csv | grep -E 'new=[0-9]+ changed=0 same=0 conflict=0 dup=[0-9]+ refused=0 damaged=0 complete=yes'"
check 'the digest is the same' sh -c "'$zaoce' -s A digest | grep '^$digest records=2000 '"
z -s A export -o - >out.csv
check 'what goes out is what came in' cmp rows.zc1.csv out.csv
check 'the store is clean' z -s A check
echo "1..$cases"
exit $failed
