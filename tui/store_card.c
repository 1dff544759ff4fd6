#include "tui/store_card.h"
#include "core/date.h"
#include "forms/list.h"
#include "storage/count.h"
#include "storage/draft.h"
#include "storage/store_file.h"
#include "tui/known_stores.h"
#include "tui/safety.h"
#include <unistd.h>

/* The two small files of the pack that have the names; the pack itself is not loaded. */
static const struct zc_list *pack_list(struct zc_txn *txn, const char *path, struct zc_arena *arena)
{
    struct zc_err err = { 0 };
    struct zc_str bytes;
    if (!zc_pack_get(txn, zc_pack_version(txn, arena), zc_str_of(path), &bytes))
        return NULL;
    return zc_list_read(zc_str_of(path), zc_arena_copy(arena, bytes), arena, &err);
}

/* The name in the current language, or the Chinese one. */
static struct zc_str name_of(const struct zc_list *list, uint32_t row)
{
    struct zc_str name = zc_list_cell(list, row, zc_list_col(list, zc_str_of(ZC_T("zh", "en"))));
    return name.len ? name : zc_list_cell(list, row, zc_list_col(list, ZC_STR("zh")));
}

static void read_names(struct zc_txn *txn, struct zc_arena *arena, struct zc_store_card *card)
{
    const struct zc_list *settings = pack_list(txn, "settings.csv", arena);
    const struct zc_list *groups = pack_list(txn, "groups.csv", arena);
    int number = groups ? zc_list_col(groups, ZC_STR("group")) : -1;
    if (settings && settings->nrows > 0 && name_of(settings, 0).len > 0)
        card->title = name_of(settings, 0);
    for (uint32_t row = 0; groups && row < groups->nrows; row++) {
        uint64_t group;
        if (zc_str_to_u64(zc_list_cell(groups, row, number), &group) && group == card->group)
            card->group_name = name_of(groups, row);
    }
}

static bool add_count(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct zc_store_card *card = ctx;
    if (key->status != ZC_STATUS_VOID)
        card->records += count;
    return true;
}

static bool read_people(struct zc_txn *txn, struct zc_arena *arena, struct zc_store_card *card,
                        struct zc_err *err)
{
    struct zc_person *people;
    struct zc_draft *drafts;
    size_t n, ndrafts;
    if (!zc_person_list(txn, arena, &people, &n, err) ||
        !zc_draft_list(txn, (struct zc_str){ 0 }, arena, &drafts, &ndrafts, err))
        return false;
    struct zc_card_person *out = ZC_NEW(arena, struct zc_card_person, n + 1);
    for (size_t i = 0; i < n; i++) {
        out[i].person = people[i];
        for (size_t d = 0; d < ndrafts; d++)
            out[i].unsaved += zc_str_eq(drafts[d].person, people[i].name);
    }
    card->people = out;
    card->npeople = (uint32_t)n;
    if (n > 0)
        card->last_used = people[0].last_used;
    return true;
}

static bool read_card(struct zc_store *store, struct zc_arena *arena, struct zc_store_card *card,
                      struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    card->group = zc_store_identity(store)->group;
    read_names(txn, arena, card);
    bool ok = zc_count_each(txn, add_count, card, err) && read_people(txn, arena, card, err);
    zc_txn_abort(txn);
    return ok;
}

static struct zc_str last_part(struct zc_str dir)
{
    struct zc_str part, last = dir;
    while (zc_str_cut(&dir, '/', &part))
        last = part.len > 0 ? part : last;
    return last;
}

/* The sentences quote the folder, which stands in the list already. */
static struct zc_str without_folder(struct zc_str reason, struct zc_str dir, struct zc_arena *arena)
{
    struct zc_str quoted = zc_arena_printf(arena, ZC_T("“%.*s”", " '%.*s'"), ZC_ARG(dir));
    size_t at = zc_str_find(reason, quoted);
    if (at == SIZE_MAX && zc_lang_get() == ZC_LANG_EN) {
        quoted = zc_arena_printf(arena, "'%.*s' ", ZC_ARG(dir));
        at = zc_str_find(reason, quoted);
    }
    if (at == SIZE_MAX)
        return reason;
    return zc_arena_printf(arena, "%.*s%.*s", ZC_ARG(zc_str_head(reason, at)),
                           ZC_ARG(zc_str_from(reason, at + quoted.len)));
}

static void look_for_backup(struct zc_arena *arena, struct zc_store_card *card)
{
    struct zc_err err;
    struct zc_str file = zc_arena_printf(arena, "%.*s/data.mdb", ZC_ARG(card->dir));
    const char *path = zc_arena_cstr(arena, file);
    card->damaged = access(path, R_OK) == 0 && !zc_store_file_is_whole(path, &err);
    if (card->damaged)
        zc_safety_newest(card->dir, arena, &card->backup, &card->backup_at);
}

void zc_store_card_load(struct zc_str dir, struct zc_arena *arena, struct zc_store_card *out)
{
    struct zc_err err = { 0 };
    *out = (struct zc_store_card){ .dir = zc_arena_copy(arena, dir) };
    out->title = last_part(out->dir);
    out->practice = zc_known_stores_practice(zc_arena_cstr(arena, dir));
    /* Opened as it will be opened for work, so that the card knows whether it can be written. */
    struct zc_store *store = zc_store_open(zc_arena_cstr(arena, dir), false, &err);
    bool ok = store && read_card(store, arena, out, &err);
    out->readonly = store && zc_store_is_readonly(store);
    if (!ok) {
        out->reason = zc_arena_copy(arena, zc_str_of(err.msg));
        out->brief = without_folder(out->reason, dir, arena);
        look_for_backup(arena, out);
    }
    zc_store_close(store);
}

struct zc_str zc_card_time(struct zc_str at, const struct zc_clock *clock, struct zc_arena *arena)
{
    struct zc_moment moment;
    if (!zc_moment_parse(at, clock->offset_min, &moment))
        return (struct zc_str){ 0 };
    moment.offset_min = clock->offset_min;
    int64_t day = zc_moment_day(moment), today = zc_clock_today(clock);
    int minutes = (int)(zc_moment_time(moment) / 60000);
    struct zc_date date = zc_date_of_days(day);
    if (day == today)
        return zc_arena_printf(arena, "%s %02d:%02d", ZC_T("今天", "today"), minutes / 60,
                               minutes % 60);
    if (date.year == zc_date_of_days(today).year)
        return zc_arena_printf(arena, "%02d-%02d %02d:%02d", date.month, date.day, minutes / 60,
                               minutes % 60);
    return zc_arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}
