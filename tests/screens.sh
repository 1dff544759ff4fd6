#!/bin/sh
# The screens in a real terminal: a first walk, what may happen to a program, and its surroundings:
# screens.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

"$zaoce" init A --group 1 --by 李某 || exit 99
start A 80 24
check 'home opens' shows '首页'
check 'with the communities of the group' shows '水井巷'
keys C-n
check 'n begins a form' shows '所属街镇'
type 人民
check 'typing in a list searches it' shows '命中 1 /'
keys Enter
check 'Enter takes it and goes on' shows '社区（村） *'
type 水井
check 'communities are those of the street' shows '命中 1 /'
keys Enter
check 'the accepted fields are on disk' shows '已存到未存的表'
tm set-buffer '人民街28号'
tm paste-buffer -p -t t
check 'a Chinese paste arrives' shows '人民街28号'
keys Enter
type 1
check 'a digit chooses and goes on: the next section' shows '2身份'
keys Enter
type abc
tm resize-window -t t -x 60 -y 20
check 'a narrow window' shows '1帮助'
tm resize-window -t t -x 50 -y 10
check 'too small: a sentence' shows '窗口太小'
tm resize-window -t t -x 80 -y 24
check 'and everything is there again' shows '2身份'
kill -9 "$(program)"
check 'killed' shows 'ENDED'
start A 80 24
check 'after the restart the unsaved form is offered' shows '未存的表，没有丢失'
keys 1
keys PageUp
check 'it holds all accepted fields' shows '人民街28号'
check 'the choices too' shows '水井巷社区'
keys F2
check 'finishing shows what is open' shows '完成前检查'
keys F2
check 'it can be kept as a draft' shows '已存为草稿'
keys l
check 'the ledger lists it' shows '第 1/1 行'
keys 3
check 'a saved view is a filter, read between keys' shows '显示 0  筛选：退回待改'
keys Delete
check 'which Del takes away' shows '显示 1 .*排序：最近改动'
keys F1
check 'help is made from the keys' shows '现在能按的键'
keys Escape
keys F9
check 'so is the menu' shows '所有操作'
keys Escape
keys F10
check 'F10 goes home' shows '首页'
keys F10
check 'and out' shows 'ENDED 0'
check 'the store is clean' "$zaoce" -s A check

# Whatever ends the program, the field being typed is there again.
start A 80 24
shows '首页' >checked && keys C-n && shows '所属街镇' >checked
type 人民
keys Enter
check 'a new form' shows '社区（村） *'
type 水井
keys Enter
type 莫家街HUP
check 'half a field' shows 莫家街HUP
process=$(program)
kill -HUP "$process"
check 'a hang-up ends it' ended "$process"
check 'as it should' shows 'ENDED 0'
start A 80 24
shows '首页' >checked && keys 1
check 'the field is there again' shows 莫家街HUP
type TERM
shows HUPTERM >checked
process=$(program)
kill -TERM "$process"
check 'so does an order to end' ended "$process"
start A 80 24
shows '首页' >checked && keys 1
check 'and the field' shows 莫家街HUPTERM
kill -9 "$(program)"
# Without the leak checker: it cannot stop a process whose terminal is going away.
run_here 80 24 "ASAN_OPTIONS=detect_leaks=0 \"$zaoce\" --lang zh -s A"
shows '首页' >checked && keys 1
check 'killed, it is there as well' shows 莫家街HUPTERM
type CLOSED
shows TERMCLOSED >checked
process=$(program)
tm kill-session -t t
check 'so does a terminal that is closed' ended "$process"
start A 80 24
shows '首页' >checked && keys 1
check 'and the field once more' shows 莫家街HUPTERMCLOSED
keys Escape

# A full disk: no page of the store may be written, until somebody makes space.
run_here 80 24 \
    "(ulimit -S -f 16; ZAOCE_NOW=2026-11-23T18:43:00+08:00 exec \"$zaoce\" --lang zh -s A)"
