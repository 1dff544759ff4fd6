#include "tui/dossier.h"
#include "core/text.h"
#include "core/uscc.h"
#include "storage/revs.h"
#include <string.h>

static bool read_all(struct zc_dossier *dossier, struct zc_txn *txn, struct zc_rid rid,
                     struct zc_err *err)
{
    struct zc_rev *revs;
    size_t n = 0;
    char text[ZC_RID_TEXT + 1];
    bool found = false;
    dossier->number = zc_txn_number(txn);
    if (!zc_record_get(txn, rid, &dossier->arena, &dossier->state, &found, err) ||
        (found && !zc_revs_load(txn, rid, &dossier->arena, &revs, &n, err)))
        return false;
    zc_rid_print(rid, text);
    if (n == 0)
        return zc_fail(err, ZC_E_INPUT,
                       ZC_T("本库没有记录“%s”", "record '%s' is not in this store"), text);
    zc_history_make(revs, n, &dossier->arena, &dossier->history);
    dossier->damaged = ZC_NO_STEP;
    for (uint32_t i = dossier->history.n; i-- > 0;) {
        struct zc_revid id;
        zc_rev_hash(dossier->history.steps[i].rev, &id);
        if (zc_revid_cmp(&id, &dossier->history.steps[i].rev->id) != 0)
            dossier->damaged = i;
    }
    return true;
}

bool zc_dossier_open(struct zc_dossier *dossier, struct zc_survey *survey, struct zc_rid rid,
                     struct zc_err *err)
{
    *dossier = (struct zc_dossier){ .survey = survey };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, err);
    bool ok = txn && read_all(dossier, txn, rid, err);
    zc_txn_abort(txn);
    if (!ok) {
        zc_dossier_release(dossier);
        return false;
    }
    dossier->fill = zc_survey_fill(survey, &dossier->state);
    dossier->form = dossier->fill ? zc_fill_form(dossier->fill) : NULL;
    if (dossier->fill)
        zc_fill_set_lang(dossier->fill, zc_form_lang(dossier->form));
    return true;
}

void zc_dossier_release(struct zc_dossier *dossier)
{
    zc_fill_free(dossier->fill);
    zc_arena_release(&dossier->arena);
    *dossier = (struct zc_dossier){ 0 };
}

bool zc_survey_moved_on(struct zc_survey *survey, uint64_t number)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    bool moved = txn && zc_txn_number(txn) != number;
    zc_txn_abort(txn);
    return moved;
}

/* Words */

struct zc_str zc_dossier_title(const struct zc_dossier *dossier, struct zc_arena *arena)
{
    return dossier->fill ? zc_fill_title(dossier->fill, arena) : (struct zc_str){ 0 };
}

struct zc_str zc_dossier_heading(const struct zc_dossier *dossier, struct zc_arena *arena)
{
    char number[6];
    zc_rid_number(dossier->state.rid, number);
    return zc_arena_printf(arena, "%s %.*s", number, ZC_ARG(zc_dossier_title(dossier, arena)));
}

static const struct zc_question *question_of(const struct zc_dossier *dossier, struct zc_str field)
{
    return dossier->form ? zc_form_field(dossier->form, field) : NULL;
}

/* Which row of its repeat, from 1; 0: the field is in none, or the row is gone. */
static uint32_t row_of(const struct zc_node *node)
{
    while (node && node->item.len == 0)
        node = node->parent;
    return node ? zc_node_position(node) : 0;
}

static struct zc_str data_label(const struct zc_dossier *dossier, struct zc_str field,
                                struct zc_arena *arena)
{
    const struct zc_question *q = question_of(dossier, field);
    struct zc_node *node = q ? zc_fill_node(dossier->fill, field) : NULL;
    uint32_t row = row_of(node);
    if (!q)
        return field;
    struct zc_str label =
        node ? zc_fill_label(dossier->fill, node, arena)
             : zc_question_label(dossier->form, q, zc_form_lang(dossier->form), arena);
    return row ? zc_arena_printf(arena, "%.*s %u", ZC_ARG(label), row) : label;
}

