#include "tui/form_view.h"
#include "core/alloc.h"
#include "tui/field_note.h"
#include <string.h>

/* Lines */

struct builder {
    struct zc_form_view *view;
    struct zc_form_line *lines;
    struct zc_section *sections;
    uint32_t nlines, cap, nsections, number;
};

/* A labelled result shows while there is one; it has no number, so that coming and going it moves
 * none. */
static bool has_face(const struct zc_form_view *view, const struct zc_node *node)
{
    return zc_type_is_shown(node->q->type) ||
           (node->value.len > 0 && zc_fill_is_shown(view->entry->fill, node));
}

static struct zc_form_line *add_line(struct builder *b, enum zc_line_kind kind,
                                     struct zc_node *node, const struct zc_question *q,
                                     unsigned depth)
{
    if (b->nlines == b->cap) {
        uint32_t cap = b->cap ? b->cap * 2 : 64;
        struct zc_form_line *more = ZC_NEW(&b->view->arena, struct zc_form_line, cap);
        if (b->nlines)
            memcpy(more, b->lines, b->nlines * sizeof *more);
        b->lines = more;
        b->cap = cap;
    }
    struct zc_form_line *line = &b->lines[b->nlines++];
    *line = (struct zc_form_line){ .kind = kind, .node = node, .q = q, .depth = depth };
    return line;
}

static struct zc_section *open_section(struct builder *b, struct zc_node *node)
{
    struct zc_section *section = &b->sections[b->nsections++];
    *section = (struct zc_section){ .node = node, .first = b->nlines };
    b->number = 0;
    return section;
}

static void count_question(const struct builder *b, struct zc_section *section,
                           const struct zc_node *node)
{
    const struct zc_fill *fill = b->view->entry->fill;
    if (!zc_fill_is_shown(fill, node) || node->q->type == ZC_TYPE_CALCULATE ||
        node->q->type == ZC_TYPE_NOTE)
        return;
    section->nquestions++;
    section->nanswered += node->value.len > 0;
    enum zc_issue issue = zc_fill_issue(fill, node, NULL, NULL);
    /* An empty required question is no mistake until somebody has been there. */
    if (issue == ZC_ISSUE_REQUIRED && !node->asked)
        section->nopen++;
    else
        section->nproblems += zc_issue_is_hard(issue);
}

static void add_children(struct builder *b, struct zc_section *section, struct zc_node *parent,
                         unsigned depth);

static void add_node(struct builder *b, struct zc_section *section, struct zc_node *node,
                     unsigned depth)
{
    if (node->q->type == ZC_TYPE_GROUP) {
        add_line(b, ZC_LINE_GROUP, node, node->q, depth);
        add_children(b, section, node, depth + 1);
    } else if (node->q->type == ZC_TYPE_REPEAT) {
        if (!node->surplus) {
            add_line(b, ZC_LINE_ROW, node, node->q, depth);
            add_children(b, section, node, depth + 1);
        }
    } else if (has_face(b->view, node)) {
        struct zc_form_line *line = add_line(b, ZC_LINE_QUESTION, node, node->q, depth);
        if (zc_type_is_shown(node->q->type))
            line->number = ++b->number;
        count_question(b, section, node);
    }
}

/* The ＋ line stands behind the last row of a repeat; rows of one repeat are neighbours. */
static void add_children(struct builder *b, struct zc_section *section, struct zc_node *parent,
                         unsigned depth)
{
    const struct zc_question *q = parent->q->first;
    struct zc_node *node = parent->first;
    for (; q; q = q->next) {
        for (; node && node->q == q; node = node->next)
            add_node(b, section, node, depth);
        if (q->type == ZC_TYPE_REPEAT && !q->repeat_count)
            add_line(b, ZC_LINE_ADD, parent, q, depth);
    }
}

/* A section is a top-level group, or a run of top-level questions that stand outside groups. */
static void build(struct zc_form_view *view)
{
    struct zc_node *root = zc_fill_root(view->entry->fill), *node;
    struct builder b = { .view = view };
    size_t tops = 1;
    zc_arena_reset(&view->arena);
    for (node = root->first; node; node = node->next)
        tops++;
    b.sections = ZC_NEW(&view->arena, struct zc_section, tops);
    struct zc_section *loose = NULL;
    for (node = root->first; node; node = node->next) {
        if (node->q->type == ZC_TYPE_GROUP) {
            struct zc_section *section = open_section(&b, node);
            add_children(&b, section, node, 0);
            section->nlines = b.nlines - section->first;
            loose = NULL;
            b.nsections -= section->nlines == 0;
        } else if (has_face(view, node) || node->q->type == ZC_TYPE_REPEAT) {
            if (!loose)
                loose = open_section(&b, NULL);
            add_node(&b, loose, node, 0);
            if (node->q->type == ZC_TYPE_REPEAT && (!node->next || node->next->q != node->q))
                add_line(&b, ZC_LINE_ADD, root, node->q, 0);
            loose->nlines = b.nlines - loose->first;
        }
    }
    view->sections = b.sections;
    view->nsections = b.nsections;
    view->lines = b.lines;
    view->nlines = b.nlines;
    view->tick = zc_fill_tick(view->entry->fill);
}

