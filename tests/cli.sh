#!/bin/sh
# The golden walk on the command line, and the sentences for bad input: cli.sh ZAOCE SOURCE. TAP.
zaoce=$(realpath "$1") source=$(realpath "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/zaoce-test-XXXXXX") || exit 99
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE
export HOME=$dir ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C ASAN_OPTIONS=detect_leaks=1
cases=0 failed=0

check() { # NAME CONDITION…
    name=$1
    shift
    cases=$((cases + 1))
    if "$@" >checked; then echo "ok $cases - $name"; else echo "not ok $cases - $name"; sed 's/^/# /' checked; failed=1; fi
}
says() { # STATUS WORD COMMAND…: exit status, and a word on standard error
    want=$1 word=$2
    shift 2
    "$@" >out 2>err
    got=$?
    [ $got = "$want" ] && grep -q -- "$word" err && return 0
    sed 's/^/# /' err
    echo "# exit $got"
    return 1
}
same() { [ "$1" = "$2" ] || { echo "# '$1' is not '$2'"; return 1; }; }

z() { "$zaoce" --lang en "$@"; }
unit='street=630103001 community=630103001004 addr=人民街27号 place_kind=1 visit=1 seen=yes unit_type=1
    opened=2013-05 op_status=1 reg_type=112 holding=3 business=百货零售 industry=5211 staff=8 m_full=1 m_prob=0
    build=2 party=e000000000000000000000001 union=0 league=0 women=0 premises=0 visited=2026-11-23'

check 'the shipped pack is clean' z form check "$source/forms/liangxin"
cp -r "$source/forms/liangxin" views
row=$(wc -l <views/reports.csv)
printf '%s\n' '*,bad_a,view,甲,a,ent,${staff} >= ,,,,,,,' '*,bad_b,view,乙,b,ent,${staff} > 1,,,,,,-persons,' \
    '*,bad_c,view,丙,c,shop,true(),,,,,,,' >>views/reports.csv
z form check views >out 2>&1
check 'a view whose condition is none, sorted by no field, or of no form is told with its row' \
    sh -c "grep -q 'reports.csv.*$((row + 1)).*where' out && grep -q 'reports.csv.*$((row + 2)).*order.*persons' out &&
        grep -q 'reports.csv.*$((row + 3)).*form.*shop' out && [ \$(wc -l <out) = 3 ]"
