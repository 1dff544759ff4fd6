#include "core/alloc.h"
#include "forms/load_impl.h"

/* Who depends on whom (XLSFORM.md 6.2). An edge A → B: when the text, the relevance or the rows
 * of A change, relevance, calculation, offered choice or number of rows of B may change. What
 * only shows (constraint, required, labels …) is computed when it is looked at and needs no
 * edge; so a constraint and a relevance that read each other are no cycle. A trigger's
 * calculation is an assignment at one moment and needs none either. */

struct graph {
    struct zc_loader *loader;
    struct zc_form *form;
    uint32_t n;
    uint32_t *first, *deps; /* deps[first[q] … first[q + 1]): whom q reads */
    uint32_t *next, *order, *stack;
    uint8_t *mark; /* 0 not seen, 1 on the stack, 2 done */
    uint32_t done;
};

enum { VALUE_EXPRS = 5 };

static void value_exprs(const struct zc_question *q, const struct zc_expr *out[VALUE_EXPRS])
{
    out[0] = q->relevant;
    out[1] = q->ntriggers ? NULL : q->calculation;
    out[2] = q->choice_filter;
    out[3] = q->repeat_count;
    out[4] = q->choices_of;
}

/* Calls for every question that `q` reads; a calculation with once() may read itself. */
static uint32_t each_dep(const struct zc_form *form, const struct zc_question *q, uint32_t *out)
{
    const struct zc_expr *exprs[VALUE_EXPRS];
    uint32_t n = 0;

    value_exprs(q, exprs);
    if (q->parent && out)
        out[n] = q->parent->index;
    n += q->parent != NULL;
    for (size_t e = 0; e < VALUE_EXPRS; e++) {
        const struct zc_expr_reads *reads = exprs[e] ? zc_expr_reads(exprs[e]) : NULL;
        for (uint32_t i = 0; reads && i < reads->nquestions; i++) {
            const struct zc_question *dep = reads->questions[i];
            if (dep->index >= form->nquestions || (dep == q && reads->once))
                continue;
            if (out)
                out[n] = dep->index;
            n++;
        }
    }
    return n;
}

static void collect_deps(struct graph *graph)
{
    struct zc_arena *scratch = &graph->loader->scratch;
    const struct zc_form *form = graph->form;

    graph->first = ZC_NEW(scratch, uint32_t, graph->n + 1);
    for (uint32_t i = 0; i < graph->n; i++)
        graph->first[i + 1] = graph->first[i] + each_dep(form, form->questions[i], NULL);
    graph->deps = ZC_NEW(scratch, uint32_t, graph->first[graph->n] + 1);
    for (uint32_t i = 0; i < graph->n; i++)
        each_dep(form, form->questions[i], graph->deps + graph->first[i]);
}

static bool reads_for_count(const struct zc_question *repeat, const struct zc_question *q)
{
    const struct zc_expr_reads *reads = repeat->type == ZC_TYPE_REPEAT && repeat->repeat_count
                                            ? zc_expr_reads(repeat->repeat_count)
                                            : NULL;

    for (uint32_t i = 0; reads && i < reads->nquestions; i++)
        if (reads->questions[i] == q)
            return true;
    return false;
}

/* A circle through the number of rows is none to be refused: rows are asked for as long as an
 * answer in the last one says so. */
static bool goes_through_count(const struct graph *graph, uint32_t depth, uint32_t again)
{
    struct zc_question *const *questions = graph->form->questions;

    for (uint32_t i = depth + 1; i-- > 0 && (i == depth || graph->stack[i + 1] != again);)
        if (reads_for_count(questions[graph->stack[i]],
                            questions[i == depth ? again : graph->stack[i + 1]]))
            return true;
    return false;
}

static void report_cycle(struct graph *graph, uint32_t depth, uint32_t again)
{
    struct zc_buf names = { 0 };
    const struct zc_question *q = graph->form->questions[again];
    uint32_t from = depth;

    while (from > 0 && graph->stack[from] != again)
        from--;
    for (uint32_t i = depth + 1; i-- > from;)
        zc_buf_printf(&names, "%.*s → ", ZC_ARG(graph->form->questions[graph->stack[i]]->name));
    zc_buf_add(&names, graph->form->questions[graph->stack[depth]]->name);
    zc_survey_error(graph->loader, q->line, "", "互相依赖，没有先后：%.*s；请去掉其中一处引用",
                    "these depend on each other in a circle: %.*s; remove one of the references",
                    ZC_ARG(zc_buf_str(&names)));
    zc_buf_release(&names);
}

