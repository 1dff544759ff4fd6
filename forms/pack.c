#include "forms/pack.h"
#include "core/alloc.h"
#include "core/number.h"
#include "forms/entity.h"
#include "forms/finding.h"
#include "forms/list_file.h"
#include "forms/names.h"

enum { MAX_FORMS = 200, MAX_GROUPS = 8, MAX_PARENTS = 8 };

struct loading {
    struct zc_pack *pack;
    const struct zc_source *source;
    struct zc_findings *findings;
    struct zc_str *files; /* all paths of the pack */
    size_t nfiles, files_cap, lists_cap;
    struct zc_str *dirs; /* form folders, by name */
    uint32_t ndirs;
};

/* The files at the top and their columns; the first `needed` of them must be there. */
static const struct table {
    const char *file;
    bool optional;
    unsigned needed;
    const char *cols[14];
} tables[] = {
    { "settings.csv", false, 5, { "id", "version", "zh", "en", "zone", "forms" } },
    { "groups.csv", true, 5, { "group", "zh", "en", "short", "communities" } },
    { "areas.csv",
      true,
      7,
      { "code", "level", "zh", "en", "short", "aliases", "parent", "target" } },
    { "levels.csv", true, 8, { "level", "zh", "en", "parent", "by", "list", "readers", "mask" } },
    { "rules.csv", true, 6, { "rule", "value", "unit", "zh", "en", "source" } },
    { "synonyms.csv", true, 3, { "form", "field", "words", "why" } },
    { "reports.csv",
      true,
      7,
      { "report", "line", "kind", "zh", "en", "form", "where", "value", "of", "unit", "rows",
        "cols", "order", "compare" } },
};

static void check_columns(struct loading *loading, const struct table *table,
                          const struct zc_list *list)
{
    for (unsigned i = 0; i < table->needed; i++)
        if (zc_list_col(list, zc_str_of(table->cols[i])) < 0)
            zc_finding_add(loading->findings, false, zc_str_of(table->file), 1,
                           zc_str_of(table->cols[i]), "缺少这一列", "this column is missing");
    for (uint32_t c = 0; c < list->ncols; c++) {
        bool known = false;
        for (size_t i = 0; i < sizeof table->cols / sizeof table->cols[0] && table->cols[i]; i++)
            known |= zc_str_is(list->cols[c], table->cols[i]);
        if (!known)
            zc_finding_add(loading->findings, true, zc_str_of(table->file), 1, list->cols[c],
                           "这一列在这里不起作用", "this column has no effect here");
    }
}

/* Reads a file of the pack as a list; NULL when it is not there or wrong. */
static struct zc_list *read_list(struct loading *loading, struct zc_str path, bool optional)
{
    const struct zc_source *source = loading->source;
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    struct zc_list *list = NULL;
    bool found = false;

    if (source->read(source->ctx, path, &bytes, &found, &err) && found)
        list = zc_list_file_read(path, zc_buf_str(&bytes), &loading->pack->arena, &err);
    if (err.code)
        zc_finding_put(loading->findings, false, path, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    else if (!found && !optional)
        zc_finding_add(loading->findings, false, path, 0, (struct zc_str){ 0 }, "缺少这个文件",
                       "this file is missing");
    zc_buf_release(&bytes);
    return list;
}

static struct zc_list *read_table(struct loading *loading, size_t t)
{
    struct zc_list *list = read_list(loading, zc_str_of(tables[t].file), tables[t].optional);

