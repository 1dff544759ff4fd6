#include "storage/backup.h"
#include "storage/exchange_file.h"
#include "storage/export.h"
#include "storage/file.h"
#include "storage/folder.h"
#include "storage/restore.h"
#include "storage/salvage.h"
#include "storage/store_copy.h"
#include "tests/check.h"
#include "tests/fault.h"
#include "tests/small_store.h"
#include "tests/temp_dir.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Torture: what somebody does is done once, its calls to the system are counted, and it is done
 * again with each of them failing. Wanted: a sentence, a clean store that is as before or as after,
 * that no half file lies about, and that the same thing works afterwards. */

static struct zc_err err;

struct place { /* of one run: what the operation works on */
    const char *store, *backup, *file, *out, *made;
};

static bool create(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_store_identity identity = { 3, "d00000000" };
    (void)store;
    return zc_store_create(place->made, &identity, why);
}

static bool save(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    (void)place;
    return zc_small_save(store, 7, 8, "changed", why);
}

static bool import(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_backup_point point = { 0 };
    return zc_small_import(store, place->file, &point, why);
}

static bool undo(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_restored restored;
    (void)place;
    return zc_undo_import(store, ZC_STR(ZC_SMALL_NOW), ZC_STR("w"), &restored, why);
}

static bool export(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_export_report report;
    return zc_export_exchange(store, NULL, place->out, &report, why);
}

static bool back_up(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_backup_report report;
    (void)place;
    return zc_backup_make(store, ZC_STR(ZC_SMALL_NOW), &report, why);
}

static bool copy(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    return zc_store_copy(store, place->out, why);
}

static bool compact(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    (void)place;
    return zc_store_compact(store, why);
}

static bool restore(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_restored restored;
    (void)store;
    return zc_restore(place->backup, place->store, ZC_STR(ZC_SMALL_NOW), &restored, why);
}

static bool salvage(struct zc_store *store, const struct place *place, struct zc_err *why)
{
    struct zc_salvage found;
    (void)store;
    return zc_salvage_run(place->store, place->out, &found, why);
}

static const struct op {
    const char *name;
    bool (*run)(struct zc_store *store, const struct place *place, struct zc_err *err);
    bool (*before)(struct zc_store *store, const struct place *place, struct zc_err *err);
    bool by_itself; /* opens the store, if it wants it */
} ops[] = {
    { "create", create, NULL, true },          { "save", save, NULL, false },
    { "import", import, NULL, false },         { "undo of an import", undo, import, false },
    { "export", export, NULL, false },         { "backup", back_up, NULL, false },
    { "backup to a file", copy, NULL, false }, { "compact", compact, NULL, false },
    { "restore", restore, save, true },        { "salvage", salvage, NULL, true },
};

/* One run, in a child: the operation with a fault, then what came of it. */

enum outcome { FINE, NO_SENTENCE, BETWEEN, NOT_CLEAN, HALF_FILE, NO_SECOND_TIME, LIED, NO_START };
static const char *const outcomes[] = {
    [NO_SENTENCE] = "no sentence",
    [BETWEEN] = "neither before nor after",
    [NOT_CLEAN] = "not clean",
    [HALF_FILE] = "a half file is left",
    [NO_SECOND_TIME] = "does not work afterwards",
    [LIED] = "said done and was not done",
    [NO_START] = "could not begin",
};

struct shared {
    uint64_t calls;
    char before[33], after[33];
    char said[200];
};
static struct shared *shared;

static bool take_any(void *ctx, const struct zc_rev *rev, uint64_t line, struct zc_err *why)
{
    (void)ctx, (void)rev, (void)line, (void)why;
    return true;
}

static bool is_whole_export(const char *path)
{
    struct zc_exchange_report report = { 0 };
    struct zc_buf bytes = { 0 };
    struct zc_err why;
    bool whole = zc_file_read(path, &bytes, &why) &&
                 zc_exchange_read(zc_buf_str(&bytes), take_any, NULL, &report, &why) &&
                 report.complete;
    zc_buf_release(&bytes);
    return whole;
}

/* No temporary name, and every backup is one. */
static bool is_tidy(const char *folder, bool of_backups)
{
    struct zc_store_look seen;
    struct zc_err why;
    bool tidy = true;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && tidy && (entry = readdir(dir));) {
        char path[700];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        tidy = !strstr(entry->d_name, ".tmp") && strcmp(entry->d_name, "compact.mdb") != 0 &&
               (!of_backups || entry->d_name[0] == '.' || zc_store_look_at(path, &seen, &why));
    }
    if (dir)
        closedir(dir);
    return tidy;
}

/* What the operation writes beside the store: there and whole, or not there. */
static bool is_whole_or_nothing(const struct op *op, const struct place *place, bool ok)
{
    struct zc_store_look seen;
    struct zc_err why;
    const char *path = op->run == create ? place->made : place->out;
    if (access(path, F_OK) != 0)
        return !ok ||
               (op->run != create && op->run != export && op->run != salvage && op->run != copy);
    if (op->run == copy)
        return zc_store_look_at(path, &seen, &why);
    if (op->run != create)
        return is_whole_export(path);
    struct zc_store *store = zc_small_open(path, &why);
    zc_store_close(store);
    return ok && store;
}

/* Files, after the operation and before anything is done again. */
static bool files_are_whole(const struct op *op, const struct place *place, bool ok)
{
    char backups[500], base[400];
    snprintf(backups, sizeof backups, "%s/backup", place->store);
    snprintf(base, sizeof base, "%.*s", (int)(strrchr(place->out, '/') - place->out), place->out);
    return is_tidy(backups, true) && is_tidy(place->store, false) && is_tidy(base, false) &&
           is_whole_or_nothing(op, place, ok);
}

