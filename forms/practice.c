#include "forms/practice.h"
#include "core/alloc.h"
#include "core/rev.h"

static const struct zc_str file = ZC_LIT("practice.csv");

enum { DISTRICT = 9, MAX_DAYS = 60, MAX_UNSEEN = 9 };

enum column { GROUP, DAY, AT, BY, ROLE, ACT, UNIT, UNSEEN, OTHER, REASON, FORM, NCOLUMNS };
static const char *const columns[] = {
    [GROUP] = "_group", [DAY] = "_day",       [AT] = "_at",     [BY] = "_by",
    [ROLE] = "_role",   [ACT] = "_act",       [UNIT] = "_unit", [UNSEEN] = "_unseen",
    [OTHER] = "_other", [REASON] = "_reason", [FORM] = "_form",
};

static const struct act {
    const char *name;
    enum zc_step_kind kind;
    bool makes; /* a unit that is new */
    bool other, fields;
} acts[] = {
    { "seed", ZC_STEP_SEED, true, false, true },
    { "draft", ZC_STEP_DRAFT, true, false, true },
    { "submit", ZC_STEP_SUBMIT, true, false, true },
    { "doubt", ZC_STEP_DOUBT, true, false, true },
    { "edit", ZC_STEP_EDIT, false, false, true },
    { "keep", ZC_STEP_KEEP, true, false, true },
    { "pass", ZC_STEP_REVIEW, false, false, false },
    { "return", ZC_STEP_REVIEW, false, false, false },
    { "unlock", ZC_STEP_REVIEW, false, false, false },
    { "void", ZC_STEP_REVIEW, false, false, false },
    { "take-back", ZC_STEP_REVIEW, false, false, false },
    { "link", ZC_STEP_REVIEW, false, true, false },
    { "unlink", ZC_STEP_REVIEW, false, false, false },
    { "distinct", ZC_STEP_REVIEW, false, true, false },
    { "merge", ZC_STEP_MERGE, false, false, false },
};

struct unit {
    struct zc_str name;
    const struct zc_form *form;
};

struct reading {
    const struct zc_pack *pack;
    struct zc_findings *findings;
    struct zc_list *list;
    int cols[NCOLUMNS];
    struct zc_practice *practice;
    struct unit *units; /* of which practice->nunits are named so far */
    uint32_t row;       /* of the list, the one being read */
    unsigned last_day[DISTRICT + 1], last_minute[DISTRICT + 1];
};

/* Both formats take `what`, the text that is wrong. */
static void complain(struct reading *reading, struct zc_str column, const char *zh, const char *en,
                     struct zc_str what)
{
    zc_finding_add(reading->findings, false, file, reading->row + 2, column, zh, en, ZC_ARG(what));
}

static struct zc_str cell(const struct reading *reading, enum column column)
{
    return zc_str_trim(zc_list_cell(reading->list, reading->row, reading->cols[column]));
}

static void refuse(struct reading *reading, enum column column, const char *zh, const char *en)
{
    complain(reading, zc_str_of(columns[column]), zh, en, cell(reading, column));
}

static bool is_known(struct zc_str column)
{
    for (int i = 0; i < NCOLUMNS; i++)
        if (zc_str_is(column, columns[i]))
            return true;
    return false;
}

static bool find_columns(struct reading *reading)
{
    uint32_t before = reading->findings->nerrors;

    for (int i = 0; i < NCOLUMNS; i++) {
        reading->cols[i] = zc_list_col(reading->list, zc_str_of(columns[i]));
        if (reading->cols[i] < 0)
            zc_finding_add(reading->findings, false, file, 1, zc_str_of(columns[i]), "缺少这一列",
                           "this column is missing");
    }
    for (uint32_t c = 0; c < reading->list->ncols; c++)
        if (zc_str_starts(reading->list->cols[c], ZC_STR("_")) && !is_known(reading->list->cols[c]))
            zc_finding_add(reading->findings, true, file, 1, reading->list->cols[c],
                           "这一列在这里不起作用", "this column has no effect here");
    return reading->findings->nerrors == before;
}

