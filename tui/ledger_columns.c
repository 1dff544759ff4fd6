#include "tui/ledger_columns.h"
#include "core/text.h"
#include <string.h>

static unsigned column_cols(const struct zc_question *q)
{
    enum { NUMBER = 6, CHOICE = 10, TEXT = 14, CODE = 18, DAY = 10 };
    if (q->role == ZC_ROLE_CODE)
        return CODE;
    if (q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL)
        return NUMBER;
    if (q->type == ZC_TYPE_DATE)
        return DAY;
    return zc_type_is_select(q->type) ? CHOICE : TEXT;
}

/* What it gets where the name can spare it: the longest of its choices whole, a number its heading.
 */
static unsigned roomy_cols(const struct zc_question *q, struct zc_str label, unsigned lang)
{
    enum { CHOICES = 32, MOST = 14 };
    unsigned cols = column_cols(q);
    const struct zc_list *list = zc_type_is_select(q->type) ? q->list : NULL;
    if (list && !list->records && list->nrows <= CHOICES) {
        for (uint32_t row = 0; row < list->nrows; row++) {
            unsigned longest = zc_text_cols(zc_choice_label(list, row, lang));
            cols = longest > cols ? longest : cols;
        }
    } else if (!list && zc_text_cols(label) > cols && cols < MOST) {
        cols = zc_text_cols(label);
    }
    return cols > MOST && !(q->role == ZC_ROLE_CODE) ? MOST : cols;
}

static struct zc_ledger_column field_column(const struct zc_form *form, const struct zc_question *q,
                                            struct zc_arena *arena)
{
    unsigned lang = zc_form_lang(form);
    struct zc_str label = zc_question_label(form, q, lang, arena);
    return (struct zc_ledger_column){
        .kind = ZC_LEDGER_FIELD,
        .id = q->field,
        .label = label,
        .q = q,
        .cols = column_cols(q),
        .roomy = roomy_cols(q, label, lang),
        .right = q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL,
        .main = q->role == ZC_ROLE_NAME,
        .shown = q->role == ZC_ROLE_NAME || (q->use & ZC_USE_LIST),
    };
}

struct zc_ledger_column *zc_ledger_columns_usual(const struct zc_form *form, struct zc_arena *arena,
                                                 uint32_t *n)
{
    struct zc_ledger_column *all = ZC_NEW(arena, struct zc_ledger_column, form->nquestions + 4);
    const struct zc_question *name = form->by_role[ZC_ROLE_NAME];
    *n = 0;
    all[(*n)++] = (struct zc_ledger_column){ .kind = ZC_LEDGER_NUMBER,
                                             .id = ZC_STR("#number"),
                                             .label = zc_str_of(ZC_T("编号", "no.")),
                                             .cols = 5,
                                             .shown = true };
    if (name)
        all[(*n)++] = field_column(form, name, arena);
    for (int listed = 1; listed >= 0; listed--) { /* those that show stand first */
        for (uint32_t i = 1; i < form->nquestions; i++) {
            const struct zc_question *q = form->questions[i];
            if (q != name && !q->repeat && zc_type_has_answer(q->type) &&
                !(q->use & ZC_USE_SECRET) && !(q->use & ZC_USE_LIST) == !listed)
                all[(*n)++] = field_column(form, q, arena);
        }
        if (!listed)
            continue;
        all[(*n)++] = (struct zc_ledger_column){
            .kind = ZC_LEDGER_STATUS,
            .id = ZC_STR("#status"),
            .label = zc_str_of(ZC_T("状态", "status")),
            .cols = zc_lang_get() == ZC_LANG_ZH ? 7 : 10, /* sign and word */
            .roomy = zc_lang_get() == ZC_LANG_ZH ? 9 : 10,
            .shown = true,
        };
        all[(*n)++] = (struct zc_ledger_column){ .kind = ZC_LEDGER_DATE,
                                                 .id = ZC_STR("#date"),
                                                 .label = zc_str_of(ZC_T("登记", "date")),
                                                 .cols = 5,
                                                 .roomy = 11,
                                                 .shown = true };
    }
    return all;
}

