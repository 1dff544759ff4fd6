#include "core/hash.h"
#include "forms/intake.h"
#include "forms/list_rows.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/survey.h"
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Links between records of forms, as forms and lists see them: through random histories every
 * figure is what a look at all records gives, whoever saved. argv[1]: the survey of tests/links. */

enum { UNITS = 20, PARTIES = 6, RECORDS = UNITS + PARTIES, STEPS = 150 };

static struct zc_survey *survey;
static uint32_t dice = 6;

static unsigned roll(unsigned sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 12) % sides;
}

static bool is_party(unsigned record)
{
    return record >= UNITS;
}

static struct zc_rid rid_of(unsigned record)
{
    uint8_t bits[8] = { (uint8_t)record, (uint8_t)(record >> 8), (uint8_t)(record * 7) };
    return zc_rid_make(3, 1000 + record, bits);
}

static const char *id_of(unsigned record, struct zc_arena *arena)
{
    char text[ZC_RID_TEXT + 1];
    zc_rid_print(rid_of(record), text);
    return zc_arena_cstr(arena, zc_str_of(text));
}

/* One revision with one write, on what there is. */
static bool write_in(struct zc_txn *txn, const char *form, unsigned record, const char *field,
                     const char *value, struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    struct zc_state state = { 0 };
    struct zc_pair write = { zc_str_of(field), zc_str_of(value) };
    struct zc_pair attrs[] = { { ZC_STR("form"), zc_arena_printf(&arena, "%s@1", form) },
                               { ZC_STR("g"), ZC_STR("3") },
                               { ZC_STR("role"), ZC_STR("leader") } };
    struct zc_rev rev;
    bool found, ok = zc_record_get(txn, rid_of(record), &arena, &state, &found, err) &&
                     zc_rev_make(rid_of(record), state.heads, state.nheads, attrs, 3, &write, 1,
                                 &arena, &rev, err) &&
                     zc_record_add(txn, &rev, err);
    zc_arena_release(&arena);
    return ok;
}

static void set(const char *form, unsigned record, const char *field, const char *value)
{
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, &err);
    if (!txn || !zc_txn_end(txn, write_in(txn, form, record, field, value, &err), &err))
        zc_checkf(false, "%s %u %s=%s: %s", form, record, field, value, err.msg);
}

/* What a look at all records gives */

struct seen {
    bool there, visible;
    struct zc_rid root;
    struct zc_str party, others, place, title;
    uint64_t staff;
};

static void look_at(struct zc_txn *txn, unsigned record, struct zc_arena *arena, struct seen *out)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    *out = (struct seen){ 0 };
    if (!zc_record_get(txn, rid_of(record), arena, &state, &out->there, &err) || !out->there)
        return;
    out->visible = zc_record_is_visible(txn, &state);
    out->root = zc_record_root(txn, rid_of(record));
    out->party = zc_state_value(&state, ZC_STR("party"));
    out->others = zc_state_value(&state, ZC_STR("others"));
    out->place = zc_state_value(&state, ZC_STR("place"));
    out->title = zc_state_value(&state, ZC_STR("title"));
    zc_str_to_u64(zc_state_value(&state, ZC_STR("staff")), &out->staff);
}

static bool leads_to(const struct seen *all, struct zc_str text, unsigned party)
{
    struct zc_rid rid;
    if (!zc_rid_parse(text, &rid))
        return false;
    for (unsigned i = UNITS; i < RECORDS; i++) {
        if (zc_rid_eq(rid, rid_of(i)))
            return i == party || (all[i].there && zc_rid_eq(all[i].root, rid_of(party)));
    }
    return false;
}

struct figures {
    unsigned units, staff, large, helped, beside, both;
    struct zc_str first;
};

static void count(const struct seen *all, unsigned party, struct figures *out)
{
    *out = (struct figures){ 0 };
    for (unsigned i = 0; i < UNITS; i++) {
        struct zc_str rest = all[i].others, word;
        bool helps = false, beside = zc_str_eq(all[i].place, all[party].place);
        if (!all[i].visible)
            continue;
        while (zc_str_word(&rest, &word))
            helps |= leads_to(all, word, party);
        bool linked = leads_to(all, all[i].party, party);
        if (linked && out->units == 0)
            out->first = all[i].title;
        out->units += linked;
        out->staff += linked ? (unsigned)all[i].staff : 0;
        out->large += linked && all[i].staff > 3;
        out->helped += helps;
        out->beside += beside;
        out->both += linked || beside;
    }
}

