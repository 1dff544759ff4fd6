#include "core/utf8.h"
#include "forms/expr_impl.h"
#include <math.h>

/* Functions on text (XLSFORM.md 9). Characters are code points (D17). */

static bool fn_string(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_text(out, zc_arg_text_or_self(call));
}

/* Texts put together, with a mark between them. */
struct joining {
    struct zc_eval *ev;
    struct zc_buf buf;
    struct zc_str mark;
    bool any;
};

static bool join_one(void *ctx, const struct zc_value *one)
{
    struct joining *joining = ctx;

    if (joining->any)
        zc_buf_add(&joining->buf, joining->mark);
    joining->any = true;
    zc_buf_add(&joining->buf, zc_eval_text(joining->ev, one));
    if (joining->buf.len <= ZC_EXPR_MAX_TEXT)
        return true;
    return zc_fail(joining->ev->err, ZC_E_LIMIT,
                   ZC_T("文字超过64 KiB", "the text is longer than 64 KiB"));
}

static bool give_joined(const struct zc_call *call, uint32_t from, struct zc_str mark,
                        struct zc_value *out)
{
    struct joining joining = { .ev = call->ev, .mark = mark };
    bool ok = zc_arg_each(call, from, join_one, &joining);

    if (ok)
        zc_give_text(out, zc_arena_copy(call->ev->arena, zc_buf_str(&joining.buf)));
    zc_buf_release(&joining.buf);
    return ok;
}

static bool fn_concat(const struct zc_call *call, struct zc_value *out)
{
    return give_joined(call, 0, (struct zc_str){ 0 }, out);
}

static bool fn_join(const struct zc_call *call, struct zc_value *out)
{
    return give_joined(call, 1, zc_arg_text(call, 0), out);
}

static bool fn_string_length(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_number(out, (double)zc_utf8_chars(zc_arg_text_or_self(call)));
}

static bool fn_normalize_space(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str rest = zc_arg_text_or_self(call), word;
    char *text = ZC_NEW(call->ev->arena, char, rest.len + 1);
    size_t len = 0;

    while (zc_str_word(&rest, &word)) {
        if (len)
            text[len++] = ' ';
        memcpy(text + len, word.ptr, word.len);
        len += word.len;
    }
    return zc_give_text(out, (struct zc_str){ text, len });
}

/* The part from code point `from` to before `to`. */
static struct zc_str slice(struct zc_str s, double from, double to)
{
    size_t begin = s.len, at = 0;
    double i = 0;

    if (!(from < to))
        return (struct zc_str){ 0 };
    for (; at < s.len && i < to; i++) {
        if (i == from)
            begin = at;
        for (at++; at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80;)
            at++;
    }
    return begin < at ? (struct zc_str){ s.ptr + begin, at - begin } : (struct zc_str){ 0 };
}

/* Counted from the front, or from the end when negative; clipped to 0 … n. */
static double clip(double at, double n)
{
    at = isnan(at) ? 0 : trunc(at);
    if (at < 0)
        at += n;
    return at < 0 ? 0 : at > n ? n : at;
}

static bool fn_substr(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str s = zc_arg_text(call, 0);
    double n = (double)zc_utf8_chars(s);
    double from = clip(zc_arg_number(call, 1), n);
    double to = call->n > 2 ? clip(zc_arg_number(call, 2), n) : n;

    return zc_give_text(out, slice(s, from, to));
}

/* XPath: the characters whose place p (from 1) has round(start) <= p < round(start + len). */
static bool fn_substring(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str s = zc_arg_text(call, 0);
    double from = floor(zc_arg_number(call, 1) + 0.5) - 1, to = (double)s.len;

    if (call->n > 2)
        to = from + floor(zc_arg_number(call, 2) + 0.5);
    if (isnan(from) || isnan(to))
        return zc_give_text(out, (struct zc_str){ 0 });
    return zc_give_text(out, slice(s, from < 0 ? 0 : from, to));
}

static bool fn_substring_before(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str s = zc_arg_text(call, 0);
    size_t at = zc_str_find(s, zc_arg_text(call, 1));

    return zc_give_text(out, at == SIZE_MAX ? (struct zc_str){ 0 } : zc_str_head(s, at));
}

static bool fn_substring_after(const struct zc_call *call, struct zc_value *out)
{
    struct zc_str s = zc_arg_text(call, 0), part = zc_arg_text(call, 1);
    size_t at = zc_str_find(s, part);

    return zc_give_text(out, at == SIZE_MAX ? (struct zc_str){ 0 } : zc_str_from(s, at + part.len));
}

static bool fn_contains(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, zc_str_find(zc_arg_text(call, 0), zc_arg_text(call, 1)) != SIZE_MAX);
}

static bool fn_starts_with(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, zc_str_starts(zc_arg_text(call, 0), zc_arg_text(call, 1)));
}

static bool fn_ends_with(const struct zc_call *call, struct zc_value *out)
{
    return zc_give_truth(out, zc_str_ends(zc_arg_text(call, 0), zc_arg_text(call, 1)));
}

/* Where `cp` stands in `s`, counted in code points; SIZE_MAX: nowhere. */
static size_t place_of(struct zc_str s, uint32_t cp)
{
    uint32_t each;

    for (size_t i = 0; zc_utf8_next(&s, &each); i++)
        if (each == cp)
            return i;
    return SIZE_MAX;
}

