#include "forms/play.h"
#include "core/alloc.h"
#include "core/date.h"
#include "forms/answer.h"
#include "forms/fill_impl.h"

/* A state is a list of lines, each under the path of its node; what changed is the difference of
 * two such lists. */

struct line {
    struct zc_str path, text; /* the text includes the path */
    uint32_t at;              /* place in the record */
};
struct shot {
    struct zc_arena arena;
    struct line *lines; /* in record order while it is taken, by path afterwards */
    size_t n, cap;
};
struct zc_play {
    const struct zc_form *form;
    struct zc_fill *fill;
    struct zc_clock clock;
    struct shot before, now;
    struct zc_buf line;
    uint32_t steps;
    bool all;
};

static const char *const verb_words[] = {
    [ZC_PLAY_SET] = "set",
    [ZC_PLAY_ADD] = "add",
    [ZC_PLAY_REMOVE] = "remove",
    [ZC_PLAY_LANG] = "lang",
};

bool zc_play_verb_parse(struct zc_str word, enum zc_play_verb *out)
{
    for (size_t i = 0; i < sizeof verb_words / sizeof verb_words[0]; i++)
        if (zc_str_is(word, verb_words[i])) {
            *out = (enum zc_play_verb)i;
            return true;
        }
    return false;
}

struct zc_play *zc_play_new(const struct zc_form *form, const struct zc_fill_env *env, bool all)
{
    struct zc_play *play = zc_alloc_zeroed(1, sizeof *play);

    play->form = form;
    play->clock = *env->clock;
    play->all = all;
    play->fill = zc_fill_new(form, env);
    zc_fill_set_lang(play->fill, 0);
    return play;
}

static void release_shot(struct shot *shot)
{
    zc_free(shot->lines);
    zc_arena_release(&shot->arena);
}

void zc_play_free(struct zc_play *play)
{
    if (!play)
        return;
    zc_fill_free(play->fill);
    release_shot(&play->before);
    release_shot(&play->now);
    zc_buf_release(&play->line);
    zc_free(play);
}

/* Cells: what is not the same from run to run, and what would break the columns. */

static bool is_today(const struct zc_play *play, struct zc_str text)
{
    struct zc_date date;

    return text.len >= 10 && zc_date_parse(zc_str_head(text, 10), &date) &&
           zc_date_days(date) == zc_clock_today(&play->clock);
}

/* Length of the moment of today that `text` begins with, 0: none. */
static size_t moment_len(struct zc_str text)
{
    static const size_t lens[] = { 29, 25 }; /* with and without milliseconds */
    struct zc_moment moment;

    for (size_t i = 0; i < sizeof lens / sizeof lens[0]; i++)
        if (text.len >= lens[i] && text.ptr[10] == 'T' &&
            zc_moment_parse(zc_str_head(text, lens[i]), 0, &moment))
            return lens[i];
    return 0;
}

static size_t uuid_len(struct zc_str text)
{
    static const char shape[] = "uuid:hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";

    if (text.len < sizeof shape - 1)
        return 0;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == 'h' ? !strchr("0123456789abcdef", text.ptr[i]) || !text.ptr[i]
                            : text.ptr[i] != shape[i])
            return 0;
    return sizeof shape - 1;
}

static void put_cell(const struct zc_play *play, struct zc_str text, struct zc_buf *out)
{
    static const char plain[] = "\t\n\r\\", escaped[] = "tnr\\";

    while (text.len) {
        const char *special = text.ptr[0] ? strchr(plain, text.ptr[0]) : NULL;
        size_t len = 1;
        if (is_today(play, text)) {
            size_t moment = moment_len(text);
            zc_buf_text(out, moment ? "NOW" : "TODAY");
            len = moment ? moment : 10;
        } else if (uuid_len(text)) {
            zc_buf_text(out, "uuid:X");
            len = uuid_len(text);
        } else if (special) {
            zc_buf_printf(out, "\\%c", escaped[special - plain]);
        } else {
            zc_buf_char(out, text.ptr[0]);
        }
        text = zc_str_from(text, len);
    }
}

