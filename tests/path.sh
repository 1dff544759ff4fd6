#!/bin/sh
# The golden path in a real terminal, losing the terminal on it, and hostile text: path.sh ZAOCE
# SOURCE. TAP.
. "$2/tests/terminal.sh"

# The golden path: one enterprise, with Enter, digits, F2, F4 and typed values only.
cat >path <<'END'
所属街镇 =630103001
社区（村） =630103001004
经营地址 =水井巷28号
场所类型 =1
核查情况 =1
证照 Enter
统一社会 =916301030000010114
已查验证 F4 Enter
单位类型 =1
单位名称 =青海甲甲商贸有限公司
门头名称 Enter
注册地址 Enter
开业 =2013-05
运营状态 =1
登记注册 =112
控股情况 =3
主要业务 =百货零售
行业代码 =5211
注册资本 =200
从业人员 =8
其中女性 =3
上年营业 Enter
是否规上 Enter
正式党员 =1
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
联系电话 =0971-6123456
走访日期 =20261123
单位确认 F4 Enter
备注 ~门面朝东 F2
END
cat >expected <<'END'
"_form":"ent"
"_status":"submitted"
"_flags":""
"fields":{"_status":"submitted"
"addr":"水井巷28号"
"build":"2"
"business":"百货零售"
"capital":"200"
"community":"630103001004"
"confirmed":"yes"
"contact":"李某"
"holding":"3"
"id_kind":"1"
"industry":"5211"
"league":"0"
"m_full":"1"
"m_prob":"0"
"name":"青海甲甲商贸有限公司"
"op_status":"1"
"opened":"2013-05"
"party":"PARTY"
"phone":"0971-6123456"
"place_kind":"1"
"premises":"0"
"reg_type":"112"
"remark":"门面朝东"
"seen":"yes"
"staff":"8"
"staff_f":"3"
"street":"630103001"
"union":"0"
"unit_type":"1"
"uscc":"916301030000010114"
"visit":"1"
"visited":"2026-11-23"
"women":"0"}
"conflicts":{}}
END
record() { # STORE: the only record is the expected one, and the store is clean
    id=$("$zaoce" -s "$1" list --json 2>&1 | grep -o '"_id":"[^"]*"' | cut -d'"' -f4)
    "$zaoce" -s "$1" get "$id" --json | sed 's/^{"_id":"[^"]*",//; s/,"/\n"/g' \
        | sed "s/\"$(cat "$1.party")\"/\"PARTY\"/" >got
    diff expected got && "$zaoce" -s "$1" check
}
made() { # STORE: in it there is an organisation to be chosen
    "$zaoce" init "$1" --group 1 --by 李某 && "$zaoce" -s "$1" add party name=水井巷联合支部 party_form=4 \
        founded=2016 street=630103001 m_full=6 m_prob=0 >"$1.party"
}
golden() { # STORE COLUMNS ROWS [VARIABLE=VALUE…]
    made "$1" || return 1
    start "$@"
    shows '首页' || return 1
    keys C-n
    steps 1 99 && shows '已登记' && record "$1"
}
leave() { # F10 goes home, and from home out
    keys F10
    shows '首页\|ENDED' && { grep -q ENDED screen || keys F10; }
    shows 'ENDED 0'
}
check 'the golden path' golden G1 80 24
check 'from which F10 leaves' leave
check 'the golden path, TERM=linux' golden G2 80 24 TERM=linux
check 'signs are ASCII there' shows '^-----'
check 'F10 leaves there too' leave
check 'the golden path at 60x20' golden G3 60 20
check 'F10 leaves a narrow window' leave
check 'the golden path, LC_ALL=C' golden G4 80 24 LC_ALL=C LANG=C
check 'F10 leaves it' leave

# Losing the terminal on the way: nothing accepted is missing, and what was being typed is kept
# where there was time for a last word.
again() { # LABEL: reopens, goes on with the unsaved form, walks to that field
    start L 80 24 ASAN_OPTIONS=detect_leaks=0
    shows '未存的表，没有丢失' || return 1
    keys 1
    shows '已存到未存的表' || return 1
    grep -q "^[►>].*$1" screen || keys Down # the cursor stands where the last answer was taken
    focus "$1"
}
made L || exit 99
start L 80 24
shows '首页' >/dev/null
keys C-n
check 'on the way: kill -9' steps 1 9
focus 单位名称
kill -9 "$(program)"
check 'is an end' shows 'ENDED 137'
check 'and nothing accepted is missing' again 单位名称
check 'not the code' shows '916301030000010114'
check 'on the way: kill -HUP while typing' steps 10 16
focus 主要业务 && type 百货 && shows '百货' && kill -HUP "$(program)"
check 'is an end too' shows 'ENDED'
check 'after which the form is there' again 主要业务
check 'with what was being typed' shows '主要业务.*百货'
keys C-u
check 'on the way: the session is killed' steps 17 34
focus 联系人 && type 马经 && shows '马经'
pid=$(program)
tm kill-session -t t
check 'the program ends with its terminal' ended "$pid"
check 'and the form is there again' again 联系人
check 'with what was being typed there' shows '联系人.*马经'
keys C-u
check 'to its end' steps 35 99
check 'which is reached' shows '已登记'
check 'the record is the same as without all this' record L
check 'and F10 leaves' leave

