#!/bin/sh
# A question about a field in a real terminal: the leader asks while checking, the worker finds it at
# the field in his own store and replies, the leader sees the reply and passes; a return slip goes
# the same way: asked.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"
z() { "$zaoce" --lang zh "$@"; }
give() { # FROM TO
    z -s "$1" export -o given.csv >/dev/null 2>&1 && z -s "$2" import given.csv >taken
}

z init W --group 1 --by 李某 || exit 99
z init L --group 1 --by 王某 --role leader || exit 99
for n in 1 2; do
    z -s W add ent street=630103001 community=630103001004 addr="水井巷${n}1号" place_kind=1 visit=1 \
        id_kind=9 no_id=2 unit_type=1 opened=2013-05 op_status=1 reg_type=112 holding=3 business=百货零售 \
        industry=5211 staff=18 m_full=1 m_prob=0 build=2 party=e000000000000000000000001 union=0 league=0 women=0 \
        premises=0 visited=2026-11-23 phone=13800001111 name="西宁第${n}副食店" >>ids || exit 99
done
give W L
first=$(sort ids | head -1) second=$(sort ids | tail -1) # as the queue has them

start L 80 24
shows '首页' >checked && keys 3
check 'the leader checks the first record' shows '第 1/2 条'
for n in 1 2 3 4 5 6; do keys Down; done
check 'to the staff' shows '^[►>].*从业人员'
type a
check 'a asks about it' shows '质疑：问登记人什么'
type '门面不大，有18人吗'
keys Enter
check 'it is asked, the record stays' shows '已提出质疑'
check 'the question stands at the field' shows '质疑：门面不大，有18人吗（王某 11-23）'
keys ']'
shows '第 2/2 条' >checked && keys F8
shows 'F8 退回；空着' >checked
type '电话不通，请再上门'
keys F8
check 'the other one goes back' shows '已退回'
keys Escape
shows '首页' >checked
check 'home says that a reply is awaited' shows '7 质疑待答 1'

give L W
start W 80 24
check 'the worker has a question to reply to' shows '7 答复质疑 1'
keys 7
check 'which stands under his list' shows '质疑：门面不大，有18人吗（王某 11-23）'
keys Enter
shows '查看' >checked && keys Enter
check 'the form says so' shows '1 项质疑待答复'
keys C-e
check 'and leads to the field' shows '? 质疑：门面不大，有18人吗（王某 11-23）  F8 答复'
keys F8
check 'F8 shows it' shows '│.*质疑：门面不大'
type '问过，连家人18人'
keys Enter
check 'the reply stands there' shows '答复：问过，连家人18人'
keys F2
check 'and is saved' shows '已答复'
keys Escape
shows '台账' >checked && keys Escape
shows '首页' >checked
check 'home has none' sh -c '! grep -q 答复质疑 screen'
keys 2
check 'what was returned says why' shows '退回：电话不通，请再上门（王某 11-23）'
keys Enter
shows '查看' >checked && keys Enter
check 'on the form as well' shows '? 退回：电话不通，请再上门（王某 11-23）'
keys F1
check 'and again in the help' shows '│ 退回：电话不通，请再上门'
keys Escape
shows '? 退回\|提示' >checked && keys Escape
shows '查看' >checked && keys Escape
shows '台账' >checked && keys Escape
z -s W review submit "$second" >/dev/null 2>&1

give W L
check 'without a conflict' grep -q 'conflict=0' taken
start L 80 24
check 'the leader is told of the reply' shows '8 质疑已答 1'
keys 8
check 'and reads it' shows '质疑：门面不大，有18人吗（王某 11-23）；答复：问过，连家人18人'
keys Escape
shows '首页' >checked && keys 3
shows '第 1/2 条' >checked
for n in 1 2 3 4 5 6; do keys Down; done
check 'at the field too' shows '答复：问过，连家人18人'
left=$(sed -n 's/.*未核 \([0-9]*\) 项.*/\1/p' screen)
while [ "${left:-0}" -gt 0 ]; do
    type 1
    left=$((left - 1))
done
shows '全部一致：F2 通过' >checked && keys F2
check 'it passes' shows '通过1'
keys Escape
shows '首页' >checked
check 'the question is settled' sh -c '! grep -q 质疑 screen'
keys F10
check 'in the record as well' sh -c "'$zaoce' -s L get $first | grep '^_status.group_ok' && ! '$zaoce' -s L get $first | grep -q '^_ask'"
check 'both stores are sound' sh -c "'$zaoce' -s W check && '$zaoce' -s L check"
plan
