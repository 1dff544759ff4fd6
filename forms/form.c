#include "forms/form.h"
#include "forms/names.h"

/* Facts about types, roles and languages, and what can be asked of a loaded form. */

enum { ANSWER = 1, SHOWN = 2, SELECT = 4 };
static const uint8_t type_facts[ZC_TYPE_COUNT] = {
    [ZC_TYPE_ROOT] = 0,
    [ZC_TYPE_GROUP] = SHOWN,
    [ZC_TYPE_REPEAT] = SHOWN,
    [ZC_TYPE_TEXT] = ANSWER | SHOWN,
    [ZC_TYPE_INTEGER] = ANSWER | SHOWN,
    [ZC_TYPE_DECIMAL] = ANSWER | SHOWN,
    [ZC_TYPE_RANGE] = ANSWER | SHOWN,
    [ZC_TYPE_SELECT_ONE] = ANSWER | SHOWN | SELECT,
    [ZC_TYPE_SELECT_MULTIPLE] = ANSWER | SHOWN | SELECT,
    [ZC_TYPE_RANK] = ANSWER | SHOWN | SELECT,
    [ZC_TYPE_NOTE] = SHOWN,
    [ZC_TYPE_DATE] = ANSWER | SHOWN,
    [ZC_TYPE_TIME] = ANSWER | SHOWN,
    [ZC_TYPE_DATETIME] = ANSWER | SHOWN,
    [ZC_TYPE_GEOPOINT] = ANSWER | SHOWN,
    [ZC_TYPE_GEOTRACE] = ANSWER | SHOWN,
    [ZC_TYPE_GEOSHAPE] = ANSWER | SHOWN,
    [ZC_TYPE_ACKNOWLEDGE] = ANSWER | SHOWN,
    [ZC_TYPE_BARCODE] = ANSWER | SHOWN,
    [ZC_TYPE_CALCULATE] = ANSWER,
    [ZC_TYPE_HIDDEN] = ANSWER,
    [ZC_TYPE_START] = ANSWER,
    [ZC_TYPE_END] = ANSWER,
    [ZC_TYPE_TODAY] = ANSWER,
    [ZC_TYPE_USERNAME] = ANSWER,
    [ZC_TYPE_DEVICEID] = ANSWER,
    [ZC_TYPE_EMAIL] = ANSWER,
    [ZC_TYPE_PHONENUMBER] = ANSWER,
    [ZC_TYPE_AUDIT] = 0,
    [ZC_TYPE_FILE] = ANSWER | SHOWN,
    [ZC_TYPE_PSEUDO] = 0,
};

static const char *const type_names[ZC_TYPE_COUNT] = {
    [ZC_TYPE_ROOT] = "root",
    [ZC_TYPE_GROUP] = "begin_group",
    [ZC_TYPE_REPEAT] = "begin_repeat",
    [ZC_TYPE_TEXT] = "text",
    [ZC_TYPE_INTEGER] = "integer",
    [ZC_TYPE_DECIMAL] = "decimal",
    [ZC_TYPE_RANGE] = "range",
    [ZC_TYPE_SELECT_ONE] = "select_one",
    [ZC_TYPE_SELECT_MULTIPLE] = "select_multiple",
    [ZC_TYPE_RANK] = "rank",
    [ZC_TYPE_NOTE] = "note",
    [ZC_TYPE_DATE] = "date",
    [ZC_TYPE_TIME] = "time",
    [ZC_TYPE_DATETIME] = "dateTime",
    [ZC_TYPE_GEOPOINT] = "geopoint",
    [ZC_TYPE_GEOTRACE] = "geotrace",
    [ZC_TYPE_GEOSHAPE] = "geoshape",
    [ZC_TYPE_ACKNOWLEDGE] = "acknowledge",
    [ZC_TYPE_BARCODE] = "barcode",
    [ZC_TYPE_CALCULATE] = "calculate",
    [ZC_TYPE_HIDDEN] = "hidden",
    [ZC_TYPE_START] = "start",
    [ZC_TYPE_END] = "end",
    [ZC_TYPE_TODAY] = "today",
    [ZC_TYPE_USERNAME] = "username",
    [ZC_TYPE_DEVICEID] = "deviceid",
    [ZC_TYPE_EMAIL] = "email",
    [ZC_TYPE_PHONENUMBER] = "phonenumber",
    [ZC_TYPE_AUDIT] = "audit",
    [ZC_TYPE_FILE] = "file",
    [ZC_TYPE_PSEUDO] = "pseudo",
};

