#!/bin/sh
# Export and merge in a real terminal: the group's store goes to a stick (a folder that is typed) and
# from there into the district's store, which then has the same digest: wizards.sh ZAOCE SOURCE. TAP.
. "$2/tests/terminal.sh"

"$zaoce" init A --group 1 --by 李某 || exit 99
"$zaoce" init D --group 9 --by 赵某 --role district || exit 99
for i in 1 2 3; do
    "$zaoce" -s A add ent --draft street=630103001 community=630103001004 addr=水井巷"$i"号 \
        name=青海第"$i"商贸有限公司 >/dev/null || exit 99
done
mkdir -p stick/zaoce

digest() { "$zaoce" -s "$1" digest | cut -d' ' -f1; }
check 'the stores differ' test "$(digest A)" != "$(digest D)"

# Export to a typed folder.
start A 80 24
shows '首页' >checked && keys x
check 'x opens the export' shows '第 1 步 / 共 4 步'
keys Enter
check 'content' shows '合并用交换包'
keys Enter
check 'place' shows '本机 ~/zaoce/out'
keys Down Enter
check 'another folder' shows '文件夹的完整路径'
type "$dir/stick/nothing"
keys Enter
check 'one that is not there: a sentence' shows '没有文件夹'
keys Enter
shows '文件夹的完整路径' >checked && type "~/stick"
keys Enter
check 'one that is there is chosen' shows '(\*) ~/stick'
keys F2
check 'done and read back' shows '已写完并读回核对'
code=$(grep -o '核对码 *[0-9a-z-]*' screen | grep -o '[0-9a-z]*-[0-9a-z]*' | tr -d -)
check 'the code is the digest of the store' test "$code" = "$(digest A)"
check 'one file, and no half one' test "$(ls stick)" = "$(echo liangxin-g1-20261123-1842-0001.zc1.csv; echo zaoce)"
keys Enter
shows '首页' >checked && keys x
check 'the choices are kept' shows '存到 *~/stick'
keys F2
check 'F2 does it again' shows '1842-0002.zc1.csv'

# A stick that is pulled out, a disk that fills up: a sentence, and no half file.
keys Enter
shows '首页' >checked && keys x
shows '第 1 步' >checked && mv stick gone
keys F2
check 'the folder is gone: a sentence' shows '已经不在，没有写'
check 'and none is made in its place' test ! -e stick
mv gone stick
prlimit --pid "$(program)" --fsize=100:unlimited
keys F2
check 'a full disk: a sentence' shows '磁盘已满'
check 'and no half file' test "$(ls -A stick | wc -l)" = 3
prlimit --pid "$(program)" --fsize=unlimited
keys F2
check 'with space again it is written' shows '已写完并读回核对'
keys Enter
shows '首页' >checked && keys F10
check 'and out' shows 'ENDED 0'

# Merge on the district's machine.
start D 80 24
shows '首页' >checked && keys m
check 'm opens the merge' shows '第 1 步 / 共 4 步'
keys F4
check 'F4 asks for the place' shows '其他文件夹或文件'
keys End
type +
shows '命中 1' >checked && keys Enter
check 'a typed one' shows '完整路径'
type "~/stick"
keys Enter
check 'its files are listed' shows '0001.zc1.csv'
check 'newest first, with their kind' shows '交换包'
type a
check 'a marks all' shows '已选'
keys F2
check 'the preview counts' shows '新增'
check 'and says that nothing is written' shows '还没有写入任何内容'
check 'nothing is written' test "$(digest A)" != "$(digest D)"
keys F2
check 'the merge ends with a message' shows '合并完成'
check 'and its result' shows '第 4 步 / 共 4 步'
check 'the digests are equal' test "$(digest A)" = "$(digest D)"
keys Enter
check 'Enter tells more of a file' shows '明细'
keys Escape
keys Escape
check 'and home again' shows '首页'
keys m
shows '第 1 步' >checked && keys F10
shows '首页' >checked && keys F10
check 'out' shows 'ENDED 0'

# A store that is only to be looked at: the preview works, the merge says why not.
cp "$zaoce" reader
other='' && chmod 755 . && chmod -R a+rX D stick
if [ "$(id -u)" = 0 ]; then other='setpriv --reuid=65534 --regid=65534 --clear-groups'; else chmod -R a-w D; fi
run_here 80 24 "$other ./reader --lang zh -s D"
shows '首页  只读' >checked && keys m
check 'read-only: files can be chosen' shows '第 1 步'
merge_from '~/stick' >checked
shows '0001.zc1.csv' >checked && keys F2
check 'and looked at' shows '内容都已有'
keys F2
check 'but not merged' shows '只能查看'
keys F10
shows '首页' >checked && keys F10
check 'and out again' shows 'ENDED 0'
chmod -R u+w D
plan
