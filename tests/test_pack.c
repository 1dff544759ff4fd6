#include "core/clock.h"
#include "forms/pack.h"
#include "storage/file.h"
#include "tests/check.h"
#include "tests/rule_cover.h"
#include <stdlib.h>

/* The shipped survey: the pack loads without a finding, and a form of it plays by the handbook.
 *
 *     test_pack PACK FORM CASES.tsv…
 *
 * A case is a line, blank ones and those that begin with '#' are passed over:
 *
 *     name <TAB> answers <TAB> field <TAB> what is then so of the field
 *
 * Answers are given one after the other, field=value parted by ';'. `saved:field=value` is what the
 * record held when it was opened, `known:role=value` what another record of the ledger holds,
 * `record:FORM=column:value,column:value` a record of FORM that links lead to and lists offer. The
 * values @0 to @9 are record ids; @0 is the record that is filled in. The last column is hidden,
 * open (required and empty), error, warn, ok, refused (the text of the last answer is none of this
 * question) or =VALUE. At the end every rule of the form must have been played both ways
 * (tests/rule_cover.h). */

enum { MAX_PAIRS = 20 };

struct pair {
    struct zc_str name, value;
};
struct test_case {
    struct zc_str name, answers, field, expect;
    const char *file;
    unsigned line;
    struct pair known[MAX_PAIRS];
    size_t nknown;
    struct zc_field saved[MAX_PAIRS];
    struct zc_str saved_values[MAX_PAIRS];
    uint32_t nsaved;
    struct zc_arena arena; /* rows of other forms */
};

static struct zc_pack *pack;
static struct zc_clock clock_now;

static bool rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    (void)ctx;
    return zc_pack_rule(pack, name, value);
}

static uint64_t known(void *ctx, struct zc_str role, struct zc_str value)
{
    const struct test_case *test = ctx;
    uint64_t n = 0;

    for (size_t i = 0; i < test->nknown; i++)
        n += zc_str_eq(test->known[i].name, role) && zc_str_eq(test->known[i].value, value);
    return n;
}

/* @3 → the fourth of ten record ids; other values stay. */
static struct zc_str value_of(struct zc_str value)
{
    static const char ids[] = "e000000000000000000000000e000000000000000000000001"
                              "e000000000000000000000002e000000000000000000000003"
                              "e000000000000000000000004e000000000000000000000005"
                              "e000000000000000000000006e000000000000000000000007"
                              "e000000000000000000000008e000000000000000000000009";

    if (value.len != 2 || value.ptr[0] != '@' || value.ptr[1] < '0' || value.ptr[1] > '9')
        return value;
    return (struct zc_str){ ids + (value.ptr[1] - '0') * ZC_RID_TEXT, ZC_RID_TEXT };
}

static bool next_answer(struct zc_str *rest, struct pair *out)
{
    struct zc_str part;

    while (zc_str_cut(rest, ';', &part))
        if (part.len && zc_str_cut(&part, '=', &out->name)) {
            out->value = value_of(part);
            return true;
        }
    return false;
}

static bool take_prefix(struct zc_str *name, const char *prefix)
{
    if (!zc_str_starts(*name, zc_str_of(prefix)))
        return false;
    *name = zc_str_from(*name, strlen(prefix));
    return true;
}

static int by_name(const void *a, const void *b)
{
    return zc_str_cmp(((const struct zc_field *)a)->name, ((const struct zc_field *)b)->name);
}

/* A record of another form (or of this one) among those that the pack's lists offer. */
static void add_record(struct test_case *test, struct zc_str form, struct zc_str rest)
{
    struct zc_list *list = zc_pack_records(pack, form);
    struct zc_str part, column;

    if (!zc_checkf(list != NULL, "%s:%u: there is a form %.*s", test->file, test->line,
                   ZC_ARG(form)))
        return;
    struct zc_str *cells = ZC_NEW(&test->arena, struct zc_str, list->ncols);
    while (zc_str_cut(&rest, ',', &part)) {
        bool ok = zc_str_cut(&part, ':', &column);
        int col = ok ? zc_list_col(list, column) : -1;
        if (zc_checkf(col >= 0, "%s:%u: %.*s has a column %.*s", test->file, test->line,
                      ZC_ARG(form), ZC_ARG(column)))
            cells[col] = value_of(part);
    }
    zc_list_add(list, cells, list->ncols, &pack->arena);
}

