#pragma once

/* Calls that this code does not use: they overrun, hide errors or depend on the process's
 * surroundings. The build includes this header before every source (meson.build), so that a
 * use is a compile error. Use core/str.h, core/err.h and core/date.h instead. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol gets localtime
