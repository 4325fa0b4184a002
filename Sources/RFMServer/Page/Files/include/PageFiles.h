#ifndef PAGE_FILES_H
#define PAGE_FILES_H

#include <stddef.h>

/// The bytes of a file of the page, by its name in this folder; NULL where there is none.
const unsigned char *rfm_page_file(const char *name, size_t *size);

#endif
