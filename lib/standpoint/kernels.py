"""Processes for a run: kernels, and single calls, forked from one server that has imported everything once.

A notebook's fresh kernel costs a fork instead of two seconds of imports. Where there is no fork, kernels are started
as Jupyter starts them and calls run in spawned processes.
"""

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from standpoint import kernel_child

# Nothing here may start a thread: a forked process would wait for it for ever. The two settings keep OpenBLAS and
# Arrow's allocator from starting theirs; the third is what every kernel that draws figures is given.
PRELOAD = (
    "pandas",
    "pyarrow.parquet",
    "duckdb",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "networkx",
    "scipy.stats",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "matplotlib_inline.backend_inline",
    "nbconvert.exporters.html",
    "standpoint.kernel_child",
    "standpoint.workspace",
    "standpoint.store",
    "standpoint.charts",
    "standpoint.export",
    "standpoint.rendering",
)
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


class WorkerDied(Exception):
    """A process ended without an answer, as when the machine runs out of memory."""


class WorkerFailed(Exception):
    """What a process was asked to do raised an exception: its type and message; `details` holds the traceback."""

    def __init__(self, message: str, details: str):
        super().__init__(message)
        self.details = details


class Processes:
    """Starts kernels and calls; every process that is still alive at the end is killed. Safe to use from threads."""

    def __init__(self) -> None:
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self.forks = forks
        self._context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        self._lock = threading.Lock()
        self._alive: set[BaseProcess] = set()
        self._ended = False
        folder = Path("/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir())
        _clear(folder)
        self.sockets = Path(tempfile.mkdtemp(prefix=f"sp-{os.getpid()}-", dir=folder))

    def __enter__(self) -> "Processes":
        if self.forks:
            from multiprocessing import forkserver

            self._context.set_forkserver_preload(list(PRELOAD))
            with _environment(SETTINGS):
                forkserver.ensure_running()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._ended = True
            for process in self._alive:
                process.kill()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def start(self, function: Callable[..., None], *arguments: object) -> BaseProcess:
        """Start a process that calls the function. Raises WorkerDied where all have been ended."""
        process = self._context.Process(target=function, args=arguments)
        with self._lock:  # starting one looks after all others
            if self._ended:
                raise WorkerDied("the run has ended")
            process.start()
            self._alive.add(process)
        return process

    def ended(self, process: BaseProcess) -> int | None:
        """The exit status of a process, None while it runs."""
        with self._lock:
            if process.is_alive():
                return None
            self._alive.discard(process)
            return process.exitcode

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """What the function returns, called in a process of its own. Raises WorkerFailed or WorkerDied."""
        receive, send = self._context.Pipe(duplex=False)
        process = self.start(kernel_child.answer, send, function, arguments)
        send.close()
        try:
            outcome = receive.recv()
        except EOFError:
            raise WorkerDied(f"the process that ran {function.__name__} ended without an answer") from None
        finally:
            receive.close()
            process.join()
            self.ended(process)
        if outcome[0] == "failed":
            raise WorkerFailed(*outcome[1:])
        return outcome[1]


def kernel_manager(processes: Processes) -> type:
    """The class of kernel managers whose kernels are forked; Jupyter's own where there is no fork."""
    from jupyter_client import AsyncKernelManager
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    if not processes.forks:
        return AsyncKernelManager

    class ForkProvisioner(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
            folder = str(kwargs.get("cwd") or Path.cwd())
            self.process = _Forked(processes, processes.start(kernel_child.kernel, self.parent.connection_file, folder))
            self.pid, self.pgid = self.process.pid, None
            return self.connection_info

    class ForkKernelManager(AsyncKernelManager):
        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            self.transport = "ipc"  # TCP ports race between kernels that start at the same time
            self.cache_ports = False
            stem = processes.sockets / f"{id(self):x}-{threading.get_ident():x}"
            self.connection_file, self.ip = f"{stem}.json", str(stem)

        async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
            if self.provisioner is None:
                self.provisioner = ForkProvisioner(
                    kernel_id=self.kernel_id or "", kernel_spec=self.kernel_spec, parent=self
                )
            return await super()._async_pre_start_kernel(**kwargs)

    return ForkKernelManager


class _Forked:
    """A forked process with the methods of subprocess.Popen that Jupyter calls."""

    stdin = stdout = stderr = None

    def __init__(self, processes: Processes, process: BaseProcess):
        self._processes, self._process, self.pid = processes, process, process.pid

    def poll(self) -> int | None:
        return self._processes.ended(self._process)

    def wait(self) -> int | None:
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None and self.pid:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _clear(folder: Path) -> None:
    """Remove the sockets of our runs that were killed: those whose process is gone."""
    for left in folder.glob("sp-*-*"):
        pid = left.name.split("-")[1]
        if pid.isdigit() and not _runs(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