static void add_line(struct zc_play *play, struct zc_str path)
{
    struct shot *shot = &play->now;
    struct zc_str text = zc_buf_str(&play->line);

    while (zc_str_ends(text, ZC_STR("\t")))
        text.len--;
    shot->lines = zc_grow(shot->lines, shot->n, &shot->cap, sizeof *shot->lines);
    shot->lines[shot->n] =
        (struct line){ path, zc_arena_copy(&shot->arena, text), (uint32_t)shot->n };
    shot->n++;
    zc_buf_reset(&play->line);
}

/* PATH, VALUE, FLAGS and the tabs behind them. */
static void begin_line(struct zc_play *play, struct zc_str path, struct zc_str value,
                       const char *flags)
{
    put_cell(play, path, &play->line);
    zc_buf_char(&play->line, '\t');
    put_cell(play, value, &play->line);
    zc_buf_printf(&play->line, "\t%s\t", flags);
}

static void put_text(struct zc_play *play, const struct zc_template *texts,
                     const struct zc_node *node)
{
    put_cell(play, zc_fill_template(play->fill, texts, node, &play->now.arena), &play->line);
}

static bool is_required(const struct zc_play *play, const struct zc_node *node)
{
    return node->q->required &&
           zc_fill_eval_truth(play->fill, node->q->required, node, NULL, NULL, false);
}

static void put_violation(struct zc_play *play, const struct zc_node *node)
{
    static const char *const words[] = {
        [ZC_ISSUE_NONE] = "",           [ZC_ISSUE_REQUIRED] = "required",
        [ZC_ISSUE_TYPE] = "type",       [ZC_ISSUE_CONSTRAINT] = "constraint",
        [ZC_ISSUE_WARNING] = "warning",
    };
    const struct zc_question *q = node->q;
    struct zc_str message;
    enum zc_issue issue = zc_fill_issue(play->fill, node, &message, &play->now.arena);
    const struct zc_template *texts = issue == ZC_ISSUE_REQUIRED     ? q->required_message
                                      : issue == ZC_ISSUE_CONSTRAINT ? q->constraint_message
                                      : issue == ZC_ISSUE_WARNING    ? q->warning_message
                                                                     : NULL;

    zc_buf_text(&play->line, words[issue]);
    if (issue == ZC_ISSUE_NONE || !texts || !zc_template_in(play->form, texts, 0))
        return;
    zc_buf_text(&play->line, ": ");
    put_cell(play, message, &play->line);
}

static void put_choices(struct zc_play *play, const struct zc_node *node)
{
    struct zc_choices choices;

    zc_fill_choices(play->fill, node, &play->now.arena, &choices);
    for (uint32_t i = 0; i < choices.n; i++) {
        uint32_t row = choices.rows[i];
        if (i)
            zc_buf_char(&play->line, '|');
        put_cell(play, zc_choice_value(choices.list, row), &play->line);
        zc_buf_char(&play->line, '=');
        put_cell(play, zc_choice_label(choices.list, row, play->fill->lang), &play->line);
    }
}

static void flags_of(const struct zc_play *play, const struct zc_node *node, char flags[4])
{
    bool locked = node->q->type == ZC_TYPE_NOTE || zc_fill_is_locked(play->fill, node);

    flags[0] = node->relevant ? 'R' : '-';
    flags[1] = is_required(play, node) ? '*' : '-';
    flags[2] = locked ? 'o' : '-';
    flags[3] = '\0';
}

static void shoot_question(struct zc_play *play, const struct zc_node *node, struct zc_str path)
{
    char flags[4];

    flags_of(play, node, flags);
    begin_line(play, path, node->relevant ? node->value : (struct zc_str){ 0 }, flags);
    put_violation(play, node);
    zc_buf_char(&play->line, '\t');
    put_text(play, node->q->label, node);
    zc_buf_char(&play->line, '\t');
    if (zc_type_is_select(node->q->type))
        put_choices(play, node);
    add_line(play, path);
}

