#include "tui/route_view.h"
#include "core/alloc.h"
#include "forms/node.h"
#include "tui/job.h"
#include <stdlib.h>

/* Which records, and where they are */

const struct zc_form *zc_route_doors(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++) {
        struct zc_question *const *role = pack->forms[i]->by_role;
        if (!pack->forms[i]->in_ledger && role[ZC_ROLE_COMMUNITY] && role[ZC_ROLE_ROAD] &&
            role[ZC_ROLE_NUMBER] && role[ZC_ROLE_OUTCOME])
            return pack->forms[i];
    }
    return NULL;
}

static struct zc_route_text text_of(const struct zc_form *form, const struct zc_state *state)
{
    return (struct zc_route_text){ .road = zc_survey_value(form, state, ZC_ROLE_ROAD),
                                   .number = zc_survey_value(form, state, ZC_ROLE_NUMBER),
                                   .building = zc_survey_value(form, state, ZC_ROLE_PLACE),
                                   .addr = zc_survey_value(form, state, ZC_ROLE_ADDR) };
}

static void list_release(struct zc_route_list *list)
{
    zc_free(list->stops);
    zc_free(list->roads);
    zc_arena_release(&list->arena);
    *list = (struct zc_route_list){ 0 };
}

void zc_route_view_init(struct zc_route_view *view, struct zc_survey *survey)
{
    *view = (struct zc_route_view){ .survey = survey,
                                    .doors = zc_route_doors(survey->pack),
                                    .all = true,
                                    .maker = { .places = zc_store_gazetteer(survey->store) } };
}

void zc_route_view_release(struct zc_route_view *view)
{
    list_release(&view->list);
    list_release(&view->next);
    zc_rid_list_release(&view->todo);
    zc_route_maker_release(&view->maker);
    zc_free(view->lines);
    zc_arena_release(&view->window);
    zc_arena_release(&view->arena);
    *view = (struct zc_route_view){ 0 };
}

/* Which community */

#define LAST_SETTING ZC_STR("walk")

/* The row of the first area that has records. */
struct first {
    const struct zc_survey *survey;
    uint32_t row;
};

bool zc_route_is_ground(const struct zc_survey *survey, uint32_t row)
{
    const struct zc_list *areas = survey->pack->areas;
    struct zc_str code = zc_list_cell(areas, row, zc_list_col(areas, ZC_STR("code")));
    unsigned group = zc_survey_group(survey);
    return zc_str_is(zc_list_cell(areas, row, zc_list_col(areas, ZC_STR("level"))), "5") &&
           (group == 9 || zc_pack_group_of(survey->pack, code) == group);
}

static bool look_at_area(void *ctx, const struct zc_tally_key *key, uint64_t count)
{
    struct first *first = ctx;
    uint32_t row = zc_pack_area(first->survey->pack, key->area);
    (void)count;
    if (row < first->row && zc_route_is_ground(first->survey, row))
        first->row = row;
    return true;
}

struct zc_str zc_route_view_last(struct zc_survey *survey, struct zc_arena *arena)
{
    const struct zc_list *areas = survey->pack->areas;
    struct first first = { survey, UINT32_MAX };
    struct zc_err err = { 0 };
    struct zc_str last = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn) {
        last = zc_setting_get(txn, LAST_SETTING, arena);
        zc_count_each(txn, look_at_area, &first, &err);
    }
    zc_txn_abort(txn);
    if (zc_pack_area(survey->pack, last) != UINT32_MAX)
        return last;
    for (uint32_t row = 0; row < areas->nrows && first.row == UINT32_MAX; row++)
        if (zc_route_is_ground(survey, row))
            first.row = row;
    return first.row == UINT32_MAX
               ? last
               : zc_list_cell(areas, first.row, zc_list_col(areas, ZC_STR("code")));
}

/* For the next time; where nothing can be written it is not remembered. */
static void remember(struct zc_survey *survey, struct zc_str community)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_store_may_write(survey->store, &err)
                             ? zc_txn_begin(survey->store, ZC_TXN_WRITE, &err)
                             : NULL;
    if (txn)
        zc_txn_end(txn, zc_setting_put(txn, LAST_SETTING, community, &err), &err);
}

