#include "tui/field_note.h"
#include "core/number.h"
#include "core/uscc.h"
#include "core/utf8.h"
#include <stdio.h>

void zc_field_note_release(struct zc_field_note *note)
{
    zc_buf_release(&note->side);
    zc_buf_release(&note->below);
}

static void say(struct zc_field_note *note, enum zc_style style, const char *text)
{
    zc_buf_text(&note->side, text);
    note->style = style;
}

/* Codes */

bool zc_field_note_code_is_done(const struct zc_question *q, struct zc_str typed)
{
    return q->role == ZC_ROLE_CODE && zc_uscc_judge(typed, false) == ZC_VERDICT_VALID;
}

bool zc_field_note_is_doubtful(const struct zc_node *node)
{
    return node->q->role == ZC_ROLE_CODE && node->value.len > 0 && !node->missing &&
           zc_uscc_judge(node->value, false) != ZC_VERDICT_VALID;
}

static void explain_char(struct zc_str code, struct zc_buf *below)
{
    static const char symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    struct zc_str rest = code, one;
    struct zc_buf mended = { 0 };
    uint32_t cp;
    if (zc_uscc_mend(code, &mended))
        zc_buf_printf(below,
                      ZC_T("是不是 %.*s？（O作0 I作1 Z作2 S作5 V作U）",
                           "perhaps %.*s? (O is 0, I 1, Z 2, S 5, V U)"),
                      ZC_ARG(zc_buf_str(&mended)));
    zc_buf_release(&mended);
    for (unsigned at = 1; below->len == 0 && zc_utf8_next(&rest, &cp); at++) {
        one = (struct zc_str){ code.ptr, (size_t)(rest.ptr - code.ptr) };
        code = rest;
        if (zc_str_find(zc_str_of(symbols), one) == SIZE_MAX)
            zc_buf_printf(below, ZC_T("第%u位不能是“%.*s”", "character %u cannot be '%.*s'"), at,
                          ZC_ARG(one));
    }
}

static void explain_code(enum zc_verdict verdict, struct zc_str code, struct zc_buf *below)
{
    char check = zc_uscc_check_char(code);
    switch (verdict) {
    case ZC_VERDICT_BAD_CHAR:
        explain_char(code, below);
        break;
    case ZC_VERDICT_BAD_CHECK:
        zc_buf_printf(below,
                      ZC_T("请核对第9到17位；若前17位无误，末位应为 %c",
                           "look at characters 9 to 17; if the first 17 are right, the last "
                           "is %c"),
                      check);
        break;
    case ZC_VERDICT_WARN_OUTER:
        zc_buf_printf(below,
                      ZC_T("请核对第1到8位和末位；若前17位无误，末位应为 %c",
                           "look at characters 1 to 8 and 18; if the first 17 are right, "
                           "the last is %c"),
                      check);
        break;
    case ZC_VERDICT_WARN_INNER:
        zc_buf_text(below, ZC_T("第9到17位自身校验不符，少数老证如此，可保留",
                                "characters 9 to 17 fail their own check, as on a few old "
                                "licences; may be kept"));
        break;
    case ZC_VERDICT_PERSON_ID:
        zc_buf_text(below, ZC_T("这是身份证号，不得登记", "an identity number must not be stored"));
        break;
    default:
        break;
    }
}

static void judge_code(struct zc_str text, struct zc_field_note *note)
{
    struct zc_buf clean = { 0 };
    enum zc_verdict verdict = zc_uscc_judge(text, false);
    zc_code_clean(text, &clean);
    size_t chars = zc_utf8_chars(zc_buf_str(&clean));
    if (verdict == ZC_VERDICT_VALID)
        say(note, ZC_STYLE_GOOD, ZC_T("校验通过", "check is right"));
    else if (verdict == ZC_VERDICT_WARN_INNER)
        say(note, ZC_STYLE_WARN, ZC_T("代码存疑", "doubtful"));
    else if (chars != ZC_USCC_LEN) {
        zc_buf_printf(&note->side, ZC_T("%zu/%d 位", "%zu/%d"), chars, ZC_USCC_LEN);
        note->style = chars > ZC_USCC_LEN ? ZC_STYLE_ERROR : ZC_STYLE_DIM;
    } else
        say(note, ZC_STYLE_ERROR, ZC_T("校验不过", "check fails"));
    explain_code(verdict, zc_buf_str(&clean), &note->below);
    zc_buf_release(&clean);
}