check 'a store is made' z init A --group 1 --by 李某
check 'and the leader has one' z init B --group 9 --by 赵某 --role district
id=$(z -s A add ent $unit uscc=916300007104492831 name=青海甲甲商贸有限公司 phone=0971-6123456)
check 'a unit is registered' same "${#id}" 25
check 'and listed' sh -c "'$zaoce' -s A list --where '\${staff} > 7' | grep -q 青海甲甲商贸有限公司"
check 'a draft may have open points' z -s A add ent name=西宁乙乙餐饮店 --draft
check 'a finished record may not' says 2 addr z -s A add ent name=西宁乙乙餐饮店
check 'an answer to a question that is not asked is not dropped without a word' says 2 ended z -s A set "$id" ended=2026-05
z -s A export -o a.csv >/dev/null
check 'the file goes in' sh -c "'$zaoce' -s B import a.csv | grep -q 'new=2 .*complete=yes'"
check 'once' sh -c "'$zaoce' -s B import a.csv | grep -q 'new=0 changed=0 same=2'"
check 'two ledgers agree' same "$(z -s A digest)" "$(z -s B digest)"
z -s A export -o - >1; z -s B export -o - >2
check 'byte by byte' cmp 1 2
z -s A set "$id" staff=9 && z -s B set "$id" staff=10
z -s B export -o b.csv >/dev/null
check 'two edits of a field are a conflict' sh -c "'$zaoce' -s A import b.csv | grep -q 'conflict=1'"
check 'which a worker does not decide' says 2 conflict z -s A set "$id" staff=11
check 'but who may' z -s B import a.csv
z -s A export -o a2.csv >/dev/null; z -s B import a2.csv >/dev/null
check 'not for a value that nobody has' says 2 reason z -s B conflicts take "$id" staff 17
check 'nor for none' says 2 answered z -s B conflicts take "$id" staff '' --reason 不清楚
check 'the district decides' z -s B set "$id" staff=10 --as-of "$(z -s B export ent --to table -o - | grep -o 'r[0-9a-z]*\.r[0-9a-z]*\.c' | head -1)"
check 'as he does by command' z -s B conflicts take "$id" staff 10
check 'an identity number is not stored by set' says 2 identity z -s B set "$id" remark=身份证630103198001011237
check 'nor by add' says 2 identity z -s B add ent name=身份证630103198001011237 --draft
check 'nor as a reason' says 2 identity z -s B review void "$id" --reason 630103198001011237
z -s B set "$id" addr= 2>points
check 'an edit tells what is open' grep -q '! addr' points
check 'and cannot pass then' says 2 addr z -s B review pass "$id"
z -s B set "$id" addr=人民街27号
check 'but can when it is mended' z -s B review pass "$id"
check 'an unknown queue lists the known ones' says 2 dup-edited z -s B list --queue x
check 'so does an unknown status' says 2 town_ok z -s B list --status 退回
check 'a language is zh or en' says 2 'zh 或 en' "$zaoce" --lang fr --version x
check 'an option without its value is named' says 2 "needs a value" z -s
check 'a new store has no log, which is no fault' sh -c "'$zaoce' init LOG --group 2 --by 李某 && '$zaoce' -s LOG log"
check 'both stores are clean' sh -c "'$zaoce' -s A check && '$zaoce' -s B check"

sed '2s/8/9/' a.csv >damaged.csv
check 'a damaged line is named, the rest is taken' says 1 'line 2' z -s B import damaged.csv
head -c 300 a.csv >cut.csv
check 'so is a file cut off' says 1 damaged z -s B import cut.csv
printf 'zc2,rid\n' >new.csv
check 'a file of a newer program' says 2 newer z -s B import new.csv
printf 'a,b\n' >other.csv
check 'a file that is none' says 2 other.csv z -s B import other.csv
check 'no store there' says 2 nowhere z -s nowhere list
mkdir empty
check 'a folder that is no store' says 2 empty z -s empty list
check 'the screens on no store' says 2 nowhere z -s nowhere
check 'the screens on a folder that is none' says 2 empty z -s empty
cp -r A newer && python3 - <<'EOF' && check 'a store of a newer program' says 2 newer z -s newer list
data = open('newer/data.mdb', 'rb').read() # the number behind its key, on every page that has it
open('newer/data.mdb', 'wb').write(data.replace(b'schema' + (1).to_bytes(8, 'little'),
                                                b'schema' + (2).to_bytes(8, 'little')))
