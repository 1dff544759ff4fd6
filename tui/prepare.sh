# prepare: what the machine needs before zaoce can be built; read by tui/run and tests/run.
#
#   zaoce_prepare FOLDER PACKAGE…   installs what is missing, then builds into FOLDER
#
# As root it installs; with sudo it asks first; otherwise it says which line is needed and ends.

# Debian package and the reason: README.md, "What it stands on".
zaoce_packages='gcc libc6-dev meson ninja-build pkg-config libncurses-dev liblmdb-dev libcsv-dev
    libsodium-dev libutf8proc-dev libpcre2-dev libcjson-dev libexpat1-dev
    nettle-dev'

zaoce_say() {
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-zh}}}" in
    en*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
    esac
}

zaoce_missing() {
    for package; do
        case "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" in
        *' installed') ;;
        *) printf ' %s' "$package" ;;
        esac
    done
}

zaoce_install() {
    line="apt-get install -y --no-install-recommends$1"
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null && [ -t 0 ]; then
        zaoce_say "需要安装：$1" "To be installed:$1"
        zaoce_say '用 sudo 安装吗？[y/N]' 'Install them with sudo? [y/N]'
        read -r answer
        case "$answer" in [yY]*) sudo=sudo ;; *) zaoce_stop "$line" ;; esac
    else
        zaoce_stop "$line"
    fi
    export DEBIAN_FRONTEND=noninteractive
    # The lists of a fresh machine are empty or old: fetch them and try again.
    $sudo $line >&2 || { $sudo apt-get update >&2 && $sudo $line >&2; } || zaoce_stop "$line"
}

zaoce_stop() {
    zaoce_say "缺少软件包，请以管理员身份运行后重试：$1" \
        "Packages are missing; run this as an administrator and try again: $1"
    exit 2
}

zaoce_prepare() {
    folder=$1
    shift
    if command -v dpkg-query >/dev/null; then
        missing=$(zaoce_missing $zaoce_packages "$@")
        [ -z "$missing" ] || zaoce_install "$missing"
    elif ! command -v meson >/dev/null; then
        zaoce_say "这台机器没有 Debian 的包管理；请先装好：$zaoce_packages" \
            "This machine has no Debian packages; install first: $zaoce_packages"
        exit 2
    fi
    mkdir -p "$(dirname "$folder")"
}
