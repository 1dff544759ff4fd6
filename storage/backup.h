#pragma once
#include "storage/store.h"

/* Backups (备份): compact copies of the store in STORE/backup/, named by date and time of the
 * survey's clock, 20261123-184200.mdb (a second one of that second …-2.mdb). Each is a whole store
 * and goes back with storage/restore.h. Keys and the audit log are not in them. Source:
 * RELIABILITY.md 2.4 rule 10.
 *
 * One is made before the first batch of an import that writes something and when the screens are
 * left, if records changed since the last one. Kept are the last of each of the 7 latest days and
 * of each of the 4 latest weeks that have one; where the disk has less than four times the store
 * free, only the newest; the one that an import can be undone with always stays. */

enum { ZC_BACKUP_NAME = 32 };
struct zc_backup {
    char name[ZC_BACKUP_NAME];
    uint64_t second; /* 20261123184200 */
    unsigned nth;    /* of that second, from 1 */
    uint64_t bytes;
};
/* Newest first, in `arena`. A store without the folder has none. */
void zc_backup_list(const char *dir, struct zc_arena *arena, struct zc_backup **out, size_t *n);
/* Appends the path of a backup of the store in `dir`. */
void zc_backup_path(const char *dir, const char *name, struct zc_buf *out);

struct zc_backup_report {
    bool made; /* false: the one named holds the same records */
    bool few;  /* the disk is too full to keep the older ones */
    char name[ZC_BACKUP_NAME];
    unsigned removed;
};
/* A backup as of now. `at`: RFC 3339. Fails when the disk has no room for it. */
bool zc_backup_make(struct zc_store *store, struct zc_str at, struct zc_backup_report *report,
                    struct zc_err *err);

/* The point to which an import, of one file or several, can be undone: once for all files that are
 * given the same one. Zeroed before. The import passes it in every write transaction that has
 * something to commit. The first one sets it: the backup is of what was committed before, and
 * nobody can write between the two. NULL: none is wanted. */
struct zc_backup_point {
    bool set;
    uint64_t own; /* revisions in the name of a person that the import made in this transaction */
    struct zc_backup_report report;
};
bool zc_backup_point_set(struct zc_backup_point *point, struct zc_txn *txn, struct zc_str at,
                         struct zc_err *err);
