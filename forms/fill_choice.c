#include "core/alloc.h"
#include "core/id.h"
#include "forms/fill_impl.h"
#include "forms/list_rows.h"

/* Choices: which rows of a list are offered now, what a text means among them. Sources:
 * XLSFORM.md 6.9 and D13, DOMAIN.md 9.1 point 10. */

static bool row_passes(const struct zc_fill *fill, const struct zc_node *node, uint32_t row)
{
    struct zc_place item = { .kind = ZC_PLACE_LIST_ITEM, .list = node->q->list, .row = row };

    return !node->q->choice_filter ||
           zc_fill_eval_truth(fill, node->q->choice_filter, node, NULL, &item, true);
}

/* select_one ${q}: the answers of q that are there now, each with its row put to the filter. */
static struct zc_list *list_of_answers(const struct zc_fill *fill, const struct zc_node *node,
                                       struct zc_arena *arena)
{
    static const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    const struct zc_question *q = node->q;
    struct zc_list *list = zc_list_new_small(q->name, cols, 2, arena);
    struct zc_expr_env env;
    struct zc_value value;
    struct zc_err err = { 0 };

    zc_fill_expr_env(fill, node, &env);
    if (!zc_expr_eval(q->choices_of, &env, arena, &value, &err) || value.kind != ZC_VALUE_NODES)
        return list;
    for (uint32_t i = 0; i < value.nplaces; i++) {
        const struct zc_node *answer = value.places[i].node, *row = answer;
        if (!answer->relevant || answer->missing || !answer->value.len)
            continue;
        while (row->parent && row->q->type != ZC_TYPE_REPEAT)
            row = row->parent;
        struct zc_place place = { .kind = ZC_PLACE_NODE, .node = row };
        struct zc_str cells[] = { answer->value, answer->value };
        zc_fill_expr_env(fill, answer, &env);
        env.asker = node;
        env.item = &place;
        if (!q->choice_filter || zc_fill_eval_in(fill, q->choice_filter, &env, true))
            zc_list_add(list, cells, 2, arena);
    }
    return list;
}

static bool is_offered_answer(const struct zc_fill *fill, const struct zc_node *node,
                              struct zc_str value)
{
    bool found;

    fill->scratch->depth++;
    const struct zc_list *list = list_of_answers(fill, node, &fill->scratch->arena);
    found = zc_list_find(list, list->value_col, value, 0) < list->nrows;
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
    return found;
}

/* Row with this value that is offered; nrows when there is none. */
static uint32_t offered_row(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_str value)
{
    const struct zc_list *list = node->q->list;
    uint32_t row = 0;

    while ((row = zc_list_find(list, list->value_col, value, row)) < list->nrows) {
        if (row_passes(fill, node, row))
            return row;
        row++;
    }
    return list->nrows;
}

bool zc_fill_offers(const struct zc_fill *fill, const struct zc_node *node, struct zc_str value)
{
    if (node->q->choices_of)
        return is_offered_answer(fill, node, value);
    return node->q->list && offered_row(fill, node, value) < node->q->list->nrows;
}

/* Answers of other questions are offered or they are no choices; a list knows more. */
static bool is_hidden(const struct zc_fill *fill, const struct zc_node *node, struct zc_str value)
{
    const struct zc_list *list = node->q->list;

    if (list && zc_list_find(list, list->value_col, value, 0) == list->nrows)
        return false;
    return !zc_fill_offers(fill, node, value);
}

/* A choice that the filter hides reads as not chosen and comes back with the filter (D13). What
 * is in no list stays: it must be seen, to be put right. */
struct zc_str zc_fill_filtered(const struct zc_fill *fill, const struct zc_cell *cell,
                               struct zc_arena *arena)
{
    const struct zc_node *node = &cell->node;
    struct zc_str rest = cell->answer, word;
    struct zc_buf kept = { 0 };
    bool all = true;