    if (list)
        check_columns(loading, &tables[t], list);
    return list;
}

static struct zc_str cell(const struct zc_list *list, uint32_t row, const char *col)
{
    return zc_list_cell(list, row, zc_list_col(list, zc_str_of(col)));
}

static void read_settings(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_list *list = read_table(loading, 0);

    if (!list || !list->nrows)
        return;
    pack->id = cell(list, 0, "id");
    pack->version = cell(list, 0, "version");
    pack->title_zh = cell(list, 0, "zh");
    pack->title_en = cell(list, 0, "en");
    pack->zone = cell(list, 0, "zone");
    pack->form_order = cell(list, 0, "forms");
    zc_list_release(list);
}

static const struct zc_str *split_words(struct zc_str text, char sep, struct zc_arena *arena,
                                        uint32_t *n)
{
    struct zc_str *words = ZC_NEW(arena, struct zc_str, text.len / 2 + 1), word;

    *n = 0;
    while (sep == ' ' ? zc_str_word(&text, &word) : zc_str_cut(&text, sep, &word))
        if (zc_str_trim(word).len)
            words[(*n)++] = zc_str_trim(word);
    return words;
}

static bool listed(const struct zc_pack_group *group, struct zc_str area)
{
    for (uint32_t i = 0; i < group->nareas; i++)
        if (zc_str_eq(group->areas[i], area))
            return true;
    return false;
}

static void check_group(struct loading *loading, const struct zc_pack_group *group, uint32_t row)
{
    const struct zc_pack *pack = loading->pack;

    if (group->number < 1 || group->number > MAX_GROUPS)
        zc_finding_add(loading->findings, false, ZC_STR("groups.csv"), row, ZC_STR("group"),
                       "组号应为1到%d", "the group must be 1 to %d", MAX_GROUPS);
    for (uint32_t i = 0; i < group->nareas; i++) {
        if (zc_pack_area(pack, group->areas[i]) == UINT32_MAX)
            zc_finding_add(loading->findings, false, ZC_STR("groups.csv"), row,
                           ZC_STR("communities"), "areas.csv 里没有“%.*s”",
                           "areas.csv has no '%.*s'", ZC_ARG(group->areas[i]));
        for (uint32_t g = 0; g < pack->ngroups; g++)
            if (listed(&pack->groups[g], group->areas[i]))
                zc_finding_add(loading->findings, false, ZC_STR("groups.csv"), row,
                               ZC_STR("communities"), "“%.*s”已属于第%u组",
                               "'%.*s' belongs to group %u already", ZC_ARG(group->areas[i]),
                               pack->groups[g].number);
    }
}

/* Every community belongs to exactly one group (DOMAIN.md 14.1). */
static void check_communities(struct loading *loading)
{
    const struct zc_pack *pack = loading->pack;

    for (uint32_t row = 0; row < pack->areas->nrows; row++)
        if (zc_str_is(cell(pack->areas, row, "level"), "5") &&
            !zc_pack_group_of(pack, cell(pack->areas, row, "code")))
            zc_finding_add(loading->findings, false, ZC_STR("groups.csv"), 0, ZC_STR("communities"),
                           "没有哪个组负责“%.*s %.*s”", "no group walks '%.*s %.*s'",
                           ZC_ARG(cell(pack->areas, row, "code")),
                           ZC_ARG(cell(pack->areas, row, "zh")));
}

static void read_groups(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_list *list = read_table(loading, 1);
    struct zc_pack_group *groups;

    if (!list)
        return;
    pack->groups = groups = ZC_NEW(&pack->arena, struct zc_pack_group, list->nrows);
    for (uint32_t row = 0; row < list->nrows; row++) {
        struct zc_pack_group *group = &groups[row];
        uint64_t number = 0;
        zc_str_to_u64(cell(list, row, "group"), &number);
        *group = (struct zc_pack_group){ .number = number <= 99 ? (unsigned)number : 99,
                                         .zh = cell(list, row, "zh"),
                                         .en = cell(list, row, "en"),
                                         .abbr = cell(list, row, "short") };
        group->areas =
            split_words(cell(list, row, "communities"), ' ', &pack->arena, &group->nareas);
        check_group(loading, group, row + 2);
        pack->ngroups++;
    }
    zc_list_release(list);
    if (pack->areas)
        check_communities(loading);
}

static void check_areas(struct loading *loading)
{
    const struct zc_list *areas = loading->pack->areas;
    int code = zc_list_col(areas, ZC_STR("code"));

    for (uint32_t row = 0; row < areas->nrows; row++) {
        struct zc_str parent = cell(areas, row, "parent"), own = cell(areas, row, "code");
        if (zc_list_find(areas, code, own, 0) != row)
            zc_finding_add(loading->findings, false, ZC_STR("areas.csv"), row + 2, ZC_STR("code"),
                           "“%.*s”出现两次", "'%.*s' stands twice", ZC_ARG(own));
        if (zc_str_is(cell(areas, row, "level"), "5") &&
            zc_list_find(areas, code, parent, 0) == areas->nrows)
            zc_finding_add(loading->findings, false, ZC_STR("areas.csv"), row + 2, ZC_STR("parent"),
                           "“%.*s”的上级“%.*s”不在表里",
                           "the parent of '%.*s', '%.*s', is not in the table", ZC_ARG(own),
                           ZC_ARG(parent));
    }
}

static void read_synonyms(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_list *list = read_table(loading, 5);
    struct zc_synonym *synonyms;

    if (!list)
        return;
    pack->synonyms = synonyms = ZC_NEW(&pack->arena, struct zc_synonym, list->nrows);
    for (uint32_t row = 0; row < list->nrows; row++) {
        struct zc_synonym *synonym = &synonyms[pack->nsynonyms++];
        synonym->form = cell(list, row, "form");
        synonym->field = cell(list, row, "field");
        synonym->why = cell(list, row, "why");
        synonym->words = split_words(cell(list, row, "words"), '|', &pack->arena, &synonym->nwords);
    }
    zc_list_release(list);
}

/* After the forms, over whose records the conditions are. */
static void read_reports(struct loading *loading)
{
    struct zc_list *list = read_table(loading, 6);

    if (list)
        zc_pack_reports_read(loading->pack, list, loading->findings);
    zc_list_release(list);
}

static bool take_file(void *ctx, struct zc_str path)
{
    struct loading *loading = ctx;

    loading->files =
        zc_grow(loading->files, loading->nfiles, &loading->files_cap, sizeof *loading->files);
    loading->files[loading->nfiles++] = zc_arena_copy(&loading->pack->arena, path);
    return true;
}

static void add_list(struct loading *loading, struct zc_list *list)
{
    struct zc_pack *pack = loading->pack;

    pack->lists = zc_grow(pack->lists, pack->nlists, &loading->lists_cap, sizeof *pack->lists);
    pack->lists[pack->nlists++] = list;
}

static void read_lists(struct loading *loading)
{
    if (loading->pack->areas)
        add_list(loading, loading->pack->areas);
    for (size_t i = 0; i < loading->nfiles; i++) {
        struct zc_str path = loading->files[i];
        if (!zc_str_starts(path, ZC_STR("lists/")) || !zc_list_file_id(path).len)
            continue;
        struct zc_list *list = read_list(loading, path, false);
        if (list)
            add_list(loading, list);
    }
}

/* A survey without areas.csv has an empty one, which no form can choose from. */
static struct zc_list *no_areas(struct loading *loading)
{
    struct zc_str cols[8];
    size_t n = 0;

