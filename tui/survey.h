#pragma once
#include "core/clock.h"
#include "forms/fill.h"
#include "forms/pack.h"
#include "storage/draft.h"
#include "storage/local.h"
#include "storage/record.h"
#include "storage/view.h"

/* The opened survey (调查): a store, the survey pack that lies in it, and the person at work.
 * Here forms and storage meet: the pack tells the store which fields are keys and sorted views,
 * the store hands records to the form engine. Screens and commands share this module, so that
 * whatever one can do the other does in the same way.
 *
 * No transaction outlives a call of this module. */

/* What the settings say about work in this store (tui/settings.h); zeroed: as usual. */
struct zc_habits {
    bool open_phones;        /* phones are not covered */
    bool no_carry, no_usage; /* nothing carried over into new forms; lists in their own order */
};

/* How saved revisions go into the log of acts (storage/act_log.h). */
enum zc_survey_acts {
    ZC_ACTS_EACH,   /* each is an act of its own */
    ZC_ACTS_ONE,    /* all belong to one act */
    ZC_ACTS_UNKNOWN /* they are none: the undoing of one */
};

struct zc_survey {
    struct zc_store *store;
    struct zc_pack *pack;
    struct zc_clock clock;
    struct zc_person person; /* name "" : nobody chosen yet */
    struct zc_habits habits;
    enum zc_survey_acts acts;
    uint64_t act; /* of ZC_ACTS_ONE; 0: has not begun */
    bool stale;   /* read-only, and its views are of another plan: lists may lack rows */
    struct zc_fill_env fill_env;
    /* Random bits of new ids, NULL: from libsodium. What must come out the same every time puts
     * a seeded generator in its place. */
    uint64_t (*random)(void *ctx);
    void *random_ctx;
    bool practice;          /* a store of a practice survey: every screen says so */
    struct zc_arena arena;  /* owns the texts above */
    struct zc_links *links; /* lists made of records (tui/survey_links.h) */
};

/* Opens the store in `dir` with the pack it holds. Rebuilds views when the plan changed, for which
 * a store that is only to be read is opened to be written, if it can. `clock` is copied. NULL on
 * failure. */
struct zc_survey *zc_survey_open(const char *dir, bool readonly, const struct zc_clock *clock,
                                 struct zc_err *err);
void zc_survey_close(struct zc_survey *survey); /* NULL is fine */
/* After another file took the place of the store's own (storage/restore.h): views by the plan, the
 * person, the device. The pack is the same. */
bool zc_survey_reread(struct zc_survey *survey, struct zc_err *err);

/* Makes a store: the pack in folder `pack_dir` is checked first (every error and warning goes to
 * `findings`), then copied into it. `group` 1 to 9. */
bool zc_survey_create(const char *dir, const char *pack_dir, unsigned group,
                      const struct zc_person *person, const struct zc_clock *clock,
                      struct zc_findings *findings, struct zc_err *err);

/* The same with a given identity, for stores that must come out the same every time. */
bool zc_survey_create_as(const char *dir, const char *pack_dir,
                         const struct zc_store_identity *identity, const struct zc_person *person,
                         const struct zc_clock *clock, struct zc_findings *findings,
                         struct zc_err *err);

/* Folder of the pack that a new store takes when nobody names one: $ZAOCE_DATA/forms/liangxin, else
 * the installed one, else that of the source tree. Appended to `out`. */
void zc_survey_default_pack(struct zc_buf *out);

/* Chooses who works here; a name that is new is added with `role` (NONE: keeps its role, worker
 * for a new one). */
bool zc_survey_choose(struct zc_survey *survey, struct zc_str name, enum zc_rank role,
                      struct zc_err *err);
/* The same for this run only, without writing: where the disk is full or read-only. The person
 * must be in the store. */
bool zc_survey_work_as(struct zc_survey *survey, struct zc_str name, struct zc_err *err);

/* Copies the files of a checked pack into the store and makes it the one in use. */
bool zc_survey_copy_pack(struct zc_txn *txn, const struct zc_source *source,
                         const struct zc_pack *pack, struct zc_err *err);

/* Takes another version of the pack in and makes it the one in use; views are made anew when the
 * store is opened next. A version that the store has with other content is refused; with the same
 * content it is only made the one in use. */
bool zc_survey_add_pack(struct zc_survey *survey, const struct zc_source *source,
                        const struct zc_pack *pack, struct zc_err *err);

