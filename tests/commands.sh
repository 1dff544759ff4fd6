# For tests of commands: . "$2/tests/commands.sh" with ZAOCE SOURCE as arguments; the test runs in a
# folder of its own and ends with `plan`.
zaoce=$(realpath "$1") source=$(realpath "$2")
dir=$(mktemp -d "${TMPDIR:-/tmp}/zaoce-test-XXXXXX") || exit 99
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 99
unset XDG_DATA_HOME ZAOCE_STORE
export HOME=$dir ZAOCE_NOW=2026-11-23T18:42:00+08:00 LC_ALL=C.UTF-8 ZAOCE_DATA=$source
cases=0 failed=0
check() { # NAME CONDITION…
    title=$1
    shift
    cases=$((cases + 1))
    if "$@" >checked 2>&1; then echo "ok $cases - $title"
    else echo "not ok $cases - $title"; sed 's/^/# /' checked; failed=1; fi
}
same() { [ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }; }
says() { # STATUS WORD COMMAND…: exit status, and a word of what is printed
    want=$1 word=$2
    shift 2
    "$@" >out 2>err
    got=$?
    cat out err
    [ $got = "$want" ] && grep -q -- "$word" err
}
plan() {
    echo "1..$cases"
    exit $failed
}
z() { "$zaoce" --lang en "$@"; }