/* Numbers */

/* "万元" of "注册资本（万元）"; empty where the label names no unit. */
static struct zc_str unit_of(struct zc_str label)
{
    struct zc_str rest = label, unit = { 0 };
    size_t open;
    while ((open = zc_str_find(rest, ZC_STR("（"))) != SIZE_MAX) {
        rest = zc_str_from(rest, open + strlen("（"));
        size_t close = zc_str_find(rest, ZC_STR("）"));
        unit = zc_str_head(rest, close == SIZE_MAX ? 0 : close);
    }
    return unit;
}

/* 185000 of a field in 万元 → 读作 18.5 亿元. Only Chinese reads numbers by 万 and 亿. */
static void read_aloud(const struct zc_fill *fill, const struct zc_node *node, struct zc_str text,
                       struct zc_buf *below)
{
    enum { TEN_THOUSAND = 10000 };
    static const struct zc_str wan = ZC_LIT("万");
    struct zc_arena arena = { 0 };
    double value;
    if (zc_lang_get() != ZC_LANG_ZH || !zc_number_parse(text, &value))
        return;
    struct zc_str unit = unit_of(zc_fill_label(fill, node, &arena));
    bool in_wan = zc_str_starts(unit, wan);
    if (value >= TEN_THOUSAND) {
        double wans = in_wan ? value : value / TEN_THOUSAND;
        bool yi = wans >= TEN_THOUSAND;
        zc_buf_printf(below, "读作 %.10g %s%.*s", yi ? wans / TEN_THOUSAND : wans, yi ? "亿" : "万",
                      ZC_ARG(zc_str_from(unit, in_wan ? wan.len : 0)));
    }
    zc_arena_release(&arena);
}

void zc_field_note_make(const struct zc_fill *fill, const struct zc_node *node,
                        const struct zc_str *typed, struct zc_field_note *note)
{
    const struct zc_question *q = node->q;
    struct zc_str text = typed ? *typed : node->value;
    zc_buf_reset(&note->side);
    zc_buf_reset(&note->below);
    note->style = ZC_STYLE_DIM;
    if (!zc_fill_is_shown(fill, node))
        say(note, ZC_STYLE_DIM, ZC_T("不适用", "not asked"));
    else if (q->calculation && zc_fill_is_readonly(fill, node))
        say(note, ZC_STYLE_DIM, ZC_T("自动计算", "computed"));
    else if (q->role == ZC_ROLE_CODE && text.len > 0 && !node->missing)
        judge_code(text, note);
    else if (node->carried && zc_str_eq(text, node->value))
        say(note, ZC_STYLE_DIM, ZC_T("同上一份", "as before"));
    else if (typed && q->max_chars && text.len > 0) {
        size_t chars = zc_utf8_chars(text);
        zc_buf_printf(&note->side, ZC_T("%zu/%u 字", "%zu/%u"), chars, q->max_chars);
        note->style = chars > q->max_chars ? ZC_STYLE_ERROR : ZC_STYLE_DIM;
    } else if (text.len > 0 && (q->look & ZC_LOOK_THOUSANDS)) {
        struct zc_arena arena = { 0 };
        zc_buf_add(&note->side, unit_of(zc_fill_label(fill, node, &arena)));
        zc_arena_release(&arena);
    } else if (typed && q->type == ZC_TYPE_FILE) {
        say(note, ZC_STYLE_DIM, ZC_T("Tab 补全", "Tab"));
        zc_buf_text(&note->below, ZC_T("填文件的路径，可粘贴；文件会复制到本库",
                                       "the path of a file, typed or pasted; it is copied into "
                                       "this store"));
    } else if (typed && zc_type_is_select(q->type))
        say(note, ZC_STYLE_DIM, ZC_T("F4 选项", "F4 list"));
    if (typed && (q->look & ZC_LOOK_THOUSANDS))
        read_aloud(fill, node, text, &note->below);
}
