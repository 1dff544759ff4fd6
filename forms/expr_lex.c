#include "core/number.h"
#include "core/utf8.h"
#include "forms/expr_impl.h"

/* Tokens of XPath 1.0 as XLSFORM.md 7 cuts it, and ${name}. */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct zc_str rest_of(const struct zc_lexer *lexer)
{
    return zc_str_from(lexer->text, lexer->at);
}

static void skip_blanks(struct zc_lexer *lexer)
{
    while (lexer->at < lexer->text.len && strchr(" \t\r\n", lexer->text.ptr[lexer->at]))
        lexer->at++;
}

static bool begins_name(uint32_t cp)
{
    return cp == '_' || zc_cp_is_letter(cp);
}

/* Length of the name at the front of `s`, 0: there is none. */
static size_t name_len(struct zc_str s)
{
    struct zc_str rest = s;
    uint32_t cp;

    if (!zc_utf8_next(&rest, &cp) || !begins_name(cp))
        return 0;
    for (struct zc_str after = rest; zc_utf8_next(&after, &cp); rest = after)
        if (!begins_name(cp) && !zc_cp_is_digit_or_mark(cp) && cp != '-' && cp != '.')
            break;
    return s.len - rest.len;
}

static bool lex_number(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err)
{
    struct zc_str rest = rest_of(lexer);
    size_t len = 0;

    while (len < rest.len && is_digit(rest.ptr[len]))
        len++;
    if (len < rest.len && rest.ptr[len] == '.')
        for (len++; len < rest.len && is_digit(rest.ptr[len]);)
            len++;
    token->kind = ZC_TOKEN_NUMBER;
    token->text = zc_str_head(rest, len);
    lexer->at += len;
    if (!zc_number_parse(token->text, &token->number))
        return zc_fail(err, ZC_E_LIMIT, ZC_T("数字太长", "the number is too long"));
    return true;
}

static bool lex_string(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err)
{
    struct zc_str inner = zc_str_from(rest_of(lexer), 1);
    const char *close = inner.len ? memchr(inner.ptr, lexer->text.ptr[lexer->at], inner.len) : NULL;

    if (!close)
        return zc_fail(err, ZC_E_INPUT, ZC_T("引号没有合上", "the quote is not closed"));
    token->kind = ZC_TOKEN_STRING;
    token->text = zc_str_head(inner, (size_t)(close - inner.ptr));
    lexer->at += token->text.len + 2;
    return true;
}

static bool lex_field(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err)
{
    static const char last_saved[] = "last-saved#";
    struct zc_str inner = zc_str_from(rest_of(lexer), 2);
    const char *close = inner.len ? memchr(inner.ptr, '}', inner.len) : NULL;
    struct zc_str name =
        close ? zc_str_trim(zc_str_head(inner, (size_t)(close - inner.ptr))) : (struct zc_str){ 0 };
    struct zc_str bare = zc_str_starts(name, zc_str_of(last_saved))
                             ? zc_str_from(name, sizeof last_saved - 1)
                             : name;

    if (!close)
        return zc_fail(err, ZC_E_INPUT, ZC_T("“${”没有合上", "'${' is not closed"));
    if (name_len(bare) != bare.len || !bare.len)
        return zc_fail(err, ZC_E_INPUT, ZC_T("“${%.*s}”里不是题目名", "'${%.*s}' holds no name"),
                       ZC_ARG(name));
    token->kind = ZC_TOKEN_FIELD;
    token->text = name;
    lexer->at += (size_t)(close - inner.ptr) + 3;
    return true;
}

static bool is_word_operator(struct zc_str name)
{
    return zc_str_is(name, "and") || zc_str_is(name, "or") || zc_str_is(name, "div") ||
           zc_str_is(name, "mod");
}

/* A name; what follows tells a function from an axis from a question. */
static void lex_name(struct zc_lexer *lexer, struct zc_token *token, size_t len)
{
    struct zc_str rest = rest_of(lexer);

    token->text = zc_str_head(rest, len);
    if (lexer->operand && is_word_operator(token->text)) {
        token->kind = ZC_TOKEN_OPERATOR;
        lexer->at += len;
        return;
    }
    /* prefix:name, but not axis::name */
    if (len < rest.len && rest.ptr[len] == ':') {
        size_t local = name_len(zc_str_from(rest, len + 1));
        len += local ? 1 + local : 0;
    }
    token->text = zc_str_head(rest, len);
    lexer->at += len;
    skip_blanks(lexer);
    rest = rest_of(lexer);
    token->kind = ZC_TOKEN_NAME;
    if (zc_str_starts(rest, ZC_STR("("))) {
        token->kind = ZC_TOKEN_CALL;
    } else if (zc_str_starts(rest, ZC_STR("::"))) {
        token->kind = ZC_TOKEN_AXIS;
        lexer->at += 2;
    }
}