static bool shows(struct zc_fill *fill, const char *field, struct zc_str want)
{
    const struct zc_node *node = zc_fill_node(fill, zc_str_of(field));
    if (node && zc_str_eq(node->value, want))
        return true;
    zc_checkf(false, "%s is '%.*s', not '%.*s'", field, ZC_ARG(node ? node->value : ZC_STR("?")),
              ZC_ARG(want));
    return false;
}

static bool shows_number(struct zc_fill *fill, const char *field, unsigned want,
                         struct zc_arena *arena)
{
    return shows(fill, field, zc_arena_printf(arena, "%u", want));
}

static struct zc_fill *fill_of(unsigned record, struct zc_arena *arena)
{
    struct zc_state state;
    struct zc_err err = { 0 };
    return zc_survey_state(survey, rid_of(record), arena, &state, &err)
               ? zc_survey_fill(survey, &state)
               : NULL;
}

static bool party_is_right(const struct seen *all, unsigned party, struct zc_arena *arena)
{
    struct figures want;
    struct zc_fill *fill = fill_of(party, arena);
    count(all, party, &want);
    bool ok = shows_number(fill, "units", want.units, arena) &&
              shows_number(fill, "staff", want.staff, arena) &&
              shows_number(fill, "large", want.large, arena) &&
              shows_number(fill, "helped", want.helped, arena) &&
              shows_number(fill, "beside", want.beside, arena) &&
              shows_number(fill, "both", want.both, arena) && shows(fill, "first", want.first);
    zc_fill_free(fill);
    return ok;
}

/* The title of the organisation that the unit names, or of the one that stands for it. */
static bool unit_is_right(const struct seen *all, unsigned unit, struct zc_arena *arena)
{
    struct zc_str title = { 0 };
    for (unsigned i = UNITS; i < RECORDS; i++) {
        if (all[i].visible && leads_to(all, all[unit].party, i))
            title = all[i].title;
    }
    struct zc_fill *fill = fill_of(unit, arena);
    bool ok = shows(fill, "of", title);
    zc_fill_free(fill);
    return ok;
}

static bool all_is_right(void)
{
    struct seen all[RECORDS];
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    bool ok = true;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    for (unsigned i = 0; i < RECORDS; i++)
        look_at(txn, i, &arena, &all[i]);
    zc_txn_abort(txn);
    for (unsigned i = 0; i < RECORDS && ok; i++) {
        if (all[i].visible)
            ok = is_party(i) ? party_is_right(all, i, &arena) : unit_is_right(all, i, &arena);
    }
    zc_arena_release(&arena);
    return ok;
}

static void act(void)
{
    static const char *const places[] = { "north", "south 1", "South1" };
    struct zc_arena arena = { 0 };
    unsigned record = roll(RECORDS), what = roll(12);
    const char *form = is_party(record) ? "party" : "unit";
    const char *party = roll(9) ? id_of(UNITS + roll(PARTIES), &arena) : "";
    if (what < 4 && !is_party(record))
        set(form, record, "party", party);
    else if (what < 6 && !is_party(record))
        set(form, record, "others",
            zc_arena_printf(&arena, "%s %s", id_of(UNITS + roll(PARTIES), &arena), party).ptr);
    else if (what < 8)
        set(form, record, "place", places[roll(3)]);
    else if (what == 8)
        set(form, record, "staff", roll(2) ? "2" : "5");
    else if (what == 9)
        set(form, record, "_deleted", roll(2) ? "1" : "");
    else
        set(form, record, "_dup_of",
            roll(2) ? "" : id_of(is_party(record) ? UNITS + roll(PARTIES) : roll(UNITS), &arena));
    zc_arena_release(&arena);
}

static void histories(void)
{
    bool ok = true;
    char title[20];
    for (unsigned i = 0; i < RECORDS; i++) {
        snprintf(title, sizeof title, "%s%u", is_party(i) ? "party" : "unit", i);
        set(is_party(i) ? "party" : "unit", i, "title", title);
        set(is_party(i) ? "party" : "unit", i, "place", "north");
    }
    for (unsigned step = 0; step < STEPS && ok; step++) {
        act();
        ok = all_is_right();
        if (!ok)
            zc_checkf(false, "step %u", step);
    }
    zc_check("every figure is what a look at all records gives", ok);
}

/* Meanwhile another process saves. It was split off before this one opened the store. */

