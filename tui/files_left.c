#include "tui/files_left.h"
#include "core/lang.h"
#include "storage/attach.h"
#include "tui/sites.h"

bool zc_files_left(const char *store, struct zc_buf *out)
{
    struct zc_buf size = { 0 };
    uint64_t bytes, n = zc_attach_count(store, &bytes);
    zc_bytes_print(bytes, &size);
    if (n > 0)
        zc_buf_printf(out,
                      ZC_T("附件%llu个（%s）不在其中，要带走请另行复制文件夹 %s/files",
                           "%llu attached files (%s) are not in it; to take them along copy the "
                           "folder %s/files"),
                      (unsigned long long)n, zc_buf_cstr(&size), store);
    zc_buf_release(&size);
    return n > 0;
}
