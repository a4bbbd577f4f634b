"""What a forked process does: be a Jupyter kernel, or answer one call. Imports nothing heavy by itself."""

import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection


def kernel(connection_file: str, folder: str) -> None:
    """Become a fresh IPython kernel on that connection file, working in `folder`. Returns when it is shut down."""
    os.setsid()  # Ctrl-C in the terminal is for the runner, which then ends its kernels
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(argv=["-f", connection_file])


def answer(channel: Connection, function: Callable[..., object], arguments: tuple) -> None:
    """Call the function and send back ("done", what it returned) or ("failed", the exception, its traceback)."""
    try:
        channel.send(("done", function(*arguments)))
    except Exception as error:
        channel.send(("failed", f"{type(error).__name__}: {error}", traceback.format_exc()))
    finally:
        channel.close()
