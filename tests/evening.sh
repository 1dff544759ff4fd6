#!/bin/sh
# The leader's evening with the files of eight groups, by keys at 80x24: merged, conflicts settled,
# duplicates decided, twenty records passed, two returned, everything given to the office; then the
# worker reads why his record came back, mends it, and the leader passes it: evening.sh ZAOCE SOURCE.
# The eight ledgers are those of the practice survey. TAP.
. "$2/tests/terminal.sh"

code=92630103000009590C # that the first group could not read: the record is in doubt
z() { store=$1 && shift && "$zaoce" --lang zh -s "$store" "$@"; }
"$zaoce" -q demo P --no-screen >/dev/null || exit 99
mkdir stick
for group in 1 2 3 4 5 6 7 8; do
    z P/g$group export -o stick/g$group.zc1.csv >/dev/null || exit 99
    touch -d "2026-11-23 18:3$group:00" stick/g$group.zc1.csv # the wizard takes the newest first
done
"$zaoce" init L --group 9 --by 王某 --role leader || exit 99
"$zaoce" init O --group 9 --by 赵某 --role office || exit 99
digest() { z "$1" digest | cut -d' ' -f1; }
count() { z "$1" list --limit 0 --csv --fields name --status "$2" | tail -n +2 | wc -l; }
conflicts() { z L conflicts --csv | tail -n +2 | cut -d, -f1 | sort -u | wc -l; }
dups() { z L dups --csv | tail -n +2 | wc -l; }
leave() { # from wherever: home, and out
    keys F10
    shows '首页' && keys F10
    shows 'ENDED 0'
}

# Eight files go in.
start L 80 24
shows '首页' >checked && keys m
shows '第 1 步' >checked && merge_from '~/stick' >checked
check 'the files of eight groups are there' shows 'g8.zc1.csv'
type a
check 'all are marked' shows '已选 8 / 8'
keys F2
check 'the preview adds them up' shows '合计 8 个'
keys F2
check 'they are merged' shows '合并完成：8 个文件'
keys Escape
open=$(conflicts) pairs=$(dups) doubtful=$(z L find 淳城 --csv | sed -n '2s/,.*//p')
check 'home counts what waits' shows "4 冲突待定 $open "
check 'and the pairs that came in' shows "5 疑似重复 $pairs"
check 'and says when the store was backed up' shows '今天 18:42 已自动备份到本机'

# Five conflicts: a digit for each field, F2.
settle() { # DIGIT LEFT: the conflict on the screen; so many are left afterwards
    type "$1"
    shows '待定 0' && keys F2
    shows "第 1/$2 条"
}
type 4
shows "第 1/$open 条" >checked
check 'one side is taken' settle 1 $((open - 1))
keys C-z
check 'and taken back' shows '已撤销 [0-9A-Z]* 的裁定'
settle 2 $((open - 1)) >checked
check 'the other one of the next' settle 2 $((open - 2))
check 'what stood before' settle 0 $((open - 3))
check 'all that one wrote' settle 5 $((open - 4))
check 'all that the other wrote' settle 6 $((open - 5))
keys Escape
check 'five conflicts are settled' shows "4 冲突待定 $((open - 5)) "
check 'the ledger says so' test "$(conflicts)" = $((open - 5))

# Three pairs: one unit, two units, one unit where the newer one stays; one is for later.
type 5
shows "疑似重复  第 1/" >checked
type 1
shows '留哪一条' >checked && type 1
shows '项两边不同' >checked && keys F2
check 'one unit: the one registered first stays' shows "还有 $((pairs - 1)) 对"
type 3
check 'one is for later' shows '第 2/'
type 2
check 'two units' shows "还有 $((pairs - 2)) 对"
type 1
shows '留哪一条' >checked && type 2
shows '项两边不同' >checked && keys F2
check 'one unit: the other one stays' shows "还有 $((pairs - 3)) 对"
keys Escape
check 'home counts what is left' shows "5 疑似重复 $((pairs - 3))"
check 'so does the ledger' test "$(dups)" = $((pairs - 3))

