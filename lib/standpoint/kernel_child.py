"""What a forked process does: be a Jupyter kernel, or answer one call. Imports nothing heavy by itself."""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection


def kernel(connection_file: str, folder: str) -> None:
    """Become a fresh IPython kernel on that connection file, working in `folder`. Returns when it is shut down."""
    os.setsid()  # Ctrl-C in the terminal is for the runner, which then ends its kernels
    _end_with_runner(lambda: os.killpg(0, signal.SIGKILL))  # and what the notebook has started
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=["-f", connection_file])


def answer(channel: Connection, function: Callable[..., object], arguments: tuple) -> None:
    """Call the function and send back ("done", what it returned) or ("failed", the exception, its traceback)."""
    _end_with_runner(lambda: os._exit(1))
    try:
        channel.send(("done", function(*arguments)))
    except Exception as error:
        channel.send(("failed", f"{type(error).__name__}: {error}", traceback.format_exc()))
    finally:
        channel.close()


def _end_with_runner(end: Callable[[], object]) -> None:
    """Call `end` when the process that asked for this one is gone, also where it was killed."""
    runner = multiprocessing.parent_process()

    def wait() -> None:
        if runner is not None:
            runner.join()
            end()

    threading.Thread(target=wait, daemon=True).start()