/* Depth first without recursion: a chain may be as long as the form. */
static void visit(struct graph *graph, uint32_t start)
{
    uint32_t depth = 0, *next = graph->next;

    graph->stack[0] = start;
    graph->mark[start] = 1;
    next[start] = graph->first[start];
    for (;;) {
        uint32_t q = graph->stack[depth];
        if (next[q] < graph->first[q + 1]) {
            uint32_t dep = graph->deps[next[q]++];
            if (graph->mark[dep] == 1 && goes_through_count(graph, depth, dep)) {
                graph->form->counts_itself = true;
            } else if (graph->mark[dep] == 1) {
                report_cycle(graph, depth, dep);
            } else if (graph->mark[dep] == 0) {
                graph->stack[++depth] = dep;
                graph->mark[dep] = 1;
                next[dep] = graph->first[dep];
            }
            continue;
        }
        graph->mark[q] = 2;
        graph->order[graph->done++] = q;
        if (depth == 0)
            return;
        depth--;
    }
}

/* Turns the edges round. Going through the questions in evaluation order leaves each list of
 * dependants in that order. */
static void make_dependants(struct graph *graph)
{
    struct zc_form *form = graph->form;
    uint32_t *counts = ZC_NEW(&graph->loader->scratch, uint32_t, graph->n);
    uint32_t *to = ZC_NEW(&form->arena, uint32_t, graph->first[graph->n] + 1);

    for (uint32_t i = 0; i < graph->first[graph->n]; i++)
        counts[graph->deps[i]]++;
    for (uint32_t i = 0; i < graph->n; i++) {
        form->questions[i]->dependants.to = to;
        to += counts[i];
    }
    for (uint32_t r = 0; r < graph->n; r++) {
        uint32_t q = graph->order[r];
        for (uint32_t i = graph->first[q]; i < graph->first[q + 1]; i++) {
            struct zc_edges *edges = &form->questions[graph->deps[i]]->dependants;
            if (!edges->n || edges->to[edges->n - 1] != q)
                ((uint32_t *)(uintptr_t)edges->to)[edges->n++] = q;
        }
    }
}

/* Triggers turned round, so that an answer finds whom it sets off without a search. */
static void make_fires(struct graph *graph)
{
    struct zc_form *form = graph->form;
    uint32_t *counts = ZC_NEW(&graph->loader->scratch, uint32_t, graph->n);

    for (uint32_t i = 1; i < graph->n; i++)
        for (uint32_t t = 0; t < form->questions[i]->ntriggers; t++)
            counts[form->questions[i]->triggers[t]->index]++;
    for (uint32_t i = 1; i < graph->n; i++)
        form->questions[i]->fires.to = ZC_NEW(&form->arena, uint32_t, counts[i]);
    for (uint32_t i = 1; i < graph->n; i++)
        for (uint32_t t = 0; t < form->questions[i]->ntriggers; t++) {
            struct zc_edges *fires = &form->questions[i]->triggers[t]->fires;
            ((uint32_t *)(uintptr_t)fires->to)[fires->n++] = i;
        }
}

void zc_load_graph(struct zc_loader *loader)
{
    struct zc_form *form = loader->form;
    struct graph graph = { .loader = loader, .form = form, .n = form->nquestions };
    uint32_t *rank = ZC_NEW(&form->arena, uint32_t, graph.n);

    collect_deps(&graph);
    graph.next = ZC_NEW(&loader->scratch, uint32_t, graph.n);
    graph.order = ZC_NEW(&form->arena, uint32_t, graph.n);
    graph.stack = ZC_NEW(&loader->scratch, uint32_t, graph.n);
    graph.mark = ZC_NEW(&loader->scratch, uint8_t, graph.n);
    for (uint32_t i = 0; i < graph.n; i++)
        if (!graph.mark[i])
            visit(&graph, i);
    for (uint32_t r = 0; r < graph.n; r++)
        rank[graph.order[r]] = r;
    form->order = graph.order;
    form->rank = rank;
    make_dependants(&graph);
    make_fires(&graph);
}