const char *zc_type_name(enum zc_type type)
{
    return type_names[type];
}

struct zc_str zc_form_key_field(const struct zc_form *form)
{
    const struct zc_question *code = form->by_role[ZC_ROLE_CODE];

    if (form->key_field.len)
        return form->key_field;
    return code ? code->field : (struct zc_str){ 0 };
}

bool zc_type_has_answer(enum zc_type type)
{
    return type_facts[type] & ANSWER;
}

bool zc_type_is_shown(enum zc_type type)
{
    return type_facts[type] & SHOWN;
}

bool zc_type_is_select(enum zc_type type)
{
    return type_facts[type] & SELECT;
}

static const char *const role_names[ZC_ROLE_COUNT] = {
    [ZC_ROLE_NONE] = "none",
    [ZC_ROLE_NAME] = "name",
    [ZC_ROLE_SIGN] = "sign",
    [ZC_ROLE_CODE] = "code",
    [ZC_ROLE_ALTCODE] = "altcode",
    [ZC_ROLE_PHONE] = "phone",
    [ZC_ROLE_ADDR] = "addr",
    [ZC_ROLE_STREET] = "street",
    [ZC_ROLE_COMMUNITY] = "community",
    [ZC_ROLE_ROAD] = "road",
    [ZC_ROLE_NUMBER] = "number",
    [ZC_ROLE_INDUSTRY] = "industry",
    [ZC_ROLE_STAFF] = "staff",
    [ZC_ROLE_MEMBERS] = "members",
    [ZC_ROLE_CONTACT] = "contact",
    [ZC_ROLE_KIND] = "kind",
    [ZC_ROLE_OUTCOME] = "outcome",
    [ZC_ROLE_BATCH] = "batch",
    [ZC_ROLE_OF_FORM] = "of-form",
    [ZC_ROLE_OF_RECORD] = "of-record",
    [ZC_ROLE_RULE] = "rule",
    [ZC_ROLE_SHARE] = "share",
    [ZC_ROLE_SEED] = "seed",
    [ZC_ROLE_FOUND] = "found",
    [ZC_ROLE_BLIND] = "blind",
    [ZC_ROLE_FIELD] = "field",
    [ZC_ROLE_REGISTERED] = "registered",
    [ZC_ROLE_SECOND] = "second",
    [ZC_ROLE_WAY] = "way",
    [ZC_ROLE_VERDICT] = "verdict",
    [ZC_ROLE_VISITED] = "visited",
    [ZC_ROLE_ATTEMPTS] = "attempts",
    [ZC_ROLE_PLACE] = "place",
    [ZC_ROLE_PLACE_KIND] = "place-kind",
    [ZC_ROLE_EXPECTED] = "expected",
    [ZC_ROLE_WORKER] = "worker",
    [ZC_ROLE_TARGET] = "target",
    [ZC_ROLE_FROM] = "from",
    [ZC_ROLE_DUE] = "due",
    [ZC_ROLE_DONE] = "done",
    [ZC_ROLE_OF_AREA] = "of-area",
    [ZC_ROLE_DAY] = "day",
    [ZC_ROLE_EXPLANATION] = "explanation",
};

const char *zc_role_name(enum zc_role role)
{
    return role_names[role];
}

bool zc_role_parse(struct zc_str name, enum zc_role *out)
{
    for (enum zc_role role = ZC_ROLE_NAME; role < ZC_ROLE_COUNT; role++)
        if (zc_str_is(name, role_names[role])) {
            *out = role;
            return true;
        }
    return false;
}

struct zc_str zc_lang_code(struct zc_str lang)
{
    size_t open = zc_str_find(lang, ZC_STR("("));

    if (open == SIZE_MAX || !zc_str_ends(lang, ZC_STR(")")))
        return lang;
    return zc_str_trim(zc_str_head(zc_str_from(lang, open + 1), lang.len - open - 2));
}

