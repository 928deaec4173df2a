"""The words of `run.py`, once its environment stands."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

from config.embedded.checks import bench, check, test
from config.embedded.demo import StepError, demo
from config.embedded.locks import lock
from config.embedded.places import PROJECT, SetUpError
from config.embedded.resetting import reset
from config.embedded.supervisor import Interrupted, say

WORDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "lock": lock,
    "reset": reset,
}


def main(word: str, arguments: Sequence[str]) -> int:
    os.chdir(PROJECT)
    try:
        return WORDS[word](arguments)
    except SetUpError as error:
        say(str(error))
        return 1
    except StepError as failure:
        say(str(failure))
        return failure.exit_code
    except Interrupted as interrupted:
        return interrupted.exit_code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
