#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <sys/types.h>

/// Starts a program on a new pseudo-terminal, as the leader of a session whose terminal that is.
///
/// - program: the path of the executable.
/// - arguments, environment: as `execve` takes them, each ended by NULL.
/// - directory: the working directory, or NULL for the caller's own.
/// - terminal: set to the descriptor of the terminal's other end, which is closed on `execve`.
///
/// Returns the process id, or -1 with `errno` set. A program that cannot be run exits with 127.
pid_t pseudo_terminal_spawn(const char *program, char *const arguments[], char *const environment[],
                            const char *directory, unsigned short rows, unsigned short columns,
                            int *terminal);

/// Starts a program whose standard input, output and error are files, the latter two made anew.
///
/// Returns the process id, or -1 with `errno` set. A program that cannot be run exits with 127.
pid_t process_spawn(const char *program, char *const arguments[], char *const environment[],
                    const char *directory, const char *input, const char *output, const char *errors);

/// Tells the terminal, and by SIGWINCH its program, of a new size. Returns 0, or -1 with `errno` set.
int pseudo_terminal_resize(int terminal, unsigned short rows, unsigned short columns);

/// The exit code of a status from `waitpid`, or 128 and the number of the signal that ended the program.
int pseudo_terminal_exit_code(int status);

#endif
