#include "tests/stage.h"
#include "storage/export.h"
#include "storage/folder.h"
#include "tests/frame_rules.h"
#include "tests/temp_dir.h"
#include "tui/known_stores.h"
#include "tui/screens.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char now[] = "2026-11-23T18:42:00+08:00";

void zc_stage_bail(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    printf("Bail out! ");
    vprintf(fmt, args);
    putchar('\n');
    va_end(args);
    fflush(stdout);
    _exit(99); /* no look at leaks: the test ends in the middle */
}

void zc_stage_read(const char *path, struct zc_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        zc_stage_bail("%s: %s", path, strerror(errno));
    for (;;) {
        size_t n = fread(zc_buf_room(out, 65536), 1, 65536, file);
        out->len += n;
        if (n == 0)
            break;
    }
    fclose(file);
}

/* Random numbers are counted, not drawn: ids of records and stores are the same in every run. */
static uint64_t drawn;

static uint32_t next_number(void)
{
    uint64_t z = ++drawn * 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    return (uint32_t)(z >> 32);
}

static void next_bytes(void *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)next_number();
}

static const char *counted_name(void)
{
    return "counted";
}

static randombytes_implementation counted = { .implementation_name = counted_name,
                                              .random = next_number,
                                              .buf = next_bytes };

uint64_t zc_stage_count_from(uint64_t number)
{
    uint64_t before = drawn;
    drawn = number;
    return before;
}

void zc_stage_init(struct zc_stage *stage, const char *pack, const char *stores)
{
    randombytes_set_implementation(&counted);
    *stage = (struct zc_stage){ .dir = zc_temp_dir_new(), .pack = zc_str_of(pack) };
    zc_stage_read(stores, &stage->script);
}

void zc_stage_release(struct zc_stage *stage)
{
    zc_stage_close(stage);
    zc_free((void *)(uintptr_t)stage->world.root);
    zc_temp_dir_remove(stage->dir);
    zc_buf_release(&stage->script);
    zc_buf_release(&stage->faults);
}

struct zc_survey *zc_stage_survey(const char *dir, struct zc_str at)
{
    struct zc_clock clock;
    struct zc_err err = { 0 };
    struct zc_survey *survey = NULL;
    if (zc_clock_fixed(at, &clock, &err))
        survey = zc_survey_open(dir, false, &clock, &err);
    if (!survey)
        zc_stage_bail("%s", err.msg);
    return survey;
}

const char *zc_stage_path(const struct zc_stage *stage, struct zc_str name, struct zc_arena *arena)
{
    const char *dir =
        zc_arena_cstr(arena, zc_arena_printf(arena, "%s/%.*s", stage->dir, ZC_ARG(name)));
    uint64_t before = drawn;
    if (access(dir, F_OK) != 0)
        zc_stage_store(stage, name, dir);
    zc_stage_count_from(before);
    return dir;
}

static const char *play_dir(const struct zc_stage *stage, struct zc_arena *arena)
{
    return zc_arena_cstr(arena, zc_arena_printf(arena, "%s/play", stage->dir));
}

static void copy_store(const char *from, const char *to, struct zc_arena *arena)
{
    const char *target = zc_arena_cstr(arena, zc_arena_printf(arena, "%s/data.mdb", to));
    struct zc_buf bytes = { 0 };
    FILE *file;
    zc_stage_read(zc_arena_cstr(arena, zc_arena_printf(arena, "%s/data.mdb", from)), &bytes);
    mkdir(to, 0700);
    unlink(zc_arena_cstr(arena, zc_arena_printf(arena, "%s/lock.mdb", to)));
    unlink(target);
    file = fopen(target, "wb");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
        zc_stage_bail("%s: %s", target, strerror(errno));
    chmod(target, 0600);
    zc_buf_release(&bytes);
}

static void start(struct zc_stage *stage, int rows, int cols);

static const char stick[] = "media/ZAOCE-U1";