static void shoot_children(struct zc_play *play, const struct zc_node *group, struct zc_str path);

/* The title of a row is the label of the first group inside (XLSFORM.md 6.8). */
static const struct zc_template *row_title(const struct zc_question *repeat)
{
    for (const struct zc_question *q = repeat->first; q; q = q->next)
        if (q->type == ZC_TYPE_GROUP)
            return q->label;
    return NULL;
}

static void shoot_group(struct zc_play *play, const struct zc_node *node, struct zc_str path)
{
    bool row = node->q->type == ZC_TYPE_REPEAT;
    const struct zc_template *label = row ? row_title(node->q) : node->q->label;
    char flags[4];

    flags_of(play, node, flags);
    begin_line(play, path, row ? ZC_STR("<repeat-instance>") : ZC_STR("<group>"), flags);
    zc_buf_char(&play->line, '\t');
    if (label)
        put_text(play, label, node);
    add_line(play, path);
    shoot_children(play, node, path);
}

static void shoot_range(struct zc_play *play, const struct zc_node *parent,
                        const struct zc_question *repeat, struct zc_str path)
{
    const struct zc_range *range = zc_fill_range(zc_cell_of(parent), repeat);
    struct zc_node beside = zc_fill_beside_rows(parent, repeat);
    char flags[4];
    uint32_t position = 1;

    beside.relevant = range->open;
    flags_of(play, &beside, flags);
    begin_line(play, path, zc_arena_printf(&play->now.arena, "<repeat-range:%.*s>", ZC_ARG(path)),
               flags);
    zc_buf_char(&play->line, '\t');
    put_text(play, repeat->label, &beside);
    add_line(play, path);
    for (const struct zc_node *row = parent->first; row; row = row->next)
        if (row->q == repeat && !row->surplus)
            shoot_group(play, row,
                        zc_arena_printf(&play->now.arena, "%.*s[%u]", ZC_ARG(path), position++));
}

static const struct zc_node *child_of(const struct zc_node *group, const struct zc_question *q)
{
    const struct zc_node *node = group->first;

    while (node && node->q != q)
        node = node->next;
    return node;
}

static void shoot_children(struct zc_play *play, const struct zc_node *group, struct zc_str path)
{
    for (const struct zc_question *q = group->q->first; q; q = q->next) {
        struct zc_str below =
            zc_arena_printf(&play->now.arena, "%.*s/%.*s", ZC_ARG(path), ZC_ARG(q->name));
        if (q->type == ZC_TYPE_REPEAT)
            shoot_range(play, group, q, below);
        else if (q->type == ZC_TYPE_GROUP)
            shoot_group(play, child_of(group, q), below);
        else if (q->type != ZC_TYPE_AUDIT)
            shoot_question(play, child_of(group, q), below);
    }
}

/* What every record has beside its questions: its id, and its name where the form makes one. */
static void shoot_meta(struct zc_play *play, struct zc_str root)
{
    struct zc_arena *arena = &play->now.arena;
    struct zc_str meta = zc_arena_printf(arena, "%.*s/meta", ZC_ARG(root));
    struct zc_str id = zc_arena_printf(arena, "%.*s/instanceID", ZC_ARG(meta));
    struct zc_str name = zc_arena_printf(arena, "%.*s/instanceName", ZC_ARG(meta));

    begin_line(play, meta, ZC_STR("<group>"), "R--");
    add_line(play, meta);
    begin_line(play, id, ZC_STR("uuid:X"), "R-o");
    add_line(play, id);
    if (!play->form->instance_name)
        return;
    begin_line(play, name, zc_fill_title(play->fill, arena), "R--");
    add_line(play, name);
}

static int by_path(const void *a, const void *b)
{
    return zc_str_cmp(((const struct line *)a)->path, ((const struct line *)b)->path);
}

