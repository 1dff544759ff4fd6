#include "core/clock.h"
#include "forms/fill.h"
#include "forms/pack.h"
#include "tests/check.h"
#include <stdlib.h>

/* The shipped survey: the pack loads without a finding, and its form plays by the handbook. A case
 * is a list of answers (field=value parted by ';') and what is then asked of one field:
 * hidden, open (required and empty), error, warn, ok, or =VALUE. */

static struct zc_pack *pack;
static struct zc_clock clock_now;

static bool rule(void *ctx, struct zc_str name, struct zc_str *value)
{
    (void)ctx;
    return zc_pack_rule(pack, name, value);
}

static const struct {
    const char *name, *answers, *field, *expect;
} cases[] = {
    { "the first question is required", "", "street", "open" },
    { "communities are those of the street", "street=630103001;community=水井巷社区", "community",
      "=630103001004" },
    { "an address without a house number is asked about", "addr=水井巷市场", "addr", "warn" },
    { "an address with one is fine", "addr=人民街27号", "addr", "ok" },
    { "three characters are no address", "addr=人民街", "addr", "error" },
    { "an identity number is refused", "addr=人民街27号 350101180001010079", "addr", "error" },
    { "a building is named for offices", "place_kind=2", "place_name", "open" },
    { "and not for shops", "place_kind=1", "place_name", "hidden" },
    { "licence: a credit code by default", "", "id_kind", "=1" },
    { "a good code", "visit=1;uscc=916300007104492831", "uscc", "ok" },
    { "a code with a wrong check is typed twice", "visit=1;uscc=916300007104492841", "uscc_again",
      "open" },
    { "a good one is not", "visit=1;uscc=916300007104492831", "uscc_again", "hidden" },
    { "a dummy code is refused", "uscc=123456789012345678", "uscc", "error" },
    { "the second typing must agree", "uscc=916300007104492841;uscc_again=916300007104492831",
      "uscc_again", "error" },
    { "a doubtful code is marked", "uscc=916300007104492841", "code_mark", "=bad-check" },
    { "no code is asked for without a licence", "id_kind=9", "uscc", "hidden" },
    { "a seed without the kind of licence keeps its code",
      "id_kind=;visit=4;uscc=916300007104492831", "uscc", "=916300007104492831" },
    { "and its code is judged", "id_kind=;uscc=916300007104492841", "uscc_again", "open" },
    { "but the reason", "visit=1;id_kind=9", "no_id", "open" },
    { "92 sets the kind of unit", "uscc=92630103MA758H0QBL", "unit_type", "=3" },
    { "and the type of registration", "visit=1;uscc=92630103MA758H0QBL", "reg_type", "=500" },
    { "the name is required when the form is filled in", "visit=1", "name", "open" },
    { "a sign is enough when nobody is there", "visit=2;sign=牛肉面", "name", "ok" },
    { "sections of the business only for 1", "visit=2", "op_status", "hidden" },
    { "opened: a month", "opened=2013年5月", "opened", "=2013-05" },
    { "opened in the future", "opened=2099", "opened", "error" },
    { "opened before 1949", "opened=1930", "opened", "warn" },
    { "non-public by type", "visit=1;reg_type=112", "non_public", "=yes" },
    { "non-public to be decided", "visit=1;reg_type=119", "np_decided", "warn" },
    { "and decided", "visit=1;reg_type=119;np_decided=yes", "non_public", "=yes" },
    { "women are not more than all", "visit=1;op_status=1;staff=5;staff_f=6", "staff_f", "error" },
    { "size of a shop", "visit=1;op_status=1;industry=5211;staff=5;revenue=50", "size", "=4" },
    { "assets of an estate agent are asked", "visit=1;industry=7010", "assets", "ok" },
    { "assets of a shop are not", "visit=1;industry=5211", "assets", "hidden" },
    { "above scale", "visit=1;industry=5211;revenue=600", "above", "=yes" },
    { "party questions only while it operates", "visit=1;op_status=6", "m_full", "hidden" },
    { "refused is an answer", "visit=1;op_status=1;m_full=拒答", "m_full", "=拒答" },
    { "one's own branch with two members", "visit=1;op_status=1;staff=9;m_full=2;m_prob=0;build=1",
      "build", "warn" },
    { "none with three", "visit=1;op_status=1;staff=9;m_full=3;m_prob=0;build=0", "not_built",
      "=1" },
    { "then a plan", "visit=1;op_status=1;staff=9;m_full=3;m_prob=0;build=0", "plan_on", "open" },
    { "none with one", "visit=1;op_status=1;staff=9;m_full=1;m_prob=0;build=0", "not_built", "=2" },
    { "25 staff without a union", "visit=1;op_status=1;staff=25;union=0", "union", "warn" },
    { "a contact without digits", "visit=1;contact=李某2", "contact", "error" },
    { "a phone one digit short", "visit=1;phone=1389710000", "phone", "warn" },
    { "a phone", "visit=1;phone=0971-6123456", "phone", "ok" },
    { "visited tomorrow", "visited=2026-11-24", "visited", "error" },
    { "visited yesterday, in one character", "visited=昨", "visited", "=2026-11-22" },
    { "a code is stored in capitals and half width", "uscc=９２630103000001038q", "uscc",
      "=92630103000001038Q" },
    { "typed again in small letters it agrees",
      "uscc=916300007104492841;uscc_again=9163 0000-7104492841", "uscc_again", "ok" },
    { "an identity number of nine is no code of a parent",
      "unit_type=2;parent_uscc=350101180001010079", "parent_uscc", "error" },
    { "women where the number of all is refused", "visit=1;op_status=1;staff=拒答;staff_f=6",
      "staff_f", "ok" },
    { "members here where the total is refused",
      "visit=1;op_status=1;m_full=拒答;m_prob=0;m_here=1", "m_here", "ok" },
    { "members here are not more than all", "visit=1;op_status=1;m_full=1;m_prob=0;m_here=2",
      "m_here", "error" },
    { "here and elsewhere together too",
      "visit=1;op_status=1;m_full=2;m_prob=0;m_here=1;m_mobile=2", "m_mobile", "error" },
    { "not built: the full members were refused",
      "visit=1;op_status=1;staff=9;m_full=拒答;m_prob=1;build=0", "not_built", "=2" },
    { "the revenue may be refused", "visit=1;revenue=拒答", "revenue", "warn" },
    { "and need not be given", "visit=1", "revenue", "ok" },
    { "capital in yuan by mistake", "visit=1;capital=500000", "capital", "warn" },
    { "capital of seven decimals", "visit=1;capital=0.1234567", "capital", "error" },
    { "a private company held by the state", "visit=1;unit_type=1;reg_type=112;holding=1",
      "holding", "warn" },
    { "no holding of an individual business", "visit=1;unit_type=3;reg_type=500", "holding",
      "hidden" },
    { "an industry of three digits", "visit=1;industry=521", "industry", "warn" },
    { "ended only when it has ended", "visit=1;op_status=1", "ended", "hidden" },
    { "ended", "visit=1;op_status=6", "ended", "ok" },
    { "an organisation without a name", "visit=1;op_status=1;build=1", "party", "warn" },
    { "an adviser is asked where nothing is built", "visit=1;op_status=1;build=0", "adviser",
      "warn" },
    { "the area of a room", "visit=1;op_status=1;premises=2", "premises_m2", "ok" },
    { "of no room", "visit=1;op_status=1;premises=0", "premises_m2", "hidden" },
    { "moved: the new address", "visit=5", "new_addr", "ok" },
    { "twice: which one", "visit=8", "repeats", "ok" },
    { "nobody there: the first attempt", "visit=2;visited=2026-11-20", "attempts", "=1" },
    { "whatever comes first", "visited=2026-11-20;visit=2", "attempts", "=1" },
    { "a date put right is no other attempt", "visit=2;visited=2026-11-20;visited=2026-11-21",
      "attempts", "=1" },
    { "no attempts where the form was filled in", "visit=1;visited=2026-11-20", "attempts",
      "hidden" },
};