static const char *in_world(const struct zc_stage *stage, const char *path, struct zc_arena *arena)
{
    return zc_arena_cstr(arena, zc_arena_printf(arena, "%s/%s", stage->world.root, path));
}

static void empty_world(struct zc_stage *stage)
{
    enum { FREE = 13800 }; /* million bytes */
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    zc_free((void *)(uintptr_t)stage->world.root);
    struct zc_str root = zc_arena_printf(&arena, "%s/world", stage->dir);
    char *copy = zc_alloc(root.len + 1, 1);
    memcpy(copy, root.ptr, root.len);
    copy[root.len] = '\0';
    stage->world = (struct zc_world){ copy, FREE * UINT64_C(1000000) };
    zc_folder_remove(copy);
    if (!zc_folder_make(in_world(stage, "home", &arena), &err) ||
        !zc_folder_make(in_world(stage, stick, &arena), &err))
        zc_stage_bail("%s", err.msg);
    zc_arena_release(&arena);
}

static void set_time(const char *path)
{
    const struct timespec then[2] = { { .tv_sec = 1795429800 }, { .tv_sec = 1795429800 } };
    if (utimensat(AT_FDCWD, path, then, 0) != 0)
        zc_stage_bail("%s: %s", path, strerror(errno));
}

void zc_stage_stick_text(struct zc_stage *stage, struct zc_str name, struct zc_str text)
{
    struct zc_arena arena = { 0 };
    const char *folder = in_world(stage, stick, &arena);
    const char *path =
        zc_arena_cstr(&arena, zc_arena_printf(&arena, "%s/%.*s", folder, ZC_ARG(name)));
    FILE *file = fopen(path, "wb");
    if (!file || (text.len > 0 && fwrite(text.ptr, 1, text.len, file) != text.len) ||
        fclose(file) != 0)
        zc_stage_bail("%s: %s", path, strerror(errno));
    set_time(path);
    zc_arena_release(&arena);
}

void zc_stage_stick(struct zc_stage *stage, struct zc_str name, struct zc_str store)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    struct zc_export_report report;
    const char *folder = in_world(stage, stick, &arena);
    const char *path =
        zc_arena_cstr(&arena, zc_arena_printf(&arena, "%s/%.*s", folder, ZC_ARG(name)));
    /* One store at a time in a process: the one in use makes way. */
    int rows = stage->app.canvas.rows, cols = stage->app.canvas.cols;
    zc_stage_close(stage);
    struct zc_survey *other = zc_stage_survey(zc_stage_path(stage, store, &arena), zc_str_of(now));
    if (!zc_export_exchange(other->store, NULL, path, &report, &err))
        zc_stage_bail("%s", err.msg);
    zc_survey_close(other);
    set_time(path);
    start(stage, rows, cols);
    zc_arena_release(&arena);
}

static void start(struct zc_stage *stage, int rows, int cols)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const char *dir = play_dir(stage, &arena);
    struct zc_start_args args = { 0 };
    bool ok = zc_clock_fixed(zc_str_of(now), &args.clock, &err);
    if (!stage->starts)
        stage->survey = zc_stage_survey(dir, zc_str_of(now));
    ok = ok && (stage->starts ? zc_screens_start(&stage->app, &args, rows, cols)
                              : zc_screens_open(&stage->app, stage->survey, rows, cols));
    if (!ok)
        zc_stage_bail("%s", zc_buf_cstr(&stage->app.message));
    stage->runs = true;
    stage->app.world = &stage->world;
    zc_stage_paint(stage, rows, cols);
    zc_arena_release(&arena);
}

void zc_stage_open(struct zc_stage *stage, struct zc_str store, int rows, int cols)
{
    struct zc_arena arena = { 0 };
    zc_stage_close(stage);
    copy_store(zc_stage_path(stage, store, &arena), play_dir(stage, &arena), &arena);
    zc_stage_count_from(1u << 20);
    empty_world(stage);
    stage->holds = stage->starts = false;
    start(stage, rows, cols);
    zc_arena_release(&arena);
}

