#pragma once

/* Folders that a test makes and removes again, under $TMPDIR or /tmp. */

/* A new empty folder; the name is on the heap until zc_temp_dir_remove. Ends the test when there
 * is no place for one. */
const char *zc_temp_dir_new(void);
/* The same where nothing is written to a disk, if there is such a place: for tests that sync
 * thousands of times. */
const char *zc_temp_dir_new_in_memory(void);
/* Removes the folder with all that is in it and frees the name. NULL is fine. */
void zc_temp_dir_remove(const char *dir);
