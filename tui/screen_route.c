#include "tui/review.h"
#include "tui/screen_route_impl.h"

/* The screen of the walk (走访): keys, and what they open. */

enum {
    ROUTE_ANSWER = 1, /* and the nine behind it: by digit */
    ROUTE_ANSWER_LAST = ROUTE_ANSWER + 9,
    ROUTE_UP,
    ROUTE_DOWN,
    ROUTE_PGUP,
    ROUTE_PGDN,
    ROUTE_FIRST,
    ROUTE_LAST,
    ROUTE_OPEN,
    ROUTE_NEW,
    ROUTE_EDIT,
    ROUTE_DOOR,
    ROUTE_COMMUNITY,
    ROUTE_ROAD,
    ROUTE_NEXT_ROAD,
    ROUTE_PREV_ROAD,
    ROUTE_AGAIN,
    ROUTE_UNDO,
    ROUTE_BACK
};

static bool route_enter(void *state, struct zc_app *app, const void *args, struct zc_err *err)
{
    struct zc_route_screen *route = state;
    struct zc_arena arena = { 0 };
    (void)args;
    zc_route_view_init(&route->view, app->survey);
    struct zc_str community = zc_route_view_last(app->survey, &arena);
    bool ok = community.len == 0 || zc_route_view_go(&route->view, community, err);
    zc_arena_release(&arena);
    return ok;
}

static void route_leave(void *state)
{
    struct zc_route_screen *route = state;
    zc_route_view_release(&route->view);
    zc_arena_release(&route->offered);
}

static void route_update(void *state, struct zc_app *app, int rows, int cols)
{
    struct zc_route_screen *route = state;
    struct zc_err err = { 0 };
    (void)cols;
    route->height = (unsigned)(rows - 8);
    if (!zc_route_view_load(&route->view, route->height, &err))
        zc_app_fail(app, &err);
}

static bool route_idle(void *state, struct zc_app *app)
{
    struct zc_route_screen *route = state;
    struct zc_err err = { 0 };
    if (zc_route_view_step(&route->view, ZC_SLICE_MS, &err))
        return true;
    if (err.code != ZC_OK)
        zc_app_fail(app, &err);
    return false;
}

/* Choosing where */

static void ask_community(struct zc_route_screen *route, struct zc_app *app)
{
    struct zc_survey *survey = app->survey;
    const struct zc_list *areas = survey->pack->areas;
    zc_arena_reset(&route->offered);
    uint32_t *rows = ZC_NEW(&route->offered, uint32_t, areas->nrows + 1), n = 0;
    struct zc_list *list = zc_list_view(areas, &route->offered);
    list->value_col = zc_list_col(list, ZC_STR("code"));
    list->label_col = zc_list_col(list, zc_str_of(ZC_T("zh", "en")));
    list->label_cols = NULL;
    for (uint32_t row = 0; row < list->nrows; row++) {
        if (zc_route_is_ground(survey, row))
            rows[n++] = row;
    }
    struct zc_pick_args args = { .title = zc_str_of(ZC_T("走哪个社区", "which community")),
                                 .value = route->view.community,
                                 .list = list,
                                 .rows = rows,
                                 .n = n };
    route->asked = ZC_ROUTE_ASKED_COMMUNITY;
    zc_app_push(app, &zc_popup_pick, &args);
}

/* Numbered: 0 is all of them. */
static void ask_road(struct zc_route_screen *route, struct zc_app *app)
{
    const struct zc_route_list *roads = &route->view.list;
    static const struct zc_str columns[] = { ZC_LIT("name"), ZC_LIT("label") };
    zc_arena_reset(&route->offered);
    struct zc_list *list = zc_list_new_small(ZC_STR("roads"), columns, 2, &route->offered);
    uint32_t *rows = ZC_NEW(&route->offered, uint32_t, roads->nroads + 2);
    struct zc_str all[] = { ZC_STR("0"), zc_str_of(ZC_T("全部街路", "all roads")) };
    zc_list_add(list, all, 2, &route->offered);
    for (uint32_t i = 0; i < roads->nroads; i++) {
        const struct zc_route_road *road = &roads->roads[i];
        struct zc_str cells[] = { zc_arena_printf(&route->offered, "%u", i + 1),
                                  zc_arena_printf(&route->offered,
                                                  ZC_T("%.*s  门 %u  单位 %u  待走 %u",
                                                       "%.*s  doors %u  units %u  to go %u"),
                                                  ZC_ARG(road->label), road->doors, road->units,
                                                  road->open) };
        zc_list_add(list, cells, 2, &route->offered);
        rows[i + 1] = i + 1;
    }
    struct zc_pick_args args = { .title = zc_str_of(ZC_T("走哪条路", "which road")),
                                 .list = list,
                                 .rows = rows,
                                 .n = roads->nroads + 1 };
    route->asked = ZC_ROUTE_ASKED_ROAD;
    zc_app_push(app, &zc_popup_pick, &args);
}

