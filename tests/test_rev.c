#include "core/rev.h"
#include "tests/check.h"
#include <string.h>

/* Vectors of MERGE.md 16 and the grammar of 3.1. */

static void check_smallest(struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_rid rid;
    struct zc_rev rev;
    char text[ZC_REVID_TEXT + 1];
    const struct zc_pair attrs[] = { { ZC_LIT("g"), ZC_LIT("3") } };
    const struct zc_pair writes[] = { { ZC_LIT("x"), ZC_LIT("1") } };
    zc_check("id of a record reads", zc_rid_parse(ZC_STR("e0123456789abcdefghjkmnpq"), &rid));
    zc_check("smallest revision is made",
             zc_rev_make(rid, NULL, 0, attrs, 1, writes, 1, arena, &rev, &err));
    zc_revid_print(&rev.id, text);
    zc_checkf(strcmp(text, "rm5tcyfw469r7z7fshfxypm4e8n6xyasz") == 0, "its id is %s", text);
}

static void check_making(struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_rid rid = { .kind = 'e' };
    struct zc_rev a, b;
    const struct zc_pair attrs[] = { { ZC_LIT("role"), ZC_LIT("worker") },
                                     { ZC_LIT("note"), ZC_LIT("") },
                                     { ZC_LIT("by"), ZC_LIT("甲") } };
    const struct zc_pair writes[] = { { ZC_LIT("b"), ZC_LIT("old") },
                                      { ZC_LIT("a"), ZC_LIT("1") },
                                      { ZC_LIT("b"), ZC_LIT("") } };
    const struct zc_pair other[] = { { ZC_LIT("a"), ZC_LIT("1") }, { ZC_LIT("b"), ZC_LIT("") } };
    bool ok = zc_rev_make(rid, NULL, 0, attrs, 3, writes, 3, arena, &a, &err) &&
              zc_rev_make(rid, NULL, 0, attrs, 3, other, 2, arena, &b, &err);
    zc_check("order of the pairs has no influence", ok && !zc_revid_cmp(&a.id, &b.id));
    zc_check("attributes without text are dropped", a.nattrs == 2);
    zc_check("the last write of a field counts",
             a.nwrites == 2 && zc_rev_write(&a, ZC_STR("b"))->value.len == 0);
    struct zc_revid parents[3] = { a.id, b.id, { { 1 } } };
    ok = zc_rev_make(rid, parents, 3, attrs, 1, other, 2, arena, &b, &err);
    zc_check("parents are sorted and made unique",
             ok && b.nparents == 2 && zc_revid_cmp(&b.parents[0], &b.parents[1]) < 0);
}

static const struct {
    const char *name;
    struct zc_str field;
    bool ok;
} fields[] = {
    { "plain name", ZC_LIT("ent_name"), true },
    { "Chinese name", ZC_LIT("企业名称"), true },
    { "inside a repeat", ZC_LIT("visits/i0123456789ab/date"), true },
    { "system field", ZC_LIT("_why:date"), true },
    { "digit first", ZC_LIT("1a"), false },
    { "equals sign", ZC_LIT("a=b"), false },
    { "blank", ZC_LIT("a b"), false },
    { "empty", ZC_LIT(""), false },
    { "broken UTF-8", ZC_LIT("a\xff"), false },
    { "full width letter", ZC_LIT("Ａ"), true },
};

static const struct {
    const char *name;
    struct zc_str value;
    bool ok;
} values[] = {
    { "text with tab and LF", ZC_LIT("a\tb\nc"), true },
    { "empty", ZC_LIT(""), true },
    { "CR", ZC_LIT("a\rb"), false },
    { "ESC", ZC_LIT("\x1b[2J"), false },
    { "NUL", ZC_LIT("a\0b"), false },
    { "DEL", ZC_LIT("\x7f"), false },
    { "C1 control", ZC_LIT("\xc2\x9b"), false },
    { "no-break space", ZC_LIT("\xc2\xa0"), true },
    { "half a character", ZC_LIT("\xe4\xb8"), false },
};

static void check_limits(struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_rid rid = { .kind = 'e' };
    struct zc_rev rev;
    struct zc_revid *parents = ZC_NEW(arena, struct zc_revid, ZC_REV_MAX_PARENTS + 1);
    for (unsigned i = 0; i <= ZC_REV_MAX_PARENTS; i++)
        memcpy(parents[i].b, &i, sizeof i);
    const struct zc_pair write = { ZC_LIT("a"), ZC_LIT("1") };
    zc_check("1,024 parents are taken",
             zc_rev_make(rid, parents, ZC_REV_MAX_PARENTS, NULL, 0, &write, 1, arena, &rev, &err));
    zc_check("1,025 are not", !zc_rev_make(rid, parents, ZC_REV_MAX_PARENTS + 1, NULL, 0, &write, 1,
                                           arena, &rev, &err) &&
                                  err.code == ZC_E_LIMIT);
    char *big = ZC_NEW(arena, char, ZC_VALUE_MAX + 1);
    memset(big, 'x', ZC_VALUE_MAX + 1);
    struct zc_pair large = { ZC_LIT("a"), { big, ZC_VALUE_MAX } };
    zc_check("a value of 64 KiB is taken",
             zc_rev_make(rid, NULL, 0, NULL, 0, &large, 1, arena, &rev, &err));
    large.value.len++;
    zc_check("one byte more is not",
             !zc_rev_make(rid, NULL, 0, NULL, 0, &large, 1, arena, &rev, &err));
}

/* More values than the memo has room for, twice: each takes another's place somewhere. */
static void check_memo(struct zc_arena *arena)
{
    enum { VALUES = 6000 };
    struct zc_err err = { 0 };
    struct zc_rid rid = { .kind = 'e' };
    struct zc_rev rev = { 0 };
    struct zc_rev_memo *memo = zc_rev_memo_new();
    struct zc_revid id;
    bool same = true;
    for (int i = 0; i < 2 * VALUES && same; i++) {
        const struct zc_pair writes[] = {
            { ZC_LIT("a"), zc_arena_printf(arena, "%d", i % VALUES) },
            { ZC_LIT("b"), zc_arena_printf(arena, "%0*d", 24 + i % 8, i) }, /* around its limit */
            { ZC_LIT("c"), ZC_LIT("") },
        };
        same = zc_rev_make(rid, NULL, 0, NULL, 0, writes, 3, arena, &rev, &err);
        zc_rev_hash_memo(&rev, memo, &id);
        same = same && !zc_revid_cmp(&id, &rev.id);
    }
    zc_check("a remembered value gives the same id", same);
    zc_rev_memo_free(memo);
}

int main(void)
{
    struct zc_arena arena = { 0 };
    check_smallest(&arena);
    check_making(&arena);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        zc_check(fields[i].name, zc_field_name_ok(fields[i].field) == fields[i].ok);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        zc_check(values[i].name, zc_value_ok(values[i].value) == values[i].ok);
    check_limits(&arena);
    check_memo(&arena);
    zc_check("a field under a path is a system field by its last part",
             zc_field_is_system(ZC_STR("a/i0/_why:x")) && !zc_field_is_system(ZC_STR("_a/x")));
    zc_arena_release(&arena);
    return zc_check_done();
}