    if (node->q->type == ZC_TYPE_SELECT_ONE)
        return is_hidden(fill, node, rest) ? (struct zc_str){ 0 } : rest;
    while (zc_str_word(&rest, &word)) {
        if (is_hidden(fill, node, word)) {
            all = false;
            continue;
        }
        if (kept.len)
            zc_buf_char(&kept, ' ');
        zc_buf_add(&kept, word);
    }
    struct zc_str value = all ? cell->answer : zc_arena_copy(arena, zc_buf_str(&kept));
    zc_buf_release(&kept);
    return value;
}

struct zc_str zc_fill_rooted(const struct zc_cell *cell, struct zc_arena *arena)
{
    struct zc_str rest = cell->answer, word;
    struct zc_buf out = { 0 };
    bool same = true;

    while (zc_str_word(&rest, &word)) {
        struct zc_rid rid, root;
        char text[ZC_RID_TEXT + 1];
        bool moved = zc_list_look(cell->node.q->list, word, &root) == ZC_RECORD_HERE &&
                     zc_rid_parse(word, &rid) && !zc_rid_eq(rid, root);
        if (moved)
            zc_rid_print(root, text);
        same &= !moved;
        zc_buf_printf(&out, "%s%.*s", out.len ? " " : "", ZC_ARG(moved ? zc_str_of(text) : word));
    }
    struct zc_str rooted = same ? cell->answer : zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return rooted;
}

static void add_row(struct zc_choices *out, uint32_t *rows, uint32_t row)
{
    rows[out->n++] = row;
}

static void offer_answers(const struct zc_fill *fill, const struct zc_node *node,
                          struct zc_arena *arena, struct zc_choices *out)
{
    const struct zc_list *list = list_of_answers(fill, node, arena);
    uint32_t *rows = ZC_NEW(arena, uint32_t, list->nrows);

    *out = (struct zc_choices){ .list = list, .rows = rows };
    for (uint32_t row = 0; row < list->nrows; row++)
        add_row(out, rows, row);
}

/* The list with its labels as they read now; rows keep their places. */
static const struct zc_list *spoken_list(const struct zc_fill *fill, const struct zc_node *node,
                                         struct zc_arena *arena)
{
    const struct zc_list *list = node->q->list;
    struct zc_list *spoken = zc_list_new_small(list->name, list->cols, list->ncols, arena);
    struct zc_str *cells = ZC_NEW(arena, struct zc_str, list->ncols);
    int label_col = list->label_cols ? list->label_cols[fill->lang] : -1;

    spoken->value_col = list->value_col;
    spoken->label_col = list->label_col;
    spoken->label_cols = list->label_cols;
    spoken->aliases_col = list->aliases_col;
    for (uint32_t row = 0; row < list->nrows; row++) {
        for (uint32_t col = 0; col < list->ncols; col++)
            cells[col] = zc_list_cell(list, row, (int)col);
        cells[label_col >= 0 ? label_col : list->label_col] =
            zc_fill_choice_text(fill, node, row, arena);
        zc_list_add(spoken, cells, list->ncols, arena);
    }
    return spoken;
}

/* Records that the filter lets pass: those that an index finds, else all. *listed: they are known.
 */
static uint32_t *rows_to_try(const struct zc_fill *fill, const struct zc_node *node,
                             struct zc_arena *arena, uint32_t *n, bool *listed)
{
    const struct zc_question *q = node->q;
    const uint32_t *found;
    struct zc_str key = { 0 };

    if (q->choice_filter && q->filter_key)
        key = zc_fill_eval_text(fill, q->filter_key, node, arena);
    *listed = (key.len && zc_list_match(q->list, q->filter_col, key, false, &found, n)) ||
              zc_list_all(q->list, &found, n);
    uint32_t *rows = ZC_NEW(arena, uint32_t, *listed ? *n : 0);
    if (*listed && *n) /* the filter may ask the list as well */
        memcpy(rows, found, *n * sizeof *rows);
    return rows;
}

