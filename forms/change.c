#include "forms/change.h"
#include "core/alloc.h"
#include "forms/names.h"
#include <stdarg.h>
#include <stddef.h>

struct comparing {
    const struct zc_form *old, *now;
    struct zc_changes *out;
    const struct zc_question **before; /* by index in the new form: its old question */
};

void zc_changes_release(struct zc_changes *changes)
{
    zc_free(changes->all);
    zc_arena_release(&changes->arena);
    *changes = (struct zc_changes){ 0 };
}

/* Stored path without items: the names of the repeats around it, then its own. */
static struct zc_str path_of(const struct zc_question *q, struct zc_arena *arena)
{
    struct zc_str path = q->field;

    for (const struct zc_question *repeat = q->repeat; repeat; repeat = repeat->repeat)
        path = zc_arena_printf(arena, "%.*s/%.*s", ZC_ARG(repeat->field), ZC_ARG(path));
    return path;
}

__attribute__((format(printf, 4, 6), format(printf, 5, 6))) static void
add(struct comparing *c, bool affects, const struct zc_question *q, const char *zh, const char *en,
    ...)
{
    struct zc_changes *out = c->out;
    char text[2][512];
    va_list args;

    va_start(args, en);
    vsnprintf(text[0], sizeof text[0], zh, args);
    va_end(args);
    va_start(args, en);
    vsnprintf(text[1], sizeof text[1], en, args);
    va_end(args);
    out->all = zc_grow(out->all, out->n, &out->cap, sizeof *out->all);
    out->all[out->n++] = (struct zc_change){
        .affects = affects,
        .row = q->line,
        .question = zc_arena_copy(&out->arena, path_of(q, &out->arena)),
        .what = { zc_arena_cstr(&out->arena, zc_str_of(text[0])),
                  zc_arena_cstr(&out->arena, zc_str_of(text[1])) },
    };
    out->naffecting += affects;
}

/* The question of the new form that reads what records have under the path of an old one. */
static const struct zc_question *successor(const struct comparing *c, const struct zc_question *q)
{
    const struct zc_question *repeat = NULL;

    if (q->repeat) {
        repeat = successor(c, q->repeat);
        if (!repeat || repeat->type != ZC_TYPE_REPEAT)
            return NULL;
    }
    return zc_names_field(c->now, repeat, q->field, NULL);
}

/* Every old answer of the type is one of the new type as well. */
static bool type_takes(const struct zc_question *old, const struct zc_question *now)
{
    switch (now->type) {
    case ZC_TYPE_TEXT:
        return !(now->look & (ZC_LOOK_NUMBERS | ZC_LOOK_PARTIAL_DATE));
    case ZC_TYPE_HIDDEN:
    case ZC_TYPE_BARCODE:
        return true;
    case ZC_TYPE_DECIMAL:
        return old->type == ZC_TYPE_INTEGER || old->type == ZC_TYPE_RANGE;
    case ZC_TYPE_SELECT_MULTIPLE:
        return old->type == ZC_TYPE_SELECT_ONE || old->type == ZC_TYPE_RANK;
    default:
        return false;
    }
}

static void compare_type(struct comparing *c, const struct zc_question *old,
                         const struct zc_question *now)
{
    if (old->type == now->type)
        return;
    const char *from = zc_type_name(old->type), *to = zc_type_name(now->type);
    if (type_takes(old, now))
        add(c, false, now, "类型由 %s 改为 %s，原有回答都适用",
            "the type goes from %s to %s, which takes all old answers", from, to);
    else
        add(c, true, now, "类型由 %s 改为 %s，原有回答要逐条检查",
            "the type goes from %s to %s: old answers have to be checked", from, to);
}

enum { NAMED = 5 }; /* choices that are told by name */

static void compare_choices(struct comparing *c, const struct zc_question *old,
                            const struct zc_question *now)
{
    struct zc_buf names = { 0 };
    uint32_t n = 0;

    if (!old->list || !now->list || old->list->records || now->list->records)
        return;
    for (uint32_t row = 0; row < old->list->nrows; row++) {
        struct zc_str value = zc_list_cell(old->list, row, old->list->value_col);
        if (zc_list_find(now->list, now->list->value_col, value, 0) < now->list->nrows)
            continue;
        if (n++ < NAMED)
            zc_buf_printf(&names, "%s%.*s", n > 1 ? " " : "", ZC_ARG(value));
    }
    if (n)
        add(c, true, now, "少了%u个选项：%s%s", "%u choices are gone: %s%s", n, zc_buf_cstr(&names),
            n > NAMED ? " …" : "");
    zc_buf_release(&names);
}