static void play(size_t at, struct zc_form *form)
{
    struct zc_fill_env env = { .clock = &clock_now, .rule = rule };
    struct zc_fill *fill = zc_fill_new(form, &env);
    struct zc_str rest = zc_str_of(cases[at].answers), part, field;
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_str message = { 0 };
    const char *expect = cases[at].expect;
    while (zc_str_cut(&rest, ';', &part)) {
        if (part.len == 0)
            continue;
        zc_str_cut(&part, '=', &field);
        struct zc_node *node = zc_fill_node(fill, field);
        if (!node || !zc_fill_set(fill, node, part, &err))
            zc_checkf(false, "%s: cannot set %.*s: %s", cases[at].name, ZC_ARG(field), err.msg);
    }
    struct zc_node *node = zc_fill_node(fill, zc_str_of(cases[at].field));
    if (!node) {
        zc_checkf(false, "%s: no field %s", cases[at].name, cases[at].field);
    } else {
        enum zc_issue issue = zc_fill_issue(fill, node, &message, &arena);
        bool shown = zc_fill_is_shown(fill, node);
        bool ok = expect[0] == '='   ? zc_str_is(node->value, expect + 1)
                  : expect[0] == 'h' ? !shown
                  : expect[1] == 'p' ? issue == ZC_ISSUE_REQUIRED
                  : expect[0] == 'e' ? issue == ZC_ISSUE_CONSTRAINT || issue == ZC_ISSUE_TYPE
                  : expect[0] == 'w' ? issue == ZC_ISSUE_WARNING
                                     : shown && issue == ZC_ISSUE_NONE;
        zc_checkf(ok, "%s (%s: %.*s %s issue %d %.*s)", cases[at].name, cases[at].field,
                  ZC_ARG(node->value), shown ? "" : "hidden", issue, ZC_ARG(message));
    }
    zc_arena_release(&arena);
    zc_fill_free(fill);
}