/* A list for the moment: rows of records come and go. */
static void offer_records(const struct zc_fill *fill, const struct zc_node *node,
                          struct zc_arena *arena, struct zc_choices *out)
{
    static const struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    const struct zc_question *q = node->q;
    struct zc_list *list = zc_list_new_small(q->list->name, cols, 2, arena);
    bool listed;
    uint32_t n, *rows = rows_to_try(fill, node, arena, &n, &listed);

    *out = (struct zc_choices){ .list = list, .rows = rows };
    list->records = true;
    out->many = !listed || n > ZC_CHOICES_MOST;
    for (uint32_t i = 0; i < n && !out->many; i++) {
        struct zc_str id = zc_list_cell(q->list, rows[i], q->list->value_col);
        struct zc_str cells[] = { id, zc_list_record_label(q->list, id, arena) };
        if (!row_passes(fill, node, rows[i]))
            continue;
        zc_list_add(list, cells, 2, arena);
        add_row(out, rows, list->nrows - 1);
    }
}

static uint32_t *draw_order(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena, uint32_t *n)
{
    struct zc_expr_env env;
    struct zc_value value = { 0 };
    struct zc_err err = { 0 };

    zc_fill_expr_env(fill, node, &env);
    *n = zc_expr_eval(node->q->order, &env, arena, &value, &err) ? value.nplaces : 0;
    uint32_t *rows = ZC_NEW(arena, uint32_t, *n);
    for (uint32_t i = 0; i < *n; i++)
        rows[i] = value.places[i].row;
    return rows;
}

/* With a seed the order belongs to the answers; without one it is drawn once, so that the list does
 * not change under the eyes of whoever reads it. */
static void offer_shuffled(const struct zc_fill *fill, const struct zc_node *node,
                           struct zc_arena *arena, uint32_t *rows, struct zc_choices *out)
{
    const uint32_t **kept = &fill->scratch->orders[node->q->index];
    uint32_t n = node->q->list->nrows;

    if (node->q->seeded) {
        out->rows = draw_order(fill, node, arena, &out->n);
        return;
    }
    if (!*kept)
        *kept = draw_order(fill, node, &fill->scratch->kept, &n);
    for (uint32_t i = 0; i < n; i++)
        if (row_passes(fill, node, (*kept)[i]))
            add_row(out, rows, (*kept)[i]);
}

void zc_fill_choices(const struct zc_fill *fill, const struct zc_node *node, struct zc_arena *arena,
                     struct zc_choices *out)
{
    const struct zc_question *q = node->q;
    const struct zc_list *list = q->list;

    *out = (struct zc_choices){ .list = list };
    if (q->choices_of) {
        offer_answers(fill, node, arena, out);
        return;
    }
    if (!list)
        return;
    if (list->rows) {
        offer_records(fill, node, arena, out);
        return;
    }
    uint32_t *rows = ZC_NEW(arena, uint32_t, list->nrows);
    out->rows = rows;
    if (q->choice_texts)
        out->list = spoken_list(fill, node, arena);
    if (q->order && !list->records) { /* records come and go: an order kept would not fit */
        offer_shuffled(fill, node, arena, rows, out);
        return;
    }
    if (!q->choice_filter || !q->filter_key) {
        for (uint32_t row = 0; row < list->nrows; row++)
            if (row_passes(fill, node, row))
                add_row(out, rows, row);
        return;
    }
    /* The filter holds only where one column equals an answer: only those rows are tried. */
    fill->scratch->depth++;
    struct zc_str key = zc_fill_eval_text(fill, q->filter_key, node, &fill->scratch->arena);
    for (uint32_t row = 0; (row = zc_list_find(list, q->filter_col, key, row)) < list->nrows; row++)
        if (row_passes(fill, node, row))
            add_row(out, rows, row);
    if (--fill->scratch->depth == 0)
        zc_arena_reset(&fill->scratch->arena);
}

struct zc_str zc_choice_value(const struct zc_list *list, uint32_t row)
{
    return zc_list_cell(list, row, list->value_col);
}

struct zc_str zc_choice_label(const struct zc_list *list, uint32_t row, unsigned lang)
{
    struct zc_str label = { 0 };