static const struct act *find_act(struct zc_str name)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (zc_str_is(name, acts[i].name))
            return &acts[i];
    return NULL;
}

/* Who and when */

static void read_groups(struct reading *reading, struct zc_step *step)
{
    struct zc_str rest = cell(reading, GROUP), word;
    unsigned n = 0;

    for (; zc_str_word(&rest, &word); n++) {
        uint64_t number = 0;
        if (!zc_str_to_u64(word, &number) || number < 1 || number > DISTRICT ||
            (number < DISTRICT && !zc_pack_group(reading->pack, (unsigned)number))) {
            refuse(reading, GROUP, "没有第“%.*s”组；区级为9", "no group '%.*s'; the district is 9");
            return;
        }
        step->groups |= 1u << number;
    }
    if (n != 1 && (step->kind != ZC_STEP_SEED || n == 0))
        refuse(reading, GROUP, "应为一个组号，现为“%.*s”", "should be one group, not '%.*s'");
}

static bool read_minute(struct zc_str text, unsigned *minute)
{
    struct zc_str hours, rest = text;
    uint64_t h = 24, m = 60;

    if (text.len != 5 || !zc_str_cut(&rest, ':', &hours) || !zc_str_to_u64(hours, &h) ||
        !zc_str_to_u64(rest, &m) || h > 23 || m > 59)
        return false;
    *minute = (unsigned)(h * 60 + m);
    return true;
}

static bool read_moment(struct reading *reading, struct zc_step *step)
{
    uint64_t day = 0;
    bool day_ok = zc_str_to_u64(cell(reading, DAY), &day) && day <= MAX_DAYS;
    bool minute_ok = read_minute(cell(reading, AT), &step->minute);

    if (!day_ok)
        refuse(reading, DAY, "应为0到60，今天是0，现为“%.*s”",
               "should be 0 to 60, today is 0, not '%.*s'");
    if (!minute_ok)
        refuse(reading, AT, "应写成 09:30，现为“%.*s”", "should be like 09:30, not '%.*s'");
    step->day = (unsigned)day;
    return day_ok && minute_ok;
}

static void check_order(struct reading *reading, const struct zc_step *step)
{
    for (unsigned g = 1; g <= DISTRICT; g++) {
        if (!(step->groups & 1u << g))
            continue;
        unsigned last = reading->last_day[g];
        if (last < step->day || (last == step->day && reading->last_minute[g] > step->minute))
            refuse(reading, AT, "本组前面一步比“%.*s”晚",
                   "an earlier line of the group is after '%.*s'");
        reading->last_day[g] = step->day;
        reading->last_minute[g] = step->minute;
    }
}

static void read_person(struct reading *reading, struct zc_step *step)
{
    step->by = cell(reading, BY);
    step->role = cell(reading, ROLE);
    if (step->by.len == 0)
        refuse(reading, BY, "没有写是谁%.*s", "nobody is named%.*s");
    if (zc_rank_of(step->role) == ZC_RANK_NONE)
        refuse(reading, ROLE, "身份“%.*s”不对：worker leader office district",
               "role '%.*s' is none of worker leader office district");
}

/* What to which record */

static uint32_t find_unit(const struct reading *reading, struct zc_str name)
{
    for (uint32_t i = 0; i < reading->practice->nunits; i++)
        if (zc_str_eq(reading->units[i].name, name))
            return i;
    return UINT32_MAX;
}

static const struct zc_form *form_of_new(struct reading *reading)
{
    const struct zc_pack *pack = reading->pack;
    struct zc_str id = cell(reading, FORM);
    const struct zc_form *form = NULL;

    for (uint32_t i = 0; i < pack->nforms && !form; i++)
        if (id.len ? zc_str_eq(pack->forms[i]->id, id) : pack->forms[i]->in_ledger)
            form = pack->forms[i];
    if (!form)
        refuse(reading, FORM, "没有表“%.*s”", "there is no form '%.*s'");
    return form;
}

