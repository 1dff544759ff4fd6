#pragma once
#include "core/rev.h"
#include "tui/app.h"

/* The questions asked in a row before a store is made (新建调查库) or a person is added (新增人员):
 * each in a popup of its own, Esc goes one question back. Nothing is written here: when all are
 * answered, whoever asked does the rest.
 *
 * The pack is checked as soon as its folder is named; every finding is listed with file, row and
 * column, and with an error in it the folder is asked again. */

enum zc_wizard_step {
    ZC_WIZARD_PACK,
    ZC_WIZARD_FINDINGS,
    ZC_WIZARD_PLACE,
    ZC_WIZARD_GROUP,
    ZC_WIZARD_NAME,
    ZC_WIZARD_ROLE
};
enum zc_wizard_next { ZC_WIZARD_ASKING, ZC_WIZARD_LEFT, ZC_WIZARD_DONE };

struct zc_wizard {
    enum zc_wizard_step first, step;
    struct zc_buf pack, place, name; /* folder of the pack; of the store; the person */
    unsigned group;
    enum zc_rank role;
    bool has_errors;
    struct zc_arena arena;      /* texts of the checked pack */
    const char *group_names[9]; /* by number - 1 */
};

/* Asks the first question: ZC_WIZARD_PACK for a store, ZC_WIZARD_NAME for a person. */
void zc_wizard_begin(struct zc_wizard *wizard, struct zc_app *app, enum zc_wizard_step first);
/* In `resume`: takes app->result of the popup and asks the next question. */
enum zc_wizard_next zc_wizard_answer(struct zc_wizard *wizard, struct zc_app *app);
/* Asks again from a step on, with the answers given so far: what was done with them failed. */
void zc_wizard_again(struct zc_wizard *wizard, struct zc_app *app, enum zc_wizard_step step);
void zc_wizard_release(struct zc_wizard *wizard);
