#!/bin/sh
# The terminal goes away in the middle of a merge: what is in stays in, the store is clean, and doing
# it again completes it: merge_cut.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

python3 "$source/tests/bench/rows.py" 20000 7 "$dir" >/dev/null || exit 99
digest=$(python3 -c 'import json; print(json.load(open("rows.json"))["digest"][:8])')
mkdir stick && mv rows.zc1.csv stick/liangxin-g1-20261123-1842-0001.zc1.csv
records() { "$zaoce" -s "$1" digest | grep -o 'records=[0-9]*' | cut -d= -f2; }

merge() { # STORE: as far as the merge that is under way
    "$zaoce" init "$1" --group 9 --by 赵某 --role district || return 1
    start "$1" 80 24
    shows '首页' >checked && keys m
    shows '第 1 步' >checked && keys F4
    shows '从哪里' >checked && type +
    shows '命中 1' >checked && keys Enter
    shows '完整路径' >checked && type "~/stick"
    keys Enter
    shows '0001.zc1.csv' >checked && type a
    keys F2
    shows '第 2 步' && shows '20,000' && keys F2 || return 1
    tries=0
    until tm capture-pane -p -t t 2>/dev/null | grep -q '正在合并'; do
        tries=$((tries + 1))
        [ $tries -lt 3000 ] || return 1
    done
}
clean() { "$zaoce" -s "$1" check; }
again() { "$zaoce" -s "$1" import stick/*.csv; }
half() { [ "$(records "$1")" -lt 20000 ]; }
same() { [ "$("$zaoce" -s "$1" digest | cut -c1-8)" = "$digest" ]; }

check 'a merge is under way' merge A
pid=$(program)
tm kill-session -t t
check 'the program ends with its terminal' ended "$pid"
check 'in the middle' half A
check 'the store is clean' clean A
check 'importing again' again A
check 'completes it' same A
check 'with a clean store' clean A

check 'another one' merge B
pid=$(program)
kill -HUP "$pid"
check 'a hang-up alone' ended "$pid"
check 'in the middle, too' half B
check 'leaves a clean store' clean B
check 'to be completed' again B
check 'which it is' same B

check 'a third' merge C
pid=$(program)
kill -9 "$pid"
check 'a program that is killed' ended "$pid"
check 'in the middle as well' half C
check 'leaves a clean store, too' clean C
start C 80 24
check 'it opens' shows '首页'
keys F10
check 'and is left' shows 'ENDED 0'
check 'the file once more' again C
check 'and it is whole' same C
plan
