#include "storage/claim.h"
#include "core/alloc.h"
#include <fcntl.h>
#include <unistd.h>

/* A lock of its own for each opened file (F_OFD_SETLK), not for the process: two windows of one
 * program are two, and nothing else that is closed in between takes it away. The file is not the
 * store's lock.mdb, whose locks are LMDB's. */

struct zc_claim {
    int fd;
};

/* The byte of a record in the file, which stays empty: FNV-1a of its id. */
static off_t place_of(struct zc_rid rid)
{
    uint64_t hash = 0xCBF29CE484222325;
    for (int i = 0; i < ZC_RID_BYTES; i++)
        hash = (hash ^ rid.b[i]) * 0x100000001B3;
    return (off_t)(hash >> 2);
}

struct zc_claim *zc_claim_take(const struct zc_store *store, struct zc_rid rid, bool *elsewhere)
{
    struct flock lock = { .l_type = F_WRLCK, .l_start = place_of(rid), .l_len = 1 };
    struct flock held = lock;
    struct zc_buf path = { 0 };
    *elsewhere = false;
    zc_buf_printf(&path, "%s/forms.lock", zc_store_dir(store));
    int fd = zc_store_is_readonly(store)
                 ? -1
                 : open(zc_buf_cstr(&path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    zc_buf_release(&path);
    if (fd < 0)
        return NULL;
    *elsewhere = fcntl(fd, F_OFD_GETLK, &held) == 0 && held.l_type != F_UNLCK;
    lock.l_type = F_RDLCK; /* the second one is known to a third, too, when the first has gone */
    fcntl(fd, F_OFD_SETLK, &lock);
    struct zc_claim *claim = zc_alloc_zeroed(1, sizeof *claim);
    claim->fd = fd;
    return claim;
}

void zc_claim_release(struct zc_claim *claim)
{
    if (!claim)
        return;
    close(claim->fd);
    zc_free(claim);
}