static bool begin(struct zc_route_view *view, struct zc_err *err);

bool zc_route_view_go(struct zc_route_view *view, struct zc_str community, struct zc_err *err)
{
    const struct zc_list *areas = view->survey->pack->areas;
    uint32_t row = zc_pack_area(view->survey->pack, community);
    struct zc_str label =
        row == UINT32_MAX
            ? community
            : zc_list_cell(areas, row, zc_list_col(areas, zc_str_of(ZC_T("zh", "en"))));
    zc_arena_reset(&view->arena);
    view->community = zc_arena_copy(&view->arena, community);
    view->label = zc_arena_copy(&view->arena, label);
    view->road = (struct zc_str){ 0 };
    view->all = true;
    view->made = false;
    view->want = (struct zc_rid){ 0 };
    list_release(&view->list);
    view->nlines = view->cursor = view->top = view->nrows = 0;
    remember(view->survey, view->community);
    return begin(view, err);
}

/* Making the list */

static bool begin(struct zc_route_view *view, struct zc_err *err)
{
    const struct zc_pack *pack = view->survey->pack;
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    bool ok = txn != NULL;
    list_release(&view->next);
    view->todo.n = view->at = 0;
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        const struct zc_form *form = pack->forms[i];
        struct zc_view_spec spec = { ZC_VIEW_AREA, form->id, view->community, false };
        if (form == view->doors || form->in_ledger)
            ok = zc_rid_list_add_view(&view->todo, txn, &spec, err);
    }
    if (ok)
        view->number = zc_txn_number(txn);
    zc_txn_abort(txn);
    view->making = ok;
    return ok;
}

static void add_stop(struct zc_route_view *view, struct zc_txn *txn, const struct zc_state *state)
{
    const struct zc_pack *pack = view->survey->pack;
    struct zc_route_list *list = &view->next;
    uint32_t form = 0;
    while (form < pack->nforms && !zc_str_eq(pack->forms[form]->id, state->form))
        form++;
    if (form == pack->nforms || state->deleted)
        return;
    struct zc_route_text text = text_of(pack->forms[form], state);
    list->stops = zc_grow(list->stops, list->nstops, &list->cap, sizeof *list->stops);
    struct zc_route_stop *stop = &list->stops[list->nstops++];
    *stop = (struct zc_route_stop){ .form = form,
                                    .is_door = pack->forms[form] == view->doors,
                                    .seed = state->seed,
                                    .status = state->status,
                                    .walk = zc_walk_of(zc_walk_plan(txn, state->form), state) };
    zc_route_key_make(&view->maker, &text, state->rid, &list->arena, &stop->key);
}

/* A door stands above the units behind it, whatever else they say of the place. */
static int cmp_stop(const void *a, const void *b)
{
    const struct zc_route_stop *x = a, *y = b;
    if (x->is_door != y->is_door && zc_route_same_door(&x->key, &y->key))
        return x->is_door ? -1 : 1;
    return zc_route_cmp(&x->key, &y->key);
}

static bool is_open(enum zc_walk walk)
{
    return walk == ZC_WALK_OPEN || walk == ZC_WALK_AGAIN;
}

static void find_doors(struct zc_route_list *list)
{
    struct zc_route_stop *door = NULL;
    for (size_t i = 0; i < list->nstops; i++) {
        struct zc_route_stop *stop = &list->stops[i];
        if (stop->is_door) {
            if (!door || !zc_route_same_door(&door->key, &stop->key))
                door = stop;
            continue;
        }
        stop->behind = door && zc_route_same_door(&door->key, &stop->key);
        if (stop->behind) {
            door->nbehind++;
            door->nsettled += !is_open(stop->walk);
        }
    }
}