    if (list->label_cols)
        label = zc_list_cell(list, row, list->label_cols[lang]);
    if (!label.len)
        label = zc_list_cell(list, row, list->label_col);
    return label.len ? label : zc_choice_value(list, row);
}

struct zc_str zc_fill_choice_text(const struct zc_fill *fill, const struct zc_node *node,
                                  uint32_t row, struct zc_arena *arena)
{
    const struct zc_question *q = node->q;
    struct zc_str text = { 0 };

    if (q->choice_texts)
        text =
            zc_fill_template(fill, &q->choice_texts[(size_t)row * fill->form->nlangs], node, arena);
    return text.len ? text : zc_choice_label(q->list, row, fill->lang);
}

struct zc_str zc_fill_choice_label(void *ctx, const struct zc_node *node, struct zc_str value)
{
    const struct zc_fill *fill = ctx;

    if (node->q->choices_of && zc_fill_offers(fill, node, value))
        return value;
    if (!node->q->list)
        return (struct zc_str){ 0 };
    if (node->q->list->rows) {
        struct zc_rid root;
        return zc_list_look(node->q->list, value, &root) == ZC_RECORD_VOID ||
                       zc_fill_offers(fill, node, value)
                   ? zc_list_record_label(node->q->list, value, &fill->scratch->arena)
                   : (struct zc_str){ 0 };
    }
    uint32_t row = offered_row(fill, node, value);
    return row < node->q->list->nrows ? zc_fill_choice_text(fill, node, row, &fill->scratch->arena)
                                      : (struct zc_str){ 0 };
}

enum match { MATCH_NONE, MATCH_ONE, MATCH_MANY };

struct matching {
    const struct zc_fill *fill;
    const struct zc_node *node;
    const struct zc_list *list;
    const struct zc_choices *offered;
    struct zc_str text, value;
};

/* Two rows with one value (a list may allow it) are one choice. */
static enum match take(struct matching *matching, uint32_t row, enum match so_far)
{
    struct zc_str value = zc_choice_value(matching->list, row);

    if (so_far == MATCH_NONE)
        matching->value = value;
    return so_far == MATCH_NONE || zc_str_eq(value, matching->value) ? MATCH_ONE : MATCH_MANY;
}

static bool has_alias(const struct zc_list *list, uint32_t row, struct zc_str text)
{
    struct zc_str rest = zc_list_cell(list, row, list->aliases_col), alias;

    while (zc_str_cut(&rest, '|', &alias))
        if (zc_str_eq(zc_str_trim(alias), text))
            return true;
    return false;
}

static bool row_has_label(const struct matching *matching, uint32_t row)
{
    const struct zc_list *list = matching->list;

    if (zc_str_eq(zc_list_cell(list, row, list->label_col), matching->text))
        return true;
    for (uint32_t l = 0; list->label_cols && l < matching->fill->form->nlangs; l++)
        if (zc_str_eq(zc_list_cell(list, row, list->label_cols[l]), matching->text))
            return true;
    return false;
}

enum step { STEP_VALUE, STEP_LABEL, STEP_SHORT, STEP_ALIAS, STEP_COUNT };

static bool row_matches(const struct matching *matching, uint32_t row, enum step step, int abbr)
{
    switch (step) {
    case STEP_VALUE:
        return zc_str_eq(zc_choice_value(matching->list, row), matching->text);
    case STEP_LABEL:
        return row_has_label(matching, row);
    case STEP_SHORT:
        return zc_str_eq(zc_list_cell(matching->list, row, abbr), matching->text);
    default:
        return has_alias(matching->list, row, matching->text);
    }
}

/* One kind of spelling; offered choices first: 城南社区 means the one in this street. */
static enum match match_step(struct matching *matching, enum step step)
{
    const struct zc_choices *offered = matching->offered;
    int abbr = zc_list_col(matching->list, ZC_STR("short"));
    enum match found = MATCH_NONE;

