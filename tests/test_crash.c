#include "storage/export.h"
#include "storage/file.h"
#include "storage/restore.h"
#include "tests/check.h"
#include "tests/fault.h"
#include "tests/small_store.h"
#include "tests/temp_dir.h"
#include <stdlib.h>
#include <string.h>

/* Power cuts: the writes of a workload to the store's file are written down, and the file is made
 * as a disk may have left it at any moment: what was synced is there, of the rest all, none, a part
 * in any order, whole or torn at 512 bytes. Every such file must open, be clean, and hold what was
 * told as done, or one step more. The images are drawn with a fixed seed; `test_crash N` draws N.
 */

enum { STEPS_MAX = 64, SECTOR = 512, WHOLE_FILE = 64 * 1024 * 1024 };

static struct zc_err err;

struct workload {
    const char *dir;
    char digests[STEPS_MAX][33]; /* before the first step, after each */
    size_t nsteps;
};

struct disk {
    uint8_t *bytes; /* what is durable */
    size_t len;
    const struct zc_event *events;
    size_t nevents;
    uint64_t random;
};

static uint64_t next_random(struct disk *disk)
{
    disk->random = disk->random * 6364136223846793005u + 1442695040888963407u;
    return disk->random >> 33;
}

/* The workload: steps, each told as done when it is. */

static void done(struct workload *work, struct zc_store *store)
{
    zc_record_ack();
    zc_small_digest(store, work->digests[++work->nsteps]);
}

static bool run_steps(struct workload *work, struct zc_store *store, const char *files, bool fill)
{
    char path[400];
    bool ok = true;
    zc_small_digest(store, work->digests[0]);
    for (unsigned i = 0; ok && !fill && i < 12; i++) {
        ok = zc_small_save(store, i % 5, i % 5 + 1, i % 2 ? "first" : "another and longer name",
                           &err);
        done(work, store);
    }
    for (unsigned i = 0; ok && i < (fill ? 1 : 8); i++) {
        struct zc_backup_point point = { 0 };
        snprintf(path, sizeof path, "%s/%u.csv", files, fill ? 99 : i);
        ok = zc_small_import(store, path, &point, &err);
        done(work, store);
    }
    for (unsigned i = 0; ok && !fill && i < 6; i++) {
        ok = zc_small_save(store, i * 7, i * 7 + 1, "last", &err);
        done(work, store);
    }
    return ok;
}

/* Disks */

static void apply(uint8_t *bytes, size_t *len, uint64_t at, const uint8_t *from, size_t n)
{
    if (at + n > WHOLE_FILE)
        return;
    memcpy(bytes + at, from, n);
    *len = at + n > *len ? at + n : *len;
}

/* One unsynced write as it may have come to the disk. */
static void apply_some(struct disk *disk, uint8_t *bytes, size_t *len, const struct zc_event *event)
{
    for (size_t at = 0; at < event->len; at += SECTOR) {
        size_t n = event->len - at < SECTOR ? event->len - at : SECTOR;
        if (next_random(disk) % 2)
            apply(bytes, len, event->at + at, event->bytes + at, n);
    }
}

enum variant { ALL, NONE, PREFIX, SOME, TORN, VARIANTS };

/* The file after the first `cut` events; gives how many steps were told as done by then. */
static size_t make_image(struct disk *disk, size_t cut, enum variant variant, uint8_t *bytes,
                         size_t *len)
{
    const struct zc_event **pending = calloc(cut + 1, sizeof *pending);
    size_t npending = 0, told = 0;
    memcpy(bytes, disk->bytes, disk->len);
    *len = disk->len;
    for (size_t i = 0; i < cut; i++) {
        const struct zc_event *event = &disk->events[i];
        told += event->kind == ZC_EVENT_ACK;
        if (event->kind == ZC_EVENT_WRITE && !event->durable)
            pending[npending++] = event;
        else if (event->kind == ZC_EVENT_WRITE)
            apply(bytes, len, event->at, event->bytes, event->len);
        else if (event->kind == ZC_EVENT_SYNC) {
            for (size_t p = 0; p < npending; p++)
                apply(bytes, len, pending[p]->at, pending[p]->bytes, pending[p]->len);
            npending = 0;
        }
    }
    for (size_t p = npending; p > 1; p--) { /* in any order */
        size_t other = next_random(disk) % p;
        const struct zc_event *swap = pending[p - 1];
        if (variant < SOME)
            break;
        pending[p - 1] = pending[other];
        pending[other] = swap;
    }
    size_t prefix = npending ? next_random(disk) % (npending + 1) : 0;
    for (size_t p = 0; p < npending; p++) {
        const struct zc_event *event = pending[p];
        if (variant == TORN)
            apply_some(disk, bytes, len, event);
        else if (variant == ALL || (variant == PREFIX && p < prefix) ||
                 (variant == SOME && next_random(disk) % 2))
            apply(bytes, len, event->at, event->bytes, event->len);
    }
    free(pending);
    return told;
}

