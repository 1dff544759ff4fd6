#include "tui/report_impl.h"

enum { WAS_THERE = 1 << ZC_WALK_AGAIN | 1 << ZC_WALK_DONE };

const struct zc_report_measure zc_report_measures[ZC_MEASURES] = {
    [ZC_M_TARGET] = { "target",
                      { "应查", "target" },
                      { "方案里的目标数；没有目标数的地方用底册的条数",
                        "the target of the survey pack; where there is none, the records that "
                        "came from lists" },
                      NULL,
                      "is\t_seed\tyes" },
    [ZC_M_REGISTERED] = { "registered",
                          { "已登", "done" },
                          { "看得到的、已经不只是底册的记录，含草稿",
                            "visible records that are more than a row of a list, drafts too" },
                          NULL,
                          "not\t_status\tseed" },
    [ZC_M_SHARE] = { "share",
                     { "进度", "share" },
                     { "已登 / 应查", "done / target" },
                     NULL,
                     "not\t_status\tseed" },
    [ZC_M_FINISHED] = { "finished",
                        { "摸底登记", "registered" },
                        { "到那一天为止第一次填完交核的记录，按现在的台账算：后来作废的不算",
                          "records finished for the first time by that day, counted in the ledger "
                          "of now: what was made void since is not in it" },
                        NULL,
                        "filled\t_submitted\nle\t_submitted\t%L" },
    [ZC_M_PERIOD] = { "period",
                      { "本轮", "period" },
                      { "在这一轮里第一次填完交核的记录",
                        "records finished for the first time in the period" },
                      NULL,
                      "ge\t_submitted\t%F\nle\t_submitted\t%L" },
    [ZC_M_TODAY] = { "today",
                     { "今日", "today" },
                     { "今天第一次填完交核的记录", "records finished for the first time today" },
                     NULL,
                     "is\t_submitted\t%T" },
    [ZC_M_MOST] = { "most",
                    { "最高", "best day" },
                    { "一天里第一次填完交核最多的条数",
                      "most records finished for the first time on one day" },
                    NULL,
                    "is\t_submitted\t%M" },
    [ZC_M_NEW] = { "new",
                   { "新增", "new" },
                   { "不在底册里的记录", "records that came from no list" },
                   NULL,
                   "is\t_seed\tno" },
    [ZC_M_SEED] = { "seed",
                    { "底册", "seeds" },
                    { "来自名单、还没有人动过的记录", "rows of lists that nobody has touched yet" },
                    "seed" },
    [ZC_M_DRAFT] = { "draft", { "草稿", "drafts" }, { "没有填完的记录", "not finished" }, "draft" },
    [ZC_M_WAITING] = { "waiting",
                       { "待核", "to check" },
                       { "填完等着核实的记录，核实以后又改过的也算",
                         "finished and not checked yet, or changed since it was checked" },
                       NULL,
                       "is\t_status\tsubmitted\tchanged" },
    [ZC_M_SUBMITTED] = { "submitted",
                         { "待核", "to check" },
                         { "填完、还没有核实过的记录", "finished and not checked yet" },
                         "submitted" },
    [ZC_M_CHANGED] = { "changed",
                       { "改核", "changed" },
                       { "核实以后又改过、要再核实的记录", "changed since it was checked" },
                       "changed" },
    [ZC_M_RETURNED] = { "returned",
                        { "退回", "returned" },
                        { "核实时退回、还没有改好的记录", "returned by a checker" },
                        "returned" },
    [ZC_M_GROUP_OK] = { "group_ok",
                        { "组核", "group ok" },
                        { "组长核实过、街镇还没有核实的记录",
                          "checked by the leader, not by the street office yet" },
                        "group_ok" },
    [ZC_M_TOWN_OK] = { "town_ok",
                       { "街镇核", "town ok" },
                       { "街镇核实过、还没有锁定的记录", "checked by the street office" },
                       "town_ok" },
    [ZC_M_LOCKED] = { "locked",
                      { "锁定", "locked" },
                      { "区级锁定的记录", "locked by the district" },
                      "locked" },
    [ZC_M_CONFLICT] = { "conflict",
                        { "冲突", "conflict" },
                        { "有一项两边填得不一样、还没有裁定的记录",
                          "records with a field that nobody has decided yet" },
                        "conflict" },
    [ZC_M_ALL] = { "all",
                   { "合计", "total" },
                   { "看得到的全部记录，底册和草稿也在内",
                     "all visible records, seeds and drafts too" },
                   "",
                   NULL },
    [ZC_M_DONE] = { "submitted_or_higher",
                    { "已交", "finished" },
                    { "填完的记录：待核、改核、组核、街镇核、锁定；草稿和退回不算",
                      "finished records: to check, changed, checked by anybody, locked; neither "
                      "drafts nor what was returned" },
                    NULL,
                    "is\t_status\tsubmitted\tchanged\tgroup_ok\ttown_ok\tlocked" },
    [ZC_M_VERIFIED] = { "verified",
                        { "已核实", "verified" },
                        { "街镇核实或区级锁定的记录",
                          "checked by the street office or locked by the district" },
                        NULL,
                        "is\t_status\ttown_ok\tlocked" },
    [ZC_M_VERIFIED_SHARE] = { "verified_share",
                              { "核实率", "verif. %" },
                              { "已核实 / 已交", "verified / finished" },
                              NULL,
                              "is\t_status\ttown_ok\tlocked" },
    [ZC_M_DOORS] = { "doors",
                     { "门牌", "doors" },
                     { "门牌底册里的门", "doors of the list of doors" },
                     "",
                     NULL,
                     .doors = true },
    [ZC_M_WALKED] = { "walked",
                      { "走过", "walked" },
                      { "有门状态的门，无法进入的也算", "doors with a state, no access included" },
                      NULL,
                      NULL,
                      .doors = true,
                      .walk = WAS_THERE },
    [ZC_M_WALK] = { "walk",
                    { "排查进度", "walk %" },
                    { "走过 / 门牌", "walked / doors" },
                    NULL,
                    NULL,
                    .doors = true,
                    .walk = WAS_THERE },
    [ZC_M_UNWALKED] = { "unwalked",
                        { "没走过", "to walk" },
                        { "还没有人走到的门", "doors at which nobody was yet" },
                        NULL,
                        NULL,
                        .doors = true,
                        .walk = 1 << ZC_WALK_OPEN },
    [ZC_M_SEEDS] = { "seeds",
                     { "底册户", "listed" },
                     { "来自名单的记录，已经核实登记的也算",
                       "records that came from lists, those that were registered since too" },
                     NULL,
                     "is\t_seed\tyes" },
    [ZC_M_SETTLED] = { "settled",
                       { "核完", "settled" },
                       { "来自名单、核查情况已定的记录：没走访的、还要再去的不算",
                         "records of lists with an outcome; neither those nobody went to nor those "
                         "somebody has to go to again" },
                       NULL,
                       "is\t_seed\tyes",
                       .walk = 1 << ZC_WALK_DONE },
    [ZC_M_SETTLED_SHARE] = { "settled_share",
                             { "核查率", "settled %" },
                             { "核完 / 底册户", "settled / listed" },
                             NULL,
                             "is\t_seed\tyes",
                             .walk = 1 << ZC_WALK_DONE },
    [ZC_M_UNSETTLED] = { "unsettled",
                         { "待核户", "open" },
                         { "来自名单、还没有走访或还要再去的记录",
                           "records of lists nobody went to, or somebody has to go to again" },
                         NULL,
                         "is\t_seed\tyes",
                         .walk = 1 << ZC_WALK_OPEN | 1 << ZC_WALK_AGAIN },
};