static void read_unit(struct reading *reading, const struct act *act, struct zc_step *step)
{
    struct zc_str name = cell(reading, UNIT);

    step->unit = find_unit(reading, name);
    if (name.len == 0) {
        refuse(reading, UNIT, "没有写是哪一家%.*s", "no unit is named%.*s");
    } else if (step->unit == UINT32_MAX && !act->makes) {
        refuse(reading, UNIT, "前面没有“%.*s”这一家", "there is no unit '%.*s' before this line");
    } else if (step->unit == UINT32_MAX) {
        step->unit = reading->practice->nunits++;
        reading->units[step->unit] = (struct unit){ name, form_of_new(reading) };
    } else if (step->kind == ZC_STEP_SEED) {
        refuse(reading, UNIT, "“%.*s”前面已有", "there is a unit '%.*s' already");
    }
    if (step->unit != UINT32_MAX)
        step->form = reading->units[step->unit].form;
}

static void read_other(struct reading *reading, const struct act *act, struct zc_step *step)
{
    struct zc_str name = cell(reading, OTHER);

    step->other = find_unit(reading, name);
    if (step->other == UINT32_MAX && (act->other || name.len))
        refuse(reading, OTHER, "前面没有“%.*s”这一家", "there is no unit '%.*s' before this line");
    if (step->other != UINT32_MAX && !act->other)
        refuse(reading, OTHER, "这一步用不着“%.*s”", "this act has no use for '%.*s'");
}

static void read_unseen(struct reading *reading, struct zc_step *step)
{
    struct zc_str text = cell(reading, UNSEEN);
    uint64_t unseen = 0;

    if (text.len && (!zc_str_to_u64(text, &unseen) || unseen > MAX_UNSEEN))
        refuse(reading, UNSEEN, "应为0到9，现为“%.*s”", "should be 0 to 9, not '%.*s'");
    step->unseen = (uint32_t)unseen;
}

/* A field outside repeats, or REPEAT/FIELD of a repeat that lies in no other. */
static bool has_field(const struct zc_form *form, struct zc_str name)
{
    struct zc_str repeat;

    if (zc_str_find(name, ZC_STR("/")) == SIZE_MAX) {
        const struct zc_question *q = zc_form_field(form, name);
        return q && !q->repeat;
    }
    zc_str_cut(&name, '/', &repeat);
    for (uint32_t i = 0; i < form->nquestions; i++) {
        const struct zc_question *q = form->questions[i];
        if (q->repeat && !q->repeat->repeat && zc_str_eq(q->repeat->name, repeat) &&
            zc_str_eq(q->name, name))
            return true;
    }
    return false;
}

static void add_field(struct reading *reading, const struct act *act, struct zc_step *step,
                      struct zc_step_field *fields, uint32_t col)
{
    static const struct zc_str why = ZC_LIT("why:");
    struct zc_str name = reading->list->cols[col];
    struct zc_step_field field = { .field = name,
                                   .value = zc_list_cell(reading->list, reading->row, (int)col),
                                   .why = zc_str_starts(name, why) };

    if (field.value.len == 0 || zc_str_starts(name, ZC_STR("_")))
        return;
    if (field.why)
        field.field = zc_str_from(name, why.len);
    if (field.why && act->kind == ZC_STEP_SEED)
        complain(reading, name, "底册的行没有说明，多出“%.*s”",
                 "a row of a list has no reasons, but '%.*s'", field.value);
    else if (!act->fields)
        complain(reading, name, "这一步不带字段，多出“%.*s”", "this act has no fields, but '%.*s'",
                 field.value);
    else if (step->form && !has_field(step->form, field.field))
        complain(reading, name, "表里没有字段“%.*s”", "the form has no field '%.*s'", field.field);
    else
        fields[step->nfields++] = field;
}

