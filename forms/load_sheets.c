#include "core/alloc.h"
#include "forms/load_impl.h"
#include <stdarg.h>

/* survey.csv, choices.csv, settings.csv, entities.csv: their columns, languages and settings.
 * Sources: XLSFORM.md 2 and 3. */

static const struct zc_sheet_spec survey_specs[] = {
    [SURVEY_TYPE] = { "type", "command" },
    [SURVEY_NAME] = { "name", "tag|value" },
    [SURVEY_LABEL] = { "label", "caption", .translated = true },
    [SURVEY_HINT] = { "hint", NULL, .translated = true },
    [SURVEY_GUIDANCE] = { "guidance_hint", NULL, .translated = true },
    [SURVEY_REQUIRED] = { "required", NULL },
    [SURVEY_REQUIRED_MESSAGE] = { "required_message", NULL, .translated = true },
    [SURVEY_CONSTRAINT] = { "constraint", NULL },
    [SURVEY_CONSTRAINT_MESSAGE] = { "constraint_message", "constraining_message",
                                    .translated = true },
    [SURVEY_WARNING] = { "warning", NULL },
    [SURVEY_WARNING_MESSAGE] = { "warning_message", NULL, .translated = true },
    [SURVEY_RELEVANT] = { "relevant", "relevance" },
    [SURVEY_READONLY] = { "readonly", "read_only" },
    [SURVEY_CALCULATION] = { "calculation", "calculate" },
    [SURVEY_DEFAULT] = { "default", NULL },
    [SURVEY_TRIGGER] = { "trigger", NULL },
    [SURVEY_CHOICE_FILTER] = { "choice_filter", NULL },
    [SURVEY_REPEAT_COUNT] = { "repeat_count", "count|jr:count" },
    [SURVEY_APPEARANCE] = { "appearance", NULL },
    [SURVEY_PARAMETERS] = { "parameters", NULL },
    [SURVEY_ROLE] = { "role", NULL },
    [SURVEY_USE] = { "use", NULL },
    [SURVEY_WAS] = { "was", NULL },
    [SURVEY_LABELS] = { "labels", NULL },
    [SURVEY_SAVE_TO] = { "save_to", NULL },
    [SURVEY_DISABLED] = { "disabled", NULL },
    [SURVEY_IGNORED] = { "image", NULL, .translated = true, .ignored = true },
    { "audio", NULL, .translated = true, .ignored = true },
    { "video", NULL, .translated = true, .ignored = true },
    { "big-image", NULL, .translated = true, .ignored = true },
    { "autoplay", NULL, .ignored = true },
    { "intent", NULL, .ignored = true },
    { "compact_tag", NULL, .ignored = true },
    { "noAppErrorString", NULL, .ignored = true },
};
static const struct zc_sheet_spec choices_specs[] = {
    [CHOICES_LIST] = { "list_name", "list name" },
    [CHOICES_NAME] = { "name", "value" },
    [CHOICES_LABEL] = { "label", NULL, .translated = true },
    [CHOICES_ALIASES] = { "aliases", NULL },
    [CHOICES_IGNORED] = { "image", NULL, .translated = true, .ignored = true },
    { "audio", NULL, .translated = true, .ignored = true },
    { "video", NULL, .translated = true, .ignored = true },
    { "big-image", NULL, .translated = true, .ignored = true },
};
static const struct zc_sheet_spec entities_specs[] = {
    [ENTITIES_LIST] = { "list_name", "dataset|list name" },
    [ENTITIES_LABEL] = { "label", NULL },
    [ENTITIES_ID] = { "entity_id", NULL },
    [ENTITIES_CREATE_IF] = { "create_if", NULL },
    [ENTITIES_UPDATE_IF] = { "update_if", NULL },
    [ENTITIES_REPEAT] = { "repeat", NULL },
};
static const struct zc_sheet_spec settings_specs[] = {
    [SETTINGS_TITLE] = { "form_title", "title", .translated = true },
    [SETTINGS_ID] = { "form_id", "id_string" },
    [SETTINGS_VERSION] = { "version", NULL },
    [SETTINGS_INSTANCE_NAME] = { "instance_name", NULL },
    [SETTINGS_DEFAULT_LANGUAGE] = { "default_language", NULL },
    [SETTINGS_DUPLICATES] = { "allow_choice_duplicates", NULL },
    [SETTINGS_CLEAN] = { "clean_text_values", NULL },
    [SETTINGS_KEY_FIELD] = { "key_field", NULL },
    [SETTINGS_LEDGER] = { "ledger", NULL },
    [SETTINGS_BY_HAND] = { "by_hand", NULL },
    [SETTINGS_NAME] = { "name", NULL },
    [SETTINGS_IGNORED] = { "public_key", NULL, .ignored = true },
    { "submission_url", NULL, .ignored = true },
    { "auto_send", NULL, .ignored = true },
    { "auto_delete", NULL, .ignored = true },
    { "client_editable", NULL, .ignored = true },
    { "style", NULL, .ignored = true },
    { "namespaces", NULL, .ignored = true },
    { "prefix", NULL, .ignored = true },
    { "delimiter", NULL, .ignored = true },
};

