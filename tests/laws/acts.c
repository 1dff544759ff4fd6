#include "tests/laws/acts.h"
#include <stdio.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

const struct acts_column acts_columns[LAWS_COLUMNS] = {
    { ZC_LIT("code"), ZC_LIT("代码") },   { ZC_LIT("name"), ZC_LIT("名称") },
    { ZC_LIT("phone"), ZC_LIT("电话") },  { ZC_LIT("house"), ZC_LIT("门牌") },
    { ZC_LIT("opened"), ZC_LIT("开业") }, { ZC_LIT("sum"), ZC_LIT("金额，万元") },
    { ZC_LIT("memo"), ZC_LIT("说明") },   { ZC_LIT("open"), ZC_LIT("营业") },
    { ZC_LIT("其他"), ZC_LIT("其他") },
};

void actor_init(struct actor *actor, size_t number, struct dice *dice)
{
    *actor = (struct actor){ .group = number < 8 ? (unsigned)number + 1 : 9,
                             .rank = number < 8    ? ZC_RANK_WORKER
                                     : number == 8 ? ZC_RANK_LEADER
                                     : number == 9 ? ZC_RANK_OFFICE
                                                   : ZC_RANK_DISTRICT };
    snprintf(actor->dev, sizeof actor->dev, "dtest%04u", (unsigned)number % 10000);
    if (dice_once_in(dice, 4)) /* wrong by days, or by a year */
        actor->clock_off =
            dice_once_in(dice, 3) ? -365L * 24 * 60 : (long)dice_roll(dice, 20 * 24 * 60) - 14400;
}

struct zc_str acts_value(struct dice *dice)
{
    static const struct zc_str values[] = {
        ZC_LIT(""),
        ZC_LIT("甲"),
        ZC_LIT("乙, \"丙\""),
        ZC_LIT("一\n二"),
        ZC_LIT("back\\slash\\n"),
        ZC_LIT(" 前后有空 "),
        ZC_LIT("007"),
        ZC_LIT("13900000001"),
        ZC_LIT("139000000012"),
        ZC_LIT("9163010300000101"),
        ZC_LIT("916301030000010199"),
        ZC_LIT("999999999999"),
        ZC_LIT("12E3"),
        ZC_LIT("0e0"),
        ZC_LIT("1-2"),
        ZC_LIT("12/31"),
        ZC_LIT("2-30"),
        ZC_LIT("1.50"),
        ZC_LIT("-20.00"),
        ZC_LIT("2026-01-05"),
        ZC_LIT("2026-11-23"),
        ZC_LIT("true"),
        ZC_LIT("False"),
        ZC_LIT("=1+1"),
        ZC_LIT("-5"),
        ZC_LIT("@某"),
        ZC_LIT("'撇号"),
        ZC_LIT("\t制表"),
        ZC_LIT("㐂店"),
        ZC_LIT("𠮷野?家"),
        ZC_LIT("?"),
        ZC_LIT("合计"),
        ZC_LIT("a;b"),
    };
    return values[dice_roll(dice, COUNT(values))];
}

static struct zc_str item(struct dice *dice, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "i%012u", 1 + dice_roll(dice, LAWS_ITEMS));
}

struct zc_str acts_field(struct dice *dice, struct zc_arena *arena)
{
    struct zc_str outer;
    switch (dice_roll(dice, 6)) {
    case 0:
        return zc_arena_printf(arena, "v/%.*s/day", ZC_ARG(item(dice, arena)));
    case 1:
        outer = item(dice, arena);
        return zc_arena_printf(arena, "v/%.*s/w/%.*s/x", ZC_ARG(outer), ZC_ARG(item(dice, arena)));
    default:
        return acts_columns[1 + dice_roll(dice, LAWS_COLUMNS - 1)].name;
    }
}

size_t acts_create(struct dice *dice, struct zc_pair *writes)
{
    size_t n = 0;
    writes[n++] = (struct zc_pair){ ZC_STR("_status"),
                                    dice_once_in(dice, 3) ? ZC_STR("draft") : ZC_STR("submitted") };
    for (size_t i = 1; i < LAWS_COLUMNS; i++)
        if (dice_roll(dice, 2))
            writes[n++] = (struct zc_pair){ acts_columns[i].name, acts_value(dice) };
    return n;
}