# Hostile text in an exchange file: lines that hold control characters are refused, whatever else
# is hidden in a text shows as what it is; nothing of it reaches the terminal as it came.
python3 - >hostile.csv <<'END'
import hashlib
import sys

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def base32(raw):
    bits = int.from_bytes(raw, "big")
    n = len(raw) * 8
    pad = -n % 5
    return "".join(DIGITS[(bits << pad) >> (n + pad - 5 * i) & 31] for i in range(1, (n + pad) // 5 + 1))


def h20(raw):
    return hashlib.blake2b(raw, digest_size=20).digest()


def ns(raw):
    return str(len(raw)).encode() + b":" + raw + b","


def cell(name, text):
    text = (name + "=" + text).replace("\\", "\\\\").replace("\n", "\\n")
    return '"' + text.replace('"', '""') + '"' if set(',"') & set(text) else text


def line(number, attrs, writes):
    rid = "e0" + "0" * 20 + f"{number:03d}"
    content = b"zaoce-rev-1\n" + ns(rid.encode()) + ns(b"0")
    for group in (attrs, writes):
        content += ns(str(len(group)).encode())
        for name in sorted(group, key=str.encode):
            value = group[name].encode()
            content += ns(name.encode())
            content += ns(value) if group is attrs else h20(b"zaoce-val-1\n" + value)
    cells = [cell("." + n, attrs[n]) for n in sorted(attrs)]
    cells += [cell(n, writes[n]) for n in sorted(writes, key=str.encode)]
    return ",".join(["r" + base32(h20(content)), rid, ""] + cells)


attrs = {"at": "2026-11-23T10:00:00+08:00", "by": "李某", "dev": "d7k2", "form": "ent@1", "g": "1",
         "role": "worker"}
names = ["甲\u202e乙\u200b丙\ufeff丁\u2066戊", "𠮷𠮷e\u0301\u0302\u0303\u0304\u0305\u0306 שלום\tا",
         "长" * 1300, "A\x1b]0;OWNED\x07\x1b[5mB", "C\x9b5nD\x90E\x9c"]
lines = ["zc1,rid,parents,cells"]
for i, name in enumerate(names):
    lines.append(line(i, attrs, {"_status": "draft", "name": name, "addr": name + "28号"}))
lines.append(line(90, dict(attrs, by="李\x1b[7m某", note="\x1b]0;OWNED\x07"),
                  {"_status": "draft", "name": "己己副食品店"}))
sys.stdout.buffer.write("".join(text + "\n" for text in lines).encode())
END
"$zaoce" init H --group 1 --by 李某 || exit 99
"$zaoce" -s H import hostile.csv >imported 2>&1
check 'an exchange file with hostile text goes in, but for control characters' \
    sh -c 'cat imported; grep -q "new=3 .*damaged=3" imported'
unseen() { # what the terminal got is the text as shown, not as it came
    grep -q 'U+202E' raw && ! LC_ALL=C grep -a -e OWNED -e "$(printf '\302\233')" -e "$(printf '\342\200\256')" \
        -e "$(printf '\342\200\213')" -e "$(printf '\357\273\277')" \
        -e "$(printf '\342\201\246')" raw
}
start H 80 24
shows '首页' >/dev/null
tm pipe-pane -t t 'cat >raw'
keys l
check 'the ledger shows what is hidden' shows '甲‹U+202E›乙'
keys C-End Enter
check 'so does the record' shows '查看.*甲‹U+202E›乙'
keys 2
check 'and its history' shows '新登记'
keys Enter
check 'so does the form' shows '经营地址.*甲‹U+202E›乙'
keys Escape
shows '查看' >/dev/null
keys Escape
shows '台账' >/dev/null
keys Up Enter
shows '查看' >/dev/null
keys Enter
shows '经营地址' >/dev/null
keys F1
shows '现在能按的键' >/dev/null
keys Escape F8
shows '备注' >/dev/null
check 'F10 leaves' leave
check 'nothing of it reaches the terminal as it came' unseen
check 'the store with it is clean' "$zaoce" -s H check
plan