/* Answers by digit */

static const char *offered(const struct zc_route_screen *route, const struct zc_route_stop *stop,
                           int digit, char value[2])
{
    const struct zc_form *form = route->view.survey->pack->forms[stop->form];
    const struct zc_question *q = form->by_role[ZC_ROLE_OUTCOME];
    value[0] = (char)('0' + digit);
    value[1] = '\0';
    bool known = q && q->list &&
                 zc_list_find(q->list, q->list->value_col, zc_str_of(value), 0) < q->list->nrows;
    return known ? value : NULL;
}

static void open_record(struct zc_app *app, struct zc_rid rid)
{
    struct zc_form_args args = { .rid = rid };
    zc_app_push(app, &zc_screen_form, &args);
}

static void say_settled(struct zc_app *app, struct zc_str lacks)
{
    if (lacks.len > 0)
        zc_app_say(app, ZC_SAY_DOUBT,
                   ZC_T("门状态记下了；表里还缺：%.*s，按 e 补填",
                        "noted; the form still lacks %.*s, e opens it"),
                   ZC_ARG(lacks));
    else
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("记下了。^Z 撤销", "noted; ^Z undoes it"));
}

static void answer(struct zc_route_screen *route, struct zc_app *app, int digit)
{
    const struct zc_route_stop *stop = zc_route_view_stop(&route->view);
    struct zc_buf lacks = { 0 };
    struct zc_err err = { 0 };
    char value[2];
    bool more = false;
    if (!stop)
        return;
    struct zc_rid rid = stop->key.rid;
    if (!offered(route, stop, digit, value)) {
        zc_app_say(app, ZC_SAY_PROBLEM, ZC_T("没有选项 %d", "there is no answer %d"), digit);
        return;
    }
    if (!zc_route_settle(app->survey, rid, zc_str_of(value), &more, &lacks, &err)) {
        zc_app_fail(app, &err);
    } else if (more) { /* its form asks for more than that */
        open_record(app, rid);
    } else {
        route->settled = rid;
        say_settled(app, zc_buf_str(&lacks));
    }
    zc_buf_release(&lacks);
}

static void undo(struct zc_route_screen *route, struct zc_app *app)
{
    struct zc_arena arena = { 0 };
    struct zc_act_rev *revs = NULL;
    struct zc_err err = { 0 };
    size_t n = 0;
    bool ok = zc_review_last_act(app->survey, &arena, &revs, &n, &err);
    if (ok && (n != 1 || !zc_rid_is_set(route->settled) || !zc_rid_eq(revs[0].rid, route->settled)))
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("这里没有可撤销的", "nothing that was done here can be undone"));
    else if (!ok || !zc_review_undo(app->survey, revs, n, &err))
        zc_app_fail(app, &err);
    else
        zc_app_say(app, ZC_SAY_DONE, "%s", ZC_T("已撤销", "undone"));
    zc_arena_release(&arena);
}

/* Units behind a door */

/* 水井巷 and 97 make 水井巷97号. */
static struct zc_str address(const struct zc_form *doors, const struct zc_state *door,
                             struct zc_arena *arena)
{
    struct zc_str road = zc_survey_value(doors, door, ZC_ROLE_ROAD);
    struct zc_str number = zc_survey_value(doors, door, ZC_ROLE_NUMBER);
    bool digit =
        number.len > 0 && number.ptr[number.len - 1] >= '0' && number.ptr[number.len - 1] <= '9';
    return zc_arena_printf(arena, "%.*s%.*s%s", ZC_ARG(road), ZC_ARG(number), digit ? "号" : "");
}