/* Cursor */

bool zc_form_view_can_visit(const struct zc_form_view *view, const struct zc_form_line *line)
{
    const struct zc_fill *fill = view->entry->fill;
    if (line->kind == ZC_LINE_ADD)
        return zc_fill_takes_rows(fill, line->node, line->q);
    return line->kind == ZC_LINE_QUESTION && line->q->type != ZC_TYPE_CALCULATE &&
           line->q->type != ZC_TYPE_NOTE && zc_fill_is_shown(fill, line->node) &&
           !zc_fill_is_readonly(fill, line->node);
}

static uint32_t section_of(const struct zc_form_view *view, uint32_t line)
{
    for (uint32_t i = 0; i < view->nsections; i++) {
        if (line < view->sections[i].first + view->sections[i].nlines)
            return i;
    }
    return view->nsections ? view->nsections - 1 : 0;
}

static void place(struct zc_form_view *view, uint32_t line)
{
    view->cursor = line;
    if (line < view->nlines)
        view->section = section_of(view, line);
}

/* First line from `from` on (or back) that can be visited; nlines when there is none. */
static uint32_t visitable(const struct zc_form_view *view, uint32_t from, int direction)
{
    for (uint32_t i = from; i < view->nlines; i += (uint32_t)direction) {
        if (zc_form_view_can_visit(view, &view->lines[i]))
            return i;
    }
    return view->nlines;
}

static uint32_t line_of(const struct zc_form_view *view, const struct zc_node *node,
                        const struct zc_question *q)
{
    for (uint32_t i = 0; i < view->nlines; i++) {
        if (view->lines[i].node == node && (!q || view->lines[i].q == q))
            return i;
    }
    return view->nlines;
}

void zc_form_view_init(struct zc_form_view *view, struct zc_entry *entry)
{
    *view = (struct zc_form_view){ .entry = entry };
    build(view);
    place(view, visitable(view, 0, 1));
}

void zc_form_view_release(struct zc_form_view *view)
{
    zc_free(view->trail);
    zc_arena_release(&view->trail_arena);
    zc_arena_release(&view->arena);
    *view = (struct zc_form_view){ 0 };
}

void zc_form_view_refresh(struct zc_form_view *view)
{
    const struct zc_form_line *line = zc_form_view_line(view);
    struct zc_node *node = line ? line->node : NULL;
    const struct zc_question *q = line ? line->q : NULL;
    uint32_t before = view->cursor;
    if (view->tick == zc_fill_tick(view->entry->fill))
        return;
    build(view);
    uint32_t at = node ? line_of(view, node, q) : view->nlines;
    if (at == view->nlines)
        at = before < view->nlines ? before : 0;
    uint32_t next = visitable(view, at, 1);
    place(view, next < view->nlines ? next : visitable(view, at, -1));
}

void zc_form_view_reset(struct zc_form_view *view)
{
    uint32_t at = view->cursor;
    build(view);
    uint32_t next = visitable(view, at < view->nlines ? at : 0, 1);
    place(view, next < view->nlines ? next : visitable(view, 0, 1));
}

const struct zc_form_line *zc_form_view_line(const struct zc_form_view *view)
{
    return view->cursor < view->nlines ? &view->lines[view->cursor] : NULL;
}

static void remember(struct zc_form_view *view)
{
    const struct zc_form_line *line = zc_form_view_line(view);
    if (!line || line->kind != ZC_LINE_QUESTION)
        return;
    view->trail = zc_grow(view->trail, view->ntrail, &view->trail_cap, sizeof *view->trail);
    view->trail[view->ntrail++] = zc_fill_path(line->node, &view->trail_arena);
}

bool zc_form_view_next(struct zc_form_view *view)
{
    uint32_t at = visitable(view, view->cursor + 1, 1);
    if (at == view->nlines)
        return false;
    remember(view);
    place(view, at);
    return true;
}

