"""From the start of the server to its first answer."""

from statistics import median

from tests.bench.table import at_most

STARTS = 3


def measure(stage):
    starts = [seconds_to_answer(stage) for _start in range(STARTS)]
    return [at_most("server start to first answer", median(starts), 2, "s")]


def seconds_to_answer(stage):
    with stage.server(stage.real, path="/it/") as server:
        return server.seconds