static const struct zc_text not_then = { "计数只记现在的状态，那时有多少不知道",
                                         "the counters hold the state of now, not of that day" };
static const struct zc_text no_target = { "方案里没有目标数，也没有导入底册",
                                          "the pack has no target, and no list was imported" };

static uint64_t waiting(const struct zc_report_sums *sums)
{
    return sums->status[ZC_STATUS_SUBMITTED] + sums->status[ZC_STATUS_CHANGED];
}

static uint64_t verified(const struct zc_report_sums *sums)
{
    return sums->status[ZC_STATUS_TOWN_OK] + sums->status[ZC_STATUS_LOCKED];
}

static uint64_t done(const struct zc_report_sums *sums)
{
    return waiting(sums) + sums->status[ZC_STATUS_GROUP_OK] + verified(sums);
}

static uint64_t all(const struct zc_report_sums *sums)
{
    uint64_t n = 0;
    for (int i = 0; i < ZC_STATUS_COUNT; i++)
        n += sums->status[i];
    return n;
}

static uint64_t registered(const struct zc_report_sums *sums)
{
    return all(sums) - sums->status[ZC_STATUS_SEED];
}

static uint64_t best_day(const struct zc_report_sums *sums, uint32_t ndays)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < ndays; i++)
        most = sums->days[i] > most ? sums->days[i] : most;
    return most;
}

