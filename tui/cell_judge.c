#include "tui/cell_judge.h"
#include "core/alloc.h"
#include "core/uscc.h"
#include "storage/spoil.h"

static void note(const struct zc_cell_judge *judge, struct zc_str value, const char *reason,
                 struct zc_str proposal)
{
    struct zc_cell_note note = { .value = value, .reason = reason, .proposal = proposal };
    judge->note(judge->ctx, &note);
}

static bool is_role(const struct zc_question *q, enum zc_role role)
{
    return q && q->role == role;
}

bool zc_cell_is_zeroed(struct zc_str code)
{
    uint64_t value;
    return code.len == ZC_USCC_LEN && zc_str_to_u64(code, &value) && value % 1000 == 0;
}

/* The codes that a damaged one may have been. */
static struct zc_str candidates_of(struct zc_str text, struct zc_arena *arena)
{
    enum { MOST = 8 };
    char codes[MOST][ZC_USCC_LEN + 1];
    struct zc_buf list = { 0 };
    size_t n = zc_uscc_repair(text, codes, MOST);
    for (size_t i = 0; i < n && i < MOST; i++)
        zc_buf_printf(&list, "%s%s", i ? " " : "", codes[i]);
    struct zc_str copy = zc_arena_copy(arena, zc_buf_str(&list));
    zc_buf_release(&list);
    return copy;
}

/* Nothing of the cell is stored; a row whose key it is cannot be taken. */
static enum zc_cell_fate lose_code(const struct zc_cell_judge *judge, bool key, struct zc_str text,
                                   struct zc_text reason, struct zc_str proposal)
{
    bool row = key && judge->takes_rows;
    struct zc_str whole = zc_arena_printf(judge->arena, "%s%s", zc_text_get(reason),
                                          row ? ZC_T("，这一行未收", "; the row was not taken")
                                              : ZC_T("，未收这一格", "; the cell was not taken"));
    struct zc_cell_note told = { text, zc_arena_cstr(judge->arena, whole), proposal, row };
    judge->note(judge->ctx, &told);
    return row ? ZC_CELL_ROW : ZC_CELL_LEFT;
}

/* A code as it is judged and stored. */
static enum zc_cell_fate read_code(const struct zc_cell_judge *judge, bool key, struct zc_str text,
                                   struct zc_str *out)
{
    struct zc_buf clean = { 0 };
    enum zc_verdict verdict = zc_uscc_judge(text, true);
    zc_code_clean(text, &clean);
    *out = zc_arena_copy(judge->arena, zc_buf_str(&clean));
    zc_buf_release(&clean);
    if (judge->zeroed && zc_cell_is_zeroed(*out))
        verdict = ZC_VERDICT_LOST_PRECISION;
    if (verdict != ZC_VERDICT_VALID && zc_has_person_id(text))
        verdict = ZC_VERDICT_PERSON_ID;
    switch (verdict) {
    case ZC_VERDICT_MISSING: /* 无, a dash: the unit has none */
        *out = (struct zc_str){ 0 };
        return ZC_CELL_TAKEN;
    case ZC_VERDICT_LOST_PRECISION:
        return lose_code(judge, key, text,
                         (struct zc_text){ "代码被表格软件变成了数字，位数已丢；请从原件补全",
                                           "a spreadsheet turned the code into a number and lost "
                                           "digits; complete it from the source" },
                         candidates_of(text, judge->arena));
    case ZC_VERDICT_PERSON_ID:
        return lose_code(judge, key, ZC_STR("******"),
                         (struct zc_text){ "代码列里是身份证号，不得登记",
                                           "an identity number stands in the code column, it must "
                                           "not be stored" },
                         (struct zc_str){ 0 });
    case ZC_VERDICT_VALID:
    case ZC_VERDICT_WARN_INNER:
        return ZC_CELL_TAKEN;
    default:
        note(judge, text,
             ZC_T("代码校验不过，照原样收下，须核对",
                  "the code fails its check; kept as it is, to be checked"),
             (struct zc_str){ 0 });
        return ZC_CELL_TAKEN;
    }
}

/* 9718123456: the 0 in front of an area code of three digits was lost. */
static struct zc_str read_phone(const struct zc_cell_judge *judge, struct zc_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return text;
    if (text.len != 10 || text.ptr[0] == '0' || text.ptr[0] == '1')
        return text;
    struct zc_str whole = zc_arena_printf(judge->arena, "0%.3s-%.7s", text.ptr, text.ptr + 3);
    note(judge, text, ZC_T("补上了区号前的0", "the 0 of the area code was restored"), whole);
    return whole;
}

/* Damage that makes any cell worthless. */
static enum zc_cell_fate look_for_damage(const struct zc_cell_judge *judge,
                                         const struct zc_question *q, struct zc_str text)
{
    static const struct zc_text reasons[] = {
        [ZC_DAMAGE_FORMULA] = { "公式错误或列太窄，未收这一格",
                                "a formula error or a column too narrow; the cell was not taken" },
        [ZC_DAMAGE_LOST] = { "乱码，未收这一格", "characters were lost; the cell was not taken" },
        [ZC_DAMAGE_ROUNDED] = { "被表格软件变成了数字，位数已丢，未收这一格",
                                "a spreadsheet rounded it; the cell was not taken" },
    };
    enum zc_damage damage = zc_spoil_damage(text);
    if (damage == ZC_DAMAGE_NONE)
        return ZC_CELL_TAKEN;
    if (damage != ZC_DAMAGE_LOST || !judge->takes_rows || !is_role(q, ZC_ROLE_NAME)) {
        note(judge, text, zc_text_get(reasons[damage]), (struct zc_str){ 0 });
        return ZC_CELL_LEFT;
    }
    struct zc_cell_note told = {
        .value = text,
        .reason = ZC_T("名称有乱码，这一行未收；请用正确的编码另存一次",
                       "characters of the name were lost, the row was not taken; save the file "
                       "again in the right encoding"),
        .row = true,
    };
    judge->note(judge->ctx, &told);
    return ZC_CELL_ROW;
}

enum zc_cell_fate zc_cell_judge_text(const struct zc_cell_judge *judge, const struct zc_question *q,
                                     bool key, struct zc_str text, struct zc_str *out)
{
    *out = text;
    if (text.len == 0)
        return ZC_CELL_TAKEN;
    if (is_role(q, ZC_ROLE_CODE))
        return read_code(judge, key, text, out);
    if (zc_has_person_id(text)) {
        note(judge, ZC_STR("******"),
             ZC_T("里像是身份证号，不得登记，没有收下",
                  "looks like an identity number, which must not be stored; not taken"),
             (struct zc_str){ 0 });
        return ZC_CELL_LEFT;
    }
    enum zc_cell_fate fate = look_for_damage(judge, q, text);
    if (fate == ZC_CELL_TAKEN && is_role(q, ZC_ROLE_PHONE))
        *out = read_phone(judge, text);
    return fate;
}

enum zc_cell_fate zc_cell_judge_answer(const struct zc_cell_judge *judge,
                                       const struct zc_question *q, struct zc_str text,
                                       struct zc_str *out)
{
    struct zc_text why = { 0 };
    *out = text;
    if (!q)
        return ZC_CELL_TAKEN;
    enum zc_taken taken = zc_intake_read(judge->intake, q, text, judge->arena, out, &why);
    if (taken != ZC_TAKEN)
        note(judge, text, zc_text_get(why),
             taken == ZC_TAKEN_CONVERTED ? *out : (struct zc_str){ 0 });
    return taken == ZC_TAKEN_NOT ? ZC_CELL_LEFT : ZC_CELL_TAKEN;
}
