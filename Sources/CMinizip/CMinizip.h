#ifndef CMINIZIP_H
#define CMINIZIP_H

/* Homebrew's pkg-config file names the folder of the headers itself, Debian's the one above. */
#if __has_include(<minizip/unzip.h>)
#include <minizip/unzip.h>
#else
#include <unzip.h>
#endif

#endif