static void look_up(struct zc_route_screen *route, struct zc_app *app)
{
    const struct zc_route_stop *door = zc_route_view_door(&route->view);
    struct zc_lookup_args args = { .community = route->view.community, .where = route->view.label };
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    route->door = (struct zc_rid){ 0 };
    if (door && zc_survey_state(app->survey, door->key.rid, &arena, &state, &err)) {
        args.door = &door->key;
        args.where = zc_arena_printf(&arena, "%.*s  %.*s", ZC_ARG(route->view.label),
                                     ZC_ARG(address(route->view.doors, &state, &arena)));
        route->door = door->key.rid;
    }
    route->asked = ZC_ROUTE_ASKED_UNIT;
    zc_app_push(app, &zc_screen_lookup, &args);
    zc_arena_release(&arena);
}

static void open_new_form(struct zc_route_screen *route, struct zc_app *app,
                          const struct zc_form *form)
{
    struct zc_arena arena = { 0 };
    struct zc_state door = { 0 };
    struct zc_err err = { 0 };
    struct zc_form_prefill prefill[ZC_ROLE_COUNT];
    static const enum zc_role alike[] = { ZC_ROLE_PLACE_KIND, ZC_ROLE_PLACE };
    uint32_t area = zc_pack_area(app->survey->pack, route->view.community), n = 0;
    const struct zc_list *areas = app->survey->pack->areas;
    if (area != UINT32_MAX)
        prefill[n++] = (struct zc_form_prefill){
            ZC_ROLE_STREET, zc_list_cell(areas, area, zc_list_col(areas, ZC_STR("parent")))
        };
    prefill[n++] = (struct zc_form_prefill){ ZC_ROLE_COMMUNITY, route->view.community };
    if (zc_rid_is_set(route->door) &&
        zc_survey_state(app->survey, route->door, &arena, &door, &err)) {
        prefill[n++] =
            (struct zc_form_prefill){ ZC_ROLE_ADDR, address(route->view.doors, &door, &arena) };
        for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++)
            prefill[n++] = (struct zc_form_prefill){ alike[i], zc_survey_value(route->view.doors,
                                                                               &door, alike[i]) };
    } else if (form == route->view.doors && !route->view.all) {
        prefill[n++] = (struct zc_form_prefill){ ZC_ROLE_ROAD, route->view.road };
    }
    struct zc_form_args args = { .form = form, .prefill = prefill, .nprefill = n };
    zc_app_push(app, &zc_screen_form, &args);
    zc_arena_release(&arena);
}

/* Enterprise or organisation: where the ledger has several forms a digit says which. */
static void ask_form(struct zc_route_screen *route, struct zc_app *app)
{
    const struct zc_pack *pack = app->survey->pack;
    struct zc_arena arena = { 0 };
    struct zc_dialog dialog = { .title = zc_str_of(ZC_T("新登记", "new record")),
                                .text = zc_str_of(ZC_T("登记到哪张表？", "In which form?")) };
    int n = 0;
    for (uint32_t i = 0; i < pack->nforms && n < ZC_DIALOG_MAX; i++) {
        if (!pack->forms[i]->in_ledger)
            continue;
        route->forms[n] = pack->forms[i];
        dialog.answers[n++] = zc_arena_cstr(
            &arena, zc_form_title(pack->forms[i], zc_form_lang(pack->forms[i]), &arena));
    }
    if (n == 1) {
        open_new_form(route, app, route->forms[0]);
    } else if (n > 1) {
        route->asked = ZC_ROUTE_ASKED_FORM;
        zc_app_ask(app, &dialog);
    }
    zc_arena_release(&arena);
}

/* A seed or a draft is gone on with; what is finished is looked at. */
static void open_unit(struct zc_app *app, struct zc_rid rid)
{
    struct zc_arena arena = { 0 };
    struct zc_state state;
    struct zc_err err = { 0 };
    if (!zc_survey_state(app->survey, rid, &arena, &state, &err)) {
        zc_app_fail(app, &err);
    } else if (state.status == ZC_STATUS_SEED || state.status == ZC_STATUS_DRAFT ||
               state.status == ZC_STATUS_RETURNED) {
        open_record(app, rid);
    } else {
        struct zc_record_args args = { .rid = rid };
        zc_app_push(app, &zc_screen_record, &args);
    }
    zc_arena_release(&arena);
}

