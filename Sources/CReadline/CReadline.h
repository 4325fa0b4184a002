#ifndef CREADLINE_H
#define CREADLINE_H

/* Readline's own headers use FILE and expect the includer to have declared it. */
#include <stdio.h>

#include <readline/readline.h>
#include <readline/history.h>

#endif
