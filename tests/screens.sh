#!/bin/sh
# The screens in a real terminal (tmux): screens.sh ZAOCE SOURCE. TAP. Waits for text to appear, at
# most as long as the loop below, and never for time alone.
zaoce=$(realpath "$1") source=$(realpath "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/zaoce-test-XXXXXX") || exit 99
name=zaoce-test-$$
tm() { tmux -L "$name" -f /dev/null -u "$@"; }
trap 'tm kill-server 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE TMUX
export HOME=$dir ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C.UTF-8 LANG=C.UTF-8 TERM=xterm-256color
cases=0 failed=0
check() {
    title=$1
    shift
    cases=$((cases + 1))
    if "$@" >checked 2>&1; then echo "ok $cases - $title"
    else echo "not ok $cases - $title"; sed 's/^/# /' checked; failed=1; fi
}
shows() { # TEXT: appears on the screen
    tries=0
    while [ $tries -lt 200 ]; do
        tm capture-pane -p -t t >screen 2>/dev/null
        grep -q -- "$1" screen && return 0
        tries=$((tries + 1))
        sleep 0.05
    done
    cat screen
    return 1
}
start_here() { # COLUMNS ROWS
    tm kill-session -t t 2>/dev/null
    tm new-session -d -s t -x "$1" -y "$2" "\"$zaoce\" --lang zh -s A 2>err; echo ENDED \$?; sleep 60"
    tm set -g status off
}
keys() { tm send-keys -t t "$@"; }
type() { tm send-keys -t t -l "$1"; }

"$zaoce" init A --group 1 --by 李某 || exit 99
tm new-session -d -s hold 'sleep 3600' # keeps the server while sessions come and go
start_here 80 24
check 'home opens' shows '首页'
check 'with the communities of the group' shows '水井巷'
keys n
check 'n begins a form' shows '所属街镇'
type 人民
check 'typing in a list searches it' shows '命中 1 /'
keys Enter
check 'Enter takes it and goes on' shows '社区（村） *'
type 水井
check 'communities are those of the street' shows '命中 1 /'
keys Enter
check 'the accepted fields are on disk' shows '草稿已存'
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
pkill -9 -P "$(tm display-message -p -t t '#{pane_pid}')" zaoce
check 'killed' shows 'ENDED'
start_here 80 24
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
tm kill-session -t t
tm new-session -d -s t -x 80 -y 24 "TERM=dumb \"$zaoce\" -s A 2>&1; echo ENDED \$?; sleep 60"
check 'TERM=dumb: a sentence and exit 2' shows 'ENDED 2'
echo "1..$cases"
exit $failed