    for (; n < tables[2].needed; n++)
        cols[n] = zc_str_of(tables[2].cols[n]);
    return zc_list_new(ZC_STR("areas"), cols, n, &loading->pack->arena);
}

static void find_forms(struct loading *loading)
{
    struct zc_str tail = ZC_STR("/survey.csv");

    loading->dirs = ZC_NEW(&loading->pack->arena, struct zc_str, MAX_FORMS);
    for (size_t i = 0; i < loading->nfiles && loading->ndirs < MAX_FORMS; i++)
        if (zc_str_ends(loading->files[i], tail))
            loading->dirs[loading->ndirs++] =
                zc_str_head(loading->files[i], loading->files[i].len - tail.len);
    if (!loading->ndirs)
        zc_finding_add(loading->findings, false, ZC_STR("settings.csv"), 0, (struct zc_str){ 0 },
                       "方案里没有一张表：每张表一个文件夹，内有 survey.csv",
                       "the pack has no form: a form is a folder with survey.csv");
}

static struct zc_list *new_records(struct loading *loading, struct zc_str form)
{
    struct zc_str cols[] = { ZC_LIT("name"), ZC_LIT("label") };
    struct zc_list *list = zc_list_new(form, cols, 2, &loading->pack->arena);

    list->records = true;
    return list;
}

static struct zc_list *context_list(void *ctx, struct zc_str file, bool *records,
                                    struct zc_err *err)
{
    struct loading *loading = ctx;
    struct zc_pack *pack = loading->pack;
    struct zc_str name = zc_list_file_id(file);