size_t acts_resolve(struct dice *dice, const struct zc_state *state, struct zc_pair *writes,
                    size_t max)
{
    size_t n = 0;
    for (uint32_t i = 0; i < state->nfields && n < max; i++) {
        const struct zc_field *field = &state->fields[i];
        if (zc_field_in_conflict(field))
            writes[n++] =
                (struct zc_pair){ field->name, field->values[dice_roll(dice, field->nvalues)] };
    }
    return n;
}

static size_t one(struct zc_pair *writes, struct zc_str field, struct zc_str value)
{
    writes[0] = (struct zc_pair){ field, value };
    return 1;
}

static struct zc_str rid_text(struct zc_rid rid, struct zc_arena *arena)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid, text);
    return zc_arena_copy(arena, zc_str_of(text));
}

static struct zc_str yes_mostly(struct dice *dice)
{
    return dice_once_in(dice, 3) ? ZC_STR("") : ZC_STR("1");
}

static size_t link(struct dice *dice, const struct zc_rid *records, size_t nrecords,
                   struct zc_arena *arena, struct zc_pair *writes)
{
    struct zc_str target = rid_text(records[dice_roll(dice, nrecords)], arena);
    if (dice_once_in(dice, 4))
        return one(writes, zc_arena_printf(arena, "_distinct:%.*s", ZC_ARG(target)), ZC_STR("1"));
    size_t n = one(writes, ZC_STR("_dup_of"), dice_once_in(dice, 3) ? ZC_STR("") : target);
    return n + one(writes + n, ZC_STR("_reason"), ZC_STR("重复"));
}

static size_t remark(struct dice *dice, struct zc_pair *writes)
{
    static const struct zc_pair remarks[] = {
        { ZC_LIT("_why:name"), ZC_LIT("照执照") },
        { ZC_LIT("_note"), ZC_LIT("门口有狗") },
        { ZC_LIT("_ask:phone"), ZC_LIT("打不通？") },
        { ZC_LIT("_answer:phone"), ZC_LIT("已换号") },
        { ZC_LIT("_doubt"), ZC_LIT("未见执照") },
        { ZC_LIT("v/i000000000001/_why:day"), ZC_LIT("补登") },
        { ZC_LIT("_of_a_later_version"), ZC_LIT("留着") },
    };
    writes[0] = remarks[dice_roll(dice, COUNT(remarks))];
    if (dice_once_in(dice, 4))
        writes[0].value = ZC_STR("");
    return 1;
}

size_t acts_choose(struct dice *dice, const struct zc_state *state, const struct zc_rid *records,
                   size_t nrecords, struct zc_arena *arena, struct zc_pair *writes)
{
    static const struct zc_str checks[] = { ZC_LIT("group_ok"), ZC_LIT("town_ok"),
                                            ZC_LIT("locked") };
    size_t n = 0;
    switch (dice_roll(dice, 20)) {
    case 0:
        return one(writes, ZC_STR("_status"), ZC_STR("submitted"));
    case 1:
    case 2:
        return one(writes, ZC_STR("_status"), checks[dice_roll(dice, COUNT(checks))]);
    case 3:
        n = one(writes, ZC_STR("_status"), ZC_STR("returned"));
        return n + one(writes + n, ZC_STR("_reason"), ZC_STR("电话有误"));
    case 4:
    case 5:
        return acts_resolve(dice, state, writes, LAWS_WRITES);
    case 6:
        n = one(writes, ZC_STR("_deleted"), yes_mostly(dice));
        return n + one(writes + n, ZC_STR("_reason"), ZC_STR("误登"));
    case 7:
        return one(writes, zc_arena_printf(arena, "v/%.*s/_deleted", ZC_ARG(item(dice, arena))),
                   yes_mostly(dice));
    case 8: /* an item inside an item */
        return one(writes,
                   zc_arena_printf(arena, "v/%.*s/w/%.*s/_deleted", ZC_ARG(item(dice, arena)),
                                   ZC_ARG(item(dice, arena))),
                   yes_mostly(dice));
    case 9:
    case 10:
        return link(dice, records, nrecords, arena, writes);
    case 11:
        return remark(dice, writes);
    case 12:
        return one(writes, acts_field(dice, arena), ZC_STR(""));
    default:
        for (unsigned more = 1 + dice_roll(dice, 3); n < more; n++)
            writes[n] = (struct zc_pair){ acts_field(dice, arena), acts_value(dice) };
        if (dice_once_in(dice, 4)) /* corrected and submitted in one act */
            n += one(writes + n, ZC_STR("_status"), ZC_STR("submitted"));
        return n;
    }
}

