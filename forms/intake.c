#include "forms/intake.h"
#include "core/alloc.h"
#include "core/utf8.h"
#include "forms/answer.h"
#include "forms/fill_impl.h"
#include <string.h>

/* What texts turned out to mean for one question, by text and the answers its filter reads. */
enum { MEMO_SLOTS = 8192, MEMO_MOST = MEMO_SLOTS / 2 };

struct memo_entry {
    struct zc_str key, value; /* key.ptr NULL: free */
    enum zc_taken taken;
};
struct memo {
    uint32_t n;
    struct memo_entry slots[MEMO_SLOTS];
};

struct zc_intake {
    const struct zc_form *form;
    struct zc_fill *fill;
    struct zc_str *row;  /* answers of this row, by question index */
    struct memo **memos; /* by question index */
    struct zc_buf key;
    struct zc_arena memory; /* keys and values of the memos */
    struct zc_arena answers;
};

struct zc_intake *zc_intake_new(const struct zc_form *form, const struct zc_fill_env *env)
{
    struct zc_intake *intake = zc_alloc_zeroed(1, sizeof *intake);
    intake->form = form;
    intake->fill = zc_fill_new(form, env);
    intake->row = zc_alloc_zeroed(form->nquestions, sizeof *intake->row);
    intake->memos = zc_alloc_zeroed(form->nquestions, sizeof *intake->memos);
    return intake;
}

void zc_intake_free(struct zc_intake *intake)
{
    if (!intake)
        return;
    for (uint32_t i = 0; i < intake->form->nquestions; i++)
        zc_free(intake->memos[i]);
    zc_fill_free(intake->fill);
    zc_free(intake->row);
    zc_free(intake->memos);
    zc_buf_release(&intake->key);
    zc_arena_release(&intake->memory);
    zc_arena_release(&intake->answers);
    zc_free(intake);
}

void zc_intake_begin(struct zc_intake *intake)
{
    memset(intake->row, 0, intake->form->nquestions * sizeof *intake->row);
    zc_arena_reset(&intake->answers);
}

void zc_intake_assume(struct zc_intake *intake, const struct zc_question *q, struct zc_str value)
{
    intake->row[q->index] = zc_arena_copy(&intake->answers, value);
}

void zc_intake_begin_on(struct zc_intake *intake, const struct zc_state *state)
{
    zc_intake_begin(intake);
    for (uint32_t i = 0; i < intake->form->nquestions; i++) {
        const struct zc_question *q = intake->form->questions[i];
        if (q->kept && !q->repeat && zc_type_has_answer(q->type))
            zc_intake_assume(intake, q, zc_state_value(state, q->field));
    }
}

/* Choices */

static struct zc_node *node_of(const struct zc_intake *intake, const struct zc_question *q)
{
    return intake->fill->same[q->index].first ? &intake->fill->same[q->index].first->node : NULL;
}

/* `007` that a spreadsheet turned into 7: the one choice that differs by zeros in front. */
static bool restore_zeros(const struct zc_list *list, struct zc_str text, struct zc_str *out)
{
    size_t found = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    for (uint32_t row = 0; row < list->nrows && found < 2; row++) {
        struct zc_str value = zc_choice_value(list, row), bare = value;
        while (bare.len > 0 && bare.ptr[0] == '0')
            bare = zc_str_from(bare, 1);
        if (bare.len < value.len && bare.len > 0 && zc_str_eq(bare, text)) {
            *out = value;
            found++;
        }
    }
    return found == 1;
}

static enum zc_taken ask_fill(struct zc_intake *intake, const struct zc_question *q,
                              struct zc_str text, struct zc_arena *arena, struct zc_str *out)
{
    struct zc_node *node = node_of(intake, q);
    const struct zc_expr_reads *reads = q->choice_filter ? zc_expr_reads(q->choice_filter) : NULL;
    struct zc_err err = { 0 };
    *out = text;
    if (!node || !q->list)
        return ZC_TAKEN_AS_IS;
    for (uint32_t i = 0; reads && i < reads->nquestions; i++) {
        struct zc_node *read = node_of(intake, reads->questions[i]);
        if (read && read != node)
            zc_fill_put(intake->fill, read, intake->row[reads->questions[i]->index]);
    }
    if (zc_fill_read_choices(intake->fill, node, text, arena, out, &err))
        return ZC_TAKEN;
    if (!q->list->records && restore_zeros(q->list, text, out))
        return ZC_TAKEN_CONVERTED;
    *out = text;
    return ZC_TAKEN_AS_IS;
}