static void find_roads(struct zc_route_list *list)
{
    size_t cap = 0;
    for (size_t i = 0; i < list->nstops; i++) {
        struct zc_route_stop *stop = &list->stops[i];
        if (list->nroads == 0 || !zc_str_eq(list->roads[list->nroads - 1].key, stop->key.road)) {
            list->roads = zc_grow(list->roads, list->nroads, &cap, sizeof *list->roads);
            list->roads[list->nroads++] = (struct zc_route_road){ .key = stop->key.road };
        }
        stop->road = list->nroads - 1;
        struct zc_route_road *road = &list->roads[stop->road];
        road->doors += stop->is_door;
        road->units += !stop->is_door;
        road->open += is_open(stop->walk);
    }
    for (uint32_t i = 0; i < list->nroads; i++)
        list->roads[i].label = list->roads[i].key.len > 0
                                   ? list->roads[i].key
                                   : zc_str_of(ZC_T("（没有路名）", "(no road)"));
}

static void make_lines(struct zc_route_view *view);

static void finish(struct zc_route_view *view)
{
    struct zc_route_list *list = &view->next;
    if (list->nstops > 1)
        qsort(list->stops, list->nstops, sizeof *list->stops, cmp_stop);
    find_doors(list);
    find_roads(list);
    list_release(&view->list);
    view->list = *list;
    *list = (struct zc_route_list){ 0 };
    view->making = false;
    view->made = true;
    make_lines(view);
}

bool zc_route_view_step(struct zc_route_view *view, int ms, struct zc_err *err)
{
    int64_t deadline = zc_job_now() + ms;
    struct zc_arena arena = { 0 };
    bool ok = true, found;
    if (!view->making)
        return false;
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    ok = txn != NULL;
    while (ok && view->at < view->todo.n && zc_job_now() < deadline) {
        struct zc_state state;
        zc_arena_reset(&arena);
        ok = zc_record_get(txn, view->todo.rids[view->at++], &arena, &state, &found, err);
        if (ok && found)
            add_stop(view, txn, &state);
    }
    zc_txn_abort(txn);
    zc_arena_release(&arena);
    if (!ok)
        view->making = false;
    else if (view->at == view->todo.n)
        finish(view);
    return ok;
}

/* Lines */

static void add_line(struct zc_route_view *view, struct zc_route_line line)
{
    size_t cap = view->lines_cap;
    view->lines = zc_grow(view->lines, view->nlines, &cap, sizeof *view->lines);
    view->lines_cap = (uint32_t)cap;
    view->lines[view->nlines++] = line;
}

static bool is_shown(const struct zc_route_view *view, const struct zc_route_stop *stop)
{
    if (!view->all && !zc_str_eq(stop->key.road, view->road))
        return false;
    return !view->only_open || is_open(stop->walk) || stop->nbehind > stop->nsettled;
}

static const struct zc_route_stop *stop_at(const struct zc_route_view *view, uint32_t line)
{
    return line < view->nlines && view->lines[line].kind == ZC_LINE_STOP
               ? &view->list.stops[view->lines[line].stop]
               : NULL;
}

static void find_wanted(struct zc_route_view *view)
{
    for (uint32_t i = 0; i < view->nlines && zc_rid_is_set(view->want); i++) {
        const struct zc_route_stop *stop = stop_at(view, i);
        if (!stop || !zc_rid_eq(stop->key.rid, view->want))
            continue;
        view->cursor = i;
        view->want = (struct zc_rid){ 0 };
        return;
    }
    if (view->cursor >= view->nlines)
        view->cursor = view->nlines ? view->nlines - 1 : 0;
    if (!stop_at(view, view->cursor)) /* off the heading */
        view->cursor += view->cursor + 1 < view->nlines;
}

static void make_lines(struct zc_route_view *view)
{
    const struct zc_route_stop *before = NULL;
    view->nlines = 0;
    for (size_t i = 0; i < view->list.nstops; i++) {
        const struct zc_route_stop *stop = &view->list.stops[i];
        enum zc_route_side side = zc_route_side(&stop->key);
        if (!is_shown(view, stop))
            continue;
        if (!before || before->road != stop->road || zc_route_side(&before->key) != side)
            add_line(view, (struct zc_route_line){
                               .kind = ZC_LINE_ROAD, .road = stop->road, .side = side });
        add_line(view, (struct zc_route_line){
                           .kind = ZC_LINE_STOP, .road = stop->road, .stop = (uint32_t)i });
        before = stop;
    }
    find_wanted(view);
}

