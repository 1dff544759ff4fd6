#include "storage/attach.h"
#include "tui/entry_impl.h"

static bool is_finished(const struct zc_state *state)
{
    return zc_state_level(state) >= ZC_STATUS_SUBMITTED;
}

static const struct zc_entity_now *same_before(const struct zc_entity_now *before, size_t n,
                                               const struct zc_entity_now *now)
{
    for (size_t i = 0; i < n; i++)
        if (before[i].entity == now->entity && zc_str_eq(before[i].item, now->item) &&
            (now->id_moves || zc_str_eq(before[i].id, now->id)))
            return &before[i];
    return NULL;
}

void zc_entry_plan(struct zc_entry *entry, enum zc_save how, struct zc_arena *arena,
                   struct zc_entry_plan *out)
{
    struct zc_entity_now *now, *before = NULL;
    size_t nbefore = 0;
    bool again = !entry->is_new && is_finished(&entry->state);

    *out = (struct zc_entry_plan){ 0 };
    if (!entry->form->nentities || how == ZC_SAVE_DRAFT || (how == ZC_SAVE_DATA && !again))
        return;
    zc_fill_entities(entry->fill, arena, &now, &out->n);
    if (again) {
        struct zc_fill *fill = zc_fill_open(entry->form, &entry->state, &entry->env);
        zc_fill_entities(fill, arena, &before, &nbefore);
        zc_fill_free(fill);
    }
    out->all = ZC_NEW(arena, struct zc_entry_entity, out->n);
    for (size_t i = 0; i < out->n; i++)
        out->all[i] = (struct zc_entry_entity){ &now[i], same_before(before, nbefore, &now[i]) };
}

/* One entity being written. */
struct carry {
    struct zc_entry *entry;
    struct zc_txn *txn;
    struct zc_arena *arena;
    const struct zc_form *form; /* that keeps it */
    const struct zc_entity_now *now, *before;
    bool named; /* by entity_id; else its id comes from the record's */
    struct zc_state state;
    struct zc_fill *fill;
};

/* The record's own: the id that its form derives from a key, else one from the record (and row)
 * that it comes from. */
static struct zc_rid derived_id(const struct carry *c)
{
    const struct zc_entity *entity = c->now->entity;
    char rid[ZC_RID_TEXT + 1];

    for (uint32_t i = 0; i < entity->nsaves; i++) {
        struct zc_str value = c->now->values[i].value;
        if (c->form->key_field.len && zc_str_eq(entity->saves[i].field, c->form->key_field) &&
            value.len)
            return zc_rid_derive(c->form->id, c->form->key_field, zc_key_normal(value, c->arena));
    }
    zc_rid_print(c->entry->rid, rid);
    return zc_rid_derive(c->form->id,
                         zc_arena_printf(c->arena, "entity:%.*s", ZC_ARG(c->entry->form->id)),
                         zc_arena_printf(c->arena, "%s/%.*s", rid, ZC_ARG(c->now->item)));
}

static bool load(struct carry *c, struct zc_rid rid, bool *found, struct zc_err *err)
{
    rid = zc_record_root(c->txn, rid);
    c->state.rid = rid;
    return zc_record_get(c->txn, rid, c->arena, &c->state, found, err);
}

static bool find(struct carry *c, bool *found, struct zc_err *err)
{
    struct zc_str id = c->now->id;
    struct zc_rid rid;

    *found = false;
    c->named = id.len > 0;
    if (c->named && !zc_rid_parse(id, &rid))
        rid = zc_rid_derive(c->form->id, ZC_STR("entity_id"), id);
    if (c->named && !load(c, rid, found, err))
        return false;
    if (*found)
        return true;
    if (!c->now->create)
        return zc_fail(err, ZC_E_INPUT,
                       c->named
                           ? ZC_T("本库没有“%.*s”这条记录，先合并有它的文件，或存为草稿",
                                  "this store has no record '%.*s'; take in the file that has "
                                  "it, or keep a draft")
                           : ZC_T("没有说明改哪一条记录%.*s，请先填好，或存为草稿",
                                  "the record to be changed is not named%.*s; name it, or keep "
                                  "a draft"),
                       ZC_ARG(id));
    if (c->named && !c->now->id_moves) {
        c->state.rid = rid;
        return true;
    }
    c->named = false;
    return load(c, derived_id(c), found, err);
}

static bool is_changed(const struct carry *c, uint32_t i)
{
    return !c->before || !c->before->values[i].asked ||
           !zc_str_eq(c->before->values[i].value, c->now->values[i].value);
}

/* A file that is saved to a question for files is there for the other record too. */
static bool put(struct carry *c, const struct zc_question *from, const struct zc_question *to,
                struct zc_str value, struct zc_err *err)
{
    const char *store = zc_store_dir(c->entry->survey->store);
    struct zc_node *node = to ? zc_fill_node(c->fill, to->field) : NULL;