static void make_key(struct zc_intake *intake, const struct zc_question *q, struct zc_str text)
{
    const struct zc_expr_reads *reads = q->choice_filter ? zc_expr_reads(q->choice_filter) : NULL;
    zc_buf_reset(&intake->key);
    zc_buf_add(&intake->key, text);
    for (uint32_t i = 0; reads && i < reads->nquestions; i++) {
        zc_buf_char(&intake->key, '\0');
        zc_buf_add(&intake->key, intake->row[reads->questions[i]->index]);
    }
}

static struct memo_entry *find_slot(struct memo *memo, struct zc_str key)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.ptr[i]) * 16777619u;
    uint32_t at = hash % MEMO_SLOTS;
    while (memo->slots[at].key.ptr && !zc_str_eq(memo->slots[at].key, key))
        at = (at + 1) % MEMO_SLOTS;
    return &memo->slots[at];
}

static enum zc_taken read_choice(struct zc_intake *intake, const struct zc_question *q,
                                 struct zc_str text, struct zc_arena *arena, struct zc_str *out)
{
    struct memo **memo = &intake->memos[q->index];
    if (!*memo)
        *memo = zc_alloc_zeroed(1, sizeof **memo);
    make_key(intake, q, text);
    struct memo_entry *slot = find_slot(*memo, zc_buf_str(&intake->key));
    if (!slot->key.ptr) {
        struct zc_str value;
        enum zc_taken taken = ask_fill(intake, q, text, arena, &value);
        *out = value;
        if ((*memo)->n == MEMO_MOST) /* more different texts than any list has */
            return taken;
        (*memo)->n++;
        slot->key = zc_arena_copy(&intake->memory, zc_buf_str(&intake->key));
        slot->value = zc_arena_copy(&intake->memory, value);
        slot->taken = taken;
    }
    *out = slot->value;
    return slot->taken;
}

/* Numbers and dates as spreadsheets and clerks write them */

/* `10,300(万元)`, `19万人民币`, `46人`: the number before a unit that says no other measure. A bare
 * 元 or another currency is another measure: then the text stays. */
static struct zc_str without_unit(struct zc_str text)
{
    static const char *const units[] = { "万元人民币", "万人民币", "人民币万元", "万元",
                                         "万",         "平方米",   "㎡",         "人",
                                         "名",         "户",       "家",         "个" };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct zc_buf bracketed = { 0 };
        zc_buf_printf(&bracketed, "(%s)", units[i]);
        bool plain = zc_str_ends(text, zc_str_of(units[i]));
        bool in_brackets = zc_str_ends(text, zc_buf_str(&bracketed));
        size_t len = in_brackets ? bracketed.len : strlen(units[i]);
        zc_buf_release(&bracketed);
        if (plain || in_brackets)
            return zc_str_trim(zc_str_head(text, text.len - len));
    }
    return text;
}

enum { FIRST_SERIAL = 20000, LAST_SERIAL = 60000 };

/* A day as a spreadsheet counts it: 37927 is 2003-11-02. */
static bool read_serial(struct zc_str text, struct zc_arena *arena, struct zc_str *out)
{
    char shown[ZC_DATE_TEXT];
    uint64_t serial;
    if (text.len != 5 || !zc_str_to_u64(text, &serial) || serial < FIRST_SERIAL ||
        serial > LAST_SERIAL)
        return false;
    int64_t epoch = zc_date_days((struct zc_date){ 1899, 12, 30 });
    size_t len = zc_date_print(zc_date_of_days(epoch + (int64_t)serial), shown);
    *out = zc_arena_copy(arena, (struct zc_str){ shown, len });
    return true;
}