static void forget_records(void)
{
    for (uint32_t i = 0; i < pack->nrecords; i++) {
        pack->records[i]->nrows = 0;
        zc_list_release(pack->records[i]);
    }
}

/* The record as it was opened, before anybody answers. */
static struct zc_fill *open_fill(struct test_case *test, const struct zc_form *form)
{
    struct zc_fill_env env = {
        .clock = &clock_now, .id = value_of(ZC_STR("@0")), .ctx = test, .rule = rule, .known = known
    };
    struct zc_str rest = test->answers;
    struct pair answer;

    while (next_answer(&rest, &answer)) {
        if (take_prefix(&answer.name, "known:") && test->nknown < MAX_PAIRS) {
            test->known[test->nknown++] = answer;
        } else if (take_prefix(&answer.name, "record:")) {
            add_record(test, answer.name, answer.value);
        } else if (take_prefix(&answer.name, "saved:") && test->nsaved < MAX_PAIRS) {
            struct zc_str *value = &test->saved_values[test->nsaved];
            *value = answer.value;
            test->saved[test->nsaved++] = (struct zc_field){ answer.name, 1, false, value };
        }
    }
    if (!test->nsaved)
        return zc_fill_new(form, &env);
    qsort(test->saved, test->nsaved, sizeof test->saved[0], by_name);
    struct zc_state state = { .form = form->id, .nfields = test->nsaved, .fields = test->saved };
    zc_rid_parse(env.id, &state.rid);
    return zc_fill_open(form, &state, &env);
}

/* A question by its name; of a repeat the one in its first row. */
static struct zc_node *node_of(struct zc_node *in, struct zc_str name)
{
    for (struct zc_node *node = in->first; node; node = node->next) {
        struct zc_node *found = zc_str_eq(node->q->name, name) ? node : node_of(node, name);
        if (found)
            return found;
    }
    return NULL;
}

/* False when an answer is none of its question; only the last one may be refused. */
static bool give_answers(const struct test_case *test, struct zc_fill *fill)
{
    struct zc_str rest = test->answers;
    struct zc_err err = { 0 };
    struct pair answer;

    while (next_answer(&rest, &answer)) {
        if (take_prefix(&answer.name, "known:") || take_prefix(&answer.name, "saved:") ||
            take_prefix(&answer.name, "record:"))
            continue;
        struct zc_node *node = node_of(zc_fill_root(fill), answer.name);
        if (node && zc_fill_set(fill, node, answer.value, &err))
            continue;
        if (!node || rest.len || !zc_str_eq(answer.name, test->field) ||
            !zc_str_is(test->expect, "refused"))
            zc_checkf(false, "%s:%u: cannot answer %.*s: %s", test->file, test->line,
                      ZC_ARG(answer.name), node ? err.msg : "no such question");
        return false;
    }
    return true;
}

static enum rule_expect expect_of(struct zc_str word)
{
    static const char *const words[] = {
        [EXPECT_HIDDEN] = "hidden", [EXPECT_OPEN] = "open", [EXPECT_ERROR] = "error",
        [EXPECT_WARN] = "warn",     [EXPECT_OK] = "ok",     [EXPECT_REFUSED] = "refused",
    };

    for (unsigned i = EXPECT_HIDDEN; i < EXPECT_VALUE; i++)
        if (zc_str_is(word, words[i]))
            return (enum rule_expect)i;
    return zc_str_starts(word, ZC_STR("=")) ? EXPECT_VALUE : EXPECT_NONE;
}

static bool is_so(const struct zc_fill *fill, const struct zc_node *node, enum rule_expect expect,
                  struct zc_str value, enum zc_issue issue, bool given)
{
    bool shown = zc_fill_is_shown(fill, node);

    switch (expect) {
    case EXPECT_NONE:
        return false;
    case EXPECT_HIDDEN:
        return !shown;
    case EXPECT_OPEN:
        return issue == ZC_ISSUE_REQUIRED;
    case EXPECT_ERROR:
        return issue == ZC_ISSUE_CONSTRAINT;
    case EXPECT_WARN:
        return issue == ZC_ISSUE_WARNING;
    case EXPECT_OK:
        return shown && issue == ZC_ISSUE_NONE;
    case EXPECT_REFUSED:
        /* A choice that the filter leaves out reads as empty; a record stays, it is not offered. */
        return !given || issue == ZC_ISSUE_TYPE ||
               (node->q->choice_filter && node->asked &&
                (!node->value.len || !zc_fill_offers(fill, node, node->value)));
    case EXPECT_VALUE:
        return zc_str_eq(node->value, value);
    }
    return false;
}