static void other_process(const char *dir, int wait_for, int tell)
{
    struct zc_clock clock;
    struct zc_err err = { 0 };
    char go;
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err);
    for (unsigned round = 0; read(wait_for, &go, 1) == 1; round++) {
        survey = zc_survey_open(dir, false, &clock, &err);
        for (unsigned i = 0; survey && i < 1 + round * 40; i++) {
            dice += i;
            act();
        }
        zc_survey_close(survey);
        if (write(tell, survey ? "1" : "0", 1) != 1)
            break;
    }
    _exit(0);
}

static void others_save(int go, int told)
{
    char done = '0';
    for (unsigned round = 0; round < 4; round++) {
        bool ok = write(go, "x", 1) == 1 && read(told, &done, 1) == 1 && done == '1';
        zc_checkf(ok && all_is_right(), "another process saved, round %u", round);
    }
}

/* One link, in whatever state what it leads to is */

enum { LATER = 100 }; /* records that no history knows */

static struct zc_str shown(unsigned record, const char *field, struct zc_arena *arena)
{
    struct zc_fill *fill = fill_of(record, arena);
    struct zc_str text =
        zc_arena_copy(arena, zc_fill_shown(fill, zc_fill_node(fill, zc_str_of(field)), arena));
    zc_fill_free(fill);
    return text;
}

static enum zc_issue issue_of(unsigned record, const char *field, struct zc_arena *arena,
                              struct zc_str *message)
{
    struct zc_fill *fill = fill_of(record, arena);
    enum zc_issue issue = zc_fill_issue(fill, zc_fill_node(fill, zc_str_of(field)), message, arena);
    *message = zc_arena_copy(arena, *message);
    zc_fill_free(fill);
    return issue;
}

static void one_link(void)
{
    enum { UNIT = LATER, PARTY, TWIN, AWAY, ADVISER };
    struct zc_arena arena = { 0 };
    struct zc_str message;
    set("unit", UNIT, "party", id_of(PARTY, &arena));
    struct zc_str text = shown(UNIT, "party", &arena);
    zc_checkf(zc_str_ends(text, ZC_STR("（本库没有）")) &&
                  issue_of(UNIT, "party", &arena, &message) == ZC_ISSUE_NONE,
              "a record that has not come yet is no mistake: %.*s", ZC_ARG(text));
    set("party", PARTY, "title", "东门联合支部");
    set("party", PARTY, "no", "77");
    text = shown(UNIT, "party", &arena);
    zc_checkf(zc_str_is(text, "东门联合支部·77"), "here it reads as its title: %.*s", ZC_ARG(text));
    set("party", TWIN, "title", "东门支部");
    set("party", PARTY, "_dup_of", id_of(TWIN, &arena));
    text = shown(UNIT, "party", &arena);
    zc_checkf(zc_str_is(text, "东门支部·"), "a duplicate reads as the other: %.*s", ZC_ARG(text));
    zc_check("and the other counts it", zc_str_is(shown(TWIN, "units", &arena), "1"));
    set("party", PARTY, "_dup_of", "");
    set("party", PARTY, "_deleted", "1");
    text = shown(UNIT, "party", &arena);
    zc_checkf(zc_str_is(text, "东门联合支部·77（作废）"), "void, and says so: %.*s", ZC_ARG(text));
    enum zc_issue issue = issue_of(UNIT, "party", &arena, &message);
    zc_checkf(issue == ZC_ISSUE_WARNING && zc_str_find(message, ZC_STR("作废")) != SIZE_MAX,
              "which is to be looked at: %.*s", ZC_ARG(message));
    zc_check("the value stays", zc_str_is(shown(UNIT, "said", &arena), "东门联合支部·77（作废）"));
    set("unit", UNIT, "_why:party", "名称要查");
    zc_check("or has a reason", issue_of(UNIT, "party", &arena, &message) == ZC_ISSUE_NONE);
    set("unit", UNIT, "party", id_of(0, &arena));
    zc_check("a record of another form is none of the choices",
             issue_of(UNIT, "party", &arena, &message) == ZC_ISSUE_TYPE);
    zc_arena_release(&arena);
}

/* What people and lists write where an id belongs */