/* A record that was saved with one attempt, opened again. */
static void second_attempt(struct zc_form *form)
{
    static const struct zc_str values[] = { ZC_LIT("1"), ZC_LIT("2"), ZC_LIT("2026-11-20") };
    static const struct zc_field fields[] = { { ZC_LIT("attempts"), 1, false, &values[0] },
                                              { ZC_LIT("visit"), 1, false, &values[1] },
                                              { ZC_LIT("visited"), 1, false, &values[2] } };
    const struct zc_state state = { .form = ZC_LIT("ent"), .nfields = 3, .fields = fields };
    struct zc_fill_env env = { .clock = &clock_now, .rule = rule };
    struct zc_fill *fill = zc_fill_open(form, &state, &env);
    struct zc_node *attempts = zc_fill_node(fill, ZC_STR("attempts"));
    struct zc_node *visited = zc_fill_node(fill, ZC_STR("visited"));
    struct zc_err err = { 0 };
    zc_check("opened again nothing is counted", zc_str_is(attempts->value, "1"));
    zc_fill_set(fill, visited, ZC_STR("2026-11-22"), &err);
    zc_check("another day counts", zc_str_is(attempts->value, "2"));
    zc_fill_set(fill, visited, ZC_STR("2026-11-23"), &err);
    zc_check("once", zc_str_is(attempts->value, "2"));
    zc_fill_set(fill, zc_fill_node(fill, ZC_STR("visit")), ZC_STR("3"), &err);
    zc_check("somebody was there after all: as before", zc_str_is(attempts->value, "1"));
    zc_fill_free(fill);
}

int main(int argc, char **argv)
{
    struct zc_source source = zc_source_folder(argc > 1 ? argv[1] : "forms/liangxin");
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
        struct zc_form *form = zc_pack_form(pack, ZC_STR("ent"));
        zc_check("eight groups", pack->ngroups == 8);
        zc_check("every community has a group",
                 zc_pack_group_of(pack, ZC_STR("630103001004")) == 1);
        for (size_t i = 0; form && i < sizeof cases / sizeof cases[0]; i++)
            play(i, form);
        if (form)
            second_attempt(form);
    }
    zc_buf_release(&text);
    zc_findings_release(&findings);
    zc_pack_free(pack);
    return zc_check_done();
}
