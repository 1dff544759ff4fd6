# What tests in a real terminal (tmux) share; read by screens.sh and path.sh: ZAOCE SOURCE. TAP.
# They wait for text to appear, up to a minute on a busy machine, and never for time alone.
zaoce=$(realpath "$1") source=$(realpath "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/zaoce-test-XXXXXX") || exit 99
name=zaoce-test-$$
tm() { tmux -L "$name" -f /dev/null -u "$@"; }
keys() { tm send-keys -t t "$@"; }
type() { tm send-keys -t t -l "$1"; }
program() { pgrep -P "$(tm display-message -p -t t '#{pane_pid}' 2>/dev/null || echo none)" 2>/dev/null; }
# The session is never killed under a living program, but where that is the test: SIGCONT comes with
# the hang-up, and can leave the leak check of a sanitized program waiting for ever.
stop() { pid=$(program) && kill -9 $pid; }
trap 'stop; tm kill-server 2>/dev/null; chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE TMUX
export HOME=$dir ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C.UTF-8 LANG=C.UTF-8 TERM=xterm-256color
cases=0 failed=0
check() { # TITLE CONDITION…
    title=$1
    shift
    cases=$((cases + 1))
    if "$@" >checked 2>&1; then echo "ok $cases - $title"
    else echo "not ok $cases - $title"; sed 's/^/# /' checked; failed=1; fi
}
plan() {
    echo "1..$cases"
    exit $failed
}
capture() { # the screen as it stands: twice the same, not half painted
    tm capture-pane -p -t t >screen 2>/dev/null
    while :; do
        mv screen before
        tm capture-pane -p -t t >screen 2>/dev/null
        cmp -s before screen && return
    done
}
shows() { # PATTERN: appears on the screen
    tries=0
    while [ $tries -lt 1500 ]; do
        tm capture-pane -p -t t >screen 2>/dev/null
        grep -q -- "$1" screen && capture && grep -q -- "$1" screen && return 0
        tries=$((tries + 1))
        sleep 0.04
    done
    echo "no '$1' on the screen"
    cat screen
    return 1
}
ended() { # PROCESS: is gone
    tries=0
    while kill -0 "$1" 2>/dev/null; do
        [ $tries -lt 1500 ] || return 1
        tries=$((tries + 1))
        sleep 0.04
    done
}
run_here() { # COLUMNS ROWS COMMAND
    stop
    tm kill-session -t t 2>/dev/null
    tm new-session -d -s t -x "$1" -y "$2" "$3 2>err; echo ENDED \$?; cat err; sleep 3600"
    tm set -g status off
}
start() { # STORE COLUMNS ROWS [VARIABLE=VALUE…]
    store=$1 columns=$2 rows=$3
    shift 3
    run_here "$columns" "$rows" "env $* \"$zaoce\" --lang zh -s $store"
}
paste() { # TEXT: as a terminal pastes
    tm set-buffer "$1"
    tm paste-buffer -p -t t
}
focus() { shows "^[►>].*$1"; }
take() { # LABEL TEXT: typed; a digit of a short list and a complete code go on by themselves
    before=$(grep '^[►>]' screen)
    type "$2"
    tries=0
    while [ $tries -lt 1500 ]; do
        capture
        if [ "$before" = "$(grep '^[►>]' screen)" ]; then
            : # not painted yet
        elif grep -q '查找' screen; then
            grep -q "查找 $2" screen && keys Enter && return 0
        elif grep -q "^[►>].*$1" screen; then
            grep -q "^[►>].*$1.*$2" screen && keys Enter && return 0
        elif grep -q '^[►>]' screen; then
            return 0
        fi
        tries=$((tries + 1))
        sleep 0.04
    done
    echo "'$2' is not taken"
    cat screen
    return 1
}
merge_from() { # PATH: in the merge wizard, another folder or one file
    keys F4
    shows '从哪里' && type +
    shows '命中 1' && keys Enter
    shows '完整路径' && type "$1"
    keys Enter
}
# A path is a file of steps: the start of the label that must have the focus, then keys: "=TEXT" is
# typed and taken, with Enter where the field or its list waits for one; "~TEXT" is only typed;
# "^TEXT" is pasted.
steps() { # FROM TO: plays these lines of the path
    sed -n "$1,$2p" path >part
    while read -r label acts <&3; do
        focus "$label" || return 1
        for act in $acts; do
            case $act in
            =*) take "$label" "${act#=}" || return 1 ;;
            ~*) type "${act#?}" ;;
            ^*) paste "${act#?}" ;;
            F4) keys F4; shows '查找' || return 1 ;;
            Enter) keys Enter ;;
            *) keys "$act" ;;
            esac
        done
    done 3<part
}
tm new-session -d -s hold 'sleep 3600' # keeps the server while sessions come and go