    for (uint32_t i = 0; i < offered->n && found != MATCH_MANY; i++)
        if (row_matches(matching, offered->rows[i], step, abbr))
            found = take(matching, offered->rows[i], found);
    if (found != MATCH_NONE || offered->n == matching->list->nrows)
        return found;
    for (uint32_t row = 0; row < matching->list->nrows && found != MATCH_MANY; row++)
        if (row_matches(matching, row, step, abbr))
            found = take(matching, row, found);
    return found;
}

/* Records whose label is the text, where they are few enough to be looked through. */
static size_t count_labelled(const struct zc_list *list, struct zc_str text, struct zc_rid *out)
{
    const uint32_t *rows;
    uint32_t n;
    size_t found = 0;

    if (!list->rows || !zc_list_all(list, &rows, &n))
        return 0;
    for (uint32_t i = 0; i < n && found < 2; i++)
        if (zc_str_eq(zc_list_cell(list, rows[i], list->label_col), text)) {
            *out = zc_list_row_id(list, rows[i]);
            found++;
        }
    return found;
}

/* An id stands for its record, here or not; a code or name for the only record that has it. */
static bool match_record(struct matching *matching, struct zc_str text, struct zc_arena *arena,
                         struct zc_err *err)
{
    const struct zc_list *list = matching->node->q->list;
    char id[ZC_RID_TEXT + 1];
    struct zc_rid rid;
    size_t n;

    switch (zc_list_look(list, text, &rid)) {
    case ZC_RECORD_NONE:
        break;
    case ZC_RECORD_OTHER:
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("“%.*s”是另一张表的记录", "'%.*s' is a record of another form"),
                       ZC_ARG(text));
    default:
        matching->value = text;
        return true;
    }
    rid = zc_list_named(list, text, &n);
    if (n != 1) { /* 李某（甲街道） and 李某（乙街道） have one name, but not one label */
        struct zc_rid labelled;
        size_t exact = count_labelled(list, text, &labelled);
        rid = exact ? labelled : rid;
        n = exact ? exact : n;
    }
    if (n > 1)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("叫“%.*s”的记录不止一条，请选一条或写编号",
                            "several records are called '%.*s': choose one or write its id"),
                       ZC_ARG(text));
    if (!n)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("没有叫“%.*s”的记录，不在选项内",
                            "no record is called '%.*s': it is none of the choices"),
                       ZC_ARG(text));
    zc_rid_print(rid, id);
    matching->value = zc_arena_copy(arena, zc_str_of(id));
    return true;
}

static bool match_text(struct matching *matching, struct zc_str text, struct zc_arena *arena,
                       struct zc_err *err)
{
    matching->text = text;
    if (!text.len)
        return zc_fail(err, ZC_E_INPUT, ZC_T("少了一个选项", "a choice is missing"));
    if (matching->node->q->list && matching->node->q->list->records)
        return match_record(matching, text, arena, err);
    if (zc_fill_offers(matching->fill, matching->node, text)) { /* the usual case */
        matching->value = text;
        return true;
    }
    for (enum step step = STEP_VALUE; step < STEP_COUNT; step++)
        switch (match_step(matching, step)) {
        case MATCH_ONE:
            return true;
        case MATCH_MANY:
            return zc_fail(
                err, ZC_E_INPUT,
                ZC_T("“%.*s”对应几个选项，请写代码", "'%.*s' fits several choices: write the code"),
                ZC_ARG(text));
        case MATCH_NONE:
            break;
        }
    return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不在选项内", "'%.*s' is none of the choices"),
                   ZC_ARG(text));
}

/* People part several choices by 、 or commas; where none stands, by blanks. */
static struct zc_str with_one_separator(struct zc_str text, struct zc_arena *arena)
{
    static const char *const seps[] = { "、", "，", ",", "；", ";", "|", "\n" };
    struct zc_buf out = { 0 };
    bool any = false;