#define LEN(table) (sizeof(table) / sizeof(table)[0])

const char *zc_load_printf(struct zc_loader *loader, const char *fmt, ...)
{
    struct zc_buf text = { 0 };
    char *room;
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    room = zc_buf_room(&text, (size_t)len + 1);
    va_start(args, fmt);
    vsnprintf(room, (size_t)len + 1, fmt, args);
    va_end(args);
    text.len = (size_t)len;
    const char *out = zc_arena_cstr(&loader->scratch, zc_buf_str(&text));
    zc_buf_release(&text);
    return out;
}

struct zc_str zc_load_path(const struct zc_loader *loader, struct zc_str file)
{
    struct zc_arena *arena = &loader->form->arena;

    return loader->dir.len ? zc_arena_printf(arena, "%.*s/%.*s", ZC_ARG(loader->dir), ZC_ARG(file))
                           : zc_arena_copy(arena, file);
}

bool zc_load_file(struct zc_loader *loader, struct zc_str file, struct zc_buf *bytes, bool *found)
{
    struct zc_str path = zc_load_path(loader, file);
    struct zc_err err = { 0 };

    if (!loader->source->read(loader->source->ctx, path, bytes, found, &err)) {
        zc_finding_put(loader->findings, false, path, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
        return false;
    }
    if (*found) {
        zc_hash_add_ns(&loader->content, file);
        zc_hash_add_ns(&loader->content, zc_buf_str(bytes));
    }
    return true;
}

/* True when the file is there and could be read as a sheet. */
static bool read_sheet(struct zc_loader *loader, const char *name,
                       const struct zc_sheet_spec *specs, size_t nspecs, bool clean,
                       struct zc_sheet *sheet)
{
    struct zc_str path = zc_load_path(loader, zc_str_of(name));
    struct zc_buf bytes = { 0 };
    bool found, ok = false;

    *sheet = (struct zc_sheet){ .file = path, .specs = specs };
    if (zc_load_file(loader, zc_str_of(name), &bytes, &found) && found)
        ok = zc_sheet_read(path, zc_buf_str(&bytes), specs, nspecs, clean, &loader->scratch,
                           loader->findings, sheet);
    zc_buf_release(&bytes);
    return ok;
}

static bool header_is_foreign(struct zc_str header)
{
    static const char *const kept[] = { "bind:", "body:", "instance:", "attribute:", "sms_" };

    for (size_t i = 0; i < LEN(kept); i++)
        if (zc_str_starts(header, zc_str_of(kept[i])))
            return true;
    return !header.len;
}

static void check_columns(struct zc_loader *loader, const struct zc_sheet *sheet,
                          bool unknown_is_data)
{
    for (uint32_t i = 0; i < sheet->ncols; i++) {
        const struct zc_sheet_col *col = &sheet->cols[i];
        bool ignored = (col->spec >= 0 && sheet->specs[col->spec].ignored) ||
                       zc_str_starts(col->header, ZC_STR("media::"));
        bool blank =
            unknown_is_data && col->spec < 0 && memchr(col->header.ptr, ' ', col->header.len);
        if (blank)
            zc_finding_add(loader->findings, true, sheet->file, 1, col->header,
                           "列名中有空格，这一列未读取", "a header with a blank: column not read");
        else if (ignored || (col->spec < 0 && !unknown_is_data && !header_is_foreign(col->header)))
            zc_finding_add(loader->findings, true, sheet->file, 1, col->header,
                           "这一列在这里不起作用", "this column has no effect here");
    }
}

/* A condition in a misspelt column would be none at all, so here that is an error. */
static void check_entity_columns(struct zc_loader *loader)
{
    const struct zc_sheet *sheet = &loader->entities;

    for (uint32_t i = 0; i < sheet->ncols; i++)
        if (sheet->cols[i].spec < 0 && sheet->cols[i].header.len)
            zc_finding_add(loader->findings, false, sheet->file, 1, sheet->cols[i].header,
                           "没有这一列：请写 list_name label entity_id create_if update_if repeat",
                           "there is no such column: write list_name label entity_id create_if "
                           "update_if repeat");
}

bool zc_load_sheets(struct zc_loader *loader)
{
    bool clean = true, said;

    read_sheet(loader, "settings.csv", settings_specs, LEN(settings_specs), true,
               &loader->settings);
    if (loader->settings.nrows &&
        zc_sheet_truth(zc_sheet_cell(&loader->settings, &loader->settings.rows[0], SETTINGS_CLEAN),
                       &said))
        clean = said;
    read_sheet(loader, "choices.csv", choices_specs, LEN(choices_specs), false, &loader->choices);
    read_sheet(loader, "entities.csv", entities_specs, LEN(entities_specs), true,
               &loader->entities);
    uint32_t before = loader->findings->nerrors;
    if (!read_sheet(loader, "survey.csv", survey_specs, LEN(survey_specs), clean,
                    &loader->survey)) {
        if (loader->findings->nerrors == before)
            zc_survey_error(loader, 0, "", "缺少 survey.csv", "survey.csv is missing");
        return false;
    }
    if (zc_sheet_col(&loader->survey, SURVEY_TYPE) < 0) {
        zc_survey_error(loader, 1, "type", "survey.csv 缺少 type 列",
                        "survey.csv has no column type");
        return false;
    }
    check_columns(loader, &loader->survey, false);
    check_columns(loader, &loader->choices, true);
    check_columns(loader, &loader->settings, false);
    check_entity_columns(loader);
    return true;
}

struct langs {
    struct zc_str *all;
    size_t n, cap;
};

static void add_lang(struct langs *langs, struct zc_str lang)
{
    for (size_t i = 0; i < langs->n; i++)
        if (zc_str_eq(langs->all[i], lang))
            return;
    langs->all = zc_grow(langs->all, langs->n, &langs->cap, sizeof *langs->all);
    langs->all[langs->n++] = lang;
}

/* A translatable column without a language belongs to the default language. */
static bool has_plain_text(const struct zc_sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->ncols; i++) {
        const struct zc_sheet_col *col = &sheet->cols[i];
        if (col->spec >= 0 && sheet->specs[col->spec].translated &&
            !sheet->specs[col->spec].ignored && !col->lang.len)
            return true;
    }
    return false;
}