static void open_stop(struct zc_route_screen *route, struct zc_app *app)
{
    const struct zc_route_stop *stop = zc_route_view_stop(&route->view);
    if (stop && !stop->is_door)
        open_unit(app, stop->key.rid);
    else
        look_up(route, app);
}

static void edit_stop(struct zc_route_screen *route, struct zc_app *app)
{
    const struct zc_route_stop *stop = zc_route_view_stop(&route->view);
    if (stop)
        open_record(app, stop->key.rid);
}

static void add_door(struct zc_route_screen *route, struct zc_app *app)
{
    route->door = (struct zc_rid){ 0 };
    if (!route->view.doors)
        zc_app_say(app, ZC_SAY_INFO, "%s",
                   ZC_T("本调查没有门牌底册", "this survey has no form of doors"));
    else
        open_new_form(route, app, route->view.doors);
}

/* Coming back */

static void take_community(struct zc_route_screen *route, struct zc_app *app)
{
    struct zc_err err = { 0 };
    if (!zc_route_view_go(&route->view, zc_buf_str(&app->result_text), &err))
        zc_app_fail(app, &err);
}

static void take_road(struct zc_route_screen *route, struct zc_app *app)
{
    uint64_t number;
    if (zc_str_to_u64(zc_buf_str(&app->result_text), &number))
        zc_route_view_show_road(&route->view, number > 0 ? (uint32_t)number - 1 : UINT32_MAX);
}

static void take_unit(struct zc_route_screen *route, struct zc_app *app, int result)
{
    struct zc_rid rid;
    if (result == 2)
        ask_form(route, app);
    else if (zc_rid_parse(zc_buf_str(&app->result_text), &rid))
        open_unit(app, rid);
}

static enum zc_next route_resume(void *state, struct zc_app *app)
{
    struct zc_route_screen *route = state;
    enum zc_route_asked asked = route->asked;
    int result = app->result;
    route->asked = ZC_ROUTE_ASKED_NOTHING;
    app->result = 0;
    if (result <= 0)
        return ZC_NEXT_STAY;
    if (asked == ZC_ROUTE_ASKED_COMMUNITY)
        take_community(route, app);
    else if (asked == ZC_ROUTE_ASKED_ROAD)
        take_road(route, app);
    else if (asked == ZC_ROUTE_ASKED_UNIT)
        take_unit(route, app, result);
    else if (asked == ZC_ROUTE_ASKED_FORM)
        open_new_form(route, app, route->forms[result - 1]);
    return ZC_NEXT_STAY;
}

static enum zc_next route_act(void *state, struct zc_app *app, int action)
{
    struct zc_route_screen *route = state;
    struct zc_route_view *view = &route->view;
    int page = route->height > 1 ? (int)route->height - 1 : 1;
    if (action >= ROUTE_ANSWER && action <= ROUTE_ANSWER_LAST) {
        answer(route, app, action - ROUTE_ANSWER);
        return ZC_NEXT_STAY;
    }
    switch (action) {
    case ROUTE_UP:
    case ROUTE_DOWN:
        zc_route_view_move(view, action == ROUTE_UP ? -1 : 1);
        break;
    case ROUTE_PGUP:
    case ROUTE_PGDN:
        zc_route_view_move(view, action == ROUTE_PGUP ? -page : page);
        break;
    case ROUTE_FIRST:
    case ROUTE_LAST:
        zc_route_view_move(view, action == ROUTE_FIRST ? -(int)view->nlines : (int)view->nlines);
        break;
    case ROUTE_OPEN:
        open_stop(route, app);
        break;
    case ROUTE_NEW:
        look_up(route, app);
        break;
    case ROUTE_EDIT:
        edit_stop(route, app);
        break;
    case ROUTE_DOOR:
        add_door(route, app);
        break;
    case ROUTE_COMMUNITY:
        ask_community(route, app);
        break;
    case ROUTE_ROAD:
        ask_road(route, app);
        break;
    case ROUTE_NEXT_ROAD:
    case ROUTE_PREV_ROAD:
        zc_route_view_turn(view, action == ROUTE_NEXT_ROAD ? 1 : -1);
        break;
    case ROUTE_AGAIN:
        zc_route_view_show_open(view, !view->only_open);
        break;
    case ROUTE_UNDO:
        undo(route, app);
        break;
    case ROUTE_BACK:
        return ZC_NEXT_BACK;
    default:
        break;
    }
    return ZC_NEXT_STAY;
}