bool zc_form_view_prev(struct zc_form_view *view)
{
    while (view->ntrail > 0) { /* questions may have become irrelevant */
        struct zc_node *node = zc_fill_node(view->entry->fill, view->trail[--view->ntrail]);
        uint32_t at = node ? line_of(view, node, NULL) : view->nlines;
        if (at < view->nlines && at != view->cursor &&
            zc_form_view_can_visit(view, &view->lines[at])) {
            place(view, at);
            return true;
        }
    }
    uint32_t at = view->cursor > 0 ? visitable(view, view->cursor - 1, -1) : view->nlines;
    if (at == view->nlines)
        return false;
    place(view, at);
    return true;
}

bool zc_form_view_to(struct zc_form_view *view, const struct zc_node *node)
{
    uint32_t at = line_of(view, node, NULL);
    if (at == view->nlines || !zc_form_view_can_visit(view, &view->lines[at]))
        return false;
    if (at != view->cursor)
        remember(view);
    place(view, at);
    return true;
}

bool zc_form_view_to_number(struct zc_form_view *view, uint32_t section, unsigned number)
{
    uint32_t at = section ? section - 1 : view->section;
    if (at >= view->nsections)
        return false;
    for (uint32_t i = 0; i < view->sections[at].nlines; i++) {
        const struct zc_form_line *line = &view->lines[view->sections[at].first + i];
        if (line->kind == ZC_LINE_QUESTION && line->number == number)
            return zc_form_view_to(view, line->node);
    }
    return false;
}

bool zc_form_view_edge(struct zc_form_view *view, int direction)
{
    uint32_t at = view->nlines == 0 ? 0
                                    : visitable(view, direction < 0 ? 0 : view->nlines - 1,
                                                direction < 0 ? 1 : -1);
    if (at >= view->nlines || at == view->cursor)
        return false;
    remember(view);
    place(view, at);
    return true;
}

bool zc_form_view_turn(struct zc_form_view *view, int direction)
{
    for (uint32_t s = view->section + (uint32_t)direction; s < view->nsections;
         s += (uint32_t)direction) {
        const struct zc_section *section = &view->sections[s];
        uint32_t at = visitable(view, section->first, 1);
        if (at < section->first + section->nlines) {
            remember(view);
            place(view, at);
            return true;
        }
    }
    return false;
}

bool zc_form_view_next_problem(struct zc_form_view *view)
{
    const struct zc_fill *fill = view->entry->fill;
    for (uint32_t i = 1; i <= view->nlines; i++) {
        uint32_t at = (view->cursor + i) % view->nlines;
        const struct zc_form_line *line = &view->lines[at];
        if (!zc_form_view_can_visit(view, line) || line->kind != ZC_LINE_QUESTION ||
            (zc_fill_issue(fill, line->node, NULL, NULL) == ZC_ISSUE_NONE &&
             !zc_fill_is_challenged(fill, line->node)))
            continue;
        remember(view);
        place(view, at);
        return true;
    }
    return false;
}

/* Marks */

enum zc_mark zc_form_view_mark(const struct zc_form_view *view, const struct zc_form_line *line)
{
    const struct zc_fill *fill = view->entry->fill;
    const struct zc_node *node = line->node;
    if (line->kind != ZC_LINE_QUESTION)
        return ZC_MARK_OPEN;
    if (!zc_fill_is_shown(fill, node))
        return ZC_MARK_OFF;
    if (zc_entry_conflict(view->entry, node))
        return ZC_MARK_CONFLICT;
    enum zc_issue issue = zc_fill_issue(fill, node, NULL, NULL);
    /* An empty required question is no mistake until somebody has been there. */
    if (issue == ZC_ISSUE_REQUIRED && !node->asked)
        return ZC_MARK_OPEN;
    if (zc_issue_is_hard(issue))
        return ZC_MARK_PROBLEM;
    if (issue == ZC_ISSUE_WARNING || zc_field_note_is_doubtful(node) ||
        zc_fill_is_challenged(fill, node))
        return ZC_MARK_DOUBT;
    if (node->q->calculation && zc_fill_is_readonly(fill, node))
        return ZC_MARK_COMPUTED;
    if (node->carried)
        return ZC_MARK_CARRIED;
    return node->value.len > 0 ? ZC_MARK_DONE : ZC_MARK_OPEN;
}

enum zc_mark zc_section_mark(const struct zc_section *section)
{
    if (section->nquestions == 0)
        return ZC_MARK_OFF;
    if (section->nproblems > 0)
        return ZC_MARK_PROBLEM;
    return section->nanswered == 0 || section->nopen > 0 ? ZC_MARK_OPEN : ZC_MARK_DONE;
}

struct zc_str zc_section_label(const struct zc_form_view *view, uint32_t section,
                               struct zc_arena *arena)
{
    const struct zc_section *s = &view->sections[section];
    if (s->node)
        return zc_fill_label(view->entry->fill, s->node, arena);
    return zc_str_of(ZC_T("其他", "other"));
}
