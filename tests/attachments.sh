#!/bin/sh
# Answers that are files, on the command line and on the screen: attachments.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

z() { "$zaoce" --lang en "$@"; }
says() { # STATUS WORD COMMAND…
    want=$1 word=$2
    shift 2
    "$@" >out 2>err
    got=$?
    cat out err
    [ $got = "$want" ] && grep -q -- "$word" err
}
mkdir -p pack/shop pack/room photos
cat >pack/settings.csv <<'END'
id,version,zh,en,zone,forms
shops,1,门店,Shops,+08:00,shop room
END
cat >pack/shop/survey.csv <<'END'
type,name,label,required,parameters,save_to
text,title,店名,yes,,title
image,front,门头照片,,max-pixels=1024,front
file,paper,证照,yes,,
END
cat >pack/shop/entities.csv <<'END'
list_name,label
room,${title}
END
printf 'key_field\ntitle\n' >pack/shop/settings.csv
cat >pack/room/survey.csv <<'END'
type,name,label
text,title,店名
image,front,门头照片
text,label,名称
END
printf 'the front' >photos/门头.jpg
printf 'another' >photos/门口.jpg
printf 'scan' >'photos/证 照.pdf'
check 'the pack is clean' z form check pack
z init A --survey pack --group 1 --by 李某
z init B --survey pack --group 2 --by 王某

# On the command line.
id=$(z -s A add shop title=甲甲商店 front=photos/门头.jpg "paper=photos/证 照.pdf")
front=$(ls A/files/"$id" | grep 门头) paper=$(ls A/files/"$id" | grep 证)
check 'the file lies in the folder of its record' cmp photos/门头.jpg "A/files/$id/$front"
check 'with its blank' cmp 'photos/证 照.pdf' "A/files/$id/$paper"
check 'for its owner only' test "$(stat -c %a "A/files/$id/$front" "A/files/$id" A/files | tr '\n' ' ')" = '600 700 700 '
z -s A get "$id" >got
check 'the answer is its name' grep -q "front.*$front" got
check 'a missing file is told with what to do' says 2 'no file.*nowhere' z -s A set "$id" front=photos/nowhere.jpg
check 'a folder as well' says 2 'name a file in it' z -s A set "$id" front=photos
check 'a disk that is full leaves nothing half done' sh -c \
    "head -c 300000 /dev/zero >large.bin
     (trap '' XFSZ; ulimit -f 100; '$zaoce' --lang en -s A set $id front=large.bin) >out 2>&1
     cat out; ! ls -A A/files/$id | grep -q large && grep -q 'cannot write' out"
check 'the answer is as before' sh -c "'$zaoce' --lang en -s A get $id | grep -q 'front.*$front'"
z -s A set "$id" front=photos/门口.jpg
check 'another file is another name' sh -c "'$zaoce' --lang en -s A get $id | grep -q 'front.*门口-'"
z -s A set "$id" "front=$front"
check 'the name of a file of the record means that file' sh -c "'$zaoce' --lang en -s A get $id | grep -q 'front.*$front'"
check 'refused is no file' z -s A set "$id" paper=拒答 --reason paper=不肯出示
room=$(z -s A list room --fields title --csv | sed -n '2s/,.*//p')
check 'the file of an entity lies with it too' cmp photos/门头.jpg "A/files/$room/$front"

# They stay behind, and it is said.
check 'an export says what is not in it' says 0 '5 attached files.*copy.*A/files' z -s A export -o a.zc1.csv
check 'a backup too' says 0 'attached files' z -s A backup
z -s B import a.zc1.csv >/dev/null
z -s B get "$id" >got
check 'the name travels' grep -q "front.*$front" got
check 'the file does not' test ! -e B/files
cp -r A/files B/
check 'a copied folder brings it' cmp photos/门头.jpg "B/files/$id/$front"
z -s A check >got
check 'the store is clean' grep -q 'open_modes=0' got

# On the screen.
start A 80 24
shows '首页' >checked && keys C-n
check 'a new form' focus 店名
type 乙乙商店
keys Enter
check 'the question says what it wants' shows '填文件的路径'
type 'phot'
keys Tab
check 'Tab completes a folder' shows 'photos/'
type '门'
keys Tab
check 'several: they are listed' shows '门口.jpg'
type '头'
keys Tab
check 'one is completed' shows 'photos/门头.jpg'
keys Enter
check 'the answer is its name' shows '门头-.*\.jpg'
check 'and the cursor is on' focus 证照
type 'photos/nothing.pdf'
keys Enter
check 'a missing file is told and stays to be mended' shows '没有文件“photos/nothing.pdf”'
check 'on its line' focus 'nothing.pdf'
keys C-u
type "'$dir/photos/证 照.pdf'"
keys F2
check 'a quoted path, and finished' shows '已登记'
second=$(z -s A list shop --where "\${title} = '乙乙商店'" --fields title --csv | sed -n '2s/,.*//p')
check 'the files lie under the id that the key gives' cmp photos/门头.jpg "A/files/$second/$front"
keys F10
shows '首页' >checked && keys x
shows '第 1 步' >checked && keys F2
check 'the export on the screen says what stays' shows '附件.*不在其中'
plan