EOF
check 'and its screens' says 2 'format 2' z -s newer
mkdir cut && head -c 20480 A/data.mdb >cut/data.mdb
check 'a store that is cut short, and its screens' says 2 backup z -s cut
check 'and check says the same' says 2 backup z -s cut check
check 'what can be proved of it is saved' says 2 . z -s cut check --salvage saved.csv
check 'as a whole file' sh -c "tail -1 saved.csv | grep -q ^end,"
held=$(z -s A digest)
check 'a backup' test -f "$(z -s A backup)"
check 'to a file, and a small store' same "$(z -s A backup A.mdb --compact)" A.mdb
check 'as before' same "$(z -s A digest)" "$held"
z restore A.mdb K >restored 2>&1
check 'the backup becomes a store' same "$(z -s K digest)" "$(z -s A digest)"
check 'of another device' test "$(z -s K stat | grep ^device)" != "$(z -s A stat | grep ^device)"
z -s K add ent name=青海戊戊商店 --draft >/dev/null
check 'over a store' says 0 'kept as K/backup/replaced-20261123-184200.mdb' z restore A.mdb K
check 'which goes back' same "$(z -s K digest)" "$(z -s A digest)"
check 'what was there is kept' sh -c "'$zaoce' restore K/backup/replaced-20261123-184200.mdb K2 && '$zaoce' -s K2 list | grep -q 青海戊戊商店"
check 'the log says so' sh -c "'$zaoce' -s K log | grep -q restore"
check 'not over another group' says 2 'group 9' z restore A.mdb B
check 'nor from an exchange file' says 2 'no backup' z restore a2.csv K3
check 'all of it salvaged is the exchange file' sh -c "'$zaoce' -s A check --salvage all.csv && '$zaoce' -s A export -o - | cmp - all.csv"
z -s K add ent name=青海己己商店 --draft >/dev/null; z -s K export -o e.csv >/dev/null
before=$(z -s A digest) backups=$(ls A/backup)
z -s A import e.csv --dry-run >/dev/null
check 'a dry run makes no backup' same "$(ls A/backup)" "$backups"
check 'a file with something new' sh -c "'$zaoce' -s A import e.csv | grep -q new=1"
check 'is taken back' says 0 'undone' z -s A import --undo
check 'and the ledger is as before' same "$(z -s A digest)" "$before"
check 'once' says 2 'no import' z -s A import --undo
printf '统一社会信用代码,单位名称,地址\n916300007104492831,青海甲甲商贸有限公司,人民街29号\n' >moved.csv
z -s A import moved.csv --accept >/dev/null
check 'a list that became edits' sh -c "'$zaoce' -s A list --fields addr | grep -q '人民街29号$'"
check 'is taken back as well' says 0 'undone' z -s A import --undo
check 'and so are the edits' same "$(z -s A digest)" "$before"
check 'the file brings it again' sh -c "'$zaoce' -s A import e.csv | grep -q new=1"
fresh=$(z -s A add ent name=青海庚庚商店 --draft)
check 'something registered since: it stays' says 2 '1 revisions were made' z -s A import --undo
check 'what was done last is taken back' same "$(z -s A review undo)" "$fresh"
check 'the record is void' sh -c "'$zaoce' -s A get '$fresh' | grep -q void"
z -s A add ent name=青海辛辛商店 --draft >/dev/null; z -s A add ent name=青海壬壬商店 --draft >/dev/null
check 'the last two acts' same "$(z -s A review undo 2 | wc -l)" 2
check 'and no more than there are' says 2 undo z -s A review undo 99
check 'screens without a terminal' says 2 terminal z -s A
check 'without a store as well' says 2 terminal z
check 'a folder with something in it is no place for one' says 2 A z init A --group 1 --by 李某
check 'group 12' says 2 12 z init C --group 12 --by 李某
check 'no such form' says 2 nope z -s A add nope a=1
check 'no such field' says 2 nope z -s A add ent nope=1
check 'no such record' says 2 zzzzz z -s A get zzzzz
check 'no such command' says 2 frobnicate z frobnicate
check 'no such option' says 2 --frob z -s A list --frob
check 'an expression with a fault' says 2 nope z -s A list --where '${nope} = 1'
mkdir form && printf 'type,name,label\nfoo,a,A\n' >form/survey.csv
z form check form >out 2>&1
check 'a form with an error: row and cause' grep -q 'row 2' out
cat >lines <<'END'
1 + 1
/data/r/v	{"data":{"r":[{"v":"x"},{"v":"a\tb\\c\n"}]},"as":"nodeset"}
substr('abc'

today()
END
printf '2\nx|a\\tb\\\\c\\n\n!error\n!error\n2026-11-23\n' >want
z form eval lines >got
check 'form eval: a result line for each line' cmp got want
z form eval - <lines >got
check 'also from standard input' cmp got want
check 'and tells why' sh -c "'$zaoce' --lang en form eval --why lines | grep -q \"^!error byte 13: '.' is expected here\""
check 'a file that is not there' says 2 nofile z form eval nofile
check 'one file only' says 2 usage z form eval lines lines
(trap '' XFSZ; ulimit -f 100; z init D --group 1 --by 李某) >out 2>err
check 'a full disk: a sentence, and no half store' test $? = 2 -a -s err -a ! -e D
no_room() { # COMMAND…: on a disk that takes files of 16 KiB
    (trap '' XFSZ; ulimit -f 32; "$zaoce" --lang en "$@") >out 2>err
    [ $? = 2 ] && [ -s err ] && [ "$(z -s A digest)" = "$whole" ] && z -s A check
}
whole=$(z -s A digest)
check 'nor a half backup' no_room -s A backup full.mdb
check 'of which nothing is left' test -z "$(ls -A | grep full)"
check 'nor in its folder' no_room -s A backup
check 'nor a record' no_room -s A add ent name=青海甲子商店 --draft
check 'nor a restored store' no_room restore A.mdb A
check 'nor a compacted one' no_room -s A backup none.mdb --compact
z init E --group 2 --by 李某
own=$(z -s E add ent $unit uscc=916300007104492831 name=青海甲甲商贸有限公司)
check 'every record fits its form' z -s E check --forms
z -s E set "$own" staff=9999999
check 'one that does not is named: id, field, message' sh -c "'$zaoce' --lang en -s E check --forms | grep -q '^$own.staff.0 to'"
z -s E check --forms >/dev/null
check 'and the exit status tells' test $? = 1
cp -r "$source/forms/liangxin" pack
check 'the same pack is taken in without a change' z -s E forms add pack
sed -i 's/^liangxin,1,/liangxin,2,/' pack/settings.csv
sed -i '/,staff,/s/^integer/decimal/' pack/ent/survey.csv
check 'a form needs a new version' says 2 version z -s E forms add pack
sed -i 's/,ent,1,/,ent,2,/' pack/ent/settings.csv
check 'a newer pack, and what it does' sh -c "'$zaoce' --lang en -s E forms add pack | grep -q '^+ staff .*decimal'"
check 'is the one in use' sh -c "'$zaoce' -s E forms | grep -q '^ent.2'"
check 'old records are read with it' sh -c "'$zaoce' -s E list --fields staff | grep -q '9999999$'"
sed -i 's/一企一表/一企一档/' pack/ent/settings.csv
check 'the same version with other content is refused' says 2 version z -s E forms add pack

z form new begun
check 'a new pack is clean' z form check begun
z init N --survey begun --group 4 --by 李某
check 'and can be worked with' z -s N add unit kind=1 title=甲甲商店 people=2
check 'it is written over nothing' says 2 begun z form new begun

# A survey of two forms: units name a party organisation, which counts them.
mkdir -p two/party two/unit two/lists
printf 'id,version,zh,en,zone,forms\ntwo,1,二,Two,Asia/Shanghai,party unit\n' >two/settings.csv
printf 'form_id,version\nparty,1\n' >two/party/settings.csv
printf 'form_id,version,ledger\nunit,1,yes\n' >two/unit/settings.csv
cat >two/party/survey.csv <<END
type,name,label,role,use,calculation
text,title,Title,name,list,
calculate,units,,,live list,count(instance('unit')/root/item[party = \${_id}])
calculate,staff,,,live list,sum(instance('unit')/root/item[party = \${_id}]/staff)
END
cat >two/unit/survey.csv <<END
type,name,label,role,use,calculation
text,title,Title,name,list,
integer,staff,Staff,,list,
select_one_from_file party.csv,party,Party organisation,,list,
calculate,of,,,live list,"instance('party')/root/item[name = \${party}]/title"
END
check 'a pack with links in both directions is clean' z form check two
z init L --survey two --group 3 --by 李某
party=$(z -s L add party title=人民街联合支部)
first=$(z -s L add unit title=甲甲面馆 staff=3 party=人民街联合支部)
z -s L add unit title=乙乙商店 staff=4 party="$party" >/dev/null
check 'a link is stored as the id of the record' sh -c "'$zaoce' -s L get $first | grep -q 'party.$party'"
check 'with what it is called' sh -c "'$zaoce' -s L get $first | grep -q 'party.$party.人民街联合支部'"
check 'its JSON has the id alone' sh -c "! '$zaoce' -s L get $first --json | grep -q 人民街"
check 'the other record tells who names it' same "$(z -s L get $party | grep -c '^_from.unit.party.e')" 2
check 'the unit shows its title' sh -c "'$zaoce' -s L list unit --fields of | grep -q '人民街联合支部'"
check 'the other side counts' sh -c "'$zaoce' -s L list party --fields units,staff | grep -q '2.7$'"
printf 'title,party,staff\n丙丙药店,人民街联合支部,1\n丁丁书店,没有的支部,1\n' >links.csv
check 'a list may bring the name: one it does not know is told' sh -c \
    "'$zaoce' --lang en -s L import links.csv --form unit --key title 2>&1 | grep -q 'line 3 party .*: not exactly one'"
check 'a known one is a link' sh -c "'$zaoce' -s L list unit --fields title,party | grep -q '丙丙药店.$party'"
check 'the other stays as it came' sh -c "'$zaoce' -s L list unit --fields title,party | grep -q '丁丁书店.没有的支部'"
check 'a title that nobody has is refused' says 2 'none of the choices' z -s L add unit title=丙 party=没有的支部

# The practice survey.
check 'the practice survey has nine stores' same "$(z demo P/practice --no-screen 2>/dev/null | wc -l)" 9
for store in P/practice/*/; do
    check "$store is clean" z -s "$store" check
done
check 'what is left beside it: nothing' same "$(ls P)" practice
conflicts=$(z -s P/practice/district digest | sed 's/.*conflicts=//')
check 'the district has conflicts to decide' test "$conflicts" -gt 0
for status in draft submitted group_ok town_ok locked returned changed seed; do
    check "and records in state $status" sh -c "'$zaoce' -s P/practice/district list --status $status | sed 1d | grep -q ."
done
z -s P/practice/g3 export -o g3.csv >/dev/null
check 'of a group the district lacks nothing' sh -c "'$zaoce' -s P/practice/district import g3.csv | grep -q 'new=0 changed=0'"
check 'a second run says that it is there' says 0 practice z demo P/practice --no-screen
mkdir -p Q.half-made-practice/g1 && echo x >Q.half-made-practice/g1/data.mdb
z demo Q/ --no-screen >/dev/null
check 'what an interrupted run left is made again' test -e Q/g1/data.mdb -a ! -e Q.half-made-practice
check 'the same clock gives the same ledgers' same "$(z -s P/practice/district digest)" "$(z -s Q/district digest)"
check 'in the groups too' same "$(z -s P/practice/g8 digest)" "$(z -s Q/g8 digest)"
check 'a folder with something else in it is not touched' says 2 empty z demo A --no-screen
mkdir -p data/forms && cp -r "$source/forms/liangxin" data/forms/ && rm data/forms/liangxin/practice.csv
check 'a pack without practice data' says 2 practice.csv env ZAOCE_DATA="$dir/data" "$zaoce" demo R --no-screen
row=$(grep -n 'worker,submit.*,@,' "$source/forms/liangxin/practice.csv" | sed -n '1s/:.*//p')
sed "${row}s/worker/boss/" "$source/forms/liangxin/practice.csv" >data/forms/liangxin/practice.csv
check 'with a fault: row and column' says 2 "第${row}行 _role" env ZAOCE_DATA="$dir/data" "$zaoce" demo R --no-screen
sed "${row}s/,@,/,@+1,/" "$source/forms/liangxin/practice.csv" >data/forms/liangxin/practice.csv
check 'a value that the form refuses: row and field' says 2 "第${row}行: visited" env ZAOCE_DATA="$dir/data" "$zaoce" demo R --no-screen
check 'and nothing is left of it' test ! -e R -a ! -e R.half-made-practice
# As somebody who may not write there.
cp "$zaoce" reader
low='' && chmod 755 . && chmod -R a+rX A
if [ "$(id -u)" = 0 ]; then low='setpriv --reuid=65534 --regid=65534 --clear-groups'; else chmod -R a-w A; fi
check 'a folder without write permission' says 2 'only be read' $low ./reader --lang en -s A set "$id" phone=0971-6123457
mkdir -m 777 stick
held=$(z -s A stat | awk '$1 == "records" { print $2 }')
check 'gives out, under a name without a number' sh -c "cd stick && $low ../reader -s ../A export | grep -q '^liangxin-g1-20261123-184200.zc1.csv: records=$held '"
check 'and a table' sh -c "cd stick && $low ../reader -s ../A export ent --to table && test -s liangxin-g1-20261123-184200.csv"
z init F --group 9 --by 赵某 --role district
check 'which is whole' sh -c "'$zaoce' -s F import stick/*.zc1.csv | grep -q 'complete=yes'"
check 'can be looked at' sh -c "$low ./reader -s A list | grep -q 青海甲甲商贸有限公司"
# Samples: two stores with the same records draw the same.
z init S --group 1 --by 李某
z init T --group 9 --by 赵某 --role district
unseen=$(echo "$unit" | sed 's/seen=yes//') # a unit without papers has none to be seen
n=10
while [ $n -lt 40 ]; do
    z -s S add ent $unseen id_kind=9 no_id=2 name=西宁第${n}副食店 addr=人民街${n}号 capital=$n >>units || exit 99
    n=$((n + 1))
done
z -s S add ent name=西宁丙丙餐饮店 --draft >/dev/null
z -s S export -o s.csv >/dev/null && z -s T import s.csv >/dev/null
z -s S review sample --rate 10% --min 5 --seed 20261123 >drawn
check 'a sample is drawn' same "$(wc -l <drawn)" 5
check 'of finished records' sh -c 'sort drawn units | uniq -d | cmp - drawn'
check 'the same on another laptop' same "$(z -s T review sample --rate 10% --min 5 --seed 20261123)" "$(cat drawn)"
check 'another one by another seed' sh -c "! '$zaoce' -s T review sample --rate 10% --min 5 --seed 20261124 | cmp -s - drawn"
check 'the share of what a condition leaves' same "$(z -s T review sample --rate 50% --min 0 --where '${capital} < 14')" \
    "$(z -s S review sample --rate 50% --min 0 --where '${capital} < 14')"
check 'two of four' same "$(z -s T review sample --rate 50% --min 0 --where '${capital} < 14' | wc -l)" 2
check 'what must be in is in' sh -c "'$zaoce' -s T review sample --rate 1% --min 0 --always '\${capital} >= 38' --json | wc -l | grep -qx 3"
check 'a part of each stratum' same "$(z -s T review sample --rate 1% --min 0 --by capital | wc -l)" 30
check 'without a rule that of the survey' same "$(z -s T review sample --csv | wc -l)" 21
check 'a share that is none' says 2 5% z -s T review sample --rate 5
check 'a condition that is none' says 2 nothing z -s T review sample --where '${nothing} > 1'
check 'a stratum that is none' says 2 strata z -s T review sample --by nothing
before=$(z -s T digest)
check 'nothing of it is stored' same "$before" "$(z -s T digest)"
check 'unless it is kept' z -s T review sample --seed 7 --keep
check 'then rule and seed travel' sh -c "'$zaoce' -s T list sample --csv --fields form,share,seed | grep -q ',ent,10,7$'"

echo "1..$cases"
exit $failed
