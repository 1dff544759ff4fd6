#include "forms/practice.h"
#include "tests/check.h"
#include <string.h>

/* Practice data: what the reader says of a wrong line. The pack is the shipped one, with another
 * practice.csv in its place; a case is the header and two lines, the second of which is wrong. */

#define HEADER                                                                                     \
    "_group,_day,_at,_by,_role,_act,_unit,_unseen,_other,_reason,_form,name,staff,why:staff,uscc\n"
#define GOOD "1,9,09:30,李某,worker,draft,a,,,,,西宁甲甲商贸有限公司,,,\n"

static struct zc_source shipped;

static bool read_over(void *ctx, struct zc_str path, struct zc_buf *out, bool *found,
                      struct zc_err *err)
{
    const char *text = ctx;
    if (!zc_str_is(path, "practice.csv"))
        return shipped.read(shipped.ctx, path, out, found, err);
    *found = text != NULL;
    zc_buf_add(out, zc_str_of(text));
    return true;
}

static const struct {
    const char *name, *line;
    uint32_t row; /* of the finding; 0: there is none */
    const char *column;
} cases[] = {
    { "an edit", "1,9,09:40,李某,worker,edit,a,1,,,,,12,店长所说,\n", 0, "" },
    { "a day without a time order between groups", "2,12,08:00,马某,worker,draft,b,,,,,乙,,,\n", 0,
      "" },
    { "a seed in two groups", "2 3,12,08:00,,,seed,b,,,,,乙,,,916300007104492831\n", 0, "" },
    { "a link", "1,9,09:40,王某,leader,link,a,,a,,,,,,\n", 0, "" },
    { "a group that the pack lacks", "12,9,09:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_group" },
    { "an act in two groups", "1 2,9,09:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_group" },
    { "no group", ",9,09:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_group" },
    { "a day too far back", "2,61,09:40,李某,worker,draft,b,,,,,乙,,,\n", 3, "_day" },
    { "no day", "1,,09:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_day" },
    { "a time that does not exist", "1,9,24:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_at" },
    { "a time that a spreadsheet has shortened", "1,9,9:40,李某,worker,edit,a,,,,,,12,,\n", 3,
      "_at" },
    { "time runs backwards", "1,9,09:20,李某,worker,edit,a,,,,,,12,,\n", 3, "_at" },
    { "days run backwards", "1,10,09:40,李某,worker,edit,a,,,,,,12,,\n", 3, "_at" },
    { "nobody", "1,9,09:40,,worker,edit,a,,,,,,12,,\n", 3, "_by" },
    { "a role that does not exist", "1,9,09:40,李某,boss,edit,a,,,,,,12,,\n", 3, "_role" },
    { "an act that does not exist", "1,9,09:40,李某,worker,change,a,,,,,,12,,\n", 3, "_act" },
    { "a unit that nobody has made", "1,9,09:40,李某,worker,edit,b,,,,,,12,,\n", 3, "_unit" },
    { "no unit", "1,9,09:40,李某,worker,edit,,,,,,,12,,\n", 3, "_unit" },
    { "a seed of a unit that is there", "1,9,09:40,,,seed,a,,,,,乙,,,916300007104492831\n", 3,
      "_unit" },
    { "a seed without a code", "1,9,09:40,,,seed,b,,,,,乙,,,\n", 3, "uscc" },
    { "a seed with a reason", "1,9,09:40,,,seed,b,,,,,乙,,店长所说,916300007104492831\n", 3,
      "why:staff" },
    { "unseen is a number", "1,9,09:40,李某,worker,edit,a,all,,,,,12,,\n", 3, "_unseen" },
    { "a link to a unit that nobody has made", "1,9,09:40,王某,leader,link,a,,b,,,,,,\n", 3,
      "_other" },
    { "another unit where it has no use", "1,9,09:40,王某,leader,pass,a,,a,,,,,,\n", 3, "_other" },
    { "a form that does not exist", "1,9,09:40,李某,worker,draft,b,,,,nowhere,乙,,,\n", 3, "_form" },
    { "fields of an act that has none", "1,9,09:40,王某,leader,pass,a,,,,,,12,,\n", 3, "staff" },
};

