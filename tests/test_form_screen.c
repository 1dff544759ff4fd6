#include "core/utf8.h"
#include "storage/draft.h"
#include "storage/revs.h"
#include "tests/check.h"
#include "tests/temp_dir.h"
#include "tui/review.h"
#include "tui/screens.h"
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* The form screen without a terminal: keys in the notation of tui/keys.h, what shows on the
 * canvas, what lies in the store. The survey is the shipped one. */

static const char *dir;
static struct zc_survey *survey;
static struct zc_app app;
static struct zc_clock clock_now;

/* A clock that goes on by a second whenever somebody looks, so that drafts have an order. */
static int64_t tick(void *ctx)
{
    int64_t *now = ctx;
    return *now += 1000;
}

static void set_clock(const char *now)
{
    static int64_t ms;
    struct zc_err err = { 0 };
    zc_clock_fixed(zc_str_of(now), &clock_now, &err);
    ms = zc_clock_ms(&clock_now);
    clock_now.now_ms = tick;
    clock_now.ctx = &ms;
}

static void open_survey(const char *now)
{
    struct zc_err err = { 0 };
    set_clock(now);
    survey = zc_survey_open(dir, false, &clock_now, &err);
    if (!survey || !zc_screens_open(&app, survey, 24, 80))
        zc_checkf(false, "the survey opens: %s", err.msg);
}

static void close_survey(void)
{
    zc_app_release(&app);
    zc_survey_close(survey);
}

static void press(const char *script)
{
    struct zc_str rest = zc_str_of(script);
    int key;
    while (zc_key_parse(&rest, &key)) {
        zc_app_key(&app, key, (struct zc_str){ 0 });
        zc_app_paint(&app);
    }
}

static bool row_with(const char *text, struct zc_buf *out)
{
    zc_app_paint(&app);
    for (int row = 0; row < app.canvas.rows; row++) {
        zc_buf_reset(out);
        zc_canvas_row(&app.canvas, row, out);
        if (zc_str_find(zc_buf_str(out), zc_str_of(text)) != SIZE_MAX)
            return true;
    }
    return false;
}

static bool shows(const char *text)
{
    struct zc_buf row = { 0 };
    bool found = row_with(text, &row);
    zc_buf_release(&row);
    return found;
}

/* The row that has `field` has `text` as well. */
static bool beside(const char *field, const char *text)
{
    struct zc_buf row = { 0 };
    bool found =
        row_with(field, &row) && zc_str_find(zc_buf_str(&row), zc_str_of(text)) != SIZE_MAX;
    zc_buf_release(&row);
    return found;
}

static bool focused(const char *field)
{
    struct zc_buf row = { 0 };
    bool found = row_with("►", &row) && zc_str_find(zc_buf_str(&row), zc_str_of(field)) != SIZE_MAX;
    zc_buf_release(&row);
    return found;
}

/* The answer of a field in the newest unsaved form. */
static bool draft_has(const char *field, const char *value)
{
    struct zc_arena arena = { 0 };
    struct zc_draft *drafts;
    struct zc_err err = { 0 };
    size_t n = 0;
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    zc_draft_list(txn, (struct zc_str){ 0 }, &arena, &drafts, &n, &err);
    zc_txn_abort(txn);
    const struct zc_pair *pair =
        n ? zc_pairs_find(drafts[0].answers, drafts[0].nanswers, zc_str_of(field)) : NULL;
    bool has = value ? pair && zc_str_is(pair->value, value) : !pair || !pair->value.len;
    zc_arena_release(&arena);
    return has;
}

static uint64_t records(void)
{
    struct zc_store_stat stat = { 0 };
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    zc_store_stat(txn, &stat, &err);
    zc_txn_abort(txn);
    return stat.records;
}

