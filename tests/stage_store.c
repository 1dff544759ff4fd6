#include "storage/export.h"
#include "storage/import.h"
#include "tests/stage.h"
#include "tui/review.h"
#include <stdio.h>
#include <string.h>

/* Stores from a script, through the form engine: see tests/screens/README.md for the words. */

struct maker {
    const struct zc_stage *stage;
    const char *dir;
    struct zc_survey *survey; /* NULL until `by` has made the store */
    struct zc_str at;
    unsigned group;
    struct zc_str with[64]; /* FIELD=VALUE of every new record */
    size_t nwith;
    struct zc_str lines[64]; /* of the record at hand */
    size_t nlines;
    struct zc_str record;        /* its heading, empty: none */
    struct zc_rid last, earlier; /* records: the last one, and the one made before it */
    struct zc_revid before[8];   /* what the last edit was based on */
    size_t nbefore;
    uint64_t beside; /* random numbers drawn for records beside the others, and where they begin */
    struct zc_arena arena;
};

static void close_survey(struct maker *m)
{
    zc_survey_close(m->survey);
    m->survey = NULL;
}

static void open_survey(struct maker *m)
{
    if (!m->survey)
        m->survey = zc_stage_survey(m->dir, m->at);
}

/* `by NAME ROLE`: the first makes the store. */
static void take_person(struct maker *m, struct zc_str rest, bool first)
{
    struct zc_str name = { 0 }, role = { 0 };
    struct zc_person person = { .role = ZC_RANK_WORKER };
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    struct zc_clock clock;
    zc_str_word(&rest, &name);
    if (zc_str_word(&rest, &role) && !(person.role = zc_rank_of(role)))
        zc_stage_bail("no role '%.*s'", ZC_ARG(role));
    person.name = name;
    bool ok = zc_clock_fixed(m->at, &clock, &err);
    if (ok && first)
        ok = zc_survey_create(m->dir, zc_arena_cstr(&m->arena, m->stage->pack), m->group, &person,
                              &clock, &findings, &err);
    open_survey(m);
    if (ok && !first)
        ok = zc_survey_choose(m->survey, name, person.role, &err);
    if (!ok)
        zc_stage_bail("by %.*s: %s", ZC_ARG(name), err.msg);
    zc_findings_release(&findings);
}

/* Records of another store of the script, by an exchange file. */
static void take_store(struct maker *m, struct zc_str name)
{
    struct zc_err err = { 0 };
    struct zc_export_report out;
    struct zc_import_options options = { .person = m->survey->person.name, .at = m->at };
    const char *file = zc_arena_cstr(&m->arena, zc_arena_printf(&m->arena, "%s.csv", m->dir));
    struct zc_survey *other = zc_stage_survey(zc_stage_path(m->stage, name, &m->arena), m->at);
    bool done = false;
    bool ok = zc_export_exchange(other->store, NULL, file, &out, &err);
    struct zc_import *import = ok ? zc_import_open(m->survey->store, file, &options, &err) : NULL;
    for (ok = import != NULL; ok && !done;)
        ok = zc_import_step(import, &done, &err);
    zc_import_free(import);
    zc_survey_close(other);
    if (!ok)
        zc_stage_bail("take %.*s: %s", ZC_ARG(name), err.msg);
}

