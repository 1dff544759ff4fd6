#include "tui/list_columns.h"
#include "core/rev.h"
#include "core/utf8.h"
#include "storage/import_ledger.h"
#include <string.h>

/* What a header turned out to be. */
enum meaning { MEANS_NOTHING, MEANS_FIELD, MEANS_LEFT_OUT };
struct found {
    enum meaning meaning;
    const struct zc_question *q;
    struct zc_str field, why;
};

bool zc_list_names_init(struct zc_list_names *names, const struct zc_pack *pack,
                        const struct zc_form *form, struct zc_str key, struct zc_str map,
                        struct zc_err *err)
{
    static const char *const needed[] = { "column", "field" };
    *names = (struct zc_list_names){ .pack = pack, .form = form, .key = key };
    if (key.len == 0)
        names->key = zc_form_key_field(form);
    bool ok = map.len == 0 || (names->map = zc_list_read(ZC_STR("map"), map, &names->arena, err));
    for (size_t i = 0; ok && names->map && i < 2; i++)
        if (zc_list_col(names->map, zc_str_of(needed[i])) < 0)
            ok = zc_fail(err, ZC_E_INPUT,
                         ZC_T("第1行缺少“%s”列；对列表的表头是 column,field,from,to",
                              "line 1 lacks column '%s'; a map file has the header "
                              "column,field,from,to"),
                         needed[i]);
    if (!ok)
        zc_list_names_release(names);
    return ok;
}

void zc_list_names_release(struct zc_list_names *names)
{
    zc_list_release(names->map);
    zc_arena_release(&names->arena);
    *names = (struct zc_list_names){ 0 };
}

/* Comparing headers */

/* Without a bracket at the end: 从业人数（人） → 从业人数. */
static struct zc_str without_brackets(struct zc_str text)
{
    static const struct {
        const char *open, *close;
    } pairs[] = { { "（", "）" }, { "(", ")" }, { "（", ")" }, { "(", "）" } };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        size_t at = zc_str_find(text, zc_str_of(pairs[i].open));
        if (at != SIZE_MAX && at > 0 && zc_str_ends(text, zc_str_of(pairs[i].close)))
            return zc_str_head(text, at);
    }
    return text;
}

static bool same_header(struct zc_str header, struct zc_str word, struct zc_arena *arena)
{
    struct zc_str bare = zc_table_bare(word, arena);
    return bare.len > 0 &&
           (zc_str_eq(header, bare) || zc_str_eq(without_brackets(header), without_brackets(bare)));
}

/* `label [field]`: our own tables. */
static struct zc_str named_in_brackets(struct zc_str header)
{
    const char *open = header.len ? memrchr(header.ptr, '[', header.len) : NULL;
    if (!open || header.ptr[header.len - 1] != ']')
        return (struct zc_str){ 0 };
    return (struct zc_str){ open + 1, (size_t)(header.ptr + header.len - 1 - (open + 1)) };
}

static bool has_label(const struct zc_list_names *names, const struct zc_question *q,
                      struct zc_str header, struct zc_arena *arena)
{
    for (unsigned lang = 0; lang < names->form->nlangs; lang++)
        if (same_header(header, zc_question_label(names->form, q, lang, arena), arena))
            return true;
    return false;
}

static struct found field_of(const struct zc_question *q, struct zc_str why)
{
    return (struct found){ MEANS_FIELD, q, q->field, why };
}

bool zc_list_can_fill(const struct zc_question *q)
{
    return q->kept && !q->repeat && zc_type_has_answer(q->type);
}

static struct found by_question(struct zc_list_names *names, struct zc_str header)
{
    const struct zc_form *form = names->form;
    struct zc_arena scratch = { 0 };
    struct zc_str named = named_in_brackets(header);
    struct found found = { 0 };
    for (uint32_t i = 1; i < form->nquestions && !found.meaning; i++) {
        const struct zc_question *q = form->questions[i];
        if (zc_list_can_fill(q) && (zc_str_eq(header, q->field) || zc_str_eq(named, q->field) ||
                                    (!named.len && has_label(names, q, header, &scratch))))
            found = field_of(q, (struct zc_str){ 0 });
    }
    zc_arena_release(&scratch);
    return found;
}