static void first_record(void)
{
    press("<C-n>");
    zc_check("a new form begins with the first field", focused("所属街镇") && shows("新登记"));
    press("rm<Enter>");
    zc_check("a list is found by initials", beside("所属街镇", "人民街街道"));
    press("shui<Enter>");
    zc_check("or by pinyin", beside("社区（村）", "水井巷社区"));
    press("人民街25号<Enter>1");
    zc_check("a digit chooses and goes on", focused("核查情况"));
    press("2<Enter>");
    zc_check("also among ten", focused("统一社会信用代码"));
    press("<C-g>9<Enter>");
    zc_check("^G goes to a field of the section", focused("单位名称"));
    press("红花便民超市<Up>");
    zc_check("↑ takes back the way that was really gone", focused("统一社会信用代码"));
    press("<C-g>７.3<Enter>");
    zc_check("and to one of another section, typed in full width", focused("走访日期"));
    press("昨<Enter>");
    zc_check("a date in one character", beside("走访日期", "2026-11-22"));
    press("<C-Home>");
    zc_check("^Home is the first field", focused("所属街镇"));
    press("<C-End>");
    zc_check("^End the last that is asked", focused("备注"));
    press("<C-z>");
    zc_check("^Z undoes the field and stands on it",
             focused("走访日期") && !beside("走访日期", "2026-11-22"));
    zc_check("on disk as well", draft_has("visited", NULL));
    press("<C-y>");
    zc_check("^Y does it again",
             beside("走访日期", "2026-11-22") && draft_has("visited", "2026-11-22"));
    press("<F2>");
    zc_check("finished without points: registered", shows("已登记") && records() == 1);
    zc_check("with the time it took and what comes next",
             shows("用时 0 分 ") && shows("^N 下一家"));
}

static void carried(void)
{
    press("<Enter>");
    zc_check("Enter begins the next with its first field", focused("所属街镇") && shows("新登记"));
    zc_check("carried answers are there and marked", beside("所属街镇", "= 所属街镇") &&
                                                         beside("所属街镇", "人民街街道") &&
                                                         beside("社区（村）", "= 社区（村）"));
    zc_check("and say so", beside("社区（村）", "同上一份"));
    zc_check("what is not carried is empty", beside("经营地址", "· 经营地址"));
    press("<PgDn><PgUp>");
    zc_check("going elsewhere confirms nothing and stores nothing",
             beside("所属街镇", "= 所属街镇") && draft_has("street", NULL));
    press("<Enter>");
    zc_check("Enter confirms", beside("所属街镇", "✓ 所属街镇"));
    press("<C-z>");
    zc_check("which can be undone", beside("所属街镇", "= 所属街镇"));
    press("<Enter><Enter>");
    zc_check("the value of the last record is shown before F5",
             shows("红花便民超市：人民街25号") && shows("F5 照抄"));
    press("<F5>");
    zc_check("F5 copies it", beside("经营地址", "✓ 经营地址") && draft_has("addr", "人民街25号"));
    press("<BS><BS>7号<Enter>");
    zc_check("to be changed at its end", draft_has("addr", "人民街27号"));
    press("<C-z>");
    zc_check("one step back is the copied one", draft_has("addr", "人民街25号"));
    press("<C-z>");
    zc_check("and one more none", draft_has("addr", NULL));
    press("<C-g>2.3<Enter><F5>");
    zc_check("what is one's own is not copied", shows("每家不同") && draft_has("uscc", NULL));
    press("<Esc>");
}

static void copied(void)
{
    press("<C-n><C-r>");
    zc_check("^R fills a new form", beside("经营地址", "= 经营地址") && shows("已照抄"));
    zc_check("but for what is one's own",
             draft_has("addr", "人民街25号") && draft_has("visit", "2") && draft_has("name", NULL));
    press("<C-z>");
    zc_check("as one step", draft_has("addr", NULL) && draft_has("visit", NULL) &&
                                beside("所属街镇", "= 所属街镇"));
    press("<C-y><C-g>1.3<Enter>人民街29号<Enter><C-r>");
    zc_check("not where somebody has answered",
             shows("还没填的新表") && draft_has("addr", "人民街29号"));
    press("<C-g>2.1<Enter>1");
    zc_check("an answer that does not apply any more is kept", draft_has("visit", "1"));
    press("<C-g>3.1<Enter>1<C-g>3.9<Enter>12<Enter><C-g>3.1<Enter>3");
    zc_check("while hidden", draft_has("staff", "12") && !shows("从业人员期末人数 *"));
    press("<C-z>");
    zc_check("undo brings it back", beside("运营状态", "1 正常运营") && draft_has("staff", "12"));
    press("<Esc>");
}

static void codes(void)
{
    press("<C-n><C-g>2.3<Enter>92630103000001038");
    zc_check("a code in the making counts its characters", shows("17/18 位"));
    press("r");
    zc_check("a wrong one stays and says what its end should be",
             focused("统一社会信用代码") && shows("校验不过") && shows("末位应为"));
    press("<C-u>92630103000001038Q");
    zc_check("a right one goes on by itself",
             !focused("统一社会信用代码") && draft_has("uscc", "92630103000001038Q"));
    zc_check("and shows that it passed", beside("2.3 ", "校验通过"));
    press("<Up>９263０103000001038q");
    zc_check("with an input method too",
             draft_has("uscc", "92630103000001038Q") && !focused("统一社会信用代码"));
    press("<C-g>1.3<Enter>人民街27号350101180001010079<Tick>");
    zc_check("an identity number is not journalled",
             !draft_has("addr", "x") && draft_has("addr", NULL));
    press("<Enter>");

    zc_check("and not taken", shows("身份证号") && shows("3501************79") &&
                                  focused("经营地址") && draft_has("addr", NULL));
    press("<C-g>3.6<Enter>");
    press("<Esc>");
}