static void load_langs(struct zc_loader *loader, struct zc_str default_lang)
{
    const struct zc_sheet *sheets[] = { &loader->survey, &loader->choices, &loader->settings };
    struct langs langs = { 0 };
    struct zc_form *form = loader->form;

    if (default_lang.len)
        add_lang(&langs, default_lang);
    else if (has_plain_text(&loader->survey) || has_plain_text(&loader->choices))
        add_lang(&langs, ZC_STR("default"));
    for (size_t s = 0; s < LEN(sheets); s++)
        for (uint32_t i = 0; i < sheets[s]->ncols; i++)
            if (sheets[s]->cols[i].lang.len)
                add_lang(&langs, sheets[s]->cols[i].lang);
    if (!langs.n)
        add_lang(&langs, ZC_STR("default"));
    struct zc_str *all = ZC_NEW(&form->arena, struct zc_str, langs.n);
    for (size_t i = 0; i < langs.n; i++)
        all[i] = zc_arena_copy(&form->arena, langs.all[i]);
    form->langs = all;
    form->nlangs = (uint32_t)langs.n;
    zc_free(langs.all);
}

int zc_load_lang(const struct zc_loader *loader, const struct zc_sheet_col *col)
{
    if (!col->lang.len)
        return 0;
    for (uint32_t i = 0; i < loader->form->nlangs; i++)
        if (zc_str_eq(loader->form->langs[i], col->lang))
            return (int)i;
    return -1;
}