/* `5月1日`, `1-2`, `1/2`, `2-Jan`: what a spreadsheet makes of a house number. */
static bool is_day_without_year(struct zc_str text)
{
    size_t digits = 0, at = 0;
    while (at < text.len && at < 2 && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    if (at == 0 || at == text.len)
        return false;
    struct zc_str rest = zc_str_from(text, at);
    if (zc_str_starts(rest, ZC_STR("月")))
        return zc_str_ends(rest, ZC_STR("日")) || rest.len == strlen("月");
    if (rest.ptr[0] != '-' && rest.ptr[0] != '/')
        return false;
    rest = zc_str_from(rest, 1);
    while (digits < rest.len && rest.ptr[digits] >= '0' && rest.ptr[digits] <= '9')
        digits++;
    bool letters = rest.len == 3 && digits == 0 && (rest.ptr[0] & 0x80) == 0;
    return (digits > 0 && digits <= 2 && digits == rest.len) || letters;
}

static bool is_date(const struct zc_question *q)
{
    return q->type == ZC_TYPE_DATE || (q->look & ZC_LOOK_PARTIAL_DATE);
}

static enum zc_taken read_answer(struct zc_intake *intake, const struct zc_question *q,
                                 struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                                 struct zc_text *why)
{
    struct zc_err err = { 0 };
    struct zc_str half = zc_answer_half_width(text, arena);
    bool number = q->type == ZC_TYPE_INTEGER || q->type == ZC_TYPE_DECIMAL;
    if (is_date(q) && is_day_without_year(half)) {
        *why = (struct zc_text){ "只有月日没有年份，可能原是门牌号，未收",
                                 "a day without a year, perhaps a house number; not taken" };
        return ZC_TAKEN_NOT;
    }
    if (is_date(q) && read_serial(half, arena, out)) {
        *why = (struct zc_text){ "表格软件的日期序号，已换成日期",
                                 "a spreadsheet's day number, turned into a date" };
        return ZC_TAKEN_CONVERTED;
    }
    if (zc_answer_read(q, text, intake->fill->env.clock, arena, out, &err))
        return ZC_TAKEN;
    struct zc_str bare = number ? without_unit(half) : text;
    if (bare.len > 0 && bare.len < half.len &&
        zc_answer_read(q, bare, intake->fill->env.clock, arena, out, &err))
        return ZC_TAKEN;
    *out = text;
    *why = number ? (struct zc_text){ "不是数字，照原样收下，须改正",
                                      "no number; kept as it is, to be put right" }
                  : (struct zc_text){ "不合这一项的格式，照原样收下，须改正",
                                      "not of this form; kept as it is, to be put right" };
    return ZC_TAKEN_AS_IS;
}

static struct zc_str tidy(struct zc_str text, struct zc_arena *arena)
{
    struct zc_buf out = { 0 };
    zc_utf8_tidy(text, &out);
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return copy;
}

enum zc_taken zc_intake_read(struct zc_intake *intake, const struct zc_question *q,
                             struct zc_str text, struct zc_arena *arena, struct zc_str *out,
                             struct zc_text *why)
{
    struct zc_text ignored;
    enum zc_taken taken = ZC_TAKEN;
    why = why ? why : &ignored;
    *why = (struct zc_text){ "", "" };
    *out = tidy(text, arena);
    if (out->len == 0)
        return ZC_TAKEN;
    if (q->list && zc_type_is_select(q->type) && !zc_answer_is_missing(*out)) {
        taken = read_choice(intake, q, *out, arena, out);
        if (taken == ZC_TAKEN_CONVERTED)
            *why = (struct zc_text){ "补上了前面的零", "zeros in front were restored" };
        if (taken == ZC_TAKEN_AS_IS && q->list && q->list->records)
            *why = (struct zc_text){ "没有唯一一条这样叫的记录，照原样收下，须改选",
                                     "not exactly one record is called so; kept as it is, to be "
                                     "chosen" };
        else if (taken == ZC_TAKEN_AS_IS)
            *why = (struct zc_text){ "不在选项内，照原样收下，须改选",
                                     "none of the choices; kept as it is, to be chosen" };
    } else {
        taken = read_answer(intake, q, *out, arena, out, why);
    }
    if (taken != ZC_TAKEN_NOT)
        intake->row[q->index] = zc_arena_copy(&intake->answers, *out);
    return taken;
}