check 'a full disk: home opens and says so' shows '磁盘已满'
keys C-n
shows '所属街镇' >checked
type 人民
keys Enter
check 'a field that cannot be stored: the form says so' shows '未存盘：磁盘已满'
type 水井
keys Enter
type 大同街9号
check 'typing goes on' shows 大同街9号
check 'and it still says so' shows '未存盘：磁盘已满'
keys F10
keys Escape
check 'it is not left without a word' shows '还没有存盘'
keys 1
check 'nothing on the screen is lost' shows 大同街9号
prlimit --pid "$(program)" --fsize=unlimited
check 'with space again it stores by itself' shows '已存盘'
keys Escape
check 'and can be left' shows '未存的表已保留'
keys 1
check 'everything is there' shows 大同街9号

# A store that cannot be written: opens to be looked at.
cp "$zaoce" reader
other='' && chmod 755 . && chmod -R a+rX A
if [ "$(id -u)" = 0 ]; then other='setpriv --reuid=65534 --regid=65534 --clear-groups'; else chmod -R a-w A; fi
run_here 80 24 "$other ./reader --lang zh -s A"
check 'a store without permission to write: the title says so' shows '首页  只读'
check 'and a message why' shows '只能查看：文件夹没有写权限'
keys Escape
check 'which goes' shows '再按 F10 退出'
keys C-n
check 'n says that nothing can be written' shows '只能查看'
keys l
shows '第 1/' >checked && keys Enter
check 'a record can be looked at' shows '查看  .*只读'
keys Enter
check 'so can its form' shows '一企一表  只读'
type 9
check 'but not changed' shows '只能查看'
keys F10
shows '首页' >checked && keys F10
check 'and out again' shows 'ENDED 0'
chmod -R u+w A

# The start screen: the first store, in the smallest window, in English.
mkdir home
run_here 60 20 "HOME=$dir/home \"$zaoce\" --lang en"
check 'no store: the start screen' shows 'no store on this computer'
keys Enter
shows 'survey pack' >checked && keys C-u
type "$source/forms/liangxin"
keys Enter
check 'a name for the store' shows 'Name of the store'
keys Enter
check 'its group' shows '9 office or district'
keys 2
shows 'Who works here' >checked
type 王某
keys Enter
check 'and the role of the person' shows '4 '
keys 1
check 'home opens' shows '^ zaoce home'
keys F10
check 'F10 goes back to the start screen' shows 'who I am'
keys F10
check 'and out' shows 'ENDED 0'

# Terminals and locales.
for locale in C POSIX zh_CN.GB18030; do
    run_here 80 24 "LC_ALL=$locale \"$zaoce\" --lang zh -s A"
    check "a locale $locale: all the same" shows '造册  首页'
done
run_here 80 24 "TERM=linux \"$zaoce\" --lang zh -s A"
check 'TERM=linux: signs in ASCII' shows '^> '
run_here 40 10 "\"$zaoce\" --lang zh -s A"
check 'a window that is too small from the start' shows '窗口太小：现在 40×10'
tm resize-window -t t -x 80 -y 24
check 'and larger' shows '首页'
run_here 80 24 "TERM=dumb \"$zaoce\" --lang zh -s A"
check 'TERM=dumb: a sentence' shows 'export'
check 'and exit 2' shows 'ENDED 2'
run_here 80 24 "TERM=nonsense \"$zaoce\" --lang zh -s A"
check 'TERM unknown: a sentence' shows 'nonsense'
check 'and exit 2' shows 'ENDED 2'
run_here 80 24 "env -u TERM \"$zaoce\" --lang zh -s A"
check 'TERM unset: a sentence' shows '没有设置终端类型'
check 'and exit 2' shows 'ENDED 2'

# The language of the system where nobody says otherwise.
mkdir nobody
run_here 80 24 "LC_ALL=en_US.UTF-8 HOME=$dir/nobody \"$zaoce\""
check 'a system in English: so is the start screen' shows 'no store on this computer'