static void counters(void)
{
    press("<C-n><C-g>1.3<Enter>人民街27号");
    zc_check("a counter where the rule has a bound", shows("6/120 字"));
    press("<Enter><C-g>2.1<Enter>1<C-g>3.1<Enter>1<C-g>3.8<Enter>五百<Enter>");
    zc_check("what is no number is flagged and never blocks",
             beside("注册资本", "! 注册资本") && focused("从业人员") && shows("可先往下填") &&
                 draft_has("capital", "五百"));
    press("<Up>250000");
    zc_check("with its unit behind it", beside("注册资本", "250000") && beside("250000", "万元"));
    zc_check("a large sum is read aloud in its unit", shows("读作 25 亿元"));
    press("<Esc>");
}

/* One unit from the first field to the last, with nothing but Enter, digits, F2 and typing. */
static void whole_unit(void)
{
    uint64_t before = records();
    press("<C-n><Enter><Enter>人民街33号<Enter><Enter>1<Enter>92630103000001038Q1<Enter>"
          "老马手抓羊肉馆<Enter><Enter><Enter>2016-5<Enter>");
    zc_check("the identity is filled in", focused("运营状态") && shows("2身份✓"));
    press("1<Enter>手抓羊肉、面食<Enter>6210<Enter>20<Enter>8<Enter>3<Enter>60.5<Enter>");
    zc_check("so is the business", focused("正式党员数") && shows("3经营✓"));
    press("0<Enter>0<Enter><Enter><Enter><Enter>0000<Enter>0马某<Enter>13897100001<Enter>"
          "今<Enter>1<F2>");
    zc_check("what is doubtful is asked, with its number",
             shows("完成前检查") && beside("党建指导员", "6.1") && shows("必须改 0"));
    press("1<F8>暂未派<Enter><F2>");
    zc_check("then it is registered", shows("已登记") && records() == before + 1);
    press("<Enter>");
    zc_check("and the next begins", focused("所属街镇") && shows("新登记"));
    press("<Esc>");
}

static void missing_answers(void)
{
    press("<C-n><C-g>1.3<Enter><F4>");
    zc_check("F4 of a required field offers the two words", shows("拒答") && shows("不详"));
    press("1");
    zc_check("taken, to be explained",
             beside("经营地址", "? 经营地址") && draft_has("addr", "拒答"));
    press("<Up><Tick><Tick><Tick><Tick><Tick>");
    zc_check("which is said", shows("请写明为什么没有回答"));
    press("<F8>店主不肯说<Enter>");
    zc_check("with a reason it stands",
             beside("经营地址", "✓ 经营地址") && draft_has("_why:addr", "店主不肯说"));
    zc_check("and shows a mark", beside("经营地址", "✎"));
    press("<C-g>1.3<Enter>人民街39号<Enter>");
    zc_check("an answer in its place needs no reason",
             draft_has("addr", "人民街39号") && draft_has("_why:addr", NULL));
    press("<C-g>2.10<Enter><F4>");
    zc_check("F4 where nothing is required and nothing can be chosen", shows("这一项没有选项"));
    press("<C-g>1.1<Enter><F4>vvv");
    zc_check("a search without a hit offers nothing", shows("命中 0") && !shows("拒答"));
    zc_check("and says how to go on", shows("没有符合的，^U 清空，Esc 返回"));
    press("<Enter><Esc>");
    zc_check("and Enter takes nothing", !draft_has("street", "拒答"));
    press("<Esc>");
}

/* The digit of a short list goes on by itself: the Enter that habit adds must skip nothing. */
static void habit(void)
{
    press("<C-n><Enter><Enter>人民街35号<Enter><Enter>1<Enter>92630103000001038Q");
    zc_check("a complete code goes on", focused("已查验证照"));
    press("<C-g>2.1<Enter>1<C-g>3.1<Enter>1<C-g>5.1<Enter>0<Enter>");
    zc_check("Enter behind a digit does not skip what is required", focused("共青团"));
    press("<Enter>");
    zc_check("a second one does", focused("妇联"));
    press("<C-g>5.1<Enter>0<Down>");
    zc_check("no other key is held back", focused("妇联"));
    press("<C-g>5.1<Enter>0<Up><Down><Enter>");
    zc_check("and any other key ends it", focused("妇联"));
    press("<Esc>");
}