static void by_name(void)
{
    enum { UNIT = LATER + 10, RIVER, HILL, HILL_TOO };
    static const struct {
        const char *text;
        unsigned record; /* 0: refused */
    } tries[] = {
        { "河西联合支部", RIVER }, { "A-9", RIVER },    { "ａ-9", RIVER },
        { "山前联合支部", 0 },     { "没有的支部", 0 }, { "河西联合支部·A-9", RIVER },
    };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    set("party", RIVER, "title", "河西联合支部");
    set("party", RIVER, "no", "A-9");
    set("party", HILL, "title", "山前联合支部");
    set("party", HILL_TOO, "title", "山前联合支部");
    struct zc_form *form = zc_survey_form(survey, ZC_STR("unit"), &err);
    zc_survey_link(survey, &err);
    struct zc_intake *intake = zc_intake_new(form, &survey->fill_env);
    const struct zc_question *q = zc_form_field(form, ZC_STR("party"));
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct zc_str out, want = zc_str_of(tries[i].text);
        struct zc_text why;
        zc_intake_begin(intake);
        enum zc_taken taken = zc_intake_read(intake, q, want, &arena, &out, &why);
        if (tries[i].record)
            want = zc_str_of(id_of(tries[i].record, &arena));
        zc_checkf(zc_str_eq(out, want) && taken == (tries[i].record ? ZC_TAKEN : ZC_TAKEN_AS_IS) &&
                      (*why.zh != 0) == (taken == ZC_TAKEN_AS_IS),
                  "'%s' is '%.*s' %s", tries[i].text, ZC_ARG(out), why.en);
    }
    zc_intake_free(intake);
    zc_arena_release(&arena);
}

/* What is asked of more records than anybody looks through */
static void many(void)
{
    enum { FIRST = 1000, PARTY = LATER + 20, ADVISER };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_choices choices;
    set("adviser", ADVISER, "title", "李某");
    set("party", PARTY, "place", "north");
    zc_check("few are looked through", !zc_str_is(shown(ADVISER, "poor", &arena), "0") &&
                                           shown(ADVISER, "poor", &arena).len > 0);
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_WRITE, &err);
    bool ok = txn != NULL;
    for (unsigned i = 0; i < ZC_ROWS_FEW && ok; i++)
        ok = write_in(txn, "party", FIRST + i, "place", "north", &err);
    ok = zc_txn_end(txn, ok, &err);
    zc_checkf(ok, "many records %s", err.msg);
    zc_check("many are not", shown(ADVISER, "poor", &arena).len == 0);
    struct zc_fill *fill = fill_of(0, &arena);
    zc_fill_choices(fill, zc_fill_node(fill, ZC_STR("party")), &arena, &choices);
    zc_check("nor listed", choices.many && choices.n == 0);
    zc_check("one of them is offered all the same",
             zc_fill_offers(fill, zc_fill_node(fill, ZC_STR("party")),
                            zc_str_of(id_of(FIRST + 5, &arena))));
    zc_fill_free(fill);
    zc_check("and figures stand on indexes", all_is_right());
    zc_arena_release(&arena);
}

/* A new record is counted from under its own id. */
static void new_record(void)
{
    struct zc_err err = { 0 };
    struct zc_form *form = zc_survey_form(survey, ZC_STR("party"), &err);
    struct zc_entry *entry = zc_entry_new(survey, form, &err);
    zc_check("nobody names a new record", entry && shows(entry->fill, "units", ZC_STR("0")));
    zc_entry_free(entry);
}

int main(int argc, char **argv)
{
    struct zc_clock clock;
    const struct zc_person person = { .name = ZC_STR("李某"), .role = ZC_RANK_LEADER };
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    struct zc_buf path = { 0 };
    int go[2], told[2];
    const char *dir = zc_temp_dir_new_in_memory();
    zc_buf_printf(&path, "%s/store", dir);
    const char *store = zc_buf_cstr(&path);
    if (argc != 2 || !zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock, &err) ||
        sodium_init() < 0 || pipe(go) != 0 || pipe(told) != 0 ||
        !zc_survey_create(store, argv[1], 3, &person, &clock, &findings, &err)) {
        zc_checkf(false, "no store: %s", err.msg);
        return zc_check_done();
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(go[1]);
        other_process(store, go[0], told[1]);
    }
    close(go[0]);
    close(told[1]);
    survey = zc_survey_open(store, false, &clock, &err);
    if (zc_checkf(survey != NULL, "a survey %s", err.msg)) {
        histories();
        others_save(go[1], told[0]);
        one_link();
        by_name();
        new_record();
        many();
    }
    close(go[1]);
    waitpid(pid, NULL, 0);
    zc_survey_close(survey);
    zc_findings_release(&findings);
    zc_buf_release(&path);
    zc_temp_dir_remove(dir);
    return zc_check_done();
}