    (void)err;
    *records = false;
    for (uint32_t i = 0; i < pack->nlists; i++)
        if (zc_str_eq(pack->lists[i]->file, file))
            return pack->lists[i];
    for (uint32_t i = 0; i < loading->ndirs && zc_str_ends(file, ZC_STR(".csv")); i++)
        if (zc_str_eq(loading->dirs[i], name)) {
            *records = true;
            return pack->records[i];
        }
    return NULL;
}

static bool context_rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    const struct loading *loading = ctx;

    return zc_pack_rule(loading->pack, name, value);
}

static bool always_applies(const struct zc_question *q)
{
    while (q && !q->relevant)
        q = q->parent;
    return q == NULL;
}

/* What has a value under an earlier name stands in no index. */
static enum zc_list_way way_of(const struct zc_form *form, struct zc_str col)
{
    const struct zc_question *q = zc_form_field(form, col);

    if (zc_str_is(col, "name"))
        return ZC_WAY_ID;
    if (!q || q->repeat || !q->kept || q->was.len || zc_str_is(col, "label"))
        return ZC_WAY_NONE;
    if (zc_type_is_select(q->type) && q->list && q->list->records)
        return q->type == ZC_TYPE_SELECT_ONE && always_applies(q) ? ZC_WAY_LINK_EXACT : ZC_WAY_LINK;
    return (q->use & ZC_USE_INDEX) ? ZC_WAY_VALUE : ZC_WAY_NONE;
}

/* The columns of a form's records are known when the form is. */
static void shape_records(struct zc_pack *pack, struct zc_list *list, const struct zc_form *form)
{
    const struct zc_names *names = form->names;
    uint32_t n = 0, cap = form->nquestions + ZC_PSEUDO_COUNT + 2;
    struct zc_str *cols = ZC_NEW(&pack->arena, struct zc_str, cap);

    cols[n++] = ZC_STR("name");
    cols[n++] = ZC_STR("label");
    for (uint32_t i = 1; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (!q->repeat && zc_type_has_answer(q->type) && !zc_str_is(q->field, "name") &&
            !zc_str_is(q->field, "label"))
            cols[n++] = q->field;
    }
    for (unsigned i = 0; i < ZC_PSEUDO_COUNT; i++)
        cols[n++] = names->pseudo[i]->name;
    *list = *zc_list_new(list->name, cols, n, &pack->arena);
    list->records = true;
    list->large = form->in_ledger;
    uint8_t *ways = ZC_NEW(&pack->arena, uint8_t, n);
    for (uint32_t i = 0; i < n; i++)
        ways[i] = (uint8_t)way_of(form, cols[i]);
    list->ways = ways;
}

static void load_each(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_form_context context = { loading, context_list, context_rule };

    for (uint32_t i = 0; i < loading->ndirs; i++) {
        struct zc_form *form =
            zc_form_load(loading->source, loading->dirs[i], &context, loading->findings);
        if (!form)
            continue;
        if (zc_pack_form(pack, form->id))
            zc_finding_add(
                loading->findings, false,
                zc_arena_printf(&pack->arena, "%.*s/settings.csv", ZC_ARG(loading->dirs[i])), 2,
                ZC_STR("form_id"), "“%.*s”已是另一张表的 form_id",
                "'%.*s' is the form_id of another form", ZC_ARG(form->id));
        pack->forms[pack->nforms++] = form;
        shape_records(pack, pack->records[i], form);
    }
}