# Settings of the terminal, and what is stronger than they are.
paints() { # yes|no: colours of 256 are on the screen
    tries=0
    while [ $tries -lt 1500 ]; do
        if tm capture-pane -e -p -t t | grep -q '38;5;'; then found=yes; else found=no; fi
        [ $found = "$1" ] && return 0
        tries=$((tries + 1))
        sleep 0.04
    done
    return 1
}
run_here 80 24 "\"$zaoce\" -s A"
shows '首页' >checked && keys s
check 'settings name the terminal' shows '终端  .*256 色'
check 'with colours' paints yes
keys Down
keys Space
keys Space
check 'mono: none' paints no
keys Down
keys Right
keys Right
check 'ASCII signs' shows '^> .*ASCII'
keys Up
keys Up
keys Space
keys Space
check 'English' shows 'lines and signs'
keys F10
keys F10
shows 'ENDED 0' >checked
run_here 80 24 "\"$zaoce\" -s A"
check 'the next start is in English' shows '^ zaoce  home'
check 'mono' paints no
check 'in ASCII' shows '^> '
keys F10
shows 'ENDED 0' >checked
start A 80 24 ZAOCE_GLYPHS=unicode
check '--lang and ZAOCE_GLYPHS are stronger' shows '^► '
check 'for this run' shows '造册  首页'
keys s
type d
check 'which a change of the setting is told' shows '这次打开时用 --lang 指定'
keys Down
type d
check 'colours are back' paints yes
keys Down
type d
keys F10
keys r
check 'a report' shows '摸底登记'
keys 4
check 'and its heat table' shows '合计'
start A 80 24 NO_COLOR=1
check 'NO_COLOR' paints no

# A survey of another kind: no areas, labels that show answers, answers that are choices.
mkdir -p house/house
printf 'id,version,zh,en,zone,forms\nhouse,1,户,House,Asia/Shanghai,house\n' >house/settings.csv
printf 'form_id,version,ledger\nhouse,1,yes\n' >house/house/settings.csv
cat >house/house/survey.csv <<'END'
type,name,label,role,use
text,title,户名,name,list
select_one mood,mood,怎么样,,
begin_repeat,p,成员,,
text,called,名字,,
end_repeat,,,,
select_one ${called},head,户主,,
END
printf 'list_name,name,label\nmood,1,${title}很好\nmood,2,${title}不好\n' >house/house/choices.csv
"$zaoce" init H --survey house --group 1 --by 李某 || exit 99
start H 80 24
check 'a survey without areas has a home' shows '首页'
keys C-n
type 橡树
keys Enter
check 'labels of choices show an answer' shows '橡树很好'
type 1
type 小安
keys Enter
keys Down
keys F4
check 'an answer of a row is a choice' shows '小安'
check 'in a list of its own' shows '1 / 1'
keys F10
keys r
check 'its reports have no places' shows '摸底登记'
keys 2
check 'what there is lies in none' shows '^► '
keys 3
keys d
keys 4
keys d
check 'whatever is asked' shows '逐日'

# Stores of a practice survey say so on every screen, and are not the only store.
mkdir practice
"$zaoce" init practice/g1 --group 1 --by 李某 && : >practice/PRACTICE.txt
start practice/g1 80 24
check 'practice says so' shows '首页.*【练习】'
keys l
check 'on every screen' shows '台账.*【练习】'
keys F10
shows '首页' >checked && keys F10
shows 'ENDED 0' >checked
mkdir -p data/zaoce
printf '%s\n' "$dir/practice/g1" "$dir/A" >data/zaoce/stores
check 'a command without a store takes the real one' sh -c "XDG_DATA_HOME=$dir/data '$zaoce' stat | grep -q '^group'"

# A role with a PIN is taken in a terminal, not by a script.
"$zaoce" -s A who --by 王某 --role leader >/dev/null || exit 99
start A 80 24
shows '首页' >checked && keys s
shows '设置' >checked && keys 4
shows 'PIN' >checked && keys Down Down Enter
shows '新的 PIN' >checked && type 2580 && keys Enter
shows '再输入一次' >checked && type 2580 && keys Enter
check 'a PIN is set' shows '组长的 PIN 已设'
keys F10
shows '首页' >checked && keys F10
shows '打开调查库' >checked && keys F10
shows 'ENDED 0' >checked
"$zaoce" -s A who --by 李某 >/dev/null || exit 99
check 'a script is told so' sh -c "! '$zaoce' --lang zh -s A who --by 王某 </dev/null >said 2>&1 && grep -q 在终端里 said"
check 'and nobody has changed' sh -c "'$zaoce' -s A who | grep -q 李某"
run_here 80 24 "sh -c '\"$zaoce\" --lang zh -s A who --by 王某 2>&1'"
check 'in a terminal it is asked for' shows 'PIN:'
type 2580
keys Enter
check 'and the role is taken' shows '王某.*leader'
check 'without the PIN on the screen' sh -c '! grep -q 2580 screen'
plan