/* A home of its own, and no survey pack to make stores from: that takes long, and is not what is
 * looked at here. */
void zc_stage_open_start(struct zc_stage *stage, struct zc_str store, int rows, int cols)
{
    struct zc_arena arena = { 0 };
    zc_stage_open(stage, store, rows, cols);
    zc_stage_close(stage);
    setenv("HOME", in_world(stage, "home", &arena), 1);
    setenv("XDG_DATA_HOME", in_world(stage, "home", &arena), 1);
    setenv("ZAOCE_DATA", in_world(stage, "home", &arena), 1);
    zc_known_stores_add(play_dir(stage, &arena));
    stage->starts = true;
    start(stage, rows, cols);
    zc_arena_release(&arena);
}

void zc_stage_again(struct zc_stage *stage)
{
    int rows = stage->app.canvas.rows, cols = stage->app.canvas.cols;
    zc_stage_close(stage);
    start(stage, rows, cols);
}

void zc_stage_close(struct zc_stage *stage)
{
    if (!stage->runs)
        return;
    zc_app_release(&stage->app);
    zc_survey_close(stage->survey);
    stage->survey = NULL;
    stage->runs = false;
}

void zc_stage_paint(struct zc_stage *stage, int rows, int cols)
{
    zc_app_resize(&stage->app, rows, cols);
    zc_app_paint(&stage->app);
    zc_frame_faults(&stage->app, &stage->faults);
}

void zc_stage_key(struct zc_stage *stage, int key, struct zc_str text)
{
    zc_app_key(&stage->app, key, text);
    while (!stage->holds && zc_app_work(&stage->app, 1000))
        ;
    if (!stage->app.quit)
        zc_stage_paint(stage, stage->app.canvas.rows, stage->app.canvas.cols);
}

void zc_stage_keys(struct zc_stage *stage, struct zc_str keys)
{
    struct zc_str rest = keys;
    int key;
    while (zc_key_parse(&rest, &key)) {
        if (key == ZC_KEY_NONE)
            zc_stage_bail("keys '%.*s': no such key", ZC_ARG(keys));
        zc_stage_key(stage, key, (struct zc_str){ 0 });
    }
}

void zc_stage_rids(struct zc_stage *stage, struct zc_rid_list *out)
{
    const struct zc_pack *pack = stage->survey->pack;
    struct zc_err err = { 0 };
    struct zc_txn *txn = zc_txn_begin(stage->survey->store, ZC_TXN_READ, &err);
    bool ok = txn != NULL;
    for (uint32_t i = 0; ok && i < pack->nforms; i++) {
        struct zc_view_spec all = { .kind = ZC_VIEW_ALL, .form = pack->forms[i]->id };
        ok = zc_rid_list_add_view(out, txn, &all, &err);
    }
    zc_txn_abort(txn);
    if (!ok)
        zc_stage_bail("%s", err.msg);
}

void zc_stage_put(struct zc_stage *stage, const struct zc_state *state,
                  const struct zc_pair *writes, size_t n)
{
    struct zc_arena arena = { 0 };
    struct zc_err err = { 0 };
    const struct zc_form *form = zc_survey_form_of(stage->survey, state, &err);
    struct zc_rev rev = { .rid = state->rid,
                          .nparents = state->nheads,
                          .parents = state->heads,
                          .nwrites = (uint32_t)n,
                          .writes = writes };
    struct zc_txn *txn = form ? zc_txn_begin(stage->survey->store, ZC_TXN_WRITE, &err) : NULL;
    if (!txn || !zc_txn_end(txn, zc_survey_put(stage->survey, txn, form, &arena, &rev, &err), &err))
        zc_stage_bail("%s", err.msg);
    zc_arena_release(&arena);
}