static bool reads_records(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++)
        for (uint32_t l = 0; l < pack->forms[i]->nlists; l++)
            if (pack->forms[i]->lists[l]->records)
                return true;
    return false;
}

/* A form may read the records of one that comes behind it, whose columns are not known then: a
 * pack with links is read twice, and only the second reading tells what it finds. */
static void load_forms(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_findings first = { 0 }, *all = loading->findings;

    pack->forms = ZC_NEW(&pack->arena, struct zc_form *, loading->ndirs);
    pack->records = ZC_NEW(&pack->arena, struct zc_list *, loading->ndirs);
    pack->nrecords = loading->ndirs;
    for (uint32_t i = 0; i < loading->ndirs; i++)
        pack->records[i] = new_records(loading, loading->dirs[i]);
    loading->findings = &first;
    load_each(loading);
    loading->findings = all;
    if (reads_records(pack)) {
        for (uint32_t i = 0; i < pack->nforms; i++)
            zc_form_free(pack->forms[i]);
        pack->nforms = 0;
        load_each(loading);
    } else {
        for (uint32_t i = 0; i < first.n; i++)
            zc_finding_put(all, first.all[i].warning, first.all[i].file, first.all[i].row,
                           first.all[i].column, first.all[i].what);
    }
    zc_findings_release(&first);
}

/* Forms named in settings.csv first, in that order; the others follow by name. */
static void order_forms(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_str rest = pack->form_order, word;
    uint32_t at = 0;

    while (zc_str_word(&rest, &word)) {
        uint32_t i = at;
        while (i < pack->nforms && !zc_str_eq(pack->forms[i]->id, word))
            i++;
        if (i == pack->nforms) {
            zc_finding_add(loading->findings, true, ZC_STR("settings.csv"), 2, ZC_STR("forms"),
                           "没有表“%.*s”", "there is no form '%.*s'", ZC_ARG(word));
            continue;
        }
        struct zc_form *form = pack->forms[i];
        memmove(&pack->forms[at + 1], &pack->forms[at], (i - at) * sizeof(struct zc_form *));
        pack->forms[at++] = form;
    }
}

static void settle(struct loading *loading)
{
    struct zc_pack *pack = loading->pack;
    struct zc_list **lists = ZC_NEW(&pack->arena, struct zc_list *, pack->nlists);

    if (pack->nlists)
        memcpy(lists, pack->lists, pack->nlists * sizeof(struct zc_list *));
    zc_free(pack->lists);
    pack->lists = lists;
    zc_free(loading->files);
}

struct zc_pack *zc_pack_load(const struct zc_source *source, struct zc_findings *findings)
{
    struct zc_pack *pack = zc_alloc_zeroed(1, sizeof *pack);
    struct loading loading = { .pack = pack, .source = source, .findings = findings };
    uint32_t before = findings->nerrors;
    struct zc_err err = { 0 };

