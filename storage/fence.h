#pragma once

/* Reading what may be damaged (隔离). The map of a damaged store can end the program by SIGBUS or
 * SIGSEGV, and LMDB by abort(): behind the fence, in a child process, that is an answer. The child
 * opens what it reads itself and uses nothing that its parent has open. */

enum { ZC_FENCE_CRASHED = -1, ZC_FENCE_FAILED = -2 /* no child: nothing was done */ };

/* Exit status of `work` (0 to 255), or one of the above. Its output is written. */
int zc_fence(int (*work)(void *ctx), void *ctx);