bool zc_ledger_column_is_fixed(const struct zc_ledger_column *column)
{
    return column->kind == ZC_LEDGER_NUMBER || column->main;
}

/* The setting: a line a column, `id<TAB>1 or 0<TAB>width`, in their order. */

static struct zc_str setting_name(const struct zc_form *form, struct zc_arena *arena)
{
    return zc_arena_printf(arena, "columns.%.*s", ZC_ARG(form->id));
}

static uint32_t find_column(const struct zc_ledger_column *columns, uint32_t n, struct zc_str id)
{
    uint32_t i = 0;
    while (i < n && !zc_str_eq(columns[i].id, id))
        i++;
    return i;
}

static void put_at(struct zc_ledger_column *columns, uint32_t from, uint32_t to)
{
    struct zc_ledger_column moved = columns[from];
    memmove(&columns[to + 1], &columns[to], (from - to) * sizeof moved);
    columns[to] = moved;
}

/* Columns that the setting does not know (a newer form) stay behind the others. */
static void apply(struct zc_str text, struct zc_ledger_column *columns, uint32_t n)
{
    enum { WIDEST = 60 };
    struct zc_str line, id, shown;
    uint32_t at = 0;
    while (at < n && zc_str_cut(&text, '\n', &line)) {
        uint64_t cols;
        if (!zc_str_cut(&line, '\t', &id) || !zc_str_cut(&line, '\t', &shown))
            continue;
        uint32_t found = find_column(columns, n, id);
        if (found == n || found < at)
            continue;
        if (!columns[found].main)
            columns[found].shown = zc_str_is(shown, "1");
        if (zc_str_to_u64(line, &cols) && cols >= 2 && cols <= WIDEST &&
            cols != columns[found].cols) {
            columns[found].cols = (unsigned)cols;
            if (columns[found].kind == ZC_LEDGER_FIELD) /* people's own widths hold everywhere */
                columns[found].roomy = 0;
        }
        put_at(columns, found, at++);
    }
}

struct zc_ledger_column *zc_ledger_columns_new(struct zc_survey *survey, const struct zc_form *form,
                                               struct zc_arena *arena, uint32_t *n)
{
    struct zc_err err = { 0 };
    struct zc_ledger_column *columns = zc_ledger_columns_usual(form, arena, n);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    if (txn) /* without it they are as the program proposes */
        apply(zc_setting_get(txn, setting_name(form, arena), arena), columns, *n);
    zc_txn_abort(txn);
    return columns;
}

bool zc_ledger_columns_save(struct zc_survey *survey, const struct zc_form *form,
                            const struct zc_ledger_column *columns, uint32_t n, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_buf text = { 0 };
    for (uint32_t i = 0; i < n; i++)
        zc_buf_printf(&text, "%.*s\t%d\t%u\n", ZC_ARG(columns[i].id), columns[i].shown,
                      columns[i].cols);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, err);
    bool ok = txn && zc_setting_put(txn, setting_name(form, &arena), zc_buf_str(&text), err);
    ok = zc_txn_end(txn, ok, err);
    zc_buf_release(&text);
    zc_arena_release(&arena);
    return ok;
}

uint32_t zc_ledger_columns_beside(const struct zc_ledger_column *columns, uint32_t n, uint32_t at,
                                  int direction)
{
    for (int64_t i = (int64_t)at + direction; i >= 0 && i < n; i += direction) {
        if (columns[i].shown)
            return (uint32_t)i;
    }
    return at;
}

bool zc_ledger_columns_move(struct zc_ledger_column *columns, uint32_t n, uint32_t at, int by)
{
    int64_t to = (int64_t)at + by;
    if (to < 0 || to >= n || zc_ledger_column_is_fixed(&columns[at]) ||
        zc_ledger_column_is_fixed(&columns[to]))
        return false;
    struct zc_ledger_column moved = columns[at];
    columns[at] = columns[to];
    columns[to] = moved;
    return true;
}

/* Room */