    while (text.len) {
        size_t taken = 0;
        for (size_t i = 0; i < sizeof seps / sizeof seps[0] && !taken; i++)
            if (zc_str_starts(text, zc_str_of(seps[i])))
                taken = strlen(seps[i]);
        any |= taken != 0;
        zc_buf_char(&out, taken ? '\n' : text.ptr[0]);
        text = zc_str_from(text, taken ? taken : 1);
    }
    for (size_t i = 0; !any && i < out.len; i++)
        if (out.ptr[i] == ' ')
            out.ptr[i] = '\n';
    struct zc_str parted = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return parted;
}

static bool read_words(struct matching *matching, struct zc_str text, struct zc_arena *arena,
                       struct zc_str *words, uint32_t *n, struct zc_err *err)
{
    struct zc_str word;

    while (zc_str_cut(&text, '\n', &word)) {
        word = zc_str_trim(word);
        if (!word.len)
            continue;
        if (!match_text(matching, word, arena, err))
            return false;
        for (uint32_t i = 0; i < *n; i++)
            if (zc_str_eq(words[i], matching->value))
                return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”出现两次", "'%.*s' stands twice"),
                               ZC_ARG(word));
        words[(*n)++] = matching->value;
    }
    return true;
}

static void join_words(struct zc_str *words, uint32_t n, struct zc_arena *arena, struct zc_str *out)
{
    struct zc_buf joined = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        if (!words[i].len)
            continue;
        if (joined.len)
            zc_buf_char(&joined, ' ');
        zc_buf_add(&joined, words[i]);
    }
    *out = zc_arena_copy(arena, zc_buf_str(&joined));
    zc_buf_release(&joined);
}

static bool comes_before(const struct zc_list *list, struct zc_str a, struct zc_str b)
{
    if (list->records) /* by their ids, which need not be here */
        return zc_str_cmp(a, b) <= 0;
    return zc_list_find(list, list->value_col, a, 0) <= zc_list_find(list, list->value_col, b, 0);
}

/* Ticked choices are stored in list order, whatever the order of ticking: that merges well. */
static void put_in_list_order(const struct zc_list *list, struct zc_str *words, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0; j--) {
            struct zc_str swap = words[j];
            if (comes_before(list, words[j - 1], words[j]))
                break;
            words[j] = words[j - 1];
            words[j - 1] = swap;
        }
}

static bool read_many(struct matching *matching, struct zc_str text, struct zc_arena *arena,
                      struct zc_str *out, struct zc_err *err)
{
    enum zc_type type = matching->node->q->type;
    size_t most = matching->list->records ? text.len : matching->list->nrows;
    struct zc_str *words = ZC_NEW(arena, struct zc_str, most + 1);
    struct zc_err single = { 0 };
    uint32_t n = 0;

    /* A label may hold the sign that parts labels: the whole text is tried first. */
    if (match_text(matching, text, arena, &single))
        words[n++] = matching->value;
    else if (!read_words(matching, with_one_separator(text, arena), arena, words, &n, err))
        return false;
    if (type == ZC_TYPE_RANK && n != matching->offered->n)
        return zc_fail(err, ZC_E_INPUT, ZC_T("请把%u个选项都排上", "put all %u choices in order"),
                       matching->offered->n);
    if (type == ZC_TYPE_SELECT_MULTIPLE)
        put_in_list_order(matching->list, words, n);
    join_words(words, n, arena, out);
    return true;
}

bool zc_fill_read_choices(const struct zc_fill *fill, const struct zc_node *node,
                          struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                          struct zc_err *err)
{
    struct matching matching = { .fill = fill, .node = node };
    struct zc_choices offered = { .list = node->q->list };

    if (!offered.list || !offered.list->records) /* records are found by what they are called */
        zc_fill_choices(fill, node, arena, &offered);
    matching.offered = &offered;
    matching.list = offered.list;
    if (node->q->type != ZC_TYPE_SELECT_ONE)
        return read_many(&matching, text, arena, out, err);
    if (!match_text(&matching, text, arena, err))
        return false;
    *out = zc_arena_copy(arena, matching.value);
    return true;
}