static void route_help(const void *state, struct zc_buf *out)
{
    (void)state;
    zc_buf_text(out,
                ZC_T("沿一条路走：单号一侧走上去，双号一侧走回来，没有门牌号的在最后。门下面"
                     "列出门后的单位。走到一个门，按一个数字记门状态；按 Enter 先查后登：底册里"
                     "有的接着核实，查不到的才开新表，地址已填好。单位没人按 2，下次再列出来，"
                     "次数自动计。a 只看没走过的和要再去的，c 换社区，r 换路，] [ 下一条、"
                     "上一条路，d 加一个门。^Z 撤销刚记的状态。\n",
                     "Along one road: up the odd side, back down the even side, what has no "
                     "number comes last; units stand under their door. At a door a digit "
                     "notes its state. Enter looks up who is behind it: a seed is verified, "
                     "and only who is not found gets a new form, with the address in it. "
                     "Nobody there: 2 on the unit, it comes up again and the attempts are "
                     "counted. a shows what is not done, c and r change community and road, "
                     "] [ go to the next and last road, d adds a door. ^Z takes back the last "
                     "answer.\n"));
}

static const struct zc_binding route_bindings[] = {
    { ZC_KEY_ENTER, ROUTE_OPEN, { "查后登", "look up" } },
    { '1', ROUTE_ANSWER + 1, { "记状态", "state" } },
    { 'a', ROUTE_AGAIN, { "只看待走", "to go" } },
    { 'c', ROUTE_COMMUNITY, { "社区", "place" } },
    { 'r', ROUTE_ROAD, { "换路", "road" } },
    { ']', ROUTE_NEXT_ROAD, { "下条路", "next" } },
    { '[', ROUTE_PREV_ROAD, { "上条路", "previous" } },
    { 'd', ROUTE_DOOR, { "加门", "add door" } },
    { 'e', ROUTE_EDIT, { "改表", "form" } },
    { 'n', ROUTE_NEW, { "新登记", "new" } },
    { ZC_KEY_CTRL('Z'), ROUTE_UNDO, { "撤销", "undo" } },
    { '0', ROUTE_ANSWER, { 0 } },
    { '2', ROUTE_ANSWER + 2, { 0 } },
    { '3', ROUTE_ANSWER + 3, { 0 } },
    { '4', ROUTE_ANSWER + 4, { 0 } },
    { '5', ROUTE_ANSWER + 5, { 0 } },
    { '6', ROUTE_ANSWER + 6, { 0 } },
    { '7', ROUTE_ANSWER + 7, { 0 } },
    { '8', ROUTE_ANSWER + 8, { 0 } },
    { '9', ROUTE_ANSWER + 9, { 0 } },
    { ZC_KEY_DOWN, ROUTE_DOWN, { "下一个", "down" } },
    { ZC_KEY_UP, ROUTE_UP, { 0 } },
    { ZC_KEY_TAB, ROUTE_DOWN, { 0 } },
    { ZC_KEY_BACKTAB, ROUTE_UP, { 0 } },
    { ZC_KEY_PGDN, ROUTE_PGDN, { "下一页", "page" } },
    { ZC_KEY_PGUP, ROUTE_PGUP, { 0 } },
    { ZC_KEY_CTRL_HOME, ROUTE_FIRST, { 0 } },
    { ZC_KEY_CTRL_END, ROUTE_LAST, { 0 } },
    { ZC_KEY_ESC, ROUTE_BACK, { "返回", "back" } },
    { 0 },
};
const struct zc_screen_ops zc_screen_route = {
    .name = "route",
    .title = { "走访", "walk" },
    .state_size = sizeof(struct zc_route_screen),
    .bindings = route_bindings,
    .enter = route_enter,
    .update = route_update,
    .draw = zc_route_screen_draw,
    .act = route_act,
    .idle = route_idle,
    .resume = route_resume,
    .help = route_help,
    .leave = route_leave,
};
