#!/bin/sh
# Entities: what finishing a record makes of another form's records, undone and merged as well:
# entities.sh ZAOCE SOURCE. TAP.
. "$2/tests/commands.sh"
# Ids of the records of a form, and one field of a record.
ids() { z -s "$1" list "$2" --fields _status --csv | tail -n +2 | cut -d, -f1 | tr -d '\r'; }
field() { z -s "$1" get "$2" --json | sed -n "s/.*\"$3\": *\"\([^\"]*\)\".*/\1/p"; }

mkdir -p pack/trees pack/planting pack/visit pack/plot
cat >pack/settings.csv <<'END'
id,version,zh,en,zone,forms
trees,1,树木,Trees,+08:00,trees planting visit plot
END
cat >pack/trees/survey.csv <<'END'
type,name,label,required,role
text,label,Label,,name
text,species,Species,yes,
integer,girth,Girth,,
text,keeper,Keeper,,
END
cat >pack/planting/survey.csv <<'END'
type,name,label,required,relevant,save_to
text,kind,Kind,yes,,species
integer,around,Girth,,,girth
text,worth,Worth keeping,,,
text,place,Place,,${worth} = 'yes',keeper
END
cat >pack/planting/entities.csv <<'END'
list_name,label,create_if
trees,"concat(${kind}, ' of ', ${around})",${worth} = 'yes'
END
cat >pack/visit/survey.csv <<'END'
type,name,label,save_to
select_one_from_file trees.csv,tree,Tree,
integer,girth,Girth,girth
END
cat >pack/visit/entities.csv <<'END'
list_name,entity_id
trees,${tree}
END
cat >pack/plot/survey.csv <<'END'
type,name,label,save_to
text,owner,Owner,
begin_repeat,tree,Tree,
text,kind,Kind,species
end_repeat,,,
END
cat >pack/plot/entities.csv <<'END'
list_name,label,repeat
trees,"concat(${kind}, ' of ', ${owner})",${tree}
END
check 'the pack is clean' z form check pack
z init A --survey pack --group 1 --by 李某 >/dev/null
z init B --survey pack --group 2 --by 王某 >/dev/null

z -s A add planting kind=oak around=40 worth=no >/dev/null
check 'a condition that is false makes none' same "$(ids A trees)" ''
draft=$(z -s A add planting kind=elm around=30 worth=yes place=Li --draft)
check 'nor does a draft' same "$(ids A trees)" ''
z -s A export -o a0.zc1.csv >/dev/null; z -s B import a0.zc1.csv >/dev/null
z -s A review submit "$draft"; z -s B review submit "$draft"
tree=$(ids A trees)
check 'finishing makes one, with what is saved to it' same \
    "$(field A "$tree" species)/$(field A "$tree" girth)/$(field A "$tree" keeper)/$(field A "$tree" label)/$(field A "$tree" _status)" \
    'elm/30/Li/elm of 30/submitted'
check 'on both laptops the same one' same "$tree" "$(ids B trees)"
check 'the log says where it comes from' sh -c "'$zaoce' --lang en -s A log $tree | grep -q 'saved with planting'"
z -s A review undo >/dev/null
check 'undone, it is gone' same "$(ids A trees)" ''
z -s A review submit "$draft"
check 'and there again when it is finished again' same "$(ids A trees)/$(field A "$tree" keeper)" "$tree/Li"
z -s A set "$tree" keeper=Wang
z -s A set "$draft" around=35
check 'a later save carries what it changes' same \
    "$(field A "$tree" girth)/$(field A "$tree" label)/$(field A "$tree" keeper)" '35/elm of 35/Wang'
z -s A review undo >/dev/null
check 'one undo takes back both' same "$(field A "$draft" around)/$(field A "$tree" girth)" '30/30'
z -s A set "$draft" worth=no
check 'what is not asked any more stays' same "$(field A "$tree" keeper)" 'Wang'

visit=$(z -s A add visit tree="$tree" girth=50)
check 'a record that is named is changed' same "$(field A "$tree" girth)" 50
check 'and none is made' same "$(ids A trees)" "$tree"
check 'a visit that names none is refused whole' says 2 'not named' z -s A add visit girth=51
check 'as is one to a record of another form' says 2 'form' z -s A set "$visit" tree="$draft"
z -s A review undo >/dev/null
check 'undone like the rest' same "$(field A "$tree" girth)" 30

z -s A export -o a.zc1.csv >/dev/null; z -s B import a.zc1.csv >/dev/null
z -s B export -o b.zc1.csv >/dev/null; z -s A import b.zc1.csv >/dev/null
check 'merged, two laptops agree' same "$(z -s A digest)" "$(z -s B digest)"
check 'and the store is clean' z -s A check
plan
