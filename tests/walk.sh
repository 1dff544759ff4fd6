#!/bin/sh
# One street walked in a real terminal, from lists of an office to the last door: walk.sh ZAOCE
# SOURCE. TAP.
. "$2/tests/terminal.sh"

"$zaoce" init A --group 1 --by 李某 || exit 99
cat >doors.csv <<'DOORS'
街道,社区,街路巷,门牌号,楼栋名称,场所类型,应有户数
人民街,水井巷,水井巷,1,,沿街商铺,1
人民街,水井巷,水井巷,3,,沿街商铺,1
人民街,水井巷,水井巷,甲3,,沿街商铺,
人民街,水井巷,水井巷,3号附1,,住宅,
人民街,水井巷,水井巷,4,,沿街商铺,
人民街,水井巷,水井巷,2,,沿街商铺,1
DOORS
cat >units.csv <<'UNITS'
统一社会信用代码,单位名称,街道,社区,经营地址,场所类型
916301030000010114,青海甲甲商贸有限公司,人民街,水井巷,水井巷1号,1
9163010300000102XU,西宁乙乙餐饮管理有限公司,人民街,水井巷,西宁市水井巷3号,1
UNITS
check 'a list of doors comes in, by the key that the form calculates' "$zaoce" -s A import --form door doors.csv
check 'and one of units' "$zaoce" -s A import units.csv
"$zaoce" -s A import --form door doors.csv >again 2>&1
check 'the same doors again are the same' grep -q 'same=6' again
start A 80 24
check 'home opens' shows '首页'
keys w
check 'the walk: six doors, two seeds' shows '门 0/6  单位 2  待走 8'
check 'the odd side comes first' shows '水井巷  单号一侧'
check 'a unit stands under its door' shows '青海甲甲商贸有限公司'
keys 1
check 'a digit notes the state of the door' shows '► 1 .*✓ 有单位'
check 'and counts it' shows '门 1/6'
keys C-z
check 'which can be taken back' shows '门 0/6'
keys 1
check 'and given again' shows '门 1/6'
keys Enter
check 'Enter looks up: who is behind this door' shows '本门'
keys Enter
check 'the seed is taken over, with what the list said' shows '1.3 .*水井巷1号'
keys Escape
check 'back on the walk' shows '单号一侧'
keys Down
check 'on the seed' focus '青海甲甲'
keys 4
check 'which is not there' shows '青海甲甲.*✓ 查无此单位'
keys Down 1 Down
check 'the next door and its seed' focus '西宁乙乙'
keys 2
check 'nobody there: it has to be gone to again' shows '西宁乙乙.*? 已1次'
check 'the door of it is done' shows '门 2/6'
keys Down
check '甲3 comes behind 3' focus '3甲'
keys 3 Down
check 'then 3附1' focus '3-1'
keys 2
check 'four doors' shows '门 4/6'
keys Down
check 'the even side goes down' shows '^► 4 '
keys Enter
check 'nobody is known behind it' shows '这个门后面还没有登记过'
keys F2
check 'no new form before somebody was looked for' shows '先打几个字查一查'
type jjsm
check 'initials find one elsewhere in the community' shows '青海甲甲.*本社区'
keys C-u
type 丙丙百货
check 'this one is not there' shows '没有找到，新登记一家'
keys F2
shows '登记到哪张表' >checked && type 1
check 'a new form knows the address' shows '1.3 .*水井巷4号'
keys F3
check 'it is left again' shows '双号一侧'
keys 1 Down
check 'the last door' shows '^► 2 '
keys 4
check 'no way in: walked, and to be gone to again' shows '门 6/6  单位 2  待走 2'
keys a
check 'what is left to go' shows '只看待走'
check 'the door and the unit' shows '西宁乙乙'
check 'and nothing that is done' sh -c '! grep -q 青海甲甲 screen'
keys F10
check 'home again' shows '首页'
"$zaoce" -s A list door --where '${door} > 0' >walked
check 'the list has the same six doors' test "$(grep -c 水井巷 walked)" = 6
plan
