# SPDX-License-Identifier: GPL-2.0-only
"""What was measured on a board, as tables, as a plot, and as figures to compare with."""

import dataclasses
import statistics
import subprocess

from boots import SIDES, Row, label, median, per_message

# What the plot shows, of the runs with 256 buffers.
PLOT = ("round-trip 16", "round-trip 496", "echo 496 x16", "echo 496 x128", "to-remote 16",
        "to-remote 496", "to-linux 16", "to-linux 496")
COLOURS = {"upstream": ("#777777", "#bbbbbb"), "ours": ("#2060a0", "#80b0e0")}
# For what upstream has no row it is one message in a call that ours is compared with.
COMPARED = {"round-trip-polled": "round-trip",
            "to-remote-framed": "to-remote", "to-linux-framed": "to-linux",
            "to-remote-uring": "to-remote", "to-linux-uring": "to-linux"}
NOTE = "* Upstream has no such row: ours is compared with its one message in a call."


@dataclasses.dataclass
class Measured:
    """What was measured on a board. Rows are as boot() returns them."""
    kernel: str   # its version
    icount: dict  # {(stack, buffers each way): rows}
    shared: dict  # {stack: rows}
    bulk: dict    # {bytes in a buffer: rows of ours}
    plain: dict   # {stack: rows}


def show(value, digits):
    """A number, or a dash for None."""
    return "-" if value is None else f"{value:,.{digits}f}"


def ratio(theirs, ours):
    """How many times less ours is."""
    return f"{theirs / ours:.2f}" if theirs and ours else "-"


def twin(row, rows):
    """Upstream's row that one of ours is compared with."""
    if row in rows:
        return rows[row]
    name = COMPARED.get(row.name, row.name)
    size = 496 if row.name.startswith("bulk") else row.size
    window = 1 if name == "round-trip" else 0
    return rows.get(Row(name, size, window), [])


def mark(row, rows):
    """What stands behind a line whose row upstream does not have itself."""
    return "" if row in rows else " *"


def table_of_instructions(title, upstream, ours):
    """Lines of a table: what a message costs Linux's processor."""
    yield title
    yield ""
    yield f"{'':26}{'kernel instructions':>32}   {'doorbells':>15}{'interrupts':>16}{'calls':>7}"
    yield (f"{'':26}{'upstream':>11}{'ours':>11}{'ratio':>7}{'+/-':>6}"
           f"{'upstream':>10}{'ours':>8}{'upstream':>10}{'ours':>8}{'ours':>6}")
    for row in ours:
        if row.name.startswith("bulk") or row.name == "stalled-reader":
            continue
        theirs = twin(row, upstream)
        a, b = median(theirs, "instructions"), median(ours[row], "instructions")
        values = per_message(ours[row], "instructions")
        spread = (max(values) - min(values)) / 2
        yield (f"{label(row):26}{show(a, 0):>11}{show(b, 0):>11}{ratio(a, b):>7}"
               f"{show(spread, 0):>6}{show(median(theirs, 'doorbells'), 3):>10}"
               f"{show(median(ours[row], 'doorbells'), 3):>8}"
               f"{show(median(theirs, 'interrupts'), 3):>10}"
               f"{show(median(ours[row], 'interrupts'), 3):>8}"
               f"{show(median(ours[row], 'calls'), 2):>6}{mark(row, upstream)}")
    yield NOTE
    yield ""


def table_of_shared(shared):
    """Lines of a table: how often each side touches what both share."""
    upstream, ours = shared["upstream"], shared["ours"]
    stacks = f"{'upstream':>10}{'ours':>8}" * 4
    for side in SIDES:
        yield (f"Shared memory, loads and stores per message by {SIDES[side]}, 256 buffers, "
               "under icount")
        yield ""
        yield (f"{'':26}{'loads of rings':>18}{'stores to rings':>18}{'loads of buffers':>18}"
               f"{'stores to buffers':>18}")
        yield f"{'':26}{stacks}"
        for row in ours:
            cells = ""
            for kind in ("rings", "buffers"):
                for what in ("loads", "stores"):
                    counter = side, kind, what
                    cells += (f"{show(median(twin(row, upstream), counter), 2):>10}"
                              f"{show(median(ours[row], counter), 2):>8}")
            yield f"{label(row):26}{cells}{mark(row, upstream)}"
        yield ""
    yield "A load or store has up to 8 bytes: an instruction for two registers counts twice."
    yield "Both rings, with their descriptors, and all buffers, with the messages' headers."
    yield NOTE
    yield ""


def table_of_bulk(upstream, ours_by_size):
    """Lines of a table: 16 MiB in messages as long as the buffers allow."""
    yield "16 MiB one way, kernel instructions per byte, under icount"
    yield ""
    yield f"{'':26}{'upstream':>11}{'ours':>11}{'ratio':>7}"
    for size, ours in ours_by_size.items():
        for row in ours:
            if not row.name.startswith("bulk"):
                continue
            theirs = twin(row, upstream)
            a = median(theirs, "instructions")
            a = a / 496 if a else None
            b = median(ours[row], "instructions") / row.size
            yield (f"{row.name + ' ' + str(size):26}{show(a, 2):>11}{show(b, 2):>11}"
                   f"{ratio(a, b):>7}")
    yield "Upstream's buffers always have 512 bytes."
    yield ""


