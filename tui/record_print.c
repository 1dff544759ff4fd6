#include "tui/record_print.h"
#include "core/csv.h"
#include "core/json.h"
#include "tui/cmd.h"

enum zc_print zc_print_option(int *argc, char **argv)
{
    bool csv = zc_opt_flag(argc, argv, "--csv"), json = zc_opt_flag(argc, argv, "--json");
    return json ? ZC_PRINT_JSON : csv ? ZC_PRINT_CSV : ZC_PRINT_TEXT;
}

void zc_state_json(const struct zc_state *state, struct zc_buf *out)
{
    char rid[ZC_RID_TEXT + 1];
    struct zc_buf flags = { 0 };
    zc_rid_print(state->rid, rid);
    zc_flags_print(state->flags, &flags);
    zc_buf_printf(out, "{\"_id\":\"%s\",\"_form\":", rid);
    zc_json_put(out, state->form);
    zc_buf_printf(out, ",\"_status\":\"%s\",\"_flags\":", zc_status_name(state->status));
    zc_json_put(out, zc_buf_str(&flags));
    zc_buf_text(out, ",\"fields\":{");
    bool first = true;
    for (uint32_t i = 0; i < state->nfields; i++) {
        if (state->fields[i].gone)
            continue;
        zc_buf_text(out, first ? "" : ",");
        zc_json_put(out, state->fields[i].name);
        zc_buf_char(out, ':');
        zc_json_put(out, state->fields[i].values[0]);
        first = false;
    }
    zc_buf_text(out, "},\"conflicts\":{");
    first = true;
    for (uint32_t i = 0; i < state->nfields; i++) {
        const struct zc_field *field = &state->fields[i];
        if (!zc_field_in_conflict(field))
            continue;
        zc_buf_text(out, first ? "" : ",");
        zc_json_put(out, field->name);
        zc_buf_text(out, ":[");
        for (uint32_t v = 0; v < field->nvalues; v++) {
            zc_buf_text(out, v ? "," : "");
            zc_json_put(out, field->values[v]);
        }
        zc_buf_char(out, ']');
        first = false;
    }
    zc_buf_text(out, "}}\n");
    zc_buf_release(&flags);
}

void zc_print_cell(struct zc_buf *line, enum zc_print how, struct zc_str cell, bool first)
{
    if (!first)
        zc_buf_char(line, how == ZC_PRINT_CSV ? ',' : '\t');
    if (how == ZC_PRINT_CSV)
        zc_csv_put(line, cell);
    else
        zc_buf_add(line, cell);
}