static void check_case(const struct zc_pack *pack, size_t i)
{
    char text[600];
    struct zc_findings findings = { 0 };
    bool found;
    snprintf(text, sizeof text, HEADER GOOD "%s", cases[i].line);
    struct zc_source source = { text, ZC_STR("test"), read_over, NULL };
    struct zc_practice *practice = zc_practice_load(&source, pack, &found, &findings);
    bool ok = cases[i].row ? !practice && findings.n == 1 && findings.all[0].row == cases[i].row &&
                                 zc_str_is(findings.all[0].column, cases[i].column)
                           : practice && practice->nsteps == 2 && findings.n == 0;
    zc_checkf(ok, "%s: %u findings, row %u column %.*s", cases[i].name, findings.n,
              findings.n ? findings.all[0].row : 0,
              findings.n ? (int)findings.all[0].column.len : 0,
              findings.n ? findings.all[0].column.ptr : "");
    zc_practice_free(practice);
    zc_findings_release(&findings);
}

/* Findings of a whole file: errors, warnings. */
static void check_file(const struct zc_pack *pack, const char *name, const char *text,
                       uint32_t errors, uint32_t warnings)
{
    struct zc_findings findings = { 0 };
    bool found;
    struct zc_source source = { (void *)(uintptr_t)text, ZC_STR("test"), read_over, NULL };
    struct zc_practice *practice = zc_practice_load(&source, pack, &found, &findings);
    zc_checkf(findings.nerrors == errors && findings.n - findings.nerrors == warnings &&
                  found == (text != NULL) && (practice != NULL) == (text && errors == 0),
              "%s: %u errors of %u findings", name, findings.nerrors, findings.n);
    zc_practice_free(practice);
    zc_findings_release(&findings);
}

static void check_step(const struct zc_pack *pack)
{
    static const char text[] = HEADER
        "1,9,09:30,李某,worker,submit,a,,,,,甲,12,店长所说,\n1,0,18:05,王某,leader,return,a,2,,缺电话,,,,,\n";
    struct zc_findings findings = { 0 };
    bool found;
    struct zc_source source = { (void *)(uintptr_t)text, ZC_STR("test"), read_over, NULL };
    struct zc_practice *practice = zc_practice_load(&source, pack, &found, &findings);
    if (zc_check("two steps", practice && practice->nsteps == 2)) {
        const struct zc_step *save = &practice->steps[0], *back = &practice->steps[1];
        zc_check("a save with its fields in the order of the columns",
                 save->kind == ZC_STEP_SUBMIT && save->groups == 1u << 1 && save->day == 9 &&
                     save->minute == 570 && save->nfields == 3 &&
                     zc_str_is(save->fields[0].field, "name") && !save->fields[1].why &&
                     save->fields[2].why && zc_str_is(save->fields[2].field, "staff"));
        zc_check("a review act of the same unit",
                 back->kind == ZC_STEP_REVIEW && zc_str_is(back->act, "return") &&
                     back->unit == save->unit && back->unseen == 2 &&
                     zc_str_is(back->reason, "缺电话") && back->nfields == 0);
    }
    zc_practice_free(practice);
    zc_findings_release(&findings);
}

int main(int argc, char **argv)
{
    struct zc_findings findings = { 0 };
    struct zc_pack *pack = NULL;
    if (argc > 1) {
        shipped = zc_source_folder(argv[1]);
        pack = zc_pack_load(&shipped, &findings);
    }
    if (zc_check("the shipped pack", pack != NULL)) {
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            check_case(pack, i);
        check_file(pack, "a pack without practice data", NULL, 0, 0);
        check_file(pack, "a header alone", HEADER, 0, 0);
        check_file(pack, "columns that are missing", "_group,_day,name\n", 9, 0);
        check_file(pack, "a column of no use",
                   "_group,_day,_at,_by,_role,_act,_unit,_unseen,_other,_reason,_form,_nope\n", 0,
                   1);
        check_file(pack, "a field that no form has",
                   "_group,_day,_at,_by,_role,_act,_unit,_unseen,_other,_reason,_form,nope\n"
                   "1,9,09:30,李某,worker,draft,a,,,,,x\n",
                   1, 0);
        check_file(pack, "bytes that are no UTF-8", "_group\n\xff\n", 1, 0);
        check_step(pack);
    }
    zc_pack_free(pack);
    zc_findings_release(&findings);
    return zc_check_done();
}