static void play(struct test_case *test, const struct zc_form *form, struct rule_cover *cover)
{
    struct zc_fill *fill = open_fill(test, form);
    bool given = give_answers(test, fill);
    struct zc_node *node = node_of(zc_fill_root(fill), test->field);
    enum rule_expect expect = expect_of(test->expect);
    struct zc_arena arena = { 0 };
    struct zc_str message = { 0 };

    if (node) {
        enum zc_issue issue = zc_fill_issue(fill, node, &message, &arena);
        struct zc_str value = zc_str_from(test->expect, 1);
        bool ok = is_so(fill, node, expect, value, issue, given);
        zc_checkf(ok, "%s:%u %.*s (%.*s '%.*s'%s issue %d %.*s)", test->file, test->line,
                  ZC_ARG(test->name), ZC_ARG(test->field), ZC_ARG(node->value),
                  zc_fill_is_shown(fill, node) ? "" : " hidden", issue, ZC_ARG(message));
        if (ok)
            rule_cover_note(cover, fill, node, expect);
    } else {
        zc_checkf(false, "%s:%u: no field %.*s", test->file, test->line, ZC_ARG(test->field));
    }
    zc_arena_release(&arena);
    zc_fill_free(fill);
    forget_records();
    zc_arena_release(&test->arena);
}

static void play_file(const char *path, const struct zc_form *form, struct rule_cover *cover)
{
    const char *slash = strrchr(path, '/');
    struct zc_buf bytes = { 0 };
    struct zc_err err = { 0 };
    struct zc_str rest, line;
    unsigned number = 0;

    if (!zc_file_read(path, &bytes, &err))
        zc_checkf(false, "%s", err.msg);
    for (rest = zc_buf_str(&bytes); zc_str_cut(&rest, '\n', &line);) {
        struct test_case test = { .file = slash ? slash + 1 : path, .line = ++number };
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (zc_str_cut(&line, '\t', &test.name) && zc_str_cut(&line, '\t', &test.answers) &&
            zc_str_cut(&line, '\t', &test.field) && zc_str_cut(&line, '\t', &test.expect))
            play(&test, form, cover);
        else
            zc_checkf(false, "%s:%u has four columns", test.file, test.line);
    }
    zc_buf_release(&bytes);
}

static void say_rule(bool both, const char *line)
{
    zc_check(line, both);
}

static void play_form(const struct zc_form *form, char **files, int nfiles)
{
    struct rule_cover cover;

    rule_cover_init(form, &cover);
    for (int i = 0; i < nfiles; i++)
        play_file(files[i], form, &cover);
    rule_cover_report(&cover, say_rule);
    rule_cover_release(&cover);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "test_pack PACK FORM CASES.tsv...\n");
        return 2;
    }
    struct zc_source source = zc_source_folder(argv[1]);
    struct zc_findings findings = { 0 };
    struct zc_buf text = { 0 };
    struct zc_err err = { 0 };
    pack = zc_pack_load(&source, &findings);
    for (uint32_t i = 0; i < findings.n; i++) {
        zc_buf_reset(&text);
        zc_finding_print(&findings.all[i], &text);
        zc_checkf(false, "no finding: %s", zc_buf_cstr(&text));
    }
    zc_clock_fixed(ZC_STR("2026-11-23T18:42:00+08:00"), &clock_now, &err);
    if (zc_check("the pack loads", pack != NULL)) {
        struct zc_form *form = zc_pack_form(pack, zc_str_of(argv[2]));
        zc_check("eight groups", pack->ngroups == 8);
        zc_check("every community has a group",
                 zc_pack_group_of(pack, ZC_STR("630103001004")) == 1);
        if (zc_check("the pack has the form", form != NULL))
            play_form(form, argv + 3, argc - 3);
    }
    zc_buf_release(&text);
    zc_findings_release(&findings);
    zc_pack_free(pack);
    return zc_check_done();
}