/* `_note:staff` and its like: what it is, and of which field. */
static struct zc_str system_label(const struct zc_dossier *dossier, struct zc_str field,
                                  struct zc_arena *arena)
{
    static const struct {
        const char *name;
        struct zc_text label;
    } words[] = {
        { "_status", { "状态", "status" } },    { "_deleted", { "作废", "void" } },
        { "_reason", { "原因", "reason" } },    { "_note", { "备注", "note" } },
        { "_why", { "说明", "why" } },          { "_doubt", { "存疑", "doubt" } },
        { "_ask", { "质疑", "question" } },     { "_answer", { "答复", "answer" } },
        { "_dup_of", { "并入", "linked to" } }, { "_distinct", { "不是同一家", "not the same" } },
    };
    struct zc_str rest = zc_field_last(field), name, path;
    size_t head = field.len - rest.len;
    zc_str_cut(&rest, ':', &name);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *label = zc_text_get(words[i].label);
        if (!zc_str_is(name, words[i].name))
            continue;
        if (rest.len == 0 || zc_str_is(name, "_distinct"))
            return zc_str_of(label);
        path = zc_arena_printf(arena, "%.*s%.*s", (int)head, field.ptr, ZC_ARG(rest));
        return zc_arena_printf(arena, "%s(%.*s)", label, ZC_ARG(data_label(dossier, path, arena)));
    }
    return field;
}

struct zc_str zc_dossier_label(const struct zc_dossier *dossier, struct zc_str field,
                               struct zc_arena *arena)
{
    return zc_field_is_system(field) ? system_label(dossier, field, arena)
                                     : data_label(dossier, field, arena);
}

static bool is_masked(const struct zc_survey *survey, const struct zc_question *q)
{
    bool phone = q->role == ZC_ROLE_PHONE || q->type == ZC_TYPE_PHONENUMBER;
    return (phone && !survey->habits.open_phones) || (q->look & ZC_LOOK_MASKED) ||
           (q->use & ZC_USE_SECRET);
}

bool zc_dossier_is_masked(const struct zc_dossier *dossier, struct zc_str field)
{
    const struct zc_question *q = question_of(dossier, field);
    return q && is_masked(dossier->survey, q);
}

bool zc_dossier_reveal(struct zc_dossier *dossier, struct zc_err *err)
{
    struct zc_survey *survey = dossier->survey;
    struct zc_arena arena = { 0 };
    char rid[ZC_RID_TEXT + 1];
    zc_rid_print(dossier->state.rid, rid);
    bool ok = zc_store_may_write(survey->store, err) &&
              zc_audit_add(survey->store, zc_survey_now(survey, &arena), survey->person.name,
                           ZC_STR("reveal"), zc_str_of(rid), err);
    zc_arena_release(&arena);
    dossier->revealed |= ok;
    return ok;
}

struct zc_str zc_answer_covered(const struct zc_survey *survey, const struct zc_question *q,
                                struct zc_str shown, struct zc_arena *arena)
{
    return (q && is_masked(survey, q)) || zc_has_person_id(shown) ? zc_text_covered(shown, arena)
                                                                  : shown;
}

static struct zc_str number_of(struct zc_str rid_text, struct zc_arena *arena)
{
    struct zc_rid rid;
    char number[6];
    if (!zc_rid_parse(rid_text, &rid))
        return rid_text;
    zc_rid_number(rid, number);
    return zc_arena_copy(arena, zc_str_of(number));
}

static struct zc_str system_value(struct zc_str field, struct zc_str value, struct zc_arena *arena)
{
    enum zc_status status;
    if (zc_str_is(field, "_status") && zc_status_parse(value, &status))
        return zc_str_of(zc_text_get(zc_status_label(status)));
    if (zc_str_is(zc_field_last(field), "_deleted") && zc_str_is(value, "1"))
        return zc_str_of(ZC_T("是", "yes"));
    if (zc_str_starts(field, ZC_STR("_distinct:")))
        return number_of(zc_str_from(field, strlen("_distinct:")), arena);
    return zc_str_is(field, "_dup_of") ? number_of(value, arena) : value;
}

struct zc_str zc_dossier_value(const struct zc_dossier *dossier, struct zc_str field,
                               struct zc_str value, struct zc_arena *arena)
{
    const struct zc_question *q = question_of(dossier, field);
    if (value.len == 0)
        return zc_str_of(ZC_T("(空)", "(empty)"));
    if (zc_field_is_system(field))
        value = system_value(field, value, arena);
    else if (q)
        value = zc_question_shown(q, value, zc_form_lang(dossier->form), arena);
    return dossier->revealed ? value : zc_answer_covered(dossier->survey, q, value, arena);
}