enum zc_rank acts_rank(struct dice *dice, const struct actor *actor)
{
    /* A group's own leader sits at its laptop now and then. */
    return actor->rank == ZC_RANK_WORKER && dice_once_in(dice, 4) ? ZC_RANK_LEADER : actor->rank;
}

static struct zc_str time_text(long minute, struct zc_arena *arena)
{
    static const long day = 24 * 60;
    long at = minute + 400 * day; /* minute 0 is in 2026, wrong clocks may show 2025 */
    long of_year = at % (365 * day), month = of_year / day / 28 % 12;
    return zc_arena_printf(arena, "%04ld-%02ld-%02ldT%02ld:%02ld:00+08:00", 2025 + at / (365 * day),
                           month + 1, of_year / day % 28 + 1, of_year % day / 60, of_year % 60);
}

bool acts_rev(struct dice *dice, struct actor *actor, enum zc_rank rank, unsigned now,
              struct zc_rid rid, const struct zc_state *state, const struct zc_pair *writes,
              size_t n, struct zc_arena *arena, struct zc_rev *out, struct zc_err *err)
{
    static const struct zc_str people[] = { ZC_LIT("李某"), ZC_LIT("王某"), ZC_LIT("赵某") };
    struct zc_pair attrs[10] = {
        { ZC_STR("g"), zc_arena_printf(arena, "%u", actor->group) },
        { ZC_STR("by"), people[dice_roll(dice, COUNT(people))] },
        { ZC_STR("role"), zc_str_of(zc_rank_role(rank)) },
        { ZC_STR("dev"), zc_arena_copy(arena, zc_str_of(actor->dev)) },
        { ZC_STR("n"), zc_arena_printf(arena, "%u", ++actor->n) },
        { ZC_STR("at"), time_text((long)now + actor->clock_off, arena) },
        { ZC_STR("form"), ZC_STR("t@1") },
    };
    size_t nattrs = 7;
    if (dice_once_in(dice, 8))
        attrs[nattrs++] = (struct zc_pair){ ZC_STR("note"), ZC_STR("电话核实") };
    if (dice_once_in(dice, 8))
        attrs[nattrs++] = (struct zc_pair){ ZC_STR("zz9"), ZC_STR("later, \"version\"") };
    return zc_rev_make(rid, state->heads, state->nheads, attrs, nattrs, writes, n, arena, out, err);
}

void acts_print_state(const struct zc_state *state, struct zc_buf *out)
{
    char text[ZC_REVID_TEXT + 1];
    zc_rid_print(state->rid, text);
    zc_buf_printf(out, "%s %.*s@%.*s %s flags=%u deleted=%d seed=%d unseen=%d revs=%u conflicts=%u",
                  text, ZC_ARG(state->form), ZC_ARG(state->version), zc_status_name(state->status),
                  state->flags, state->deleted, state->seed, state->link_unseen, state->nrevs,
                  state->nconflicts);
    if (zc_rid_is_set(state->dup_of)) {
        zc_rid_print(state->dup_of, text);
        zc_buf_printf(out, " dup_of=%s", text);
    }
    const struct zc_str said[] = { state->group,   state->by,      state->dev,      state->created,
                                   state->last_by, state->changed, state->submitted };
    for (size_t i = 0; i < COUNT(said); i++)
        zc_buf_printf(out, " [%.*s]", ZC_ARG(said[i]));
    for (uint32_t i = 0; i < state->nheads; i++) {
        zc_revid_print(&state->heads[i], text);
        zc_buf_printf(out, " %s", text);
    }
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        zc_buf_printf(out, "\n%s%.*s", field->gone ? "(gone) " : "", ZC_ARG(field->name));
        for (uint32_t v = 0; v < field->nvalues; v++)
            zc_buf_printf(out, " |%.*s", ZC_ARG(field->values[v]));
    }
    zc_buf_char(out, '\n');
}