def table_of_memory(upstream, ours):
    """Lines that say what a reader that does not read costs."""
    yield "Memory of the kernel for 200,000 messages of 496 bytes that nobody reads, MiB"
    yield ""
    for name, rows in (("upstream", upstream), ("ours", ours)):
        for row in rows:
            if row.name == "stalled-reader":
                yield f"{name:26}{rows[row][0]['memory'] / (1 << 20):>11.2f}"
    yield ""


def table_of_times(plain, boots):
    """Lines of a table: both processors at the same time."""
    yield f"Both processors at the same time (not icount), {boots} boots of each, in turn:"
    yield "microseconds per message, median and half of the spread, and doorbells per message"
    yield ""
    yield f"{'':26}{'upstream':>20}{'ours':>20}{'ratio':>7}{'doorbells':>18}"
    for row in plain["ours"]:
        if row.name.startswith("bulk") or row.name == "stalled-reader":
            continue
        cells, medians = [], []
        for runs in (twin(row, plain["upstream"]), plain["ours"][row]):
            values = [1e6 * v for v in per_message(runs, "seconds")]
            medians.append(statistics.median(values) if values else None)
            cells.append(f"{medians[-1]:.1f} +/- {(max(values) - min(values)) / 2:.1f}"
                         if values else "-")
        yield (f"{label(row):26}{cells[0]:>20}{cells[1]:>20}{ratio(*medians):>7}"
               f"{show(median(twin(row, plain['upstream']), 'doorbells'), 3):>10}"
               f"{show(median(plain['ours'][row], 'doorbells'), 3):>8}"
               f"{mark(row, plain['upstream'])}")
    yield NOTE
    yield ""


def table_of_pings(pings, limit):
    """Lines of a table: how long single round trips take, by kernel and stack; None are values
    that had not come after that many seconds."""
    title = "A round trip of 16 bytes each millisecond, for a minute (not icount)"
    yield from (title, "=" * len(title), "")
    yield "Microseconds that so many of them take at most. The program has a real-time priority;"
    yield "one without priority is in the kernel all the time, on the same processor."
    yield ""
    yield f"{'':40}{'half':>10}{'99 %':>10}{'99.9 %':>10}{'all':>10}"
    for (kernel, stack), values in pings.items():
        cells = ("".join(f"{show(values[k], 0):>10}" for k in ("p50", "p99", "p999", "max"))
                 if values else f"   did not end well within {limit} s")
        yield f"{kernel + ', ' + stack:40}" + cells
    yield ""


def heading(kernel):
    """Lines above a kernel's tables."""
    title = f"Linux {kernel}, and its own drivers as upstream"
    yield from (title, "=" * len(title), "")


def section(measured, boots):
    """Lines of all tables of one kernel."""
    icount = measured.icount
    yield from heading(measured.kernel)
    for buffers in (256, 16):
        yield from table_of_instructions(
            f"Per message, {buffers} buffers each way, under icount",
            icount["upstream", buffers], icount["ours", buffers])
    yield from table_of_shared(measured.shared)
    yield from table_of_bulk(icount["upstream", 256], measured.bulk)
    yield from table_of_memory(icount["upstream", 256], icount["ours", 256])
    yield from table_of_times(measured.plain, boots)


def plot(path, boards):
    """Draws the instructions of the rows that both stacks have on all boards."""
    series = [(f"{stack}, Linux {'.'.join(measured.kernel.split('.')[:2])}",
               COLOURS[stack][i % 2], measured.icount[stack, 256])
              for stack in COLOURS for i, measured in enumerate(boards)]
    data = [f'"{label(row)}" ' + " ".join(f"{median(rows[row], 'instructions'):.0f}"
                                          for _, _, rows in series)
            for row in boards[0].icount["ours", 256]
            if label(row) in PLOT and all(row in rows for _, _, rows in series)]
    bars = ", ".join(f'$data using {i + 2}:xtic(1) title "{title}" lc rgb "{colour}"'
                     for i, (title, colour, _) in enumerate(series))
    script = f"""
set terminal svg size 900,420 font "sans-serif,13" background "white"
set output "{path}"
set title "Kernel instructions per message, 256 buffers, under icount"
set style data histograms
set style fill solid 0.9 border -1
set yrange [0:*]
set xtics rotate by -20
set grid ytics
set key top right
$data << EOD
{chr(10).join(data)}
EOD
plot {bars}
"""
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def figures(measured):
    """Lines for the smoke test to compare with."""
    ours = {row: runs for row, runs in measured.icount["ours", 256].items()
            if not row.name.startswith("bulk")}
    ours.update((row._replace(name=row.name + "-16-buffers"), runs)
                for row, runs in measured.icount["ours", 16].items() if row.name == "echo")
    ours.update(measured.bulk[4096])
    for row, runs in ours.items():
        value = median(runs, "instructions")
        if value:
            yield f"{row.name} {row.size} {row.window} {value:.0f}"