static int by_place(const void *a, const void *b)
{
    const struct line *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static const struct line *find_line(const struct shot *shot, const struct line *wanted)
{
    return shot->n ? bsearch(wanted, shot->lines, shot->n, sizeof *shot->lines, by_path) : NULL;
}

static void take_shot(struct zc_play *play)
{
    struct shot *shot = &play->now, swap = play->before;

    play->before = *shot;
    *shot = swap;
    zc_arena_reset(&shot->arena);
    shot->n = 0;
    struct zc_node *root = zc_fill_root(play->fill);
    struct zc_str path = zc_arena_printf(&shot->arena, "/%.*s", ZC_ARG(root->q->name));
    shoot_children(play, root, path);
    shoot_meta(play, path);
}

static void print_changes(struct zc_play *play, struct zc_buf *out)
{
    struct shot *before = &play->before, *now = &play->now;

    for (size_t i = 0; i < now->n; i++) {
        const struct line *old = find_line(before, &now->lines[i]);
        if (play->all || !old || !zc_str_eq(old->text, now->lines[i].text)) {
            zc_buf_add(out, now->lines[i].text);
            zc_buf_char(out, '\n');
        }
    }
    if (now->n)
        qsort(now->lines, now->n, sizeof *now->lines, by_path);
    if (before->n)
        qsort(before->lines, before->n, sizeof *before->lines, by_place);
    for (size_t i = 0; i < before->n; i++)
        if (!find_line(now, &before->lines[i]))
            zc_buf_printf(out, "-%.*s\n", ZC_ARG(before->lines[i].path));
}

void zc_play_load(struct zc_play *play, struct zc_buf *out)
{
    zc_buf_text(out, "== 0 load\n");
    take_shot(play);
    print_changes(play, out);
}

/* Steps */

static struct zc_node *nth_row(const struct zc_node *parent, const struct zc_question *repeat,
                               uint64_t n)
{
    for (struct zc_node *row = parent->first; row; row = row->next)
        if (row->q == repeat && !row->surplus && --n == 0)
            return row;
    return NULL;
}

/* "name[2]" → name, 2; without brackets 0. False when they hold no number from 1 on. */
static bool split_index(struct zc_str *part, uint64_t *n)
{
    size_t open = zc_str_find(*part, ZC_STR("["));

    *n = 0;
    if (open == SIZE_MAX)
        return true;
    if (!zc_str_ends(*part, ZC_STR("]")) ||
        !zc_str_to_u64(zc_str_head(zc_str_from(*part, open + 1), part->len - open - 2), n) || !*n)
        return false;
    *part = zc_str_head(*part, open);
    return true;
}

struct target {
    struct zc_node *node;             /* the question, group or row; the parent of a repeat */
    const struct zc_question *repeat; /* a repeat as a whole: its path ends without a number */
};

/* Goes one step down; a repeat without a number in the middle of a path is its first row. */
static bool go_down(struct target *target, struct zc_str part, bool last)
{
    const struct zc_question *q = target->node->q->first;
    uint64_t n;

    if (target->repeat || !split_index(&part, &n))
        return false;
    while (q && !zc_str_eq(q->name, part))
        q = q->next;
    if (!q || (q->type != ZC_TYPE_REPEAT && n > 1))
        return false;
    if (q->type == ZC_TYPE_REPEAT && last && !n) {
        target->repeat = q;
        return true;
    }
    target->node = q->type == ZC_TYPE_REPEAT
                       ? nth_row(target->node, q, n ? n : 1)
                       : (struct zc_node *)(uintptr_t)child_of(target->node, q);
    return target->node != NULL;
}

static bool find_target(const struct zc_play *play, struct zc_str path, struct target *out,
                        struct zc_err *err)
{
    struct zc_str rest = path, part;
    bool ok = zc_str_starts(path, ZC_STR("/"));

    *out = (struct target){ zc_fill_root(play->fill), NULL };
    rest = zc_str_from(rest, ok);
    ok = ok && zc_str_cut(&rest, '/', &part) && zc_str_eq(part, out->node->q->name);
    while (ok && rest.len && zc_str_cut(&rest, '/', &part))
        ok = go_down(out, part, !rest.len);
    return ok || zc_fail(err, ZC_E_INPUT, ZC_T("没有“%.*s”", "there is no '%.*s'"), ZC_ARG(path));
}

/* What the choice_filter hides can be read from a draft or a file, but not chosen. */
static bool is_offered(struct zc_play *play, const struct zc_node *node, struct zc_str text,
                       struct zc_err *err)
{
    struct zc_str rest, word;

    if (!zc_type_is_select(node->q->type) || !text.len || zc_answer_is_missing(text))
        return true;
    if (!zc_fill_read_choices(play->fill, node, text, &play->now.arena, &rest, err))
        return false;
    while (zc_str_cut(&rest, node->q->type == ZC_TYPE_SELECT_ONE ? '\0' : ' ', &word))
        if (!zc_fill_offers(play->fill, node, word))
            return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”现在不能选", "'%.*s' is not offered now"),
                           ZC_ARG(word));
    return true;
}