static enum outcome look(const struct op *op, const struct place *place, struct zc_store *store,
                         bool ok, struct zc_err *why)
{
    struct zc_err later = { 0 };
    char now[33];
    if (!ok && why->msg[0] == '\0')
        return NO_SENTENCE;
    if (!files_are_whole(op, place, ok))
        return HALF_FILE;
    struct zc_store *looked = op->by_itself ? zc_small_open(place->store, &later) : store;
    zc_small_digest(looked, now);
    bool is_after = !strcmp(now, shared->after), is_before = !strcmp(now, shared->before);
    bool clean = looked && zc_small_is_clean(looked, &later);
    if (op->by_itself)
        zc_store_close(looked);
    if (!is_after && !is_before)
        return BETWEEN;
    if (!clean)
        return NOT_CLEAN;
    if (ok)
        return is_after ? FINE : LIED;
    if (is_after && strcmp(shared->before, shared->after) != 0)
        return FINE; /* done, but not told so */
    return op->run(store, place, &later) ? FINE : NO_SECOND_TIME;
}

static enum outcome run(const struct op *op, const struct place *place, uint64_t nth, int error)
{
    struct zc_err why = { 0 };
    struct zc_store *store = zc_small_open(place->store, &err);
    if (!store || (op->before && !op->before(store, place, &err)))
        return NO_START;
    if (nth == 0)
        zc_small_digest(store, shared->before);
    if (op->by_itself) {
        zc_store_close(store);
        store = NULL;
    }
    zc_fault_arm(nth, error);
    bool ok = op->run(store, place, &why);
    zc_fault_disarm();
    snprintf(shared->said, sizeof shared->said, "%.190s", why.msg);
    if (nth > 0) {
        enum outcome outcome = look(op, place, store, ok, &why);
        zc_store_close(store);
        return outcome;
    }
    shared->calls = zc_fault_calls();
    if (op->by_itself)
        store = zc_small_open(place->store, &err);
    zc_small_digest(store, shared->after);
    zc_store_close(store);
    return ok ? FINE : NO_START;
}

static bool set_up(const char *template, const struct place *place)
{
    struct zc_buf from = { 0 }, to = { 0 };
    zc_folder_remove(place->store);
    zc_folder_remove(place->made);
    unlink(place->out);
    zc_buf_printf(&from, "%s/data.mdb", template);
    zc_buf_printf(&to, "%s/data.mdb", place->store);
    bool ok =
        mkdir(place->store, 0700) == 0 && zc_file_copy(zc_buf_cstr(&from), zc_buf_cstr(&to), &err);
    zc_buf_release(&from);
    zc_buf_release(&to);
    return ok;
}

/* Exit status of the child: its outcome; anything else is a crash. */
static int run_apart(const struct op *op, const char *template, const struct place *place,
                     uint64_t nth, int error)
{
    int status;
    if (!set_up(template, place))
        return NO_START;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit((int)run(op, place, nth, error));
    if (child < 0 || waitpid(child, &status, 0) != child)
        return NO_START;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void torture(const struct op *op, const char *template, const struct place *place)
{
    static const int errors[] = { EIO, ENOSPC, EINTR, ZC_FAULT_SHORT };
    enum { ERRORS = sizeof errors / sizeof errors[0] };
    unsigned runs = 0, bad = 0;
    int outcome = run_apart(op, template, place, 0, 0);
    uint64_t calls = shared->calls;
    zc_checkf(outcome == FINE && calls > 2, "%s: %llu calls %s", op->name,
              (unsigned long long)calls, outcome == FINE ? "" : shared->said);
    for (uint64_t nth = 1; outcome == FINE && nth <= calls; nth++) {
        for (int e = 0; e < ERRORS; e++) {
            int found = run_apart(op, template, place, nth, errors[e]);
            runs++;
            if (found == FINE)
                continue;
            bad++;
            printf("# %s, call %llu, error %d: %s; it said: %s\n", op->name,
                   (unsigned long long)nth, errors[e],
                   found > FINE && found <= NO_START ? outcomes[found] : "crashed", shared->said);
        }
    }
    zc_checkf(bad == 0 && runs > 0, "%s: %u faults, %u of them not borne", op->name, runs, bad);
}

static bool make_template(const char *template, const struct place *place, const char *giver)
{
    struct zc_export_report report;
    struct zc_store *store = zc_small_new(template, 3, &err);
    bool ok = store && zc_small_save(store, 0, 12, "a", &err) &&
              zc_store_copy(store, place->backup, &err) && zc_small_save(store, 0, 3, "b", &err);
    zc_store_close(store);
    store = ok ? zc_small_new(giver, 4, &err) : NULL;
    ok = store && zc_small_save(store, 6, 18, "c", &err) &&
         zc_export_exchange(store, NULL, place->file, &report, &err);
    zc_store_close(store);
    return ok;
}

int main(void)
{
    const char *base = zc_temp_dir_new_in_memory();
    enum { PLACES = 7 };
    char names[PLACES][400];
    static const char *const last[PLACES] = { "store", "backup.mdb", "in.csv", "out.csv",
                                              "t",     "giver",      "made" };
    for (int i = 0; i < PLACES; i++)
        snprintf(names[i], sizeof names[i], "%s/%s", base, last[i]);
    struct place place = { names[0], names[1], names[2], names[3], names[6] };
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool ok = shared != MAP_FAILED && make_template(names[4], &place, names[5]);
    zc_checkf(ok, "a store to torture %s", err.msg);
    for (size_t i = 0; ok && i < sizeof ops / sizeof ops[0]; i++)
        torture(&ops[i], names[4], &place);
    zc_temp_dir_remove(base);
    return zc_check_done();
}