static void keep_place(struct zc_route_view *view)
{
    const struct zc_route_stop *stop = zc_route_view_stop(view);
    if (stop && !zc_rid_is_set(view->want))
        view->want = stop->key.rid;
}

void zc_route_view_show_road(struct zc_route_view *view, uint32_t road)
{
    keep_place(view);
    view->all = road >= view->list.nroads;
    if (!view->all) { /* the list may be made anew while its road shows */
        view->road = zc_arena_copy(&view->arena, view->list.roads[road].key);
        view->cursor = view->top = 0;
    }
    make_lines(view);
    view->want = (struct zc_rid){ 0 };
}

void zc_route_view_show_open(struct zc_route_view *view, bool only_open)
{
    keep_place(view);
    view->only_open = only_open;
    make_lines(view);
    view->want = (struct zc_rid){ 0 };
}

void zc_route_view_turn(struct zc_route_view *view, int by)
{
    uint32_t n = view->list.nroads, road = 0;
    if (n == 0)
        return;
    while (road < n && !zc_str_eq(view->list.roads[road].key, view->road))
        road++;
    if (view->all || road == n)
        road = by > 0 ? 0 : n - 1;
    else
        road = (road + n + (by > 0 ? 1 : n - 1)) % n;
    zc_route_view_show_road(view, road);
}

/* The window */

static struct zc_str shown(const struct zc_form *form, const struct zc_state *state,
                           enum zc_role role, struct zc_arena *arena)
{
    const struct zc_question *q = form->by_role[role];
    struct zc_str value = zc_survey_value(form, state, role);
    return q && value.len > 0 ? zc_question_shown(q, value, zc_form_lang(form), arena) : value;
}

static void make_row(struct zc_route_view *view, struct zc_txn *txn,
                     const struct zc_route_stop *stop, struct zc_route_row *out)
{
    const struct zc_form *form = view->survey->pack->forms[stop->form];
    struct zc_arena *arena = &view->window;
    struct zc_state state;
    struct zc_err err = { 0 };
    struct zc_buf house = { 0 };
    bool found;
    *out = (struct zc_route_row){ .gone = true };
    if (!zc_record_get(txn, stop->key.rid, arena, &state, &found, &err) || !found || state.deleted)
        return;
    struct zc_str name = zc_survey_value(form, &state, ZC_ROLE_NAME);
    zc_house_print(&stop->key.house, &house);
    *out = (struct zc_route_row){
        .place = stop->behind ? (struct zc_str){ 0 } : zc_arena_copy(arena, zc_buf_str(&house)),
        .title = name.len > 0    ? name
                 : stop->is_door ? zc_survey_value(form, &state, ZC_ROLE_PLACE)
                                 : zc_survey_value(form, &state, ZC_ROLE_SIGN),
        .kind = shown(form, &state, stop->is_door ? ZC_ROLE_PLACE_KIND : ZC_ROLE_KIND, arena),
        .outcome = shown(form, &state, ZC_ROLE_OUTCOME, arena),
        .code = zc_survey_value(form, &state, ZC_ROLE_CODE),
        .expected = zc_survey_value(form, &state, ZC_ROLE_EXPECTED),
        .attempts = zc_survey_value(form, &state, ZC_ROLE_ATTEMPTS),
        .conflict = state.nconflicts > 0,
        .status = state.status,
        .walk = zc_walk_of(zc_walk_plan(txn, state.form), &state),
    };
    zc_buf_release(&house);
}

static bool make_again(struct zc_route_view *view, struct zc_txn *txn)
{
    return view->community.len > 0 && zc_txn_number(txn) != view->number;
}

