#pragma once
#include "storage/import_ledger.h"
#include "storage/pending.h"
#include "tests/laws/acts.h"
#include "tests/laws/scenarios.h"
#include "tests/laws/spreadsheet.h"

/* The world of stores: the scenarios of MERGE.md 15 on real stores on disk, with real files:
 * exchange files whole and damaged, edited ledgers, lists, copies of the folder of a store as
 * clones and backups. */

enum {
    STORES_STEPS = 250,
    STORES_MAX = LAWS_ACTORS + 3, /* and up to three clones */
    STORES_RECORDS = 9,
    STORES_FILES = 40,
    STORES_LISTS = 3, /* versions of one list */
    STORES_PATH = 400
};

struct law_store {
    struct zc_store *store;
    struct actor actor;
    char dir[STORES_PATH], backup[STORES_PATH];
};
enum law_file_kind { LAW_EXCHANGE, LAW_LEDGER };
struct law_file {
    enum law_file_kind kind;
    char path[STORES_PATH];
};

struct stores {
    struct dice dice;
    const char *dir;
    struct law_store stores[STORES_MAX];
    size_t nstores;
    struct zc_rid records[STORES_RECORDS];
    size_t nrecords;
    struct law_file files[STORES_FILES];
    size_t nfiles, nnames;
    bool hand_keys; /* people type codes that the list has, too */
    unsigned now;
    char why[LAWS_WHY];
};

__attribute__((format(printf, 2, 3))) bool stores_broken(struct stores *world, const char *fmt,
                                                         ...);
/* Plays a scenario in a new folder. */
void stores_play(struct stores *world, uint64_t seed);
void stores_release(struct stores *world);
/* All laws that need stores. */
void stores_check_laws(struct stores *world);
void stores_check_ledgers(struct stores *world);
void stores_check_lists(struct stores *world);

/* A new empty store; one that is a copy of another; closed by stores_close. */
void stores_make(struct stores *world, struct law_store *out);
void stores_copy(struct stores *world, const struct law_store *from, struct law_store *out);
void stores_close(struct law_store *store);
/* A name for a file that is not there yet. */
void stores_name(struct stores *world, const char *suffix, char path[STORES_PATH]);

void stores_export(struct stores *world, const struct law_store *store, bool all,
                   char path[STORES_PATH]);
/* New revisions, waiting rows that were settled among them not counted. */
uint64_t stores_import(struct stores *world, const struct law_store *store, const char *path);
void stores_export_ledger(struct stores *world, const struct law_store *store, struct sheet *out);
void stores_save_sheet(struct stores *world, const struct sheet *sheet, char path[STORES_PATH]);
struct zc_import_ledger_report
stores_import_ledger(struct stores *world, const struct law_store *store, const char *path);
void stores_import_file(struct stores *world, const struct law_store *store,
                        const struct law_file *file);
struct zc_import_list_report stores_import_list(struct stores *world, const struct law_store *store,
                                                size_t version);

bool stores_state(struct stores *world, const struct law_store *store, struct zc_rid rid,
                  struct zc_arena *arena, struct zc_state *out);
/* Acts of one person, one after another, in one transaction. */
void stores_act(struct stores *world, struct law_store *store, unsigned acts);
/* What two stores are compared by: canonical exchange file, table for people, waiting rows. */
void stores_bytes(struct stores *world, const struct law_store *store, struct zc_buf *out);
bool stores_same(struct stores *world, const struct law_store *store, const struct zc_buf *want);
