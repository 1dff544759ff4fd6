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
    build=2 party=人民街联合支部 union=0 league=0 women=0 premises=0 visited=2026-11-23'

check 'the shipped pack is clean' z form check "$source/forms/liangxin"
check 'a store is made' z init A --group 1 --by 李某
check 'and the leader has one' z init B --group 9 --by 赵某 --role district
id=$(z -s A add ent $unit uscc=916300007104492831 name=青海甲甲商贸有限公司 phone=0971-6123456)
check 'a unit is registered' same "${#id}" 25
check 'and listed' sh -c "'$zaoce' -s A list --where '\${staff} > 7' | grep -q 青海甲甲商贸有限公司"
check 'a draft may have open points' z -s A add ent name=西宁乙乙餐饮店 --draft
check 'a finished record may not' says 2 addr z -s A add ent name=西宁乙乙餐饮店
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
check 'the district decides' z -s B set "$id" staff=10 --as-of "$(z -s B export ent --to table -o - | grep -o 'r[0-9a-z]*\.r[0-9a-z]*\.c' | head -1)"
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
(trap '' XFSZ; ulimit -f 100; z init D --group 1 --by 李某) >out 2>err
check 'a full disk: a sentence, and no half store' test $? = 2 -a -s err -a ! -e D
if [ "$(id -u)" != 0 ]; then
    chmod a-w A A/data.mdb
    check 'a folder without write permission' says 2 A z -s A set "$id" staff=3
fi

z init E --group 2 --by 李某
id=$(z -s E add ent $unit uscc=916300007104492831 name=青海甲甲商贸有限公司)
check 'every record fits its form' z -s E check --forms
z -s E set "$id" staff=9999999
check 'one that does not is named: id, field, message' sh -c "'$zaoce' --lang en -s E check --forms | grep -q '^$id.staff.0 to'"
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
echo "1..$cases"
exit $failed
