#include "forms/answer.h"
#include "storage/attach.h"
#include "tui/entry_impl.h"
#include "tui/typed_path.h"

/* Answers that are files (forms: image, audio, video, file): copied beside the store as soon as
 * they are given, so that a stick may be pulled out again. */

static const char *dir_of(const struct zc_entry *entry)
{
    return zc_store_dir(entry->survey->store);
}

bool zc_entry_set(struct zc_entry *entry, struct zc_node *node, struct zc_str text,
                  struct zc_err *err)
{
    struct zc_arena arena = { 0 };
    bool keeps_file = node->q->type == ZC_TYPE_FILE && zc_str_trim(text).len > 0 &&
                      !zc_answer_is_missing(zc_str_trim(text)) && !zc_str_eq(text, node->value) &&
                      !zc_attach_path(dir_of(entry), entry->rid, text, &arena);
    bool ok = !keeps_file || (zc_store_may_write(entry->survey->store, err) &&
                              zc_attach_put(dir_of(entry), entry->rid, zc_typed_path(text, &arena),
                                            &arena, &text, err));
    ok = ok && zc_fill_set(entry->fill, node, text, err);
    zc_arena_release(&arena);
    return ok;
}

const char *zc_entry_file(const struct zc_entry *entry, const struct zc_node *node,
                          struct zc_arena *arena)
{
    return node->q->type == ZC_TYPE_FILE
               ? zc_attach_path(dir_of(entry), entry->rid, node->value, arena)
               : NULL;
}

bool zc_entry_files_follow(struct zc_entry *entry, struct zc_rid to, struct zc_err *err)
{
    for (struct zc_node *node = zc_fill_next(entry->fill, NULL); node;
         node = zc_fill_next(entry->fill, node))
        if (node->q->type == ZC_TYPE_FILE &&
            !zc_attach_follow(dir_of(entry), entry->rid, to, node->value, err))
            return false;
    return true;
}