/* FIELD=VALUE, `note FIELD=TEXT`, `why FIELD=TEXT`; ## stands for the number of the record. */
static void set_line(struct zc_entry *entry, struct zc_str line, unsigned number)
{
    struct zc_buf text = { 0 };
    struct zc_str rest, field, kind = { 0 };
    struct zc_err err = { 0 };
    size_t at;
    while ((at = zc_str_find(line, ZC_STR("##"))) != SIZE_MAX) {
        zc_buf_add(&text, zc_str_head(line, at));
        zc_buf_printf(&text, "%02u", number);
        line = zc_str_from(line, at + 2);
    }
    zc_buf_add(&text, line);
    rest = zc_buf_str(&text);
    if (zc_str_starts(rest, ZC_STR("note ")) || zc_str_starts(rest, ZC_STR("why ")))
        zc_str_word(&rest, &kind);
    rest = zc_str_trim(rest);
    zc_str_cut(&rest, '=', &field);
    struct zc_node *node = zc_fill_node(entry->fill, field);
    if (!node)
        zc_stage_bail("no field '%.*s'", ZC_ARG(field));
    if (zc_str_is(kind, "note"))
        zc_fill_set_note(entry->fill, node, rest);
    else if (zc_str_is(kind, "why"))
        zc_fill_set_why(entry->fill, node, rest);
    else if (!zc_fill_set(entry->fill, node, rest, &err))
        zc_stage_bail("%.*s: %s", ZC_ARG(line), err.msg);
    zc_buf_release(&text);
}

static void bail_points(struct maker *m, const struct zc_entry *entry, const struct zc_err *err)
{
    struct zc_fill_check check;
    zc_fill_check(entry->fill, &m->arena, &check);
    for (uint32_t i = 0; i < check.npoints; i++)
        printf("# %.*s: %.*s\n", ZC_ARG(zc_fill_path(check.points[i].node, &m->arena)),
               ZC_ARG(check.points[i].message));
    zc_stage_bail("%.*s: %s", ZC_ARG(m->record), err->msg);
}

static void save_entry(struct maker *m, struct zc_entry *entry, struct zc_str how)
{
    struct zc_err err = { 0 };
    struct zc_str word = { 0 };
    bool ok;
    zc_str_word(&how, &word);
    m->nbefore = entry->nparents < 8 ? entry->nparents : 8;
    if (m->nbefore)
        memcpy(m->before, entry->parents, m->nbefore * sizeof *m->before);
    if (zc_str_is(word, "keep")) {
        ok = zc_entry_keep(entry, (struct zc_str){ 0 }, &err);
    } else {
        enum zc_save save = zc_str_is(word, "draft")    ? ZC_SAVE_DRAFT
                            : zc_str_is(word, "submit") ? ZC_SAVE_SUBMIT
                            : zc_str_is(word, "doubt")  ? ZC_SAVE_DOUBT
                                                        : ZC_SAVE_DATA;
        ok = zc_entry_save(entry, save, zc_str_trim(how), NULL, &err);
    }
    if (!ok)
        bail_points(m, entry, &err);
    if (!zc_rid_eq(m->last, entry->rid))
        m->earlier = m->last;
    m->last = entry->rid;
}

/* `new FORM HOW [COUNT]`, `beside FORM HOW`, `edit HOW`, `fork HOW`: the lines that followed it go
 * in. The ids of what is made beside the others come from elsewhere, so that theirs stay. */
static void make_record(struct maker *m)
{
    struct zc_str rest = m->record, word = { 0 }, form = { 0 };
    struct zc_err err = { 0 };
    uint64_t count = 1;
    if (m->record.len == 0)
        return;
    zc_str_word(&rest, &word);
    bool beside = zc_str_is(word, "beside");
    bool is_new = zc_str_is(word, "new") || beside, forked = zc_str_is(word, "fork");
    uint64_t drawn = beside ? zc_stage_count_from(m->beside) : 0;
    if (is_new)
        zc_str_word(&rest, &form);
    struct zc_str how = rest, number = zc_str_trim(rest);
    zc_str_word(&number, &word);
    if (!is_new || !zc_str_to_u64(zc_str_trim(number), &count))
        count = 1;
    for (unsigned i = 1; i <= count; i++) {
        struct zc_form *sheet = is_new ? zc_survey_form(m->survey, form, &err) : NULL;
        struct zc_entry *entry =
            sheet     ? zc_entry_new(m->survey, sheet, &err)
            : !is_new ? zc_entry_open(m->survey, m->last, m->before, forked ? m->nbefore : 0, &err)
                      : NULL;
        if (!entry)
            zc_stage_bail("%.*s: %s", ZC_ARG(m->record), err.msg);
        for (size_t w = 0; is_new && !beside && w < m->nwith; w++)
            set_line(entry, m->with[w], i);
        for (size_t l = 0; l < m->nlines; l++)
            set_line(entry, m->lines[l], i);
        save_entry(m, entry, how);
        zc_entry_free(entry);
    }
    if (beside)
        m->beside = zc_stage_count_from(drawn);
    m->record = (struct zc_str){ 0 };
    m->nlines = 0;
}