struct fitting {
    const struct zc_ledger_column *columns;
    uint32_t n, skip; /* shown columns behind the fixed ones that make room */
    uint32_t first;   /* one that comes before all others and gets what there is; n: none */
    int cols;
    bool wide;
    int width[256]; /* 0: it has no room */
};

static int width_of(const struct fitting *fit, uint32_t i)
{
    const struct zc_ledger_column *c = &fit->columns[i];
    return (int)(fit->wide && c->kind == ZC_LEDGER_DATE && c->cols < c->roomy ? c->roomy : c->cols);
}

/* Status and date come first, since they say what is to be done; then the others in their order;
 * the code last where room is short: it is long, and the line under the table has it. */
static int rank_of(const struct fitting *fit, uint32_t i)
{
    const struct zc_ledger_column *c = &fit->columns[i];
    if (zc_ledger_column_is_fixed(c) || i == fit->first)
        return 0;
    if (c->kind != ZC_LEDGER_FIELD)
        return 1;
    return c->q->role == ZC_ROLE_CODE && fit->skip == 0 && !fit->wide ? 3 : 2;
}

/* Takes what fits beside the name. Narrow windows keep no number. */
static void take(struct fitting *fit)
{
    enum { NARROW = 80, NAME = 24, MARGIN = 4 };
    int left = fit->cols - MARGIN - NAME;
    for (int turn = 0; turn < 4; turn++) {
        uint32_t passed = 0;
        for (uint32_t i = 0; i < fit->n; i++) {
            const struct zc_ledger_column *c = &fit->columns[i];
            bool fixed = zc_ledger_column_is_fixed(c);
            int width = width_of(fit, i);
            if (!c->shown || c->main || (fixed && fit->cols < NARROW))
                continue;
            if (!fixed && passed++ < fit->skip)
                continue;
            if (i == fit->first && width + 1 > left)
                width = left - 1;
            if (rank_of(fit, i) != turn || width + 1 > left)
                continue;
            fit->width[i] = width;
            left -= width + 1;
        }
    }
}

/* What the name can spare goes to columns that would cut their words. How much that is. */
static int widen(struct fitting *fit, enum zc_ledger_column_kind kind, int name)
{
    enum { COMFORTABLE = 25 };
    int given = 0;
    for (uint32_t i = 0; i < fit->n; i++) {
        int more = (int)fit->columns[i].roomy - fit->width[i];
        if (fit->width[i] == 0 || fit->columns[i].kind != kind || more <= 0 ||
            name - given - more < COMFORTABLE)
            continue;
        fit->width[i] += more;
        given += more;
    }
    return given;
}

void zc_ledger_columns_fit(const struct zc_ledger_column *columns, uint32_t n, int cols,
                           uint32_t focus, bool wide, struct zc_ledger_layout *out)
{
    uint32_t most = n < 256 ? n : 256, skip = 0;
    struct fitting fit = { columns, most, skip, most, cols, wide, { 0 } };
    take(&fit);
    bool scrolls =
        focus < most && columns[focus].shown && !zc_ledger_column_is_fixed(&columns[focus]);
    while (scrolls && fit.width[focus] == 0 && skip++ < most) {
        fit = (struct fitting){ columns, most, skip, most, cols, wide, { 0 } };
        take(&fit);
    }
    if (scrolls && fit.width[focus] == 0) { /* wider than what status and date leave */
        fit = (struct fitting){ columns, most, 0, focus, cols, wide, { 0 } };
        take(&fit);
    }
    int name = cols - 4, col = 3;
    for (uint32_t i = 0; i < most; i++)
        name -= fit.width[i] ? fit.width[i] + 1 : 0;
    name -= widen(&fit, ZC_LEDGER_STATUS, name);
    name -= widen(&fit, ZC_LEDGER_FIELD, name);
    out->n = 0;
    for (uint32_t i = 0; i < most && out->n < ZC_LEDGER_CELLS; i++) {
        if (!fit.width[i] && !columns[i].main)
            continue;
        int width = columns[i].main ? name : fit.width[i];
        out->cells[out->n++] = (struct zc_ledger_cell){ i, col, width };
        col += width + 1;
    }
}