static bool do_set(struct zc_play *play, const struct zc_play_step *step, struct zc_err *err)
{
    struct target target;

    if (!find_target(play, step->target, &target, err))
        return false;
    if (target.repeat || !zc_type_has_answer(target.node->q->type))
        return zc_fail(err, ZC_E_INPUT, ZC_T("这里不能填写", "nothing can be answered here"));
    if (zc_fill_is_locked(play->fill, target.node))
        return zc_fail(err, ZC_E_INPUT, ZC_T("只读", "read-only"));
    return is_offered(play, target.node, step->value, err) &&
           zc_fill_set(play->fill, target.node, step->value, err);
}

static bool do_add(struct zc_play *play, const struct zc_play_step *step, struct zc_err *err)
{
    struct target target;

    if (!find_target(play, step->target, &target, err))
        return false;
    if (!target.repeat)
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”不是循环", "'%.*s' is no repeat"),
                       ZC_ARG(step->target));
    return zc_fill_add_row(play->fill, target.node, target.repeat, err) != NULL;
}

static bool do_remove(struct zc_play *play, const struct zc_play_step *step, struct zc_err *err)
{
    struct target target;

    if (!find_target(play, step->target, &target, err))
        return false;
    if (target.repeat || target.node->q->type != ZC_TYPE_REPEAT)
        return zc_fail(err, ZC_E_INPUT, ZC_T("请写成 循环[行号]", "write it as REPEAT[n]"));
    return zc_fill_remove_row(play->fill, target.node, err);
}

static bool do_lang(struct zc_play *play, const struct zc_play_step *step, struct zc_err *err)
{
    for (unsigned i = 0; i < play->form->nlangs; i++)
        if (zc_str_eq(play->form->langs[i], step->target)) {
            zc_fill_set_lang(play->fill, i);
            return true;
        }
    return zc_fail(err, ZC_E_INPUT, ZC_T("表里没有这种语言", "the form has no such language"));
}

static void head_step(struct zc_play *play, const struct zc_play_step *step, struct zc_buf *out)
{
    zc_buf_printf(out, "== %u %s ", ++play->steps, verb_words[step->verb]);
    put_cell(play, step->target, out);
    if (step->verb != ZC_PLAY_SET)
        return;
    zc_buf_char(out, ' ');
    put_cell(play, step->value, out);
}

void zc_play_step(struct zc_play *play, const struct zc_play_step *step, struct zc_buf *out)
{
    static bool (*const verbs[])(struct zc_play *, const struct zc_play_step *, struct zc_err *) = {
        [ZC_PLAY_SET] = do_set,
        [ZC_PLAY_ADD] = do_add,
        [ZC_PLAY_REMOVE] = do_remove,
        [ZC_PLAY_LANG] = do_lang,
    };
    struct zc_err err = { 0 };

    head_step(play, step, out);
    if (!verbs[step->verb](play, step, &err)) {
        zc_buf_text(out, " !");
        put_cell(play, zc_str_of(err.msg), out);
    }
    zc_buf_char(out, '\n');
    take_shot(play);
    print_changes(play, out);
}