/* The same unit a second time: its code is known. */
static void known_code(void)
{
    press("<C-n><C-g>2.1<Enter>1<C-g>2.3<Enter>92630103000001038Q");
    zc_check("a code that the store has says whose it is",
             shows("? 本库已有 ") && shows("老马手抓羊肉馆") &&
                 beside("2.3 ", "? 统一社会信用代码"));
    press("<Up><Tick><Tick>");
    zc_check("also when one comes back to it", shows("本库已有 ") && shows("F8 写原因可保留"));
    press("<F2>");
    zc_check("and before finishing", shows("台账里已有同一代码的单位"));
    press("<Esc><Esc>");
}

/* A group of a code list where a class is wanted. */
static void finer_codes(void)
{
    press("<C-n><C-g>2.1<Enter>1<C-g>3.1<Enter>1<C-g>3.7<Enter>621<C-Home>");
    while (!shows("► 621 ") && shows("► 62"))
        press("<Down>");
    press("<Enter>");
    zc_check("is not taken: its classes stand there, with the reason",
             shows("应选到四位小类") && shows("► 6210") && draft_has("industry", NULL));
    press("<Enter><Up>");
    zc_check("the class is, and shows its code",
             draft_has("industry", "6210") && beside("行业代码", "6210 正餐服务"));
    press("<Esc>");
}

/* Answers as people type them, and what is said when a rule refuses one. */
static void spellings(void)
{
    press("<C-n><C-g>2.1<Enter>1<C-g>7.2<Enter>139-0000-0247<Enter>");
    zc_check("a mobile is stored as its digits", draft_has("phone", "13900000247"));
    press("<C-g>7.2<Enter>０９７１　8000186<Enter>");
    zc_check("a fixed line with one hyphen", draft_has("phone", "0971-8000186"));
    press("<C-g>7.2<Enter>8000186<Enter>");
    zc_check("what has no area code stays as it is", draft_has("phone", "8000186"));
    press("<C-g>3.1<Enter>4<C-g>3.2<Enter>昨<Enter>");
    zc_check("a partial date takes 昨", draft_has("ended", "2026-11-22"));
    press("<C-g>3.2<Enter>-3<Enter>");
    zc_check("-3", draft_has("ended", "2026-11-20"));
    press("<C-g>3.2<Enter>260905<Enter>");
    zc_check("260905", draft_has("ended", "2026-09-05"));
    press("<C-g>3.2<Enter>12月5日<Enter>");
    zc_check("12月5日 is the last one there was", draft_has("ended", "2025-12-05"));
    press("<C-g>3.2<Enter>2026-09<Enter>");
    zc_check("and a month", draft_has("ended", "2026-09"));
    press("<C-g>3.1<Enter>1<C-g>3.9<Enter>-1<Enter>");
    zc_check("what a rule refuses is said with the reason",
             focused("其中女性") && shows("应为0到100000。可先往下填"));
    press("<Esc>");
}

static void usage(void)
{
    press("<C-n><F4>");
    zc_check("what was used last is said", shows("最近用过  630103001 人民街街道"));
    press("<Esc><Enter><F4><Right>");
    press("<C-End>");
    zc_check("^End is the last row", shows("► 630103001004"));
    press("<C-Home>");
    zc_check("^Home the first", !shows("► 630103001004") && shows("► 630103"));
    zc_check("→ shows what lies above and beside",
             shows("630103001 ") && shows("南关街社区") && shows("水井巷社区"));
    press("<Esc>");
    zc_check("Esc leaves the old value", beside("社区（村）", "水井巷社区"));
    press("<Esc><C-n><F9>zfzc");
    zc_check("the menu is filtered by pinyin", shows("整份照抄"));
    press("<Esc><Esc>");
}

static struct zc_rid first_rid(void)
{
    struct zc_err err = { 0 };
    struct zc_rid rid = { 0 };
    struct zc_txn *txn = zc_txn_begin(survey->store, ZC_TXN_READ, &err);
    zc_revs_next(txn, (struct zc_rid){ 0 }, &rid);
    zc_txn_abort(txn);
    return rid;
}

static enum zc_status status_of(struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state state = { 0 };
    zc_survey_state(survey, rid, &arena, &state, &err);
    enum zc_status status = state.status;
    zc_arena_release(&arena);
    return status;
}