bool zc_lang_is(struct zc_str lang, enum zc_lang wanted)
{
    static const struct {
        enum zc_lang lang;
        const char *word;
    } words[] = {
        { ZC_LANG_ZH, "zh" },      { ZC_LANG_ZH, "zh-CN" },   { ZC_LANG_ZH, "中文" },
        { ZC_LANG_ZH, "Chinese" }, { ZC_LANG_EN, "en" },      { ZC_LANG_EN, "en-GB" },
        { ZC_LANG_EN, "en-US" },   { ZC_LANG_EN, "English" },
    };
    struct zc_str code = zc_lang_code(lang);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].lang == wanted &&
            (zc_str_is(code, words[i].word) || zc_str_is(lang, words[i].word)))
            return true;
    return false;
}

unsigned zc_form_lang(const struct zc_form *form)
{
    for (unsigned i = 0; i < form->nlangs; i++)
        if (zc_lang_is(form->langs[i], zc_lang_get()))
            return i;
    return 0;
}

const struct zc_template *zc_template_in(const struct zc_form *form,
                                         const struct zc_template *texts, unsigned lang)
{
    if (!texts)
        return NULL;
    if (lang < form->nlangs && texts[lang].nparts)
        return &texts[lang];
    for (unsigned i = 0; i < form->nlangs; i++)
        if (texts[i].nparts)
            return &texts[i];
    return NULL;
}

struct zc_str zc_question_label(const struct zc_form *form, const struct zc_question *q,
                                unsigned lang, struct zc_arena *arena)
{
    const struct zc_template *label = zc_template_in(form, q->label, lang);
    struct zc_buf out = { 0 };

    if (!label)
        return q->name;
    if (label->nparts == 1 && !label->parts[0].expr)
        return label->parts[0].text;
    for (uint32_t i = 0; i < label->nparts; i++) {
        struct zc_str text = label->parts[i].text;
        if (!label->parts[i].expr)
            zc_buf_add(&out, text);
        else /* ${name} */
            zc_buf_printf(&out, "‹%.*s›", ZC_ARG(zc_str_head(zc_str_from(text, 2), text.len - 3)));
    }
    struct zc_str shown = zc_arena_copy(arena, zc_buf_str(&out));
    zc_buf_release(&out);
    return shown;
}

static const struct zc_question *where_question(void *ctx, struct zc_str name, bool *ambiguous)
{
    const struct zc_question *q = zc_form_question(ctx, name, ambiguous);

    return q || *ambiguous ? q : zc_names_pseudo(ctx, name);
}

static const struct zc_question *where_path(void *ctx, struct zc_str path)
{
    return zc_names_path(ctx, path);
}

static struct zc_list *where_list(void *ctx, struct zc_str id)
{
    const struct zc_form *form = ctx;

    for (uint32_t i = 0; i < form->nlists; i++)
        if (zc_str_eq(form->lists[i]->name, id))
            return form->lists[i];
    return NULL;
}

static const struct zc_expr *where_set(void *ctx, struct zc_str name)
{
    const struct zc_form *form = ctx;

    for (uint32_t i = 0; i < form->nsets; i++)
        if (zc_str_eq(form->sets[i].name, name))
            return form->sets[i].expr;
    return NULL;
}

const struct zc_expr *zc_form_where(const struct zc_form *form, struct zc_str text,
                                    struct zc_arena *arena, struct zc_err *err)
{
    struct zc_expr_scope scope = { .ctx = (void *)(uintptr_t)form,
                                   .question = where_question,
                                   .question_at = where_path,
                                   .list = where_list,
                                   .set = where_set,
                                   .here = form->questions[0],
                                   .report = true };

    return zc_expr_parse(text, &scope, arena, NULL, err);
}

struct zc_str zc_form_title(const struct zc_form *form, unsigned lang, struct zc_arena *arena)
{
    struct zc_buf text = { 0 };
    const struct zc_template *title = &form->title[lang];
    if (title->nparts == 0)
        title = &form->title[0];
    for (uint32_t i = 0; i < title->nparts; i++)
        zc_buf_add(&text, title->parts[i].expr ? (struct zc_str){ 0 } : title->parts[i].text);
    struct zc_str copy = zc_arena_copy(arena, text.len ? zc_buf_str(&text) : form->id);
    zc_buf_release(&text);
    return copy;
}
