#include "storage/fsck.h"
#include "tests/check.h"
#include "tests/stage.h"
#include "tui/frame.h"
#include "tui/screens.h"
#include <stdlib.h>

/* A walk over the keyboard: test_walk PACK STORES [ROUNDS]. Keys, pastes of hostile text, windows
 * of any size, ticks, sudden ends, and records that somebody else changes, in an order that a seed
 * fixes. Whatever is pressed: every frame keeps the rules of tests/frame_rules.h, and the store is
 * clean afterwards. Every screen and popup of the program has to be come by. */

enum { KEYS = 4000 };

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static const int named[] = {
    ZC_KEY_UP,        ZC_KEY_DOWN,      ZC_KEY_LEFT,      ZC_KEY_RIGHT,      ZC_KEY_HOME,
    ZC_KEY_END,       ZC_KEY_PGUP,      ZC_KEY_PGDN,      ZC_KEY_INSERT,     ZC_KEY_DELETE,
    ZC_KEY_BACKTAB,   ZC_KEY_CTRL_LEFT, ZC_KEY_CTRL_UP,   ZC_KEY_CTRL_RIGHT, ZC_KEY_CTRL_DOWN,
    ZC_KEY_CTRL_HOME, ZC_KEY_CTRL_END,  ZC_KEY_F1,        ZC_KEY_F2,         ZC_KEY_F3,
    ZC_KEY_F4,        ZC_KEY_F5,        ZC_KEY_F6,        ZC_KEY_F7,         ZC_KEY_F8,
    ZC_KEY_F9,        ZC_KEY_TAB,       ZC_KEY_BACKSPACE, ZC_KEY_ESC,
};
/* Steps that lead somewhere come more often than chance would have them. */
static const int often[] = { ZC_KEY_ENTER, ZC_KEY_ENTER, ZC_KEY_ENTER, ZC_KEY_DOWN, ZC_KEY_PGDN,
                             ZC_KEY_F2,    ZC_KEY_F4,    ZC_KEY_TICK,  'n',         'l',
                             'm',          'x',          'v',          'r',         's' };
static const uint32_t signs[] = { 'a',    'Z',    '/',    '?',   ' ',    '<',     0x4E2D,
                                  0x5357, 0xFF11, 0x3002, 0x301, 0x202E, 0x20BB7, 0x1F600 };

static const struct zc_str pastes[] = {
    ZC_LIT("人民街28号"),
    ZC_LIT("\360\240\256\267\360\240\256\267\360\240\256\267"), /* plane 2 */
    ZC_LIT("e\314\201\314\202\314\203\314\204\314\205\314\206\314\207"),
    ZC_LIT("\314\201\314\202"), /* marks without a base */
    ZC_LIT("\327\251\327\234\327\225\327\235 \342\200\256abc\342\200\254 \330\247\331\204"),
    ZC_LIT("a\342\200\213b\342\200\215c\357\273\277d\302\255"), /* zero width */
    ZC_LIT("\033[31m\033]0;title\007\033[2J\302\2335n\b\b\b\r"),
    ZC_LIT("one\ttwo\r\nthree\nfour\rfive"),
    ZC_LIT("\341\204\200\341\205\241\341\206\250\344\267\200\343\211\210\356\200\200"),
    ZC_LIT("\377\376broken\300\200\355\240\200"),
    ZC_LIT("91630103000001011 4"),
    ZC_LIT(""),
};

/* A list on the stick, with a column that somebody has to explain. */
static const struct zc_str list = ZC_LIT("单位名称,统一社会信用代码,地址,摊位号\n"
                                         "青海壬壬商贸有限公司,91630103000002011X,水井巷19号,7\n"
                                         "青海癸癸商贸有限公司,9.16E+17,水井巷20号,8\n");

enum { SCREENS = 64 };

struct walk {
    struct zc_stage *stage;
    unsigned long *visits; /* of each of zc_screens_all */
    uint64_t seed;
    struct zc_buf much; /* 4,000 characters */
};

