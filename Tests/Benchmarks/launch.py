"""Runs one program from a process so small that its own memory is never the greatest: launch.py OUT PROGRAM…

Prints seconds, seconds of the processor and KiB of peak memory (wait4). A child starts with the memory of
the process that started it counted in, so the large benchmark script must not start it itself.
"""

import os
import sys
import time

out, *command = sys.argv[1:]
files = [
    (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    (os.POSIX_SPAWN_OPEN, 2, out + ".err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
]
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - start
print(os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