/* A leader does it; then the clerk is at work again. */
static void lead(struct zc_rid rid, enum zc_act act, const char *reason)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state state;
    struct zc_review what = { .act = act, .reason = zc_str_of(reason) };
    bool ok = zc_survey_choose(survey, ZC_STR("王某"), ZC_RANK_LEADER, &err) &&
              zc_survey_state(survey, rid, &arena, &state, &err) &&
              zc_review_act(survey, &state, &what, &err) &&
              zc_survey_choose(survey, ZC_STR("李某"), ZC_RANK_NONE, &err);
    zc_checkf(ok, "%s %s", zc_act_name(act), err.msg);
    zc_arena_release(&arena);
}

static void open_record(struct zc_rid rid)
{
    struct zc_form_args args = { .rid = rid };
    zc_app_push(&app, &zc_screen_form, &args);
    zc_app_paint(&app);
}

static void checked_records(void)
{
    struct zc_rid rid = first_rid();
    open_record(rid);
    press("<F2>");
    zc_check("F2 without a change saves nothing and says so",
             shows("没有改动") && status_of(rid) == ZC_STATUS_SUBMITTED);
    lead(rid, ZC_ACT_PASS, "");
    open_record(rid);
    press("<F2>");
    zc_check("nor does it undo a pass", shows("没有改动") && status_of(rid) == ZC_STATUS_GROUP_OK);
    open_record(rid);
    press("<C-End>门面朝东<F2>");
    zc_check("a change of what was passed is asked about",
             shows("修改后须重新核实") && status_of(rid) == ZC_STATUS_GROUP_OK);
    press("<Enter>");
    zc_check("Enter does not save it", focused("备注") && status_of(rid) == ZC_STATUS_GROUP_OK);
    press("<F2>2");
    zc_check("2 does, to be checked again", status_of(rid) == ZC_STATUS_SUBMITTED);
    lead(rid, ZC_ACT_RETURN, "电话停机");
    open_record(rid);
    zc_check("a returned record says why, and by whom", shows("退回：电话停机（王某 11-23）"));
    press("<F1>");
    zc_check("help says it as well", shows("退回：电话停机（王某 11-23）") && shows("帮助"));
    press("<Esc><F2>");
    zc_check("handed in as it came back: asked once", shows("退回的表没有改动"));
    press("1");
    zc_check("the safe answer stays", status_of(rid) == ZC_STATUS_RETURNED);
    press("<F2>2");
    zc_check("the other hands it in", status_of(rid) == ZC_STATUS_SUBMITTED);
}

static void given_up(void)
{
    struct zc_rid rid = first_rid();
    open_record(rid);
    press("<F9>放弃<Enter>");
    zc_check("nothing to give up", shows("没有改动"));
    press("<C-End><C-u>门面朝西<Up><Esc>");
    open_record(rid);
    zc_check("the unsaved form of a record goes on", beside("备注", "门面朝西"));
    press("<F9>放弃<Enter>");
    zc_check("giving up is asked", shows("回到上次存好的样子"));
    press("<Enter>");
    zc_check("Enter keeps it", beside("备注", "门面朝西"));
    press("<F9>放弃<Enter>2<C-End>");
    zc_check("2 goes back to the record as it was saved",
             beside("备注", "门面朝东") && draft_has("remark", NULL));
    press("<C-z><C-End>");
    zc_check("which can be undone", beside("备注", "门面朝西") && draft_has("remark", "门面朝西"));
    press("<F9>放弃<Enter>2<Esc>");
    zc_check("then there is no unsaved form", !draft_has("remark", "门面朝西"));
    press("<C-n><C-g>1.3<Enter>人民街41号<Enter><F9>放弃<Enter>2");
    zc_check("a new form is empty again",
             beside("经营地址", "· 经营地址") && !draft_has("addr", "人民街41号"));
    press("<Esc>");
}

/* A message belongs to the screen where it arose; what is said on leaving goes along once. */
static void messages(void)
{
    press("<C-n><C-g>1.3<Enter>人民街43号<Enter><Esc>");
    zc_check("what is said on leaving shows on the screen below", shows("未存的表已保留"));
    press("1");
    zc_check("and not on the one after that", !shows("未存的表已保留") && shows("人民街43号"));
    press("<C-g>9.9<Enter>");
    zc_check("a problem of this screen", shows("没有第 9.9 项"));
    press("<Esc>");
    zc_check("stays here", !shows("没有第 9.9 项"));
}