    if (node)
        zc_fill_put(c->fill, node, value);
    return !from || from->type != ZC_TYPE_FILE ||
           zc_attach_follow(store, c->entry->rid, c->state.rid, value, err);
}

/* What goes over: everything into a new record, else what this save changes. */
static bool put_values(struct carry *c, bool found, struct zc_err *err)
{
    const struct zc_entity *entity = c->now->entity;
    bool label =
        c->now->label.len && (!found || !c->before || !zc_str_eq(c->before->label, c->now->label));

    for (uint32_t i = 0; i < entity->nsaves; i++) {
        const struct zc_save_to *save = &entity->saves[i];
        struct zc_str value = c->now->values[i].value;
        if (c->now->values[i].asked && (found ? is_changed(c, i) : value.len) &&
            !put(c, save->q, zc_form_field(c->form, save->field), value, err))
            return false;
    }
    return !label || put(c, NULL, zc_entity_label(entity, c->form), c->now->label, err);
}

/* A new record that lacks what its form requires is a draft, for somebody to complete. */
static size_t add_status(struct carry *c, struct zc_pair *writes, size_t n)
{
    struct zc_fill_check check;

    zc_fill_check(c->fill, c->arena, &check);
    writes[n] = (struct zc_pair){
        ZC_STR("_status"),
        zc_str_of(zc_status_name(check.nhard + check.nsoft ? ZC_STATUS_DRAFT : ZC_STATUS_SUBMITTED))
    };
    return n + 1;
}

static bool write_rev(struct carry *c, bool found, struct zc_err *err)
{
    struct zc_survey *survey = c->entry->survey;
    enum zc_survey_acts acts = survey->acts;
    struct zc_arena *arena = c->arena;
    const struct zc_pair *data;
    size_t n;
    char number[6];

    zc_fill_writes(c->fill, false, arena, &data, &n);
    if (n == 0)
        return true;
    struct zc_pair *writes = ZC_NEW(arena, struct zc_pair, n + 1);
    memcpy(writes, data, n * sizeof *writes);
    if (!found)
        n = add_status(c, writes, n);
    else if (!zc_survey_may_edit(survey, &c->state, writes, n, err))
        return false;
    zc_rid_number(c->entry->rid, number);
    struct zc_pair note = { ZC_STR("note"),
                            zc_arena_printf(arena, ZC_T("随“%.*s”%s存入", "saved with %.*s %s"),
                                            ZC_ARG(c->entry->form->id), number) };
    struct zc_rev rev = { .rid = c->state.rid,
                          .nparents = found ? c->state.nheads : 0,
                          .parents = c->state.heads,
                          .nattrs = 1,
                          .attrs = &note,
                          .nwrites = (uint32_t)n,
                          .writes = writes };
    if (acts == ZC_ACTS_EACH) /* the act of the record's own revision goes on */
        survey->acts = ZC_ACTS_ONE;
    bool ok = zc_survey_put(survey, c->txn, c->form, arena, &rev, err);
    survey->acts = acts;
    return ok;
}

static bool put_entity(struct carry *c, struct zc_err *err)
{
    struct zc_fill_env env = c->entry->env;
    bool found, ok;

    env.known = NULL; /* these two read the store by themselves */
    env.last_saved = NULL;
    if (!find(c, &found, err))
        return false;
    if (found && !zc_str_eq(c->state.form, c->form->id))
        return zc_fail(err, ZC_E_INPUT, ZC_T("“%.*s”是表“%.*s”的记录", "'%.*s' is of form '%.*s'"),
                       ZC_ARG(c->now->id), ZC_ARG(c->state.form));
    if (found && c->state.deleted && !c->named)
        return true;
    c->fill = found ? zc_fill_open(c->form, &c->state, &env) : zc_fill_new(c->form, &env);
    ok = put_values(c, found, err) && write_rev(c, found, err);
    zc_fill_free(c->fill);
    return ok;
}

bool zc_entry_put_entities(struct zc_entry *entry, struct zc_txn *txn,
                           const struct zc_entry_plan *plan, struct zc_arena *arena,
                           struct zc_err *err)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct zc_entity *entity = plan->all[i].now->entity;
        struct carry c = {
            .entry = entry,
            .txn = txn,
            .arena = arena,
            .form = zc_pack_form(entry->survey->pack, entity->list),
            .now = plan->all[i].now,
            .before = plan->all[i].before,
        };
        if (c.form && !put_entity(&c, err))
            return zc_fail_in(err, ZC_T("存入“%.*s”", "saving to '%.*s'"), ZC_ARG(entity->list));
    }
    return true;
}