bool zc_load_lang_is(const struct zc_loader *loader, uint32_t lang, const char *code)
{
    return zc_str_is(zc_lang_code(loader->form->langs[lang]), code);
}

static struct zc_str setting(const struct zc_loader *loader, enum zc_settings_col col)
{
    if (!loader->settings.nrows)
        return (struct zc_str){ 0 };
    return zc_arena_copy(&loader->form->arena,
                         zc_sheet_cell(&loader->settings, &loader->settings.rows[0], col));
}

static bool setting_truth(struct zc_loader *loader, enum zc_settings_col col)
{
    struct zc_str cell = setting(loader, col);
    bool truth = false;

    if (cell.len && !zc_sheet_truth(cell, &truth))
        zc_finding_add(loader->findings, false, loader->settings.file, loader->settings.rows[0].row,
                       zc_str_of(settings_specs[col].name), "“%.*s”：请写 yes 或 no",
                       "'%.*s': write yes or no", ZC_ARG(cell));
    return truth;
}

static bool lang_is_used(const struct zc_loader *loader, struct zc_str lang)
{
    const struct zc_sheet *sheets[] = { &loader->survey, &loader->choices };

    for (size_t s = 0; s < LEN(sheets); s++)
        for (uint32_t i = 0; i < sheets[s]->ncols; i++)
            if (zc_str_eq(sheets[s]->cols[i].lang, lang))
                return true;
    return has_plain_text(&loader->survey) || !lang.len;
}

void zc_load_settings(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct zc_str lang = setting(loader, SETTINGS_DEFAULT_LANGUAGE), dir = loader->dir, part;

    load_langs(loader, lang);
    if (!lang_is_used(loader, lang))
        zc_finding_add(loader->findings, true, loader->settings.file, loader->settings.rows[0].row,
                       ZC_STR("default_language"), "没有“%.*s”这种语言的列",
                       "no column is in the language '%.*s'", ZC_ARG(lang));
    form->id = setting(loader, SETTINGS_ID);
    if (!form->id.len) {
        while (zc_str_cut(&dir, '/', &part))
            form->id = part;
        form->id = zc_arena_copy(&form->arena, form->id);
    }
    form->version = setting(loader, SETTINGS_VERSION);
    form->key_field = setting(loader, SETTINGS_KEY_FIELD);
    form->in_ledger = setting_truth(loader, SETTINGS_LEDGER);
    form->by_hand =
        !setting(loader, SETTINGS_BY_HAND).len || setting_truth(loader, SETTINGS_BY_HAND);
    loader->duplicates = setting_truth(loader, SETTINGS_DUPLICATES);
}