/* Longest first. */
static const struct {
    struct zc_str text;
    enum zc_token_kind kind;
} marks[] = {
    { ZC_LIT("!="), ZC_TOKEN_OPERATOR }, { ZC_LIT("<="), ZC_TOKEN_OPERATOR },
    { ZC_LIT(">="), ZC_TOKEN_OPERATOR }, { ZC_LIT("//"), ZC_TOKEN_MARK },
    { ZC_LIT(".."), ZC_TOKEN_MARK },     { ZC_LIT("="), ZC_TOKEN_OPERATOR },
    { ZC_LIT("<"), ZC_TOKEN_OPERATOR },  { ZC_LIT(">"), ZC_TOKEN_OPERATOR },
    { ZC_LIT("+"), ZC_TOKEN_OPERATOR },  { ZC_LIT("-"), ZC_TOKEN_OPERATOR },
    { ZC_LIT("*"), ZC_TOKEN_OPERATOR },  { ZC_LIT("|"), ZC_TOKEN_OPERATOR },
    { ZC_LIT("/"), ZC_TOKEN_MARK },      { ZC_LIT("."), ZC_TOKEN_MARK },
    { ZC_LIT("("), ZC_TOKEN_MARK },      { ZC_LIT(")"), ZC_TOKEN_MARK },
    { ZC_LIT("["), ZC_TOKEN_MARK },      { ZC_LIT("]"), ZC_TOKEN_MARK },
    { ZC_LIT(","), ZC_TOKEN_MARK },
};

static bool lex_mark(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err)
{
    struct zc_str rest = rest_of(lexer), after = rest;
    uint32_t cp;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (!zc_str_starts(rest, marks[i].text))
            continue;
        token->kind = marks[i].kind;
        token->text = zc_str_head(rest, marks[i].text.len);
        if (zc_str_is(token->text, "*") && !lexer->operand)
            token->kind = ZC_TOKEN_NAME;
        lexer->at += token->text.len;
        return true;
    }
    zc_utf8_next(&after, &cp);
    return zc_fail(err, ZC_E_INPUT,
                   ZC_T("“%.*s”不是算式里的字符", "'%.*s' has no meaning in an expression"),
                   (int)(rest.len - after.len), rest.ptr);
}

/* After these an operator may follow. */
static bool ends_operand(const struct zc_token *token)
{
    switch (token->kind) {
    case ZC_TOKEN_NUMBER:
    case ZC_TOKEN_STRING:
    case ZC_TOKEN_NAME:
    case ZC_TOKEN_FIELD:
        return true;
    case ZC_TOKEN_MARK:
        return zc_str_is(token->text, ")") || zc_str_is(token->text, "]") ||
               zc_str_is(token->text, ".") || zc_str_is(token->text, "..");
    default:
        return false;
    }
}

bool zc_lex_next(struct zc_lexer *lexer, struct zc_token *token, struct zc_err *err)
{
    bool ok = true;
    size_t len;

    skip_blanks(lexer);
    struct zc_str rest = rest_of(lexer);
    *token = (struct zc_token){ .kind = ZC_TOKEN_END, .at = lexer->at };
    if (!rest.len)
        return true;
    if (is_digit(rest.ptr[0]) || (rest.len > 1 && rest.ptr[0] == '.' && is_digit(rest.ptr[1])))
        ok = lex_number(lexer, token, err);
    else if (rest.ptr[0] == '\'' || rest.ptr[0] == '"')
        ok = lex_string(lexer, token, err);
    else if (zc_str_starts(rest, ZC_STR("${")))
        ok = lex_field(lexer, token, err);
    else if ((len = name_len(rest)) > 0)
        lex_name(lexer, token, len);
    else
        ok = lex_mark(lexer, token, err);
    lexer->operand = ok && ends_operand(token);
    return ok;
}