/* `act ACT REASON`: a review act on the last record; a link names the one before it. */
static void act_on(struct maker *m, struct zc_str text)
{
    struct zc_err err = { 0 };
    struct zc_state shown;
    struct zc_review what = { .other = m->earlier };
    struct zc_str word;
    zc_str_word(&text, &word);
    what.reason = zc_str_trim(text);
    if (!zc_act_parse(word, &what.act) ||
        !zc_survey_state(m->survey, m->last, &m->arena, &shown, &err) ||
        !zc_review_act(m->survey, &shown, &what, &err))
        zc_stage_bail("act %.*s: %s", ZC_ARG(word), err.msg);
}

static bool is_assignment(struct zc_str line)
{
    size_t equal = zc_str_find(line, ZC_STR("=")), blank = zc_str_find(line, ZC_STR(" "));
    return zc_str_starts(line, ZC_STR("note ")) || zc_str_starts(line, ZC_STR("why ")) ||
           (equal != SIZE_MAX && equal < blank);
}

static void take_line(struct maker *m, struct zc_str line)
{
    struct zc_str rest = line, word = { 0 };
    uint64_t number;
    if (is_assignment(line)) {
        if (m->record.len == 0 || m->nlines == sizeof m->lines / sizeof m->lines[0])
            zc_stage_bail("'%.*s' stands in no record", ZC_ARG(line));
        m->lines[m->nlines++] = line;
        return;
    }
    make_record(m);
    zc_str_word(&rest, &word);
    rest = zc_str_trim(rest);
    if (zc_str_is(word, "group") && zc_str_to_u64(rest, &number)) {
        m->group = (unsigned)number;
    } else if (zc_str_is(word, "at")) {
        m->at = rest;
        if (m->survey)
            close_survey(m), open_survey(m);
    } else if (zc_str_is(word, "by")) {
        take_person(m, rest, m->survey == NULL);
    } else if (zc_str_is(word, "take") && m->survey) {
        take_store(m, rest);
    } else if (zc_str_is(word, "act") && m->survey) {
        act_on(m, rest);
    } else if (zc_str_is(word, "with") && m->nwith < sizeof m->with / sizeof m->with[0]) {
        m->with[m->nwith++] = rest;
    } else if (m->survey && (zc_str_is(word, "new") || zc_str_is(word, "beside") ||
                             zc_str_is(word, "edit") || zc_str_is(word, "fork"))) {
        m->record = line;
    } else {
        zc_stage_bail("line '%.*s' is not understood", ZC_ARG(line));
    }
}

void zc_stage_store(const struct zc_stage *stage, struct zc_str name, const char *dir)
{
    struct maker m = {
        .stage = stage, .dir = dir, .group = 1, .at = ZC_STR("2026-11-20T09:30:00+08:00")
    };
    struct zc_str rest = zc_buf_str(&stage->script), line, word;
    bool here = false, found = false;
    zc_stage_count_from((uint64_t)name.len * 1000); /* other ids in each store */
    m.beside = 1000000 + (uint64_t)name.len * 1000;
    while (zc_str_cut(&rest, '\n', &line)) {
        line = zc_str_trim(line);
        struct zc_str tail = line;
        if (line.len == 0 || line.ptr[0] == '#' || !zc_str_word(&tail, &word))
            continue;
        if (zc_str_is(word, "store"))
            here = zc_str_eq(zc_str_trim(tail), name);
        else if (here)
            take_line(&m, line);
        found |= here;
    }
    if (!found)
        zc_stage_bail("no store '%.*s' in the script", ZC_ARG(name));
    make_record(&m);
    close_survey(&m);
    zc_arena_release(&m.arena);
}