static const struct {
    const char *column;
    size_t offset;
} rules[] = {
    { "relevant", offsetof(struct zc_question, relevant) },
    { "required", offsetof(struct zc_question, required) },
    { "constraint", offsetof(struct zc_question, constraint) },
    { "warning", offsetof(struct zc_question, warning) },
    { "calculation", offsetof(struct zc_question, calculation) },
    { "choice_filter", offsetof(struct zc_question, choice_filter) },
    { "repeat_count", offsetof(struct zc_question, repeat_count) },
};

static struct zc_str rule_text(const struct zc_question *q, size_t offset)
{
    const struct zc_expr *expr =
        *(const struct zc_expr *const *)(const void *)((const char *)q + offset);

    return expr ? zc_expr_text(expr) : (struct zc_str){ 0 };
}

static void compare_rules(struct comparing *c, const struct zc_question *old,
                          const struct zc_question *now)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (!zc_str_eq(rule_text(old, rules[i].offset), rule_text(now, rules[i].offset)))
            add(c, true, now, "%s 改了", "%s is another one", rules[i].column);
    if (now->type == ZC_TYPE_RANGE && old->type == ZC_TYPE_RANGE &&
        (old->range_start != now->range_start || old->range_end != now->range_end ||
         old->range_step != now->range_step))
        add(c, true, now, "范围改了", "the range is another one");
}

static bool holds_values(const struct zc_question *q)
{
    return q->type == ZC_TYPE_REPEAT || (zc_type_has_answer(q->type) && q->kept);
}

static void compare_question(struct comparing *c, const struct zc_question *old,
                             const struct zc_question *now)
{
    if (!zc_str_eq(old->field, now->field))
        add(c, false, now, "原名 %.*s，原有回答照读", "was named %.*s, old answers are read",
            ZC_ARG(old->field));
    compare_type(c, old, now);
    compare_choices(c, old, now);
    compare_rules(c, old, now);
}

static void compare_new(struct comparing *c, const struct zc_question *now)
{
    const struct zc_question *old = c->before[now->index];

    if (old)
        compare_question(c, old, now);
    else if (holds_values(now) && now->required)
        add(c, true, now, "新增的必填项，原有记录都没有",
            "is new and required, old records lack it");
    else if (holds_values(now))
        add(c, false, now, "新增", "is new");
}

void zc_form_compare(const struct zc_form *old, const struct zc_form *now, struct zc_changes *out)
{
    struct comparing c = { old, now, out, NULL };

    c.before = ZC_NEW(&out->arena, const struct zc_question *, now->nquestions);
    for (uint32_t i = 1; i < old->nquestions; i++) {
        const struct zc_question *q = old->questions[i];
        const struct zc_question *to = holds_values(q) ? successor(&c, q) : NULL;
        if (to && holds_values(to) && (!c.before[to->index] || zc_str_eq(q->field, to->field)))
            c.before[to->index] = q;
    }
    for (uint32_t i = 1; i < now->nquestions; i++)
        compare_new(&c, now->questions[i]);
    for (uint32_t i = 1; i < old->nquestions; i++) {
        const struct zc_question *q = old->questions[i];
        const struct zc_question *to = holds_values(q) ? successor(&c, q) : NULL;
        if (holds_values(q) && (!to || !holds_values(to)))
            add(&c, true, q, "没有了，原有回答留在“其他字段”",
                "is gone, old answers stay under other fields");
    }
    out->other_content |= zc_str_eq(old->version, now->version) &&
                          memcmp(old->content, now->content, sizeof old->content) != 0;
}

void zc_change_print(const struct zc_change *change, struct zc_buf *out)
{
    zc_buf_printf(out, "%c %.*s", change->affects ? '!' : '+', ZC_ARG(change->question));
    if (change->row)
        zc_buf_printf(out, ZC_T(" 第%u行", " row %u"), change->row);
    zc_buf_printf(out, ZC_T("：%s", ": %s"), zc_text_get(change->what));
}