/* The unsaved forms that key 1 opens are one's own. */
static void somebody_else(void)
{
    struct zc_err err = { 0 };
    zc_survey_choose(survey, ZC_STR("赵某"), ZC_RANK_WORKER, &err);
    zc_app_paint(&app);
    press("1");
    zc_check("another one's unsaved form is not opened",
             shows("没有你的未存的表") && shows("是李某的") && shows("1 未存的表 0"));
    zc_survey_choose(survey, ZC_STR("李某"), ZC_RANK_NONE, &err);
    zc_app_paint(&app);
    press("1");
    zc_check("one's own is", focused("►") && shows("人民街43号"));
    press("<F9>放弃<Enter>2<Esc>");
}

/* The other window stands in `app`, this one in `second`. */
static void swap_windows(struct zc_app *second)
{
    struct zc_app app_now = app;
    app = *second;
    *second = app_now;
}

/* Each of the two windows types another field of one unsaved form: both are kept. */
static void two_fields(struct zc_app *second)
{
    press("<C-g>1.3<Enter>人民街51号<Enter>");
    swap_windows(second);
    press("<C-End>门面朝北<Up>");
    zc_check("the second window hears of the first, and goes on", shows("另一个窗口也在填这份表"));
    zc_check("what both typed is on disk",
             draft_has("addr", "人民街51号") && draft_has("remark", "门面朝北"));
    press("<C-g>1.3<Enter>");
    zc_check("and stands here", beside("经营地址", "人民街51号"));
    press("<C-End><C-z>");
    zc_check("^Z takes back what was done here, not what was done there",
             draft_has("addr", "人民街51号") && !draft_has("remark", "门面朝北"));
    press("<C-y>");
    swap_windows(second);
    press("<C-g>7.3<Enter>今<Enter>");
    zc_check("the first window takes in the second",
             draft_has("remark", "门面朝北") && draft_has("addr", "人民街51号"));
}

/* The same field in both. */
static void one_field(struct zc_app *second)
{
    press("<C-g>1.3<Enter>人民街52号<Enter>");
    swap_windows(second);
    press("<C-g>1.3<Enter>人民街53号<Enter>");
    zc_check("one field answered in two ways is said",
             shows("两边填得不同：那边“人民街52号”，这里“人民街53号”"));
    zc_check("the cursor stays, what was typed here is in the field",
             focused("经营地址") && beside("经营地址", "人民街53号") &&
                 draft_has("addr", "人民街52号"));
    press("<Enter>");
    zc_check("and Enter takes it", draft_has("addr", "人民街53号") && !focused("经营地址"));
    swap_windows(second);
    press("<C-g>1.3<Enter><C-u>人民街54");
    swap_windows(second);
    zc_app_key(&app, ZC_KEY_GONE, (struct zc_str){ 0 });
    swap_windows(second);
    press("号<Tick>");
    zc_check("a field in the middle of being typed stays", beside("经营地址", "人民街54号"));
    press("<Enter>");
    zc_check("until it is taken", draft_has("addr", "人民街54号"));
}

/* The terminal of one window goes away while the other one has gone on. */
static void window_gone(struct zc_rid rid)
{
    struct zc_app second;
    zc_screens_open(&second, survey, 24, 80);
    open_record(rid);
    swap_windows(&second);
    open_record(rid);
    zc_check("the second window to open a form is told", shows("也开在另一个窗口里"));
    press("<C-End><C-u>门面朝南");
    swap_windows(&second);
    press("<C-g>1.3<Enter>人民街55号<Enter>");
    swap_windows(&second);
    zc_app_key(&app, ZC_KEY_GONE, (struct zc_str){ 0 });
    zc_check("it has stored what the other one typed", draft_has("addr", "人民街55号"));
    zc_app_release(&app);
    zc_screens_open(&app, survey, 24, 80);
    open_record(rid);
    zc_check("and its own field in the middle", beside("备注", "门面朝南"));
    press("<Up>");
    swap_windows(&second);
    press("<F2>");
    zc_check("finishing is held back where the other window has typed since",
             shows("另一个窗口也在填这份表") && !draft_has("remark", NULL));
    press("<F2>");
    zc_check("to be looked at first", draft_has("remark", NULL));
    zc_app_release(&second);
}

static void two_windows(void)
{
    struct zc_rid rid = first_rid();
    struct zc_app second;
    zc_screens_open(&second, survey, 24, 80);
    open_record(rid);
    zc_check("one window alone is told nothing", !shows("另一个窗口"));
    swap_windows(&second);
    open_record(rid);
    swap_windows(&second);
    two_fields(&second);
    one_field(&second);
    press("<F2>");
    zc_check("finishing saves what both typed",
             !draft_has("remark", "门面朝北") && status_of(rid) == ZC_STATUS_SUBMITTED);
    zc_app_release(&second);
    window_gone(rid);
}

