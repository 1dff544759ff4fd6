#pragma once
#include "storage/export.h"

/* What both kinds of export share. */

/* Asks the watcher once in a while; false, with an error, when it wants to stop. `done`: records
 * behind. */
bool zc_export_goes_on(struct zc_txn *txn, const struct zc_export_watch *watch, uint64_t done,
                       struct zc_err *err);
