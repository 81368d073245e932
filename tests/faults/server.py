"""A Copydesk of a test's own on a free port, and what the system says of its process: resident
memory, open files, threads. The binary is $COPYDESK_BIN."""
import os
import resource
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

BINARY = os.environ.get("COPYDESK_BIN", "target/release/copydesk")
# Seconds that a server has to become ready, on a machine that does other things too.
START = 30


def raise_open_files():
    """As many open files as the system lets a process have, here and in what is started from here."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (1 << 20, hard):
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(wanted, hard)))
            return wanted
        except (ValueError, OSError):
            continue
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A running server. `settings` are its variables without their prefix: `deadline=2`."""

    def __init__(self, port=None, log=None, **settings):
        self.port = port or free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.settings = {f"COPYDESK_{name.upper()}": str(value) for name, value in settings.items()}
        self.log = log
        self.process = None
        self.start()

    def start(self):
        """Starts it; `started_in` is the time until it says that it is ready."""
        variables = {"COPYDESK_LOG": "warn", **self.settings, "COPYDESK_LISTEN": self.address}
        begin = time.monotonic()
        output = open(self.log, "ab") if self.log else subprocess.DEVNULL
        self.process = subprocess.Popen([BINARY], env={**os.environ, **variables}, stdout=output, stderr=output)
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > begin + START:
                self.stop()
                raise RuntimeError(f"expected a server on {self.address}, but it did not become ready")
            time.sleep(0.005)
        self.started_in = time.monotonic() - begin

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://{self.address}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def tell_to_stop(self):
        self.process.terminate()

    def wait(self):
        """Its exit code, once it has ended."""
        return self.process.wait(timeout=60)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def metrics(self):
        """Every sample of /metrics by its name and labels."""
        with urllib.request.urlopen(f"http://{self.address}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        samples = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {name: float(value) for name, value in samples}

    def resident_mb(self):
        return self._status("VmRSS") / 1024

    def peak_mb(self):
        """The most resident memory since the start, or since `forget_peak`."""
        return self._status("VmHWM") / 1024

    def forget_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def threads(self):
        return self._status("Threads")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def _status(self, field):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"\n{field}:")[1].split()[0])
