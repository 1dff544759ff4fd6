#!/bin/sh
# A survey of one's own, without a ledger: what the columns `appearance` and `use` of its form do on the
# screen and on the command line: own_survey.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

mkdir -p pack/dog
cat >pack/settings.csv <<'END'
id,version,zh,en,zone,forms
dogs,1,犬只,Dogs,+08:00,dog
END
cat >pack/dog/survey.csv <<'END'
type,name,label,appearance,role,use
text,name,名字,,name,list
integer,walks,每天遛几次,counter,,
text,mark,特征,,,search
END
check 'the pack is clean' "$zaoce" form check pack
"$zaoce" init A --survey pack --group 1 --by 李某 || exit 99

start A 80 24
shows '首页' >checked && keys C-n
focus 名字 >checked && type 小黑
keys Enter
check 'a counter' focus 每天遛几次
type '+++'
check 'counts up' shows '每天遛几次 *3'
type '-'
check 'and down' shows '每天遛几次 *2'
keys Enter
focus 特征 >checked && type 左耳有白斑
keys F2
check 'finished' shows '已登记'
keys F10
shows '首页' >checked && keys l
check 'the list opens without a ledger' shows 小黑
keys F7
shows '查找' >checked && type 白斑
check 'a field marked for searching is found' shows '►.*小黑'
stop
check 'the number is stored' sh -c "'$zaoce' -s A list --fields walks --csv | grep -q ',2'"
check 'find looks there too, by initials as well' sh -c "'$zaoce' -s A find zeybb --csv | grep -q 小黑"
plan
