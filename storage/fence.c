#include "storage/fence.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A crash here is expected: no handler of the program or of a sanitizer, no core file. */
static void forget_handlers(void)
{
    static const int signals[] = { SIGBUS, SIGSEGV, SIGABRT, SIGILL, SIGFPE };
    struct rlimit none = { 0, 0 };
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        signal(signals[i], SIG_DFL);
    setrlimit(RLIMIT_CORE, &none);
}

int zc_fence(int (*work)(void *ctx), void *ctx)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        return ZC_FENCE_FAILED;
    if (child == 0) {
        forget_handlers();
        int code = work(ctx);
        fflush(NULL);
        _exit(code);
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR)
            return ZC_FENCE_FAILED;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : ZC_FENCE_CRASHED;
}