static struct found by_synonym(struct zc_list_names *names, struct zc_str header)
{
    const struct zc_pack *pack = names->pack;
    struct zc_arena scratch = { 0 };
    struct found found = { 0 };
    for (uint32_t i = 0; i < pack->nsynonyms && !found.meaning; i++) {
        const struct zc_synonym *synonym = &pack->synonyms[i];
        const struct zc_question *q = zc_form_field(names->form, synonym->field);
        if (!q || (synonym->form.len && !zc_str_eq(synonym->form, names->form->id)))
            continue;
        for (uint32_t w = 0; w < synonym->nwords && !found.meaning; w++)
            if (same_header(header, synonym->words[w], &scratch))
                found = field_of(q, synonym->why);
    }
    zc_arena_release(&scratch);
    return found;
}

/* A field name out of a header: what such a name may not hold is written full-width. */
static struct zc_str field_name(struct zc_str header, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    struct zc_str rest = header;
    uint32_t cp;
    while (zc_utf8_next(&rest, &cp)) {
        bool letter = (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
        bool inner = (cp >= '0' && cp <= '9') || cp == '_' || cp == '.' || cp == ':' || cp == '-';
        if (cp > 0x20 && cp < 0x7F && !letter && !(inner && out.len > 0))
            cp += 0xFEE0;
        zc_buf_cp(&out, cp);
    }
    struct zc_str name = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return name;
}

static struct found by_map(struct zc_list_names *names, struct zc_str header)
{
    const struct zc_list *map = names->map;
    int column = map ? zc_list_col(map, ZC_STR("column")) : -1;
    for (uint32_t row = 0; map && row < map->nrows; row++) {
        if (!same_header(header, zc_list_cell(map, row, column), &names->arena))
            continue;
        struct zc_str field = zc_list_cell(map, row, zc_list_col(map, ZC_STR("field")));
        const struct zc_question *q = zc_form_field(names->form, field);
        if (zc_str_is(field, "-"))
            return (struct found){ .meaning = MEANS_LEFT_OUT };
        if (q && zc_list_can_fill(q))
            return field_of(q, (struct zc_str){ 0 });
        return (struct found){ MEANS_FIELD, NULL, field_name(field, &names->arena), { 0 } };
    }
    return (struct found){ 0 };
}

/* Columns that no unit's record keeps: persons beyond the contact (DOMAIN.md 12), and numbers
 * that only say in which line the row stood. */
static bool is_left_out(struct zc_str header)
{
    static const char *const begins[] = { "法定代表人", "法人代表", "负责人", "经办人",
                                          "经营者",     "投资人",   "股东",   "填表人" };
    static const char *const exact[] = { "序号", "法人", "法人姓名", "No", "No.", "NO", "NO." };
    if (zc_str_find(header, ZC_STR("身份证")) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (zc_str_starts(header, zc_str_of(begins[i])))
            return true;
    for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++)
        if (zc_str_is(header, exact[i]))
            return true;
    return false;
}

static bool is_key(const struct zc_list_names *names, struct zc_str header,
                   const struct found *found)
{
    return zc_str_eq(header, names->key) ||
           (found->meaning == MEANS_FIELD && zc_str_eq(found->field, names->key));
}

static struct found find(struct zc_list_names *names, struct zc_str header)
{
    struct found found = by_map(names, header);
    if (!found.meaning)
        found = by_question(names, header);
    if (!found.meaning)
        found = by_synonym(names, header);
    return found;
}

bool zc_list_names_known(void *ctx, struct zc_str header)
{
    struct zc_list_names *names = ctx;
    struct found found = find(names, header);
    return found.meaning != MEANS_NOTHING || is_key(names, header, &found) ||
           zc_ledger_header_known(header);
}

/* Columns of a file */

static void find_maps(struct zc_list_names *names, struct zc_list_column *column)
{
    const struct zc_list *map = names->map;
    int from = map ? zc_list_col(map, ZC_STR("from")) : -1;
    if (from < 0)
        return;
    struct zc_value_map *maps = ZC_NEW(&names->arena, struct zc_value_map, map->nrows);
    for (uint32_t row = 0; row < map->nrows; row++) {
        struct zc_str value = zc_list_cell(map, row, from);
        if (value.len == 0 ||
            !same_header(column->header, zc_list_cell(map, row, zc_list_col(map, ZC_STR("column"))),
                         &names->arena))
            continue;
        maps[column->nmaps++] =
            (struct zc_value_map){ value, zc_list_cell(map, row, zc_list_col(map, ZC_STR("to"))) };
    }
    column->maps = maps;
}

static bool is_taken(const struct zc_list_columns *columns, struct zc_str field)
{
    for (uint32_t i = 0; i < columns->n; i++)
        if (zc_str_eq(columns->all[i].field, field))
            return true;
    return false;
}

/* Form order: a choice that hangs on another comes behind it. */
static void put_in_order(struct zc_list_columns *columns)
{
    for (uint32_t i = 1; i < columns->n; i++)
        for (uint32_t k = i; k > 0; k--) {
            struct zc_list_column *a = &columns->all[k - 1], *b = &columns->all[k], swap = *a;
            uint32_t left = a->q ? a->q->index : UINT32_MAX;
            uint32_t right = b->q ? b->q->index : UINT32_MAX;
            if (left <= right)
                break;
            *a = *b;
            *b = swap;
        }
}

/* A second column of the same field is kept under its own header. */
static void add_column(struct zc_list_names *names, struct zc_list_columns *columns, uint32_t at,
                       struct zc_str header)
{
    struct found found = find(names, header);
    bool key = is_key(names, header, &found);
    if (header.len == 0 || found.meaning == MEANS_LEFT_OUT ||
        (found.meaning == MEANS_NOTHING && !key && is_left_out(header))) {
        columns->nleft_out += header.len > 0;
        return;
    }
    if (found.meaning == MEANS_NOTHING || is_taken(columns, found.field))
        found = (struct found){ MEANS_FIELD, NULL, field_name(header, &names->arena), { 0 } };
    if (!zc_field_name_ok(found.field) || is_taken(columns, found.field)) {
        columns->nleft_out++;
        return;
    }
    if (key && columns->key_at == UINT32_MAX) {
        columns->key_at = at;
        columns->key_field = found.field;
        columns->key_q = found.q;
    }
    struct zc_list_column column = { at, header, found.field, found.q, found.why, 0, NULL };
    find_maps(names, &column);
    columns->nother += column.q == NULL;
    columns->all[columns->n++] = column;
}

/* The key of the form, where it is made of other answers. */
static const struct zc_question *calculated_key(const struct zc_list_names *names)
{
    const struct zc_form *form = names->form;
    const struct zc_question *q =
        form->key_field.len > 0 ? zc_form_field(form, form->key_field) : NULL;
    return q && q->type == ZC_TYPE_CALCULATE && zc_str_eq(names->key, q->field) ? q : NULL;
}

bool zc_list_columns_make(struct zc_list_names *names, const struct zc_table_file *table,
                          struct zc_list_columns *out, struct zc_err *err)
{
    *out = (struct zc_list_columns){ .key_at = UINT32_MAX };
    out->all = ZC_NEW(&names->arena, struct zc_list_column, (size_t)table->ncolumns + 1);
    bool ledger = zc_ledger_table_is(table); /* what has no name there is no data */
    for (uint32_t i = 0; i < table->ncolumns; i++)
        if (!ledger || zc_ledger_header_field(table->header[i]).len > 0)
            add_column(names, out, i, table->header[i]);
    put_in_order(out);
    if (out->key_at != UINT32_MAX)
        return true;
    if ((out->key_q = calculated_key(names))) {
        out->key_field = out->key_q->field;
        return true;
    }
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("第%u行的表头里没有代码列“%.*s”；请用 --key 指定一列（表头里的名称）",
                        "the header in line %u has no key column '%.*s'; name one with --key (as "
                        "the header has it)"),
                   table->header_line, ZC_ARG(names->key));
}