    if (!source->list(source->ctx, take_file, &loading, &err)) {
        zc_finding_put(findings, false, source->name, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    } else {
        read_settings(&loading);
        pack->areas = read_table(&loading, 2);
        pack->levels = read_table(&loading, 3);
        pack->rules = read_table(&loading, 4);
        if (pack->areas)
            check_areas(&loading);
        read_groups(&loading);
        read_synonyms(&loading);
        read_lists(&loading);
        if (!pack->areas)
            pack->areas = no_areas(&loading);
        find_forms(&loading);
        load_forms(&loading);
        order_forms(&loading);
        read_reports(&loading);
        zc_entities_check(pack, findings);
    }
    settle(&loading);
    zc_findings_sort(findings);
    if (findings->nerrors == before)
        return pack;
    zc_pack_free(pack);
    return NULL;
}

void zc_pack_free(struct zc_pack *pack)
{
    struct zc_arena arena;

    if (!pack)
        return;
    for (uint32_t i = 0; i < pack->nforms; i++) {
        zc_form_free(pack->forms[i]);
        pack->forms[i] = NULL;
    }
    for (uint32_t i = 0; i < pack->nlists; i++)
        zc_list_release(pack->lists[i]);
    for (uint32_t i = 0; i < pack->nrecords; i++)
        zc_list_release(pack->records[i]);
    zc_list_release(pack->areas);
    zc_list_release(pack->levels);
    zc_list_release(pack->rules);
    arena = pack->arena;
    zc_free(pack);
    zc_arena_release(&arena);
}

struct zc_form *zc_pack_main(const struct zc_pack *pack)
{
    for (uint32_t i = 0; i < pack->nforms; i++)
        if (pack->forms[i]->in_ledger)
            return pack->forms[i];
    return pack->forms[0];
}

struct zc_form *zc_pack_form(const struct zc_pack *pack, struct zc_str id)
{
    for (uint32_t i = 0; i < pack->nforms; i++)
        if (zc_str_eq(pack->forms[i]->id, id))
            return pack->forms[i];
    return NULL;
}

bool zc_pack_rule(const struct zc_pack *pack, struct zc_str name, struct zc_str *value)
{
    if (!pack->rules)
        return false;
    uint32_t row = zc_list_find(pack->rules, zc_list_col(pack->rules, ZC_STR("rule")), name, 0);
    *value = cell(pack->rules, row, "value");
    return row < pack->rules->nrows;
}

double zc_pack_number(const struct zc_pack *pack, const char *rule, double otherwise)
{
    struct zc_str value;
    double number;

    return zc_pack_rule(pack, zc_str_of(rule), &value) && zc_number_parse(value, &number)
               ? number
               : otherwise;
}

uint32_t zc_pack_area(const struct zc_pack *pack, struct zc_str code)
{
    if (!pack->areas || !code.len)
        return UINT32_MAX;
    uint32_t row = zc_list_find(pack->areas, zc_list_col(pack->areas, ZC_STR("code")), code, 0);
    return row < pack->areas->nrows ? row : UINT32_MAX;
}

unsigned zc_pack_group_of(const struct zc_pack *pack, struct zc_str area)
{
    /* The first group met on the way up has the longest code. */
    for (unsigned up = 0; up < MAX_PARENTS && area.len; up++) {
        for (uint32_t g = 0; g < pack->ngroups; g++)
            if (listed(&pack->groups[g], area))
                return pack->groups[g].number;
        uint32_t row = zc_pack_area(pack, area);
        area = row == UINT32_MAX ? (struct zc_str){ 0 } : cell(pack->areas, row, "parent");
    }
    return 0;
}

const struct zc_pack_group *zc_pack_group(const struct zc_pack *pack, unsigned number)
{
    for (uint32_t g = 0; g < pack->ngroups; g++)
        if (pack->groups[g].number == number)
            return &pack->groups[g];
    return NULL;
}

static struct zc_str in_language(struct zc_str zh, struct zc_str en)
{
    return zc_lang_get() == ZC_LANG_ZH || !en.len ? zh : en;
}

struct zc_str zc_pack_group_name(const struct zc_pack_group *group)
{
    return in_language(group->zh, group->en);
}

struct zc_str zc_pack_view_name(const struct zc_pack_view *view)
{
    return in_language(view->zh, view->en);
}

struct zc_str zc_pack_title(const struct zc_pack *pack)
{
    return in_language(pack->title_zh, pack->title_en);
}

struct zc_list *zc_pack_records(const struct zc_pack *pack, struct zc_str form)
{
    for (uint32_t i = 0; i < pack->nrecords; i++)
        if (zc_str_eq(pack->records[i]->name, form))
            return pack->records[i];
    return NULL;
}

bool zc_pack_is_read(const struct zc_pack *pack, struct zc_str form)
{
    const struct zc_list *records = zc_pack_records(pack, form);

    for (uint32_t i = 0; i < pack->nforms; i++)
        for (uint32_t l = 0; l < pack->forms[i]->nlists; l++)
            if (records && pack->forms[i]->lists[l] == records)
                return true;
    return false;
}
