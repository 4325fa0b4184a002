#include "PageFiles.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char style[] = {
#embed "page.css"
};
static const unsigned char live[] = {
#embed "live.js"
};
static const unsigned char upload[] = {
#embed "upload.js"
};
static const unsigned char icon[] = {
#embed "icon.svg"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} files[] = {
    {"page.css", style, sizeof style},
    {"live.js", live, sizeof live},
    {"upload.js", upload, sizeof upload},
    {"icon.svg", icon, sizeof icon},
};

const unsigned char *rfm_page_file(const char *name, size_t *size) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    if (strcmp(files[i].name, name) == 0) {
      *size = files[i].size;
      return files[i].bytes;
    }
  }
  return NULL;
}