static bool fn_translate(const struct zc_call *call, struct zc_value *out)
{
    enum { BYTES_PER_STEP = 256 };
    struct zc_str s = zc_arg_text(call, 0), from = zc_arg_text(call, 1), to = zc_arg_text(call, 2);
    struct zc_str rest = s, after;
    struct zc_buf buf = { 0 };
    uint32_t cp;

    if (!zc_eval_spend(call->ev, (uint64_t)s.len * from.len / BYTES_PER_STEP))
        return false;
    for (; after = rest, zc_utf8_next(&after, &cp); rest = after) {
        size_t place = place_of(from, cp);
        struct zc_str keep = place == SIZE_MAX ? zc_str_head(rest, rest.len - after.len)
                                               : slice(to, (double)place, (double)place + 1);
        zc_buf_add(&buf, keep);
    }
    zc_give_text(out, zc_arena_copy(call->ev->arena, zc_buf_str(&buf)));
    zc_buf_release(&buf);
    return true;
}

/* A pattern that is no literal: compiled again only when it changes from row to row. */
static const void *computed_pattern(struct zc_eval *ev, struct zc_str pattern)
{
    enum { COMPILE_STEPS = 100 };

    if (ev->compiled && zc_str_eq(ev->pattern, pattern))
        return ev->compiled;
    if (!zc_eval_spend(ev, COMPILE_STEPS))
        return NULL;
    ev->compiled = zc_regex_compile(pattern, ev->whole, ev->err);
    ev->pattern = zc_arena_copy(ev->whole, pattern);
    return ev->compiled;
}

static bool fn_regex(const struct zc_call *call, struct zc_value *out)
{
    const void *pattern = call->ast->call.pattern;
    bool found;

    if (!pattern && !(pattern = computed_pattern(call->ev, zc_arg_text(call, 1))))
        return false;
    return zc_regex_search(call->ev, pattern, zc_arg_text(call, 0), &found) &&
           zc_give_truth(out, found);
}

static bool give_random_text(struct zc_eval *ev, size_t len, struct zc_value *out)
{
    enum { CHARS_PER_DRAW = 10 }; /* 36^10 is far below 2^64: no character is favoured */
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    char *text = ZC_NEW(ev->arena, char, len + 1);
    uint64_t bits = 0;

    if (!zc_eval_spend(ev, len / CHARS_PER_DRAW))
        return false;
    for (size_t i = 0; i < len; i++, bits /= sizeof digits - 1) {
        if (i % CHARS_PER_DRAW == 0)
            bits = zc_eval_random(ev);
        text[i] = digits[bits % (sizeof digits - 1)];
    }
    return zc_give_text(out, (struct zc_str){ text, len });
}

static bool fn_uuid(const struct zc_call *call, struct zc_value *out)
{
    struct zc_eval *ev = call->ev;
    double n = zc_arg_number(call, 0);

    if (!call->n) {
        uint64_t a = zc_eval_random(ev), b = zc_eval_random(ev);
        return zc_give_text(out, zc_arena_printf(ev->arena, "%08x-%04x-4%03x-%04x-%012llx",
                                                 (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xFFFF),
                                                 (unsigned)(a & 0xFFF),
                                                 (unsigned)(0x8000 | (b >> 48 & 0x3FFF)),
                                                 (unsigned long long)(b & 0xFFFFFFFFFFFF)));
    }
    if (n > ZC_EXPR_MAX_TEXT)
        return zc_fail(ev->err, ZC_E_LIMIT,
                       ZC_T("文字超过64 KiB", "the text is longer than 64 KiB"));
    return give_random_text(ev, n >= 1 ? (size_t)n : 0, out);
}

static bool fn_itext(const struct zc_call *call, struct zc_value *out)
{
    const struct zc_expr_env *env = call->ev->env;

    return zc_give_text(out, env->itext ? env->itext(env->ctx, zc_arg_text(call, 0))
                                        : (struct zc_str){ 0 });
}

const struct zc_fn zc_fns_text[] = {
    { "string", 0, 1, ZC_FN_SELF, ZC_GIVES_VALUE, fn_string },
    { "concat", 0, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_concat },
    { "join", 1, ZC_FN_MANY, ZC_FN_OPEN, ZC_GIVES_VALUE, fn_join },
    { "string-length", 0, 1, ZC_FN_SELF, ZC_GIVES_VALUE, fn_string_length },
    { "normalize-space", 0, 1, ZC_FN_SELF, ZC_GIVES_VALUE, fn_normalize_space },
    { "substr", 2, 3, 0, ZC_GIVES_VALUE, fn_substr },
    { "substring", 2, 3, 0, ZC_GIVES_VALUE, fn_substring },
    { "substring-before", 2, 2, 0, ZC_GIVES_VALUE, fn_substring_before },
    { "substring-after", 2, 2, 0, ZC_GIVES_VALUE, fn_substring_after },
    { "contains", 2, 2, 0, ZC_GIVES_VALUE, fn_contains },
    { "starts-with", 2, 2, 0, ZC_GIVES_VALUE, fn_starts_with },
    { "ends-with", 2, 2, 0, ZC_GIVES_VALUE, fn_ends_with },
    { "translate", 3, 3, 0, ZC_GIVES_VALUE, fn_translate },
    { "regex", 2, 2, ZC_FN_PATTERN, ZC_GIVES_VALUE, fn_regex },
    { "uuid", 0, 1, ZC_FN_RANDOM, ZC_GIVES_VALUE, fn_uuid },
    { "jr:itext", 1, 1, 0, ZC_GIVES_VALUE, fn_itext },
    { 0 },
};
