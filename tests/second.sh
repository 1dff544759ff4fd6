#!/bin/sh
# A second implementation of ids and exchange files (bench/rows.py, Python) and the program agree,
# byte for byte: second.sh ZAOCE SOURCE. TAP.
. "$2/tests/commands.sh"

check 'rows are made' python3 "$source/tests/bench/rows.py" 2000 7 "$dir"
digest=$(python3 -c 'import json; print(json.load(open("rows.json"))["digest"][:8])')
z init A --group 9 --by 赵某 --role district
check 'every line is proved, the file is complete' sh -c \
    "'$zaoce' -s A import rows.zc1.csv | grep -E 'new=[0-9]+ changed=0 same=0 conflict=0 dup=[0-9]+ refused=0 damaged=0 complete=yes'"
check 'the digest is the same' sh -c "'$zaoce' -s A digest | grep '^$digest records=2000 '"
z -s A export -o - >out.csv
check 'what goes out is what came in' cmp rows.zc1.csv out.csv
check 'the store is clean' z -s A check
plan