/* NULL: as it should be. */
static const char *fault_of(const struct workload *work, const char *dir, size_t told)
{
    char digest[33];
    const char *fault = NULL;
    struct zc_err why = { 0 };
    struct zc_store *store = zc_small_open(dir, &why);
    if (!store)
        return "does not open";
    zc_small_digest(store, digest);
    if (strcmp(digest, work->digests[told]) != 0 &&
        (told == work->nsteps || strcmp(digest, work->digests[told + 1]) != 0))
        fault = "lost what was told as done";
    else if (!zc_small_is_clean(store, &why))
        fault = "not clean";
    zc_store_close(store);
    return fault;
}

/* All images of one workload. */
static void replay(const struct workload *work, struct disk *disk, const char *dir, unsigned images,
                   const char *name)
{
    uint8_t *bytes = malloc(WHOLE_FILE);
    unsigned bad = 0, torn = 0;
    for (unsigned i = 0; i < images; i++) {
        size_t len, cut = next_random(disk) % (disk->nevents + 1);
        enum variant variant = (enum variant)(i % VARIANTS);
        size_t told = make_image(disk, cut, variant, bytes, &len);
        torn += variant == TORN;
        const char *fault =
            zc_small_write(dir, bytes, len) ? fault_of(work, dir, told) : "not written";
        if (!fault)
            continue;
        bad++;
        printf("# %s: cut after %zu of %zu events, variant %d: %s\n", name, cut, disk->nevents,
               (int)variant, fault);
    }
    zc_checkf(bad == 0 && torn > 0, "%s: %zu events, %u images, %u of them bad", name,
              disk->nevents, images, bad);
    free(bytes);
}

static bool read_disk(struct disk *disk, const char *dir)
{
    struct zc_buf path = { 0 }, bytes = { 0 };
    zc_buf_printf(&path, "%s/data.mdb", dir);
    bool ok = zc_file_read(zc_buf_cstr(&path), &bytes, &err);
    disk->bytes = malloc(bytes.len + 1);
    if (ok)
        memcpy(disk->bytes, bytes.ptr, bytes.len);
    disk->len = bytes.len;
    zc_buf_release(&path);
    zc_buf_release(&bytes);
    return ok;
}

static void check_workload(const char *base, const char *name, bool fill, unsigned images)
{
    struct workload work = { 0 };
    struct disk disk = { .random = 20261123 };
    char dir[400], image[400];
    snprintf(dir, sizeof dir, "%s/%s", base, fill ? "fill" : "work");
    snprintf(image, sizeof image, "%s/image", base);
    struct zc_store *store = zc_small_new(dir, 3, &err);
    bool ok = store && (fill || zc_small_save(store, 0, 3, "a", &err));
    zc_store_close(store);
    ok = ok && read_disk(&disk, dir);
    zc_record_begin();
    store = ok ? zc_small_open(dir, &err) : NULL;
    ok = store && run_steps(&work, store, base, fill);
    zc_store_close(store);
    zc_record_end();
    disk.events = zc_record_events(&disk.nevents);
    zc_checkf(ok && disk.nevents > 3 * work.nsteps && strcmp(work.digests[0], work.digests[1]) != 0,
              "%s: %zu steps %s", name, work.nsteps, err.msg);
    if (ok)
        replay(&work, &disk, image, images, name);
    free(disk.bytes);
    zc_record_release();
}

/* Files to take in, each with a few records more. */
static bool make_files(const char *base)
{
    struct zc_export_report report;
    char dir[400], path[400];
    snprintf(dir, sizeof dir, "%s/giver", base);
    struct zc_store *store = zc_small_new(dir, 4, &err);
    bool ok = store != NULL;
    for (unsigned i = 0; ok && i < 8; i++) {
        snprintf(path, sizeof path, "%s/%u.csv", base, i);
        ok = zc_small_save(store, 20 + i * 6, 20 + i * 6 + 6, "given", &err) &&
             zc_export_exchange(store, NULL, path, &report, &err);
    }
    snprintf(path, sizeof path, "%s/99.csv", base);
    ok = ok && zc_small_save(store, 0, 1100, "many", &err) &&
         zc_export_exchange(store, NULL, path, &report, &err);
    zc_store_close(store);
    return ok;
}

int main(int argc, char **argv)
{
    const char *base = zc_temp_dir_new_in_memory();
    unsigned images = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000;
    bool ok = make_files(base);
    zc_checkf(ok, "files to take in %s", err.msg);
    if (ok) {
        check_workload(base, "saving and importing", false, images);
        check_workload(base, "filling an empty store", true, images / 20);
    }
    zc_temp_dir_remove(base);
    return zc_check_done();
}
