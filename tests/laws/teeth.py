"""Teeth of the law tests: programs that break a law on purpose, which the laws must find out.

    teeth.py NAME SOURCE OUT     writes SOURCE, changed as NAME says, to OUT

The product has no switch for this. A tooth is pieces of a source and what stands there instead; a
piece must be there exactly once, so that a tooth cannot go blunt unnoticed when the product changes.
Source: MERGE.md 15."""

import sys

TEETH = {
    # accept a line whose hash is wrong
    'hash': ('if (zc_revid_cmp(&actual, &out->id) != 0)', 'if (false)'),
    # compare ledger rows with the current state instead of the base
    'base': ('''    zc_fold(seen, kept, arena, out);
    return out->nheads == nheads;''', '''    zc_fold(revs, n, arena, out);
    return kept > 0;'''),
    # delete always wins
    'tombstone': ('''    if (ones < reg->nlive)
        return -1;
    return all_seen(fold, prefix, seen_by(fold, reg, is_wanted, ZC_STR("1"))) ? 1 : -1;''',
                  '''    (void)fold, (void)prefix, (void)is_wanted;
    return 1;'''),
    # every record of a link cycle is its own root
    'cycle': ('''.deleted;
            return least;''', '''.deleted;
            return way[i];'''),
    # provisional value by arrival order
    'arrival': ('''        if (rank > best_rank ||
            (rank == best_rank && reg->entries[entry].at > reg->entries[best].at)) {''',
                '''        if (best_rank <= ZC_RANK_DISTRICT &&
            fold->order[reg->entries[entry].at] < fold->order[reg->entries[best].at]) {'''),
    # first of two rows with one `_id` wins
    'copy': ('''        if (alike) {
            import->places[kept++] = *first;''', '''        if (alike || first) {
            import->places[kept++] = *first;'''),
    # derive from incomplete history
    'incomplete': ('''            if (parent == SIZE_MAX)
                return false;''', '''            if (parent == SIZE_MAX)
                continue;'''),
    # name of the importer inside a derived revision
    'importer': ('static const struct zc_pair attrs[] = { { ZC_LIT("src"), ZC_LIT("table") } };',
                 '''const struct zc_pair attrs[] = {
        { ZC_LIT("src"), ZC_LIT("table") },
        { ZC_LIT("dev"), zc_str_of(zc_store_identity(zc_txn_store(txn))->dev) }
    };''', 'attrs, 1, writes', 'attrs, 2, writes'),
    # the "changes nothing" rule also on system fields
    'system': ('    if (!reg->system)\n        return changes_something(fold, reg, write, scratch);',
               '    if (!changes_something(fold, reg, write, scratch))\n        return false;\n'
               '    if (!reg->system)\n        return true;'),
}


def main():
    name, source, out = sys.argv[1:]
    with open(source, encoding='utf-8') as file:
        text = file.read()
    pieces = TEETH[name]
    for old, new in zip(pieces[::2], pieces[1::2]):
        if text.count(old) != 1:
            sys.exit(f'tooth {name}: its piece stands {text.count(old)} times in {source}, not once')
        text = text.replace(old, new)
    with open(out, 'w', encoding='utf-8') as file:
        file.write(text)


main()
