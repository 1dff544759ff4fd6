#pragma once
#include "storage/pending.h"
#include "tui/cell_judge.h"
#include "tui/list_reader.h"

/* The edited cells of a table that came back (台账改动), judged by the form of their record as the
 * cells of a list are (tui/cell_judge.h): labels become codes, dates the stored shape, damaged
 * codes and identity numbers are not taken. The other cells of a row are taken all the same. A
 * label that means what is stored already is no edit. */

struct zc_ledger_checker {
    struct zc_ledger_judge judge; /* for storage */
    struct zc_survey *survey;
    struct zc_list_reader *reader; /* keeps the notices; its table, if any, has the headers */
    const struct zc_form *form;    /* of `intake` */
    struct zc_intake *intake;
    size_t ntold; /* cells that were not simply taken */
};
void zc_ledger_checker_init(struct zc_ledger_checker *checker, struct zc_survey *survey,
                            struct zc_list_reader *reader);
void zc_ledger_checker_release(struct zc_ledger_checker *checker);