struct zc_str zc_dossier_values(const struct zc_dossier *dossier, struct zc_str field,
                                const struct zc_str *values, uint32_t n, struct zc_arena *arena)
{
    struct zc_str text =
        zc_dossier_value(dossier, field, n ? values[0] : (struct zc_str){ 0 }, arena);
    for (uint32_t i = 1; i < n; i++)
        text = zc_arena_printf(arena, "%.*s | %.*s", ZC_ARG(text),
                               ZC_ARG(zc_dossier_value(dossier, field, values[i], arena)));
    return text;
}

/* Steps */

struct zc_str zc_step_when(const struct zc_step *step, struct zc_arena *arena)
{
    struct zc_str at = zc_rev_attr(step->rev, "at"); /* 2026-11-23T18:29:00+08:00 */
    if (at.len < 16)
        return ZC_STR("-");
    return zc_arena_printf(arena, "%.5s %.5s", at.ptr + 5, at.ptr + 11);
}

struct zc_str zc_dossier_who(const struct zc_dossier *dossier, const struct zc_step *step,
                             struct zc_arena *arena)
{
    struct zc_str by = zc_rev_attr(step->rev, "by"), group = zc_rev_attr(step->rev, "g");
    uint64_t number = 0;
    if (by.len == 0)
        by = ZC_STR("-");
    if (!zc_str_to_u64(group, &number) || number == zc_survey_group(dossier->survey))
        return by;
    return number == 9 ? zc_arena_printf(arena, "%s %.*s", ZC_T("区", "dist"), ZC_ARG(by))
                       : zc_arena_printf(arena, ZC_T("%llu组 %.*s", "g%llu %.*s"),
                                         (unsigned long long)number, ZC_ARG(by));
}

static bool is_check(const struct zc_pair *status)
{
    enum zc_status value;
    return status && zc_status_parse(status->value, &value) &&
           zc_status_rank(value) > ZC_RANK_WORKER;
}

const char *zc_step_source(const struct zc_step *step)
{
    const struct zc_rev *rev = step->rev;
    struct zc_str src = zc_rev_attr(rev, "src");
    const struct zc_pair *status = zc_rev_write(rev, ZC_STR("_status"));
    if (zc_str_is(src, "list"))
        return ZC_T("名单导入", "list");
    if (src.len > 0)
        return ZC_T("表格导入", "table");
    if (is_check(status))
        return zc_str_is(status->value, zc_status_name(ZC_STATUS_RETURNED))
                   ? ZC_T("核实退回", "returned")
                   : ZC_T("核实", "check");
    if (zc_rev_write(rev, ZC_STR("_deleted")))
        return ZC_T("作废", "void");
    if (zc_rev_write(rev, ZC_STR("_dup_of")))
        return ZC_T("查重", "duplicate");
    return rev->nparents > 1 ? ZC_T("合并", "merged") : ZC_T("录入", "typed");
}

enum zc_glyph zc_state_sign(const struct zc_state *state, enum zc_style *style, const char **word)
{
    static const struct {
        enum zc_glyph glyph;
        enum zc_style style;
    } looks[] = {
        [ZC_STATUS_SEED] = { ZC_GLYPH_SEED, ZC_STYLE_NORMAL },
        [ZC_STATUS_DRAFT] = { ZC_GLYPH_DRAFT, ZC_STYLE_NORMAL },
        [ZC_STATUS_SUBMITTED] = { ZC_GLYPH_OPEN, ZC_STYLE_NORMAL },
        [ZC_STATUS_GROUP_OK] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD },
        [ZC_STATUS_TOWN_OK] = { ZC_GLYPH_DONE, ZC_STYLE_GOOD },
        [ZC_STATUS_LOCKED] = { ZC_GLYPH_LOCKED, ZC_STYLE_NORMAL },
        [ZC_STATUS_RETURNED] = { ZC_GLYPH_ERROR, ZC_STYLE_ERROR },
        [ZC_STATUS_CHANGED] = { ZC_GLYPH_CHANGED, ZC_STYLE_NORMAL },
        [ZC_STATUS_VOID] = { ZC_GLYPH_VOID, ZC_STYLE_NORMAL },
    };
    *style = looks[state->status].style;
    *word = zc_text_get(zc_status_label(state->status));
    if (state->nconflicts > 0) {
        *style = ZC_STYLE_CONFLICT;
        *word = ZC_T("冲突", "conflict");
        return ZC_GLYPH_CONFLICT;
    }
    if (state->flags & ZC_FLAG_DOUBT) {
        *style = ZC_STYLE_WARN;
        *word = ZC_T("存疑", "doubtful");
        return ZC_GLYPH_DOUBT;
    }
    return looks[state->status].glyph;
}