# Two go back, twenty pass with three keys each; what is in conflict waits.
agree() {
    type 55
    shows '全部一致：F2 通过' && keys F2
}
pass_one() { # NUMBER
    while grep -q '#冲突' screen; do
        heading=$(sed -n 3p screen)
        type ']'
        until [ "$heading" != "$(sed -n 3p screen)" ]; do capture; done
    done
    agree && shows "通过$1 "
}
passed=$(count L group_ok) returned=$(count L returned)
type 3
check 'doubtful ones first' shows '存疑：执照挂在高处'
keys F8
shows 'F8 退回；空着' >checked && type 4
shows '退回意见 缺证明材料' >checked && keys F8
check 'one goes back' shows '通过0 退回1'
keys F8
shows 'F8 退回；空着' >checked && type '请再核对一次门牌'
keys F8
check 'another one' shows '通过0 退回2'
number=1
while [ $number -le 20 ]; do
    pass_one $number >told || break
    number=$((number + 1))
done
check 'twenty pass' sh -c "cat told; [ $number = 21 ]"
check 'in the ledger, too' test "$(count L group_ok)" = $((passed + 20))
check 'and two are returned' test "$(count L returned)" = $((returned + 2))

# For the office.
keys F10
shows '首页' >checked && keys x
shows '第 1 步 / 共 4 步' >checked && keys F2
check 'everything is given out' shows '已写完并读回核对'
check 'and out' leave
file=$(ls zaoce/out/*-g9-*.zc1.csv)
check 'the office takes it in' sh -c "'$zaoce' -s O import '$file' | grep 'complete=yes'"
check 'and has the same ledger' test "$(digest O)" = "$(digest L)"
waits=$(($(count O group_ok) + $(count O changed)))
start O 80 24
check 'at home it sees what waits for the office' shows "3 待我核实 $waits\$"
keys F6
keys Right
keys Right
shows '►3 待我核实' >checked && keys Enter
check 'and finds it there' shows "第 1/$waits 条"
check 'and out' leave

# The worker's answer.
z P/g1 who --by 张某 >/dev/null
start P/g1 80 24
shows '首页' >checked && keys m
shows '第 1 步' >checked && merge_from "~/$file" >checked
shows '已选 1 / ' >checked && keys F2
shows '还没有写入任何内容' >checked && keys F2
check "the worker takes the leader's file in" shows '合并完成'
keys F10
shows '首页' >checked && keys 2
shows '筛选：退回' >checked && keys F7
shows '查找' >checked && type 淳城
check 'his record is among those that came back' shows '^►.*淳城图文店.*退回'
keys Enter
keys Enter
check 'with the reason' shows '退回：缺证明材料（王某 11-23）'
keys Enter
check 'which the form says again' shows '? 退回：缺证明材料'
keys C-e
check 'the key for faults goes to the missing code' focus 统一社会
type $code
check 'which he has now' focus 已查验证
keys F4
shows '命中 2' >checked && type yes
shows '命中 1' >checked && keys Enter
shows '已查验证.*是' >checked && keys F2
check 'it is submitted again' shows '已登记'
check 'by the rules' sh -c "'$zaoce' -s P/g1 get $doubtful | grep -q '_status.submitted'"
keys F10
shows '首页' >checked && keys x
shows '第 1 步 / 共 4 步' >checked && keys F2
check 'he gives it out' shows '已写完并读回核对'
check 'and leaves' leave
answer=$(ls zaoce/out/*-g1-*.zc1.csv)

# The leader sees the answer, and passes it.
start L 80 24
shows '首页' >checked && keys m
shows '第 1 步' >checked && merge_from "~/$answer" >checked
shows '已选 1 / ' >checked && keys F2
shows '还没有写入任何内容' >checked && keys F2
check 'the answer comes in' shows '合并完成：1 个文件，新增 0，更新 1'
keys F10
shows '首页' >checked && keys l
shows '台账' >checked && keys F7
shows '查找' >checked && type 淳城
shows '^►.*淳城图文店.*待核' >checked && keys Enter
keys v
shows '逐项核对' >checked && type "$(sed -n 's/.* \([0-9]\) 逐项核对.*/\1/p' screen)"
check 'with the code' shows "$code"
agree >checked
check 'it passes' shows '核完 1/1'
check 'and out again' leave
check 'at the level of the group' sh -c "'$zaoce' -s L get $doubtful | grep -q '_status.group_ok'"
z L export -o last.zc1.csv >/dev/null
for store in O P/g1; do z $store import last.zc1.csv >/dev/null; done
check 'leader, office and worker have one ledger' \
    test "$(digest L) $(digest L)" = "$(digest O) $(digest P/g1)"
for store in L O P/g1; do check "$store is clean" z $store check; done
plan
