#include "forms/answer.h"
#include "forms/fill_impl.h"
#include "forms/list_rows.h"

/* Texts as they read now: labels with ${} filled in, answers as people read them. */

struct zc_str zc_fill_template(const struct zc_fill *fill, const struct zc_template *texts,
                               const struct zc_node *node, struct zc_arena *arena)
{
    const struct zc_template *text = zc_template_in(fill->form, texts, fill->lang);
    struct zc_buf out = { 0 };

    if (!text)
        return (struct zc_str){ 0 };
    if (text->nparts == 1 && !text->parts[0].expr)
        return text->parts[0].text;
    for (uint32_t i = 0; i < text->nparts; i++)
        zc_buf_add(&out, text->parts[i].expr
                             ? zc_fill_eval_text(fill, text->parts[i].expr, node, arena)
                             : text->parts[i].text);
    struct zc_str shown = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return shown;
}

struct zc_str zc_fill_label(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena)
{
    struct zc_str label = zc_fill_template(fill, node->q->label, node, arena);

    return label.len ? label : node->q->name;
}

struct zc_str zc_fill_hint(const struct zc_fill *fill, const struct zc_node *node,
                           struct zc_arena *arena)
{
    return zc_fill_template(fill, node->q->hint, node, arena);
}

struct zc_str zc_fill_guidance(const struct zc_fill *fill, const struct zc_node *node,
                               struct zc_arena *arena)
{
    return zc_fill_template(fill, node->q->guidance, node, arena);
}

/* Whose labels are read: those of a question; filled in with the answers of a node where there is
 * one (else fill and node are NULL). */
struct label_reader {
    const struct zc_question *q;
    unsigned lang;
    const struct zc_fill *fill;
    const struct zc_node *node;
    struct zc_arena *arena;
};

static struct zc_str label_of(const struct label_reader *r, struct zc_str value)
{
    const struct zc_list *list = r->q->list ? r->q->list : r->q->labels;

    if (list->rows)
        return zc_list_record_label(list, value, r->arena);
    uint32_t row = zc_list_find(list, list->value_col, value, 0);

    if (row >= list->nrows)
        return value;
    return r->node && r->q->list ? zc_fill_choice_text(r->fill, r->node, row, r->arena)
                                 : zc_choice_label(list, row, r->lang);
}

static struct zc_str labels_of(const struct label_reader *r, struct zc_str value)
{
    struct zc_str rest = value, word;
    struct zc_buf out = { 0 };

    if (r->q->type == ZC_TYPE_SELECT_ONE || zc_answer_is_missing(value))
        return label_of(r, value);
    while (zc_str_word(&rest, &word)) {
        if (out.len)
            zc_buf_text(&out, "、");
        zc_buf_add(&out, label_of(r, word));
    }
    struct zc_str labels = zc_arena_copy(r->arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return labels;
}

/* 1234567.5 → 1,234,567.5 */
static struct zc_str grouped(struct zc_str number, struct zc_arena *arena)
{
    size_t whole = zc_str_find(number, ZC_STR(".")), len = 0;
    char *out = zc_arena_alloc(arena, number.len * 2 + 1, 1);

    if (whole == SIZE_MAX)
        whole = number.len;
    for (size_t i = 0; i < number.len; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && number.ptr[i - 1] != '-')
            out[len++] = ',';
        out[len++] = number.ptr[i];
    }
    return (struct zc_str){ out, len };
}

static bool is_number(struct zc_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] < '0' || s.ptr[i] > '9') && s.ptr[i] != '.' && (i || s.ptr[i] != '-'))
            return false;
    return true;
}

static struct zc_str shown(const struct label_reader *r, struct zc_str value)
{
    if (!value.len)
        return value;
    if (r->q->list)
        return labels_of(r, value);
    if (r->q->labels)
        return label_of(r, value);
    if ((r->q->look & ZC_LOOK_THOUSANDS) && is_number(value))
        return grouped(value, r->arena);
    return value;
}

struct zc_str zc_question_shown(const struct zc_question *q, struct zc_str value, unsigned lang,
                                struct zc_arena *arena)
{
    return shown(&(struct label_reader){ .q = q, .lang = lang, .arena = arena }, value);
}

struct zc_str zc_fill_shown(const struct zc_fill *fill, const struct zc_node *node,
                            struct zc_arena *arena)
{
    const struct label_reader reader = { node->q, fill->lang, fill, node, arena };

    return shown(&reader, node->value);
}

struct zc_str zc_fill_title(const struct zc_fill *fill, struct zc_arena *arena)
{
    const struct zc_form *form = fill->form;
    const struct zc_question *q = form->by_role[ZC_ROLE_NAME];
    struct zc_str title = { 0 };

    if (form->instance_name)
        title = zc_fill_eval_text(fill, form->instance_name, &fill->root->node, arena);
    if (!title.len && q && fill->same[q->index].first)
        title = fill->same[q->index].first->node.value;
    return title;
}