/* Lets go of what the lists that forms make of other forms' records (tui/survey_links.h) know of
 * records that changed since. Forms opened by this module do it first; nobody may hold a row of
 * such a list. */
bool zc_survey_link(struct zc_survey *survey, struct zc_err *err);

/* The time now, local with offset, as `.at` has it: 2026-11-23T18:42:00+08:00. In `arena`. */
struct zc_str zc_survey_now(const struct zc_survey *survey, struct zc_arena *arena);
unsigned zc_survey_group(const struct zc_survey *survey);

/* Form by id; fails naming the forms there are. `id` empty: the first that is in the ledger,
 * else the first of the survey. */
struct zc_form *zc_survey_form(const struct zc_survey *survey, struct zc_str id,
                               struct zc_err *err);
/* Form of a record; fails when the survey lacks it: such a record is only kept and passed on. */
const struct zc_form *zc_survey_form_of(const struct zc_survey *survey,
                                        const struct zc_state *state, struct zc_err *err);
/* State of a record, with the texts in `arena`. Fails when it is not in the store. */
bool zc_survey_state(struct zc_survey *survey, struct zc_rid rid, struct zc_arena *arena,
                     struct zc_state *out, struct zc_err *err);
/* May the person at work edit this record, and write these fields of it? Void and locked records
 * are closed; a field in conflict is settled by leaders and above (MERGE.md 7.5, 7.8). */
bool zc_survey_may_edit(const struct zc_survey *survey, const struct zc_state *state,
                        const struct zc_pair *writes, size_t n, struct zc_err *err);
/* Completes a revision of the person at work and stores it with the state of its record: of
 * `rev` record, parents (the heads that the person had on the screen), writes and at most
 * ZC_SURVEY_ATTRS further attributes are set; who, when and where and the id are filled in. Texts
 * in `arena`. */
enum { ZC_SURVEY_ATTRS = 4 };
bool zc_survey_put(struct zc_survey *survey, struct zc_txn *txn, const struct zc_form *form,
                   struct zc_arena *arena, struct zc_rev *rev, struct zc_err *err);
/* A batch: what is saved until zc_survey_each_act is one act to whoever undoes it. */
void zc_survey_one_act(struct zc_survey *survey);
void zc_survey_each_act(struct zc_survey *survey);
/* How many records of a form in an area (a community) this person registered and finished, from a
 * day on (YYYY-MM-DD; empty: ever). One look at the counters. */
uint64_t zc_survey_finished(struct zc_survey *survey, struct zc_str form, struct zc_str worker,
                            struct zc_str area, struct zc_str from);
/* What a record says in the question of that role; empty where the form has none. */
struct zc_str zc_survey_value(const struct zc_form *form, const struct zc_state *state,
                              enum zc_role role);
/* The record that a person means by a full id or the end of one. */
bool zc_survey_find(struct zc_survey *survey, struct zc_str text, struct zc_rid *out,
                    struct zc_err *err);
/* A form over a state, to read calculated columns, titles, conditions. NULL when the form is not
 * in the pack. zc_fill_free it. */
struct zc_fill *zc_survey_fill(struct zc_survey *survey, const struct zc_state *state);
/* The same with the fill of the record before (NULL at first): it is used again when the form is
 * the same one, else freed. Whole ledgers are read so. */
struct zc_fill *zc_survey_refill(struct zc_survey *survey, struct zc_fill *fill,
                                 const struct zc_state *state);

/* An entry (登记): one record being filled in by somebody, with everything that saving needs. */
enum { ZC_ENTRY_KNOWN = 8 };
struct zc_entry {
    struct zc_survey *survey;
    struct zc_rid rid;
    bool is_new;
    struct zc_fill_env env; /* the fill's; its callbacks know the entry */
    const struct zc_form *form;
    struct zc_fill *fill;
    struct zc_state state; /* on which it was opened; empty for a new record */
    uint32_t nparents;
    const struct zc_revid *parents;
    struct zc_fill *last; /* over the record saved last, once ${last-saved#…} asked for it */
    bool last_asked;
    bool remembers;         /* saving tells the next form what was used (tui/previous.h, usage.h):
                               set where a person fills in, not by commands */
    struct zc_entry_known { /* answers of known(), see entry.c */
        struct zc_str role, value;
        uint64_t count;
    } known[ZC_ENTRY_KNOWN];
    uint32_t nknown;
    uint64_t known_at;
    struct zc_str draft_at; /* time of the last draft, empty: none yet */
    uint64_t draft_seq;     /* its number (storage/draft.h) */
    struct zc_arena arena;
};

