#!/bin/sh
# Questions about a field: the leader asks in his store, the worker replies in his, exchange files
# carry both: challenge.sh ZAOCE SOURCE. TAP.
. "$2/tests/commands.sh"
queued() { z -s "$1" list --queue "$2" | grep -q "$id"; }
free() { ! queued "$1" "$2"; }
has() { z -s "$1" get "$id" | grep -q "$2"; }
lacks() { ! has "$1" "$2"; }
give() { # FROM TO: everything; what the import says is kept
    z -s "$1" export -o given.csv >/dev/null 2>&1 && z -s "$2" import given.csv >taken 2>&1
}

z init W --group 1 --by 李某
z init L --group 1 --by 王某 --role leader
id=$(z -s W add ent street=630103001 community=630103001004 addr=人民街27号 place_kind=1 visit=1 unit_type=1 \
    opened=2013-05 op_status=1 reg_type=112 holding=3 business=百货零售 industry=5211 staff=8 m_full=1 m_prob=0 \
    build=2 party=e000000000000000000000001 union=0 league=0 women=0 premises=0 visited=2026-11-23 id_kind=9 no_id=2 \
    phone=0971-6123456 name=西宁癸癸副食店) || exit 99
give W L

check 'a worker asks nothing' says 2 leader z -s W review ask "$id" staff 是8人吗
check 'not about what the form lacks' says 2 nothing z -s L review ask "$id" nothing 是8人吗
check 'nor without words' says 2 question z -s L review ask "$id" staff ' '
check 'nor with an identity number in it' says 2 identity z -s L review ask "$id" staff 630103198001011237
check 'a leader asks about a field' z -s L review ask "$id" staff 是8人吗
check 'and about another' z -s L review ask "$id" addr 门牌对吗
check 'the record waits for a reply' queued L asked
check 'shows the question' has L '^_ask:staff.是8人吗'
check 'as JSON too' sh -c "'$zaoce' -s L get $id --json | grep -q '\"_ask:addr\":\"门牌对吗\"'"
check 'in its history' sh -c "'$zaoce' -s L log $id | grep -q '_ask:staff = 是8人吗'"
check 'and is as finished as before' has L '^_status.submitted'
check 'nobody has asked about that' says 2 phone z -s L review answer "$id" phone 对

z -s W set "$id" phone=0971-6123457 2>/dev/null
give L W
check 'a question beside an edit is no conflict' grep -q 'conflict=0' taken
check 'it has come' queued W asked
check 'with its flag' has W '^_flags.*asked'
check 'no reply without words' says 2 reply z -s W review answer "$id" staff ''
check 'the worker replies' z -s W review answer "$id" staff 问过，是8人
check 'one question is still open' queued W asked
z -s W set "$id" addr=人民街28号 2>/dev/null
check 'mending the answer is a reply' has W '^_answer:addr.已改'
z -s W set "$id" staff=9 2>/dev/null
check 'but does not replace what was said' has W '^_answer:staff.问过，是8人'
check 'nothing is open now' free W asked
check 'it waits for the leader' queued W answered

give W L
check 'who sees what was said' has L '^_answer:staff.问过，是8人'
check 'in the queue of what was answered' queued L answered
check 'he asks again' z -s L review ask "$id" staff 加上家人呢
check 'so the reply is gone and it is open' queued L asked
check 'which the other question is not' has L '^_answer:addr.已改'
z -s W review answer "$id" staff 家人不算 2>/dev/null
give L W
give W L
check 'a reply that met a new question: no conflict' grep -q 'conflict=0' taken
check 'and two equal ledgers' same "$(z -s W digest)" "$(z -s L digest)"
check 'the reply that nobody has seen stands' has W '^_answer:staff.*家人不算'

z init M --group 1 --by 赵某 --role leader
give L M
z -s L review ask "$id" name 招牌上呢 2>/dev/null
z -s M review ask "$id" name 执照上呢 2>/dev/null
give M L
check 'two questions about one field: no conflict' grep -q 'conflict=0' taken
give L M
check 'both stores agree' same "$(z -s M digest)" "$(z -s L digest)"
check 'both questions stand' sh -c "'$zaoce' -s M get $id | grep '^_ask:name' | grep 招牌上呢 | grep -q 执照上呢"
check 'a question is withdrawn' z -s L review ask "$id" name ''
check 'with both texts' lacks L '^_ask:name'
check 'the record passes' z -s L review pass "$id"
check 'what was answered is settled' free L answered
check 'and is not in the way' lacks L '^_a'
check 'its status is not undone' has L '^_status.group_ok'
z -s L review undo >/dev/null 2>&1
check 'until the pass is taken back' queued L answered
z -s L who --by 孙某 --role office >/dev/null
z -s L review ask "$id" name 招牌呢 2>/dev/null
z -s L review answer "$id" name 一样 2>/dev/null
z -s L who --by 王某 --role leader >/dev/null
z -s L review pass "$id" 2>/dev/null
check 'a pass leaves what a higher rank asked' has L '^_answer:name.一样'
z -s L who --by 孙某 --role office >/dev/null
z -s L review pass "$id" 2>/dev/null
check 'his own settles it' free L answered
z -s L who --by 钱某 --role district >/dev/null
z -s L review pass "$id" 2>/dev/null
check 'nothing is asked about what is locked' says 2 locked z -s L review ask "$id" name 招牌呢
check 'the stores are sound' sh -c "'$zaoce' -s W check && '$zaoce' -s L check && '$zaoce' -s M check"
plan
