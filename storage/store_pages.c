#include "storage/store_pages.h"
#include "core/alloc.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A page: number 8, pad 2, flags 2, end of the pointers 2, start of the nodes 2; then the pointers,
 * 2 each. A node: size of the value 4, flags 2, length of the key 2; then key and value, or key and
 * the number of the first page that holds the value behind its own header. */
enum {
    PAGE_HEAD = 16,
    PAGE_LOWER = 12,
    NODE_HEAD = 8,
    NODE_BIG = 1,
    NODE_OTHER = 6, /* sub-databases and duplicates: not ours */
    KEY_MAX = 511,
    SIZE_MAX_OF_VALUE = 64 * 1024 * 1024
};

struct zc_pages {
    int fd;
    uint32_t page_size, nodes, node;
    uint64_t next; /* page */
    uint8_t *page;
    uint32_t bytes; /* of the page that were there to read */
};

static uint16_t u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t u32(const uint8_t *at)
{
    return u16(at) | (uint32_t)u16(at + 2) << 16;
}

static uint64_t u64(const uint8_t *at)
{
    return u32(at) | (uint64_t)u32(at + 4) << 32;
}

/* The size stands in both meta pages, either of which may be the damaged one. */
static uint32_t page_size_of(int fd)
{
    enum { SIZE_AT = 40, USUAL = 4096 };
    static const off_t metas[] = { 0, USUAL };
    uint8_t bytes[4];
    for (size_t i = 0; i < 2; i++) {
        uint32_t size = pread(fd, bytes, 4, metas[i] + SIZE_AT) == 4 ? u32(bytes) : 0;
        if (size >= 512 && size <= 65536 && (size & (size - 1)) == 0)
            return size;
    }
    return USUAL;
}

struct zc_pages *zc_pages_open(const char *dir, struct zc_err *err)
{
    struct zc_buf path = { 0 };
    zc_buf_printf(&path, "%s/data.mdb", dir);
    int fd = open(zc_buf_cstr(&path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        zc_fail(err, ZC_E_STORE, ZC_T("打不开“%s”：%s", "cannot open '%s': %s"), zc_buf_cstr(&path),
                strerror(errno));
    zc_buf_release(&path);
    if (fd < 0)
        return NULL;
    struct zc_pages *pages = zc_alloc_zeroed(1, sizeof *pages);
    pages->fd = fd;
    pages->page_size = page_size_of(fd);
    pages->page = zc_alloc(pages->page_size, 1);
    return pages;
}

void zc_pages_close(struct zc_pages *pages)
{
    if (!pages)
        return;
    close(pages->fd);
    zc_free(pages->page);
    zc_free(pages);
}

static bool read_page(struct zc_pages *pages)
{
    ssize_t got =
        pread(pages->fd, pages->page, pages->page_size, (off_t)(pages->next * pages->page_size));
    if (got <= 0)
        return false;
    pages->bytes = (uint32_t)got;
    pages->node = pages->nodes = 0;
    if (got > PAGE_HEAD) {
        uint32_t lower = u16(pages->page + PAGE_LOWER);
        lower = lower < pages->bytes ? lower : pages->bytes;
        pages->nodes = lower > PAGE_HEAD ? (lower - PAGE_HEAD) / 2 : 0;
    }
    pages->next++;
    return true;
}

static bool read_node(const struct zc_pages *pages, uint32_t node, struct zc_page_node *out)
{
    uint32_t at = u16(pages->page + PAGE_HEAD + 2 * node), end = pages->bytes;
    if (at < PAGE_HEAD || at + NODE_HEAD > end)
        return false;
    const uint8_t *head = pages->page + at;
    uint32_t size = u32(head), flags = u16(head + 4), key = u16(head + 6);
    uint32_t data = at + NODE_HEAD + key;
    if (key == 0 || key > KEY_MAX || (flags & NODE_OTHER) || size > SIZE_MAX_OF_VALUE || data > end)
        return false;
    out->key = (struct zc_str){ (const char *)head + NODE_HEAD, key };
    out->len = size;
    out->at = (pages->next - 1) * pages->page_size + data;
    if (!(flags & NODE_BIG))
        return data + size <= end;
    if (data + 8 > end || u64(pages->page + data) > UINT32_MAX)
        return false;
    out->at = u64(pages->page + data) * pages->page_size + PAGE_HEAD;
    return true;
}

bool zc_pages_next(struct zc_pages *pages, struct zc_page_node *out)
{
    for (;;) {
        while (pages->node < pages->nodes) {
            if (read_node(pages, pages->node++, out))
                return true;
        }
        if (!read_page(pages))
            return false;
    }
}

bool zc_pages_value(const struct zc_pages *pages, uint64_t at, uint32_t len, struct zc_buf *out)
{
    char *room = zc_buf_room(out, len);
    if (pread(pages->fd, room, len, (off_t)at) != (ssize_t)len)
        return false;
    out->len += len;
    return true;
}