/* Both windows are at work on a record that is closed meanwhile: what they type is kept. */
static void closed_meanwhile(void)
{
    struct zc_rid rid = first_rid();
    struct zc_app second;
    zc_app_resize(&app, 24, 80);
    zc_screens_open(&second, survey, 24, 80);
    open_record(rid);
    swap_windows(&second);
    open_record(rid);
    press("<C-g>1.3<Enter>人民街61号<Enter>");
    lead(rid, ZC_ACT_VOID, "已搬走");
    swap_windows(&second);
    press("<C-End><C-u>门面朝天<Up>");
    zc_check("a record that was closed meanwhile: the answers of both are on disk",
             draft_has("addr", "人民街61号") && draft_has("remark", "门面朝天") &&
                 !shows("未存盘"));
    zc_app_release(&second);
}

static void other_day(void)
{
    close_survey();
    open_survey("2026-11-21T09:00:00+08:00");
    press("<C-n><C-g>7.3<Enter>");
    zc_check("a carried answer that the rule refuses now is left out",
             beside("走访日期", "· 走访日期"));
    press("<PgUp><Esc>");
    close_survey();
}

/* No file may grow or be written behind its first page: a full disk, and then room again. */
static void allow_writing(bool allow)
{
    static struct rlimit before;
    struct rlimit none;
    if (!allow)
        getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, allow ? &before : &none);
}

static void full_disk(void)
{
    open_survey("2026-11-24T08:00:00+08:00"); /* the newest form is this one */
    signal(SIGXFSZ, SIG_IGN);
    press("<C-n><C-g>1.3<Enter>人民街31号");
    allow_writing(false);
    press("<Enter>");
    zc_check("what cannot be put on disk is said in the title", shows("! 未存盘"));
    zc_check("and in a sentence that stays", shows("未存盘：") && shows("填的内容都在屏幕上"));
    press("1<Up>");
    zc_check("typing goes on", beside("经营地址", "人民街31号") && shows("! 未存盘"));
    press("<Esc>");
    zc_check("leaving asks", shows("还没有存盘"));
    press("1");
    zc_check("and the safe answer stays", focused("场所类型") || focused("经营地址"));
    allow_writing(true);
    press("<Tick>");
    zc_check("with room again it is stored by itself",
             !shows("! 未存盘") && draft_has("addr", "人民街31号"));
}

/* Every size: all rows are whole, the cursor's line is there. */
static void sizes(void)
{
    static const int all[][2] = { { 16, 60 }, { 20, 60 }, { 24, 80 }, { 30, 100 }, { 50, 160 } };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        bool whole = true;
        zc_app_resize(&app, all[i][0], all[i][1]);
        press("<C-g>2.1<Enter>");
        for (int row = 0; row < app.canvas.rows; row++)
            whole = whole && zc_canvas_row_is_whole(&app.canvas, row);
        zc_checkf(whole && focused("核查情况"), "%dx%d", all[i][1], all[i][0]);
    }
    zc_check("wide: the sections at the left", shows("必填缺") && shows("► · 2 身份"));
    zc_check("and the last record at the right", shows("上一份") && shows("本项备注"));
    zc_app_resize(&app, 20, 60);
    zc_check("narrow: the neighbours of the section", shows("2 身份  ") && shows("<1 位置"));
}

/* A survey of one form with rows and several answers, which the shipped one has not. */

static void put_file(const char *folder, const char *name, struct zc_str bytes)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/%s", folder, name);
    FILE *file = fopen(zc_buf_cstr(&path), "w");
    zc_checkf(file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len, "written: %s", name);
    if (file)
        fclose(file);
    zc_buf_release(&path);
}

static void make_pack(const char *from, const char *folder)
{
    static const char *const files[] = { "groups.csv", "areas.csv",    "levels.csv",
                                         "rules.csv",  "settings.csv", "synonyms.csv" };
    static const char survey_csv[] = "type,name,label\n"
                                     "text,who,Who\n"
                                     "select_multiple tags,tags,Tags\n"
                                     "begin_repeat,calls,Calls\n"
                                     "text,what,What\n"
                                     "integer,many,Many\n"
                                     "end_repeat,,\n"
                                     "text,last,Last\n";
    static const char choices_csv[] = "list_name,name,label\ntags,a,Red\ntags,b,Green\n";
    struct zc_source source = zc_source_folder(from);
    struct zc_buf path = { 0 }, bytes = { 0 };
    struct zc_err err = { 0 };
    bool found;
    zc_buf_printf(&path, "%s/small", folder);
    mkdir(folder, 0700);
    mkdir(zc_buf_cstr(&path), 0700);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        zc_buf_reset(&bytes);
        source.read(source.ctx, zc_str_of(files[i]), &bytes, &found, &err);
        put_file(folder, files[i], zc_buf_str(&bytes));
    }
    put_file(zc_buf_cstr(&path), "survey.csv", zc_str_of(survey_csv));
    put_file(zc_buf_cstr(&path), "choices.csv", zc_str_of(choices_csv));
    put_file(zc_buf_cstr(&path), "settings.csv", ZC_STR("form_id,ledger\nsmall,yes\n"));
    zc_buf_release(&path);
    zc_buf_release(&bytes);
}

