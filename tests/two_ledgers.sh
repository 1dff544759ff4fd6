#!/bin/sh
# From an office's list to two ledgers that agree: a list in GB18030 goes in as 底册, one of its units
# is found in the ledger and registered with keys only, typed and pasted, the store is exported on
# the screens, and the leader's store takes the file: two_ledgers.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

cat >path <<'END'
所属街镇 Enter
社区（村） Enter
经营地址 Enter
场所类型 =1
核查情况 =1
证照 =1
统一社会 Enter
已查验证 F4 Enter
单位类型 =1
单位名称 Enter
门头名称 ^示例商贸（人民街店） Enter
注册地址 Enter
开业 Enter
运营状态 =1
登记注册 =112
控股情况 =3
主要业务 =百货零售
行业代码 =5211
注册资本 =200
从业人员 Enter
其中女性 =3
上年营业 Enter
是否规上 Enter
正式党员 Enter
预备党员 =0
组织关系 Enter
流动党员 Enter
入党申请 Enter
党组织组 =2
覆盖的党 =水井巷联合支部
工会 =0
共青团 =0
妇联 =0
活动阵地 =0
联系人 =李某
联系电话 Enter
走访日期 =20261123
单位确认 F4 Enter
备注 ^门面朝东 F2
END
list=$source/tests/data/import-samples/03-gb18030.csv
counts() { grep -q "$1" counted; }
check 'a store for the worker' "$zaoce" init W --group 1 --by 李某
check 'with an organisation that is registered' sh -c "'$zaoce' -s W add party name=水井巷联合支部 \
    party_form=4 founded=2016 street=630103001 m_full=6 m_prob=0 >party"
check 'and one for the leader' "$zaoce" init L --group 1 --by 王某 --role leader
check 'the list goes in' sh -c "'$zaoce' -s W import --form ent --key uscc '$list' >counted"
check 'with all its units' counts 'list new=6 .*refused=0'
start W 80 24
shows '首页' >checked && keys l
shows '台账' >checked && keys F7
shows '查找' >checked && type 示例商贸
keys Enter
check 'a unit of the list is found' shows '^►.*西宁示例商贸.*底册'
keys Enter
check 'Enter shows it' shows '查看.*西宁示例商贸'
keys Enter
check 'again, and the form is there' shows '登记'
check 'it is filled in with keys, typing and pasting' steps 1 99
check 'and finished' shows '已登记'
id=$("$zaoce" -s W list --status submitted --csv | sed -n '2s/,.*//p')
"$zaoce" -s W get "$id" >got
check 'what was pasted is there' grep -q 'sign.*示例商贸（人民街店）' got
check 'and what the list said' grep -q 'staff.12' got
keys F10
shows '首页' >checked && keys x
shows '第 1 步' >checked && keys F2
check 'x and F2 export' shows '已写完并读回核对'
file=$(ls zaoce/out/*.zc1.csv)
keys Enter
shows '首页' >checked && keys F10
shows 'ENDED 0' >checked

check 'the leader takes the file in' sh -c "'$zaoce' -s L import '$file' >counted"
check 'all of it' counts 'new=7 .*complete=yes'
check 'the digest is the same' test "$("$zaoce" -s W digest)" = "$("$zaoce" -s L digest)"
check 'again there is nothing new' sh -c "'$zaoce' -s L import '$file' >counted"
check 'at all' counts 'new=0 changed=0 same=7'
"$zaoce" -s W export --to exchange -o - >w
"$zaoce" -s L export --to exchange -o - >l
check 'byte by byte' cmp w l
check 'both stores are clean' sh -c "'$zaoce' -s W check && '$zaoce' -s L check"
plan
