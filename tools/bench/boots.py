# SPDX-License-Identifier: GPL-2.0-only
"""Boots a modelled board with one of the stacks, and returns what its program counted."""

import collections
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(HERE + "/../..")
QEMU = TOP + "/tools/qemu"
BUILD = TOP + "/build/bench"
# The same board with two kernels. The first one's figures are those of the smoke test.
BOARDS = ("virt", "virt-7.2")
# Where round trips are timed, one by one.
PING_BOARDS = (*BOARDS, "virt-rt-6.12")
STACKS = {"upstream": "bench-upstream", "ours": "bench"}
LIMIT_S = 900
UNAVAILABLE = 77    # what prepare ends with where a release's packages cannot be had
# Who shares the memory, by processor, and the labels of dts/virt.dtso for it.
SIDES = {"linux": "Linux", "remote": "the remote"}
SHARED = (("rings", "cpu1_vring0"), ("rings", "cpu1_vring1"), ("buffers", "cpu1_buffer"))

Row = collections.namedtuple("Row", "name size window")


def prepare(board, *stacks):
    """Builds what the stacks' boots need. Where that fails, ends the program likewise."""
    for stack in stacks:
        status = subprocess.run([QEMU + "/prepare", board, STACKS[stack]], check=False)
        if status.returncode:
            sys.exit(status.returncode)


def ready(boards, all_of_them):
    """Those of the boards for which both stacks can be built here: without all_of_them,
    those are left out whose packages cannot be had."""
    found = []
    for board in boards:
        try:
            prepare(board, *STACKS)
            found.append(board)
        except SystemExit as end:
            if all_of_them or end.code != UNAVAILABLE:
                raise
            print(f"bench: {board} is left out", file=sys.stderr)
    return found


def kernel(board):
    """The version of a board's kernel, once it is prepared."""
    image = os.readlink(f"{TOP}/build/{board}/kernel")
    return os.path.basename(image).removeprefix("vmlinuz-")


class NotEnded(Exception):
    """A boot in which not all was measured; its text is what has come of it."""


def boot(board, stack, mode, emulator="", limit=LIMIT_S, **settings):
    """Boots once, with more words for the emulator, for so many seconds at most. Returns
    {Row: [{counter: value}, one a run]}, or raises NotEnded."""
    args = [f"bench_{name}={value}" for name, value in settings.items()]
    env = dict(os.environ, LIMIT=str(limit),
               QEMU_EXTRA=f"{os.environ.get('QEMU_EXTRA', '')} {emulator}")
    result = subprocess.run([QEMU + "/run", board, STACKS[stack], mode, *args], env=env,
                            stdout=subprocess.PIPE, text=True, check=False)
    if "ok 1 - measured" not in result.stdout:
        raise NotEnded(f"bench: {board}, {stack}, {mode}: did not end well; the emulator's own "
                       f"words are in build/logs/{board}-qemu.log:\n{result.stdout}")
    rows = collections.defaultdict(list)
    for line in result.stdout.splitlines():
        words = line.split()
        if not words or words[0] != "row":
            continue
        values = {k: float(v) for k, v in (word.split("=") for word in words[2:])}
        rows[Row(words[1], int(values["size"]), int(values["window"]))].append(values)
    return rows


def memory_range(board, node):
    """START:BYTES of the board's reserved memory whose node has that label."""
    def fdtget(*what):
        return subprocess.run(["fdtget", *what], stdout=subprocess.PIPE, text=True,
                              check=True).stdout.strip()
    tree = f"{TOP}/build/{board}/board.dtb"
    cells = fdtget("-t", "x", tree, fdtget(tree, "/__symbols__", node), "reg").split()
    start, size = (int(high + low.zfill(8), 16) for high, low in (cells[:2], cells[2:]))
    return f"{start:#x}:{size:#x}"


def boot_shared(board, stack):
    """Boots once with the plugin that counts loads and stores of shared memory.
    Returns the same as boot() does."""
    plugin, out = BUILD + "/shared_memory.so", f"{BUILD}/sections-{board}-{stack}.txt"
    subprocess.run(["gcc", "-shared", "-fPIC", "-fvisibility=hidden", "-O2", "-std=gnu11",
                    "-Wall", "-Wextra", "-Werror", "-o", plugin,
                    HERE + "/plugin/shared_memory.c"], check=True)
    memory = [f"{kind}={memory_range(board, node)}" for kind, node in SHARED]
    rows = boot(board, stack, "icount",
                ",".join(["-plugin " + plugin, "out=" + out, *memory]), shared=1, buffers=256)
    sections = collections.defaultdict(dict)
    with open(out, encoding="ascii") as file:
        for line in file:
            section, cpu, kind, *counts = line.split()
            for name, value in (count.split("=") for count in counts):
                sections[int(section)][list(SIDES)[int(cpu)], kind, name] = int(value)
    if not rows or sorted(sections) != sorted(run["section"] for run, in rows.values()):
        sys.exit(f"bench: {board}, {stack}: the plugin has seen {len(sections)} sections, "
                 f"not those of {len(rows)} rows")
    for run, in rows.values():
        run.update(sections[run["section"]])
    check_shared(f"{board}, {stack}", rows)
    return rows


def check_shared(what, rows):
    """Ends the program where less was counted than a message is long, or a side that
    has not looked at the rings."""
    for row, runs in rows.items():
        least = {(side, "rings", access): 1
                 for side in SIDES for access in ("loads", "stores")}
        if "to-linux" not in row.name:
            least["linux", "buffers", "store-bytes"] = row.size
        # The driver in the kernel does not look at what it gets.
        if "to-remote" not in row.name and not row.name.startswith("client"):
            least["linux", "buffers", "load-bytes"] = row.size
        for counter, value in least.items():
            got = median(runs, counter)
            if got < value:
                sys.exit(f"bench: {what}, {label(row)}: {' '.join(counter)} a message: "
                         f"{got}, and at least {value} are needed")


def per_message(runs, counter):
    """The counter's values per message, one a run that has it."""
    return [run[counter] / run["messages"] for run in runs if counter in run]


def median(runs, counter):
    """Returns the median per message, or None."""
    values = per_message(runs, counter)
    return statistics.median(values) if values else None


def label(row):
    """A row's name for people."""
    return f"{row.name} {row.size}" + (f" x{row.window}" if row.window > 1 else "")