static int rows_shown(void)
{
    struct zc_buf row = { 0 };
    int n = 0;
    zc_app_paint(&app);
    for (int i = 0; i < app.canvas.rows; i++) {
        zc_buf_reset(&row);
        zc_canvas_row(&app.canvas, i, &row);
        n += zc_str_find(zc_buf_str(&row), ZC_STR(" What")) != SIZE_MAX;
    }
    zc_buf_release(&row);
    return n;
}

static void rows_and_several(void)
{
    press("<C-n>a");
    zc_check("what is typed elsewhere ticks nothing", beside("Tags", "1Red 2Green"));
    press("<C-u>王某<Enter>1");
    zc_check("a digit puts one of several in and stays",
             focused("Tags") && beside("Tags", "1*Red 2Green"));
    press("21");
    zc_check("and takes it out again", focused("Tags") && beside("Tags", "1Red 2*Green"));
    press("1<Enter>");
    zc_check("Enter takes them in list order", draft_has("tags", "a b"));
    press("first<Enter>3<Enter>");
    zc_check("the line ＋ stands behind the rows", focused("＋") && rows_shown() == 1);
    press("s");
    zc_check("typing there adds a row and goes on in it", rows_shown() == 2 && focused("What"));
    press("econd<Enter>4<Enter><Enter>");
    zc_check("Enter there goes on", focused("Last") && rows_shown() == 2);
    press("<Up><Up><Del>");
    zc_check("Del in a field that is not being changed removes the row", rows_shown() == 1);
    press("<C-z>");
    zc_check("undo brings it back", rows_shown() == 2 && shows("second"));
    press("<C-z><C-z><C-z>");
    zc_check("and further back it is not there yet", rows_shown() == 1 && !shows("second"));
    press("<C-y><C-y><C-y>");
    zc_check("redo goes forward again", rows_shown() == 2 && shows("second"));
    press("<Esc>");
}

static void small_survey(const char *pack, const char *temp, const struct zc_person *person)
{
    struct zc_buf folder = { 0 }, store = { 0 };
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    zc_buf_printf(&folder, "%s/pack", temp);
    zc_buf_printf(&store, "%s/B", temp);
    make_pack(pack, zc_buf_cstr(&folder));
    dir = zc_buf_cstr(&store);
    if (zc_checkf(
            zc_survey_create(dir, zc_buf_cstr(&folder), 1, person, &clock_now, &findings, &err),
            "a small survey %s", err.msg)) {
        open_survey("2026-11-23T18:42:00+08:00");
        rows_and_several();
        close_survey();
    }
    zc_findings_release(&findings);
    zc_buf_release(&folder);
    zc_buf_release(&store);
}

int main(int argc, char **argv)
{
    struct zc_findings findings = { 0 };
    struct zc_err err = { 0 };
    const char *temp = zc_temp_dir_new();
    struct zc_buf path = { 0 };
    struct zc_person person = { .name = ZC_LIT("李某"), .role = ZC_RANK_WORKER };
    const char *pack = argc > 1 ? argv[1] : "forms/liangxin";
    zc_buf_printf(&path, "%s/A", temp);
    dir = zc_buf_cstr(&path);
    set_clock("2026-11-23T18:42:00+08:00");
    if (zc_check("a store", zc_survey_create(dir, pack, 1, &person, &clock_now, &findings, &err))) {
        open_survey("2026-11-23T18:42:00+08:00");
        first_record();
        carried();
        copied();
        codes();
        counters();
        whole_unit();
        missing_answers();
        habit();
        known_code();
        finer_codes();
        spellings();
        usage();
        checked_records();
        given_up();
        messages();
        somebody_else();
        two_windows();
        other_day();
        full_disk();
        sizes();
        closed_meanwhile();
        close_survey();
        small_survey(pack, temp, &person);
    }
    zc_findings_release(&findings);
    zc_buf_release(&path);
    zc_temp_dir_remove(temp);
    return zc_check_done();
}
