#!/bin/sh
# A record that is registered out of the form that is to name it, in a real terminal (tmux):
# links.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }; }
lines() { "$zaoce" --lang en -s L "$@"; }

"$zaoce" init L --survey "$source/tests/links" --group 3 --by 李某 >/dev/null || exit 99
lines add party title=东门联合支部 no=A-1 >/dev/null || exit 99
start L 80 24
check 'home' shows '首页'
keys n 2
check 'a new unit' focus 'Title'
take Title 甲甲面馆
check 'the number of staff' focus 'Staff'
take Staff 3
check 'its place' focus 'Place'
take Place north
check 'the link' focus 'Party'
keys F4
check 'lists organisations, and a line for a new one' shows '新建…'
type 山前支部
check 'nobody is called so' shows '命中 0'
keys Enter
check 'the other form begins with the name' focus 'Title.*山前支部'
keys Enter
check 'and goes on' focus 'Number'
take Number B-7
check 'with its place' focus 'Place'
kill -9 "$(program)"
check 'killed' shows 'ENDED'
start L 80 24
check 'both forms are there' shows '有 2 份未存的表'
keys 1
check 'one goes on' shows '1.3'
keys F2
check 'and is registered' shows '已登记'
keys Escape
check 'then home' shows '1 未存的表 1'
keys 1
check 'the other goes on' shows '1.3'
keys F2
check 'and is registered, too' shows '已登记'
stop
check 'the outer form lost nothing' same "$(lines list unit --fields title,staff,place | tail -1 | cut -f2-)" \
    "$(printf '甲甲面馆\t3\tnorth')"
check 'nor did the inner one' same "$(lines list party --fields title,no | grep 山前 | cut -f2-)" \
    "$(printf '山前支部\tB-7')"
plan