struct zc_entry *zc_entry_new(struct zc_survey *survey, const struct zc_form *form,
                              struct zc_err *err);
/* Refuses deleted records and, by role, locked ones. With `as_of` (may be NULL) the state is the
 * fold of those revisions and everything above them. */
struct zc_entry *zc_entry_open(struct zc_survey *survey, struct zc_rid rid,
                               const struct zc_revid *as_of, size_t nas_of, struct zc_err *err);
/* An unsaved form that is offered again: same parents, answers put back. */
struct zc_entry *zc_entry_restore(struct zc_survey *survey, const struct zc_draft *draft,
                                  struct zc_err *err);
void zc_entry_free(struct zc_entry *entry); /* NULL is fine; keeps the draft on disk */

/* One durable commit of all answers as unsaved form. This and the two below fail with
 * ZC_E_CONFLICT where another window has written or finished the same form since. */
bool zc_entry_keep(struct zc_entry *entry, struct zc_str cursor, struct zc_err *err);
/* The two-second journal of the field being typed. */
bool zc_entry_keep_typing(struct zc_entry *entry, struct zc_str cursor, struct zc_str typing,
                          struct zc_err *err);
/* Sets an answer as zc_fill_set does. Where the question keeps a file, the text is the path of one
 * (tui/typed_path.h); it is copied at once (storage/attach.h) and the answer is its name. */
bool zc_entry_set(struct zc_entry *entry, struct zc_node *node, struct zc_str text,
                  struct zc_err *err);
/* Where the file of an answer lies, in `arena`; NULL: on another laptop, or it is none. */
const char *zc_entry_file(const struct zc_entry *entry, const struct zc_node *node,
                          struct zc_arena *arena);
/* Answers the question of that role; nothing where the form has none, or for an empty text. */
bool zc_entry_set_role(struct zc_entry *entry, enum zc_role role, struct zc_str text,
                       struct zc_err *err);
/* Throws the unsaved form away (an act of its own, never a consequence of leaving); a line in the
 * audit log says so. The answers stay as they are. */
bool zc_entry_drop(struct zc_entry *entry, struct zc_err *err);
/* The unsaved form of a record, of whomever, in `arena`. */
bool zc_entry_find_draft(struct zc_survey *survey, struct zc_rid rid, struct zc_arena *arena,
                         struct zc_draft *out, bool *found, struct zc_err *err);

/* Did somebody change anything against the state it was opened on? What finishing clears because
 * it does not apply is nobody's change. */
bool zc_entry_is_changed(struct zc_entry *entry);

/* Makes the answers exactly those (zc_fill_answers of an earlier moment); every node is new
 * afterwards. Nothing is kept on disk by this alone. */
void zc_entry_rewind(struct zc_entry *entry, const struct zc_pair *answers, size_t n);

/* A field in conflict is read-only for workers: the leader decides it (MERGE.md 7.5). */
bool zc_entry_is_blocked(const struct zc_entry *entry, const struct zc_node *node);
/* "QWFKB 青海…公司": number and name of another visible record with the same code in this field,
 * in `arena`. Empty: there is none, or the field is not of role code. */
struct zc_str zc_entry_twin(const struct zc_entry *entry, const struct zc_node *node,
                            struct zc_arena *arena);
/* The field of the state the entry was opened on, if it is in conflict there; else NULL. */
const struct zc_field *zc_entry_conflict(const struct zc_entry *entry, const struct zc_node *node);

enum zc_save {
    ZC_SAVE_DATA,   /* data writes only (`set`) */
    ZC_SAVE_DRAFT,  /* `_status=draft` as well */
    ZC_SAVE_SUBMIT, /* `_status=submitted`; refused while a hard point is open */
    ZC_SAVE_DOUBT   /* `_status=submitted` and `_doubt` = reason, in spite of hard points */
};
/* One revision on the parents the entry was opened on, one transaction, the unsaved form gone
 * with it; entities that the form makes or changes (forms/entity.h) get one each in the same
 * transaction and act. Without any difference no revision is made: *made (may be NULL) = false. The entry
 * stands on the new revision afterwards. Fails with ZC_E_CONFLICT as keeping does. */
bool zc_entry_save(struct zc_entry *entry, enum zc_save how, struct zc_str reason, bool *made,
                   struct zc_err *err);
