#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#include <sys/syscall.h>
#endif

/* Descriptors of other tests must not leak in: a terminal stays alive while anyone holds its other end. */
static void close_inherited(void) {
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0) return;
#endif
  for (int descriptor = 3; descriptor < 1024; descriptor++) close(descriptor);
}

/* The child of a process with threads: only async-signal-safe calls until execve. */
static void run(const char *program, char *const arguments[], char *const environment[],
                const char *directory, int input, int output, int errors) {
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  close_inherited();

  /* A test runner may block or ignore signals, and both outlive execve. */
  const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGCHLD};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);

  if (directory == NULL || chdir(directory) == 0) execve(program, arguments, environment);
  _exit(127);
}

pid_t pseudo_terminal_spawn(const char *program, char *const arguments[], char *const environment[],
                            const char *directory, unsigned short rows, unsigned short columns,
                            int *terminal) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  int master = -1, slave = -1;
  if (openpty(&master, &slave, NULL, NULL, &size) != 0) return -1;
  fcntl(master, F_SETFD, FD_CLOEXEC);

  pid_t child = fork();
  if (child == 0) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    run(program, arguments, environment, directory, slave, slave, slave);
  }

  int code = errno;
  close(slave);
  if (child < 0) {
    close(master);
    errno = code;
    return -1;
  }
  *terminal = master;
  return child;
}

pid_t process_spawn(const char *program, char *const arguments[], char *const environment[],
                    const char *directory, const char *input, const char *output, const char *errors) {
  const int files[] = {
      open(input, O_RDONLY | O_CLOEXEC),
      open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600),
      open(errors, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600),
  };
  pid_t child = -1;
  if (files[0] >= 0 && files[1] >= 0 && files[2] >= 0) {
    child = fork();
    if (child == 0) run(program, arguments, environment, directory, files[0], files[1], files[2]);
  }
  int code = errno;
  for (size_t i = 0; i < 3; i++) close(files[i]);
  errno = code;
  return child;
}

int pseudo_terminal_resize(int terminal, unsigned short rows, unsigned short columns) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  return ioctl(terminal, TIOCSWINSZ, &size);
}

int pseudo_terminal_exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