static uint64_t of_walk(const uint64_t counts[ZC_WALK_DONE + 1], unsigned walk)
{
    uint64_t n = 0;
    for (int i = 0; i <= ZC_WALK_DONE; i++)
        n += walk == 0 || walk & 1u << i ? counts[i] : 0;
    return n;
}

static struct zc_figure of_status(const struct zc_report_sums *sums, enum zc_status status)
{
    return zc_figure_count(sums->status[status]);
}

static struct zc_figure figure_of_now(enum zc_measure measure, const struct zc_report_sums *sums)
{
    switch (measure) {
    case ZC_M_REGISTERED:
        return zc_figure_count(registered(sums));
    case ZC_M_SHARE:
        return sums->has_target ? zc_figure_share(registered(sums), sums->target)
                                : zc_figure_unknown(no_target);
    case ZC_M_NEW:
        return zc_figure_count(sums->fresh);
    case ZC_M_SEED:
        return of_status(sums, ZC_STATUS_SEED);
    case ZC_M_DRAFT:
        return of_status(sums, ZC_STATUS_DRAFT);
    case ZC_M_WAITING:
        return zc_figure_count(waiting(sums));
    case ZC_M_SUBMITTED:
        return of_status(sums, ZC_STATUS_SUBMITTED);
    case ZC_M_CHANGED:
        return of_status(sums, ZC_STATUS_CHANGED);
    case ZC_M_RETURNED:
        return of_status(sums, ZC_STATUS_RETURNED);
    case ZC_M_GROUP_OK:
        return of_status(sums, ZC_STATUS_GROUP_OK);
    case ZC_M_TOWN_OK:
        return of_status(sums, ZC_STATUS_TOWN_OK);
    case ZC_M_LOCKED:
        return of_status(sums, ZC_STATUS_LOCKED);
    case ZC_M_CONFLICT:
        return zc_figure_count(sums->conflict);
    case ZC_M_DONE:
        return zc_figure_count(done(sums));
    case ZC_M_VERIFIED:
        return zc_figure_count(verified(sums));
    case ZC_M_VERIFIED_SHARE:
        return zc_figure_share(verified(sums), done(sums));
    case ZC_M_DOORS:
    case ZC_M_WALKED:
    case ZC_M_UNWALKED:
        return zc_figure_count(of_walk(sums->doors, zc_report_measures[measure].walk));
    case ZC_M_WALK:
        return zc_figure_share(of_walk(sums->doors, WAS_THERE), of_walk(sums->doors, 0));
    case ZC_M_SEEDS:
    case ZC_M_SETTLED:
    case ZC_M_UNSETTLED:
        return zc_figure_count(of_walk(sums->walks, zc_report_measures[measure].walk));
    case ZC_M_SETTLED_SHARE:
        return zc_figure_share(of_walk(sums->walks, 1 << ZC_WALK_DONE), of_walk(sums->walks, 0));
    default:
        return zc_figure_count(all(sums));
    }
}

struct zc_figure zc_report_figure(enum zc_measure measure, const struct zc_report_sums *sums,
                                  uint32_t ndays, bool now)
{
    switch (measure) { /* what is known of every day */
    case ZC_M_TARGET:
        return sums->has_target ? zc_figure_count(sums->target) : zc_figure_unknown(no_target);
    case ZC_M_FINISHED:
        return zc_figure_count(sums->before + sums->period);
    case ZC_M_PERIOD:
        return zc_figure_count(sums->period);
    case ZC_M_TODAY:
        return zc_figure_count(sums->today);
    case ZC_M_MOST:
        return zc_figure_count(best_day(sums, ndays));
    default:
        return now ? figure_of_now(measure, sums) : zc_figure_unknown(not_then);
    }
}