static void resize(struct walk *walk)
{
    static const struct {
        int rows, cols;
    } sizes[] = { { 24, 80 }, { 20, 60 }, { 50, 160 }, { 16, 60 }, { 15, 59 },
                  { 1, 1 },   { 24, 81 }, { 25, 79 },  { 60, 61 }, { 16, 200 } };
    size_t at = next(&walk->seed) % (2 * sizeof sizes / sizeof sizes[0]);
    int rows, cols;
    if (at < sizeof sizes / sizeof sizes[0]) {
        rows = sizes[at].rows, cols = sizes[at].cols;
    } else { /* any from 20x5 to 200x60 */
        rows = 5 + (int)(next(&walk->seed) % 56);
        cols = 20 + (int)(next(&walk->seed) % 181);
    }
    zc_stage_paint(walk->stage, rows, cols);
    if (rows < ZC_FRAME_MIN_ROWS || cols < ZC_FRAME_MIN_COLS) /* keys do nothing: soon back */
        zc_stage_paint(walk->stage, 24, 80);
}

static void paste(struct walk *walk)
{
    size_t n = sizeof pastes / sizeof pastes[0], at = next(&walk->seed) % (n + 1);
    zc_stage_key(walk->stage, ZC_KEY_PASTE, at == n ? zc_buf_str(&walk->much) : pastes[at]);
}

static int choose_key(struct walk *walk)
{
    uint64_t dice = next(&walk->seed), pick = dice >> 8;
    switch (dice % 16) {
    case 0:
    case 1:
    case 2:
    case 3:
        return named[pick % (sizeof named / sizeof named[0])];
    case 4:
    case 5:
    case 6:
        return '0' + (int)(pick % 10);
    case 7:
        return (int)signs[pick % (sizeof signs / sizeof signs[0])];
    case 8:
        return (int)(pick % 32);
    case 9:
        return 'a' + (int)(pick % 26);
    default:
        return often[pick % (sizeof often / sizeof often[0])];
    }
}

static void count_visits(struct walk *walk)
{
    const struct zc_app *app = &walk->stage->app;
    for (size_t i = 0; zc_screens_all[i] && i < SCREENS; i++)
        walk->visits[i] += app->depth > 0 && app->stack[app->depth - 1].ops == zc_screens_all[i];
}

/* Somebody else changes a record while a screen shows it: another status, another name, at times
 * two at once, which are in conflict. */
static void change_record(struct walk *walk)
{
    struct zc_rid_list rids = { 0 };
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_state state;
    if (!walk->stage->survey) /* on the start screen */
        return;
    zc_stage_rids(walk->stage, &rids);
    if (rids.n > 0 && zc_survey_state(walk->stage->survey, rids.rids[next(&walk->seed) % rids.n],
                                      &arena, &state, &err)) {
        static const enum zc_status all[] = { ZC_STATUS_DRAFT,    ZC_STATUS_SUBMITTED,
                                              ZC_STATUS_GROUP_OK, ZC_STATUS_LOCKED,
                                              ZC_STATUS_RETURNED, ZC_STATUS_VOID };
        for (uint64_t n = 1 + next(&walk->seed) % 2; n > 0; n--) {
            enum zc_status status = all[next(&walk->seed) % (sizeof all / sizeof all[0])];
            struct zc_pair writes[] = {
                { ZC_STR("_status"), zc_str_of(zc_status_name(status)) },
                { ZC_STR("name"), pastes[next(&walk->seed) % 3] },
            };
            zc_stage_put(walk->stage, &state, writes, 2);
        }
    }
    zc_rid_list_release(&rids);
    zc_arena_release(&arena);
}

/* Ways to where chance seldom comes, from home; a job that the last key begins stands still. */
static const char *const trails[] = {
    "l<Enter>2<End>dd",
    "l<Down><Enter>2<End>dd",
    "ma<F2><F2>",
    "w<Enter>",
    "lc<Down>",
    "vg",
    "sd",
    "511",
};

static void follow_trail(struct walk *walk)
{
    struct zc_str rest = zc_str_of(trails[next(&walk->seed) % (sizeof trails / sizeof trails[0])]);
    int key;
    zc_stage_again(walk->stage);
    while (zc_key_parse(&rest, &key) && !walk->stage->app.quit) {
        walk->stage->holds = rest.len == 0;
        zc_stage_key(walk->stage, key, (struct zc_str){ 0 });
        count_visits(walk);
    }
}

