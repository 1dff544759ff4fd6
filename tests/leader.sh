#!/bin/sh
# The leader's evening in a real terminal: some records pass, two go back with a reason, the worker
# reads why; a sample is drawn and checked blind: leader.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"
z() { "$zaoce" --lang zh -s A "$@"; }

"$zaoce" init A --group 1 --by 李某 || exit 99
for n in 1 2 3 4 5; do
    z add ent street=630103001 community=630103001004 addr="水井巷${n}1号" place_kind=1 visit=1 \
        id_kind=9 no_id=2 unit_type=1 opened=2013-05 op_status=1 reg_type=112 holding=3 business=百货零售 \
        industry=5211 staff=8 m_full=1 m_prob=0 build=2 party=e000000000000000000000001 union=0 league=0 women=0 \
        premises=0 visited=2026-11-23 phone=13800001111 name="西宁第${n}副食店" >>ids || exit 99
done
z who --by 王某 --role leader >/dev/null

# Everything agrees: a digit for each question, then F2.
agree() {
    left=$(sed -n 's/.*未核 \([0-9]*\) 项.*/\1/p' screen)
    while [ "${left:-0}" -gt 0 ]; do
        type 1
        left=$((left - 1))
    done
    shows '全部一致：F2 通过' && keys F2
}
start A 80 24
shows '首页' >checked && keys 3
check 'key 3 of home opens the queue of the leader' shows '第 1/5 条'
check 'a telephone number is covered' sh -c 'grep -q "西宁第" screen && ! grep -q 13800001111 screen'
keys F2
check 'nothing passes unseen' shows '还有 10 项未核'
type 1
type 1
shows '未核 8 项' >checked
keys Escape
shows '首页' >checked && keys 3
check 'results are there after leaving' shows '未核 8 项'
check 'the rest agrees' agree
check 'it passes, the next one comes' shows '通过1 退回0 剩4'
check 'another one' agree
check 'and another one' shows '通过2 退回0 剩3'
check 'three' agree
shows '通过3 退回0 剩2' >checked
keys F8
shows 'F8 退回；空着' >checked
keys F8
check 'nothing goes back without a reason' shows 'F8 退回；空着'
type 1
check 'a digit puts a phrase in' shows '退回意见 电话不通'
type '，请再上门'
process=$(program)
kill -HUP "$process"
check 'a hang-up in the middle of the reason' ended "$process"
start A 80 24
shows '首页' >checked && keys 3
check 'the reason is there again' shows '退回意见 电话不通，请再上门'
keys F8
check 'it goes back' shows '退回1 剩1'
shows '未核 10 项' >checked
keys Down
keys Down
keys Down
type 2
type '西宁第一副食店'
keys Enter
check 'what was found stands beside what is registered' shows '✗ 西宁第一副食店'
keys F8
shows 'F8 退回；空着' >checked
type '名称与门头不符'
keys F8
check 'the second one goes back' shows '没有等你核实的'
keys Escape
shows '首页' >checked && keys F10
check 'out' shows 'ENDED 0'
check 'three passed' sh -c "'$zaoce' -s A list --csv --status group_ok --fields name | wc -l | grep -qx 4"
check 'two are returned' sh -c "'$zaoce' -s A list --csv --status returned --fields name | wc -l | grep -qx 3"
check 'the errors are counted' sh -c "'$zaoce' -s A review rates --csv | grep -q '^items,,,3.2,31,1,'"
check 'by the one who typed it' sh -c "'$zaoce' -s A review rates --csv | grep -q '^worker,李某,1,3.2,31,1,'"

# The worker finds them and reads why.
z who --by 李某 >/dev/null
start A 80 24
shows '首页' >checked && keys 2
check 'the worker finds what was returned' shows '第 1/2 行'
keys Enter
shows '查看' >checked && keys 4
check 'with the reason' shows '电话不通\|名称与门头不符'
keys Escape
shows '第 1/2 行' >checked && keys F10
shows '首页' >checked && keys F10
shows 'ENDED 0' >checked

# A sample, checked blind, in the smallest window.
z who --by 王某 >/dev/null
start A 60 20
shows '首页' >checked && keys v
shows '没有等你核实的' >checked && type g
check 'the rule of the sample' shows '必抽条件'
keys Right
shows '另抽一批' >checked
keys Up Up
check 'blind' shows '主要项目'
keys Right
shows '先填后看登记值' >checked && keys F2
check 'a sample is drawn' shows '已核0/3'
check 'nothing registered is to be seen' sh -c '! grep -q 水井巷社区 screen'
type 1
check 'so nothing can be agreed with' shows '盲核：先按 Enter'
keys Enter
type '水井巷社区'
keys Enter
check 'typed alike it agrees' shows '✓ 一致'
type '南关街3号'
keys Enter
check 'and otherwise it does not' shows '✗ 南关街3号'
keys Escape
keys Up
check 'and how it differs is said' shows '核实 南关街3号：不同'
keys Escape
shows '首页' >checked && keys F10
check 'out again' shows 'ENDED 0'
check 'the store is clean' "$zaoce" -s A check
plan