bool zc_route_view_load(struct zc_route_view *view, unsigned height, struct zc_err *err)
{
    struct zc_txn *txn = zc_txn_begin(view->survey->store, ZC_TXN_READ, err);
    if (!txn)
        return false;
    if (view->cursor < view->top)
        view->top = view->cursor;
    if (height > 0 && view->cursor >= view->top + height)
        view->top = view->cursor - height + 1;
    if (view->top > 0 && view->cursor == view->top && !stop_at(view, view->top - 1))
        view->top--; /* the heading with its first line */
    view->nrows = view->nlines - view->top < height ? view->nlines - view->top : height;
    zc_arena_reset(&view->window);
    view->rows = ZC_NEW(&view->window, struct zc_route_row, view->nrows + 1);
    for (uint32_t i = 0; i < view->nrows; i++) {
        const struct zc_route_stop *stop = stop_at(view, view->top + i);
        if (stop)
            make_row(view, txn, stop, &view->rows[i]);
    }
    bool again = make_again(view, txn);
    zc_txn_abort(txn);
    if (!again)
        return true;
    keep_place(view);
    return begin(view, err);
}

void zc_route_view_move(struct zc_route_view *view, int by)
{
    int64_t to = (int64_t)view->cursor + by, last = (int64_t)view->nlines - 1;
    to = to > last ? last : to;
    to = to < 0 ? 0 : to;
    view->want = (struct zc_rid){ 0 };
    if (view->nlines == 0)
        return;
    if (!stop_at(view, (uint32_t)to)) /* a heading is passed over */
        to += by < 0 && to > 0 ? -1 : 1;
    view->cursor = (uint32_t)to;
}

void zc_route_view_to(struct zc_route_view *view, struct zc_rid rid)
{
    view->want = rid;
    find_wanted(view);
}

const struct zc_route_stop *zc_route_view_stop(const struct zc_route_view *view)
{
    return stop_at(view, view->cursor);
}

const struct zc_route_stop *zc_route_view_door(const struct zc_route_view *view)
{
    const struct zc_route_stop *stop = zc_route_view_stop(view);
    if (!stop || stop->is_door || !stop->behind)
        return stop && stop->is_door ? stop : NULL;
    for (const struct zc_route_stop *door = stop; door-- > view->list.stops;) {
        if (door->is_door && zc_route_same_door(&door->key, &stop->key))
            return door;
    }
    return NULL;
}

/* Settling */

static void name_lacking(const struct zc_entry *entry, const struct zc_fill_check *check,
                         struct zc_buf *out)
{
    struct zc_arena arena = { 0 };
    enum { FEW = 3 };
    for (uint32_t i = 0; i < check->npoints && i < FEW; i++)
        zc_buf_printf(out, "%s%.*s", i ? ZC_T("、", ", ") : "",
                      ZC_ARG(zc_fill_label(entry->fill, check->points[i].node, &arena)));
    zc_arena_release(&arena);
}

static bool save(struct zc_entry *entry, bool is_door, bool *more, struct zc_buf *lacks,
                 struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &arena, &check);
    bool complete = check.nhard + check.nsoft == 0, ok;
    if (!complete && lacks)
        name_lacking(entry, &check, lacks);
    *more = !complete && !is_door;
    if (*more)
        ok = zc_entry_keep(entry, entry->form->by_role[ZC_ROLE_OUTCOME]->field, err);
    else
        ok = zc_entry_save(entry, complete ? ZC_SAVE_SUBMIT : ZC_SAVE_DATA, (struct zc_str){ 0 },
                           NULL, err);
    zc_arena_release(&arena);
    return ok;
}

bool zc_route_settle(struct zc_survey *survey, struct zc_rid rid, struct zc_str value, bool *more,
                     struct zc_buf *lacks, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_draft draft;
    char today[ZC_DATE_TEXT];
    bool drafted = false, ok = zc_entry_find_draft(survey, rid, &arena, &draft, &drafted, err);
    zc_date_print(zc_date_of_days(zc_clock_today(&survey->clock)), today);
    *more = drafted;
    zc_arena_release(&arena);
    if (!ok || drafted) /* what somebody has begun there is not written over from outside */
        return ok;
    struct zc_entry *entry = zc_entry_open(survey, rid, NULL, 0, err);
    ok = entry && zc_entry_set_role(entry, ZC_ROLE_OUTCOME, value, err) &&
         zc_entry_set_role(entry, ZC_ROLE_VISITED, zc_str_of(today), err) &&
         save(entry, entry->form == zc_route_doors(survey->pack), more, lacks, err);
    zc_entry_free(entry);
    return ok;
}