static void step(struct walk *walk)
{
    uint64_t dice = next(&walk->seed) % 400;
    if (dice % 8 == 0) /* a job that stood still goes on after some keys */
        walk->stage->holds = false;
    if (dice < 6)
        resize(walk);
    else if (dice < 18)
        paste(walk);
    else if (dice == 18)
        zc_stage_again(walk->stage);
    else if (dice == 19)
        zc_stage_key(walk->stage, ZC_KEY_GONE, (struct zc_str){ 0 });
    else if (dice == 20)
        follow_trail(walk);
    else if (dice < 24)
        change_record(walk);
    else
        zc_stage_key(walk->stage, choose_key(walk), (struct zc_str){ 0 });
    if (walk->stage->app.quit)
        zc_stage_again(walk->stage);
    count_visits(walk);
}

static void say(void *ctx, struct zc_str line)
{
    (void)ctx;
    printf("# %.*s\n", ZC_ARG(line));
}

static void check_store(struct zc_stage *stage, const char *store)
{
    struct zc_fsck found = { 0 };
    struct zc_err err = { 0 };
    bool ok = zc_fsck_run(stage->survey->store, NULL, say, NULL, &found, &err);
    uint64_t bad = found.bad_ids + found.bad_values + found.bad_states + found.bad_views +
                   found.bad_counts + found.bad_names + found.open_modes;
    zc_checkf(ok && bad == 0, "%s: the store is clean, with %llu records in %llu revisions", store,
              (unsigned long long)found.records, (unsigned long long)found.revisions);
    if (!ok)
        printf("# %s\n", err.msg);
}

static void walk_on(struct walk *walk, const char *store, int most)
{
    int keys = 0;
    while (keys < most && walk->stage->faults.len == 0) {
        step(walk);
        keys++;
    }
    walk->stage->holds = false;
    zc_checkf(walk->stage->faults.len == 0, "%s: all frames keep the rules", store);
    if (walk->stage->faults.len > 0)
        printf("# after %d keys: %s\n", keys, zc_buf_cstr(&walk->stage->faults));
}

static void run(struct walk *walk, const char *store, uint64_t seed, bool starts)
{
    enum { AT_START = 600 };
    struct zc_stage *stage = walk->stage;
    walk->seed = seed * 0x9E3779B97F4A7C15;
    zc_lang_set(seed % 2 ? ZC_LANG_ZH : ZC_LANG_EN);
    zc_buf_reset(&stage->faults);
    (starts ? zc_stage_open_start : zc_stage_open)(stage, zc_str_of(store), 24, 80);
    if (!starts) {
        zc_stage_stick(stage, ZC_STR("g2.zc1.csv"), ZC_STR("neighbour"));
        zc_stage_stick_text(stage, ZC_STR("list.csv"), list);
    }
    walk_on(walk, store, starts ? AT_START : KEYS);
    stage->starts = false;
    zc_stage_again(stage);
    check_store(stage, store);
}

int main(int argc, char **argv)
{
    static const char *const stores[] = { "empty",  "group",    "district", "many",  "unsaved",
                                          "review", "checking", "lane",     "twice", "thrice" };
    struct zc_stage stage;
    unsigned long visits[SCREENS] = { 0 };
    struct walk walk = { .stage = &stage, .visits = visits };
    if (argc < 3)
        zc_stage_bail("usage: %s PACK STORES", argv[0]);
    zc_stage_init(&stage, argv[1], argv[2]);
    while (walk.much.len < 4000 * 3)
        zc_buf_text(&walk.much, "长");
    size_t nstores = sizeof stores / sizeof stores[0],
           rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    for (size_t i = 0; i < nstores * rounds; i++)
        run(&walk, stores[i % nstores], i + 1, false);
    run(&walk, "group", 100, true);
    for (size_t i = 0; zc_screens_all[i]; i++)
        zc_checkf(visits[i] > 0, "%s was visited %lu times", zc_screens_all[i]->name, visits[i]);
    zc_stage_release(&stage);
    zc_buf_release(&walk.much);
    return zc_check_done();
}
