#include "core/id.h"
#include "tests/check.h"
#include <string.h>

int main(void)
{
    uint8_t bytes[20], hash[ZC_HASH_LEN];
    char text[33] = { 0 };
    for (int i = 0; i < 20; i++)
        bytes[i] = (uint8_t)i;
    zc_base32_put(bytes, 20, text);
    zc_check("base32 of the vector", strcmp(text, "000g40r40m30e209185gr38e1w8124gk") == 0);
    zc_hash20(ZC_STR(""), hash);
    static const uint8_t empty[] = { 0x33, 0x45, 0x52, 0x4a, 0xbf, 0x6b, 0xbe, 0x18, 0x09, 0x44,
                                     0x92, 0x24, 0xb5, 0x97, 0x2c, 0x41, 0x79, 0x0b, 0x6c, 0xf2 };
    zc_check("H20 of nothing", memcmp(hash, empty, 20) == 0);

    struct zc_rid rid, again;
    char rid_text[ZC_RID_TEXT + 1];
    rid = zc_rid_derive(ZC_STR("ent"), ZC_STR("uscc"), ZC_STR("91630103MA7ABCDE12"));
    zc_rid_print(rid, rid_text);
    zc_check("derived id of the vector", strcmp(rid_text, "kxe22scsf330hx1bcsyr4fyaz") == 0);
    zc_check("an id reads back",
             zc_rid_parse(zc_str_of(rid_text), &again) && zc_rid_eq(rid, again));
    zc_check("no third kind", !zc_rid_parse(ZC_STR("x0123456789abcdefghjkmnpq"), &rid));
    zc_check("no letter l", !zc_rid_parse(ZC_STR("e0123456789abcdefghjkmnpl"), &rid));
    zc_check("no capital", !zc_rid_parse(ZC_STR("e0123456789abcdefghjkmnpQ"), &rid));

    static const uint8_t random[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
    struct zc_rid a = zc_rid_make(3, 1000, random), b = zc_rid_make(3, 1001, random);
    zc_check("later registrations of a group sort later", zc_rid_cmp(a, b) < 0);
    zc_check("groups lie apart", zc_rid_cmp(b, zc_rid_make(4, 0, random)) < 0);
    char number[6];
    zc_rid_number(a, number);
    zc_rid_print(a, rid_text);
    zc_check("the number people use has five capitals", strlen(number) == 5);

    char item[ZC_ITEM_TEXT + 1];
    zc_item_make(random, item);
    zc_check("an item is an item", zc_item_is(zc_str_of(item)) && strlen(item) == ZC_ITEM_TEXT);
    zc_check("a field is no item", !zc_item_is(ZC_STR("industry")));

    struct zc_revid revid;
    char revid_text[ZC_REVID_TEXT + 1];
    zc_check("a revision id reads",
             zc_revid_parse(ZC_STR("rm5tcyfw469r7z7fshfxypm4e8n6xyasz"), &revid));
    zc_revid_print(&revid, revid_text);
    zc_check("and prints the same", strcmp(revid_text, "rm5tcyfw469r7z7fshfxypm4e8n6xyasz") == 0);
    return zc_check_done();
}