/* Without a key nobody could say afterwards which record a row became. */
static void check_key(struct reading *reading, const struct zc_step *step)
{
    struct zc_str key = step->form ? zc_form_key_field(step->form) : (struct zc_str){ 0 };
    const struct zc_question *q = step->form ? zc_form_field(step->form, key) : NULL;

    if (q && q->type == ZC_TYPE_CALCULATE) /* made of the other fields */
        return;
    for (uint32_t i = 0; i < step->nfields; i++)
        if (zc_str_eq(step->fields[i].field, key))
            return;
    if (step->form)
        complain(reading, key, "底册里的“%.*s”没有代码", "the row '%.*s' of a list needs its code",
                 cell(reading, UNIT));
}

static void read_step(struct reading *reading)
{
    struct zc_practice *practice = reading->practice;
    struct zc_step *step = &practice->steps[practice->nsteps++];
    struct zc_step_field *fields =
        ZC_NEW(&practice->arena, struct zc_step_field, reading->list->ncols);
    const struct act *act = find_act(cell(reading, ACT));

    step->row = reading->row + 2;
    step->unit = step->other = UINT32_MAX;
    step->fields = fields;
    if (!act) {
        refuse(reading, ACT, "没有“%.*s”这种动作", "there is no act '%.*s'");
        return;
    }
    step->kind = act->kind;
    step->act = cell(reading, ACT);
    step->reason = cell(reading, REASON);
    read_groups(reading, step);
    if (read_moment(reading, step))
        check_order(reading, step);
    if (act->kind != ZC_STEP_SEED)
        read_person(reading, step);
    if (act->kind != ZC_STEP_MERGE)
        read_unit(reading, act, step);
    read_other(reading, act, step);
    read_unseen(reading, step);
    for (uint32_t col = 0; col < reading->list->ncols; col++)
        add_field(reading, act, step, fields, col);
    if (act->kind == ZC_STEP_SEED)
        check_key(reading, step);
}

static struct zc_list *read_list(const struct zc_source *source, struct zc_arena *arena,
                                 bool *found, struct zc_findings *findings)
{
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    struct zc_list *list = NULL;

    *found = false;
    if (source->read(source->ctx, file, &bytes, found, &err) && *found)
        list = zc_list_read(ZC_STR("practice"), zc_buf_str(&bytes), arena, &err);
    if (err.code)
        zc_finding_put(findings, false, file, 0, (struct zc_str){ 0 },
                       (struct zc_text){ err.msg, err.msg });
    zc_buf_release(&bytes);
    return list;
}

struct zc_practice *zc_practice_load(const struct zc_source *source, const struct zc_pack *pack,
                                     bool *found, struct zc_findings *findings)
{
    struct zc_practice *practice = zc_alloc_zeroed(1, sizeof *practice);
    struct reading reading = { .pack = pack, .findings = findings, .practice = practice };
    uint32_t before = findings->nerrors;

    for (unsigned g = 0; g <= DISTRICT; g++)
        reading.last_day[g] = MAX_DAYS;
    reading.list = read_list(source, &practice->arena, found, findings);
    if (reading.list && find_columns(&reading)) {
        practice->steps = ZC_NEW(&practice->arena, struct zc_step, reading.list->nrows + 1);
        reading.units = ZC_NEW(&practice->arena, struct unit, reading.list->nrows + 1);
        for (; reading.row < reading.list->nrows; reading.row++)
            read_step(&reading);
    }
    zc_list_release(reading.list);
    zc_findings_sort(findings);
    if (*found && findings->nerrors == before)
        return practice;
    zc_practice_free(practice);
    return NULL;
}

void zc_practice_free(struct zc_practice *practice)
{
    if (!practice)
        return;
    struct zc_arena arena = practice->arena;
    zc_free(practice);
    zc_arena_release(&arena);
}

struct zc_str zc_step_place(const struct zc_step *step, struct zc_arena *arena)
{
    return zc_arena_printf(arena, ZC_T("%.*s 第%u行", "%.*s row %u"), ZC_ARG(file), step->row);
}
