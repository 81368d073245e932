"""Restarts behind HAProxy (deploy/haproxy.cfg) while requests come in: none may fail."""
import asyncio
import itertools
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from load import Load, most
from server import Server, free_port
from wire import article

CONFIGURATION = Path(__file__).parents[2] / "deploy/haproxy.cfg"
# Requests a second, and which part of what one server does they are at most: the other one must
# carry all of them, on a machine that starts a third one at the same time.
RATE, SHARE = 200, 0.3
ARTICLE = "“The dyke will hold,” said Zoé Lantier, the mayor of Vannes, on Monday 4 March 2024.".encode()
# Seconds for HAProxy to see that a server is back.
SEEN_IN = 1


def start_proxy(ports):
    """HAProxy with the configuration of the repository on free ports."""
    text = CONFIGURATION.read_text()
    for documented, port in zip((8080, 8081, 8082), ports):
        assert f"127.0.0.1:{documented}\n" in text, documented
        text = text.replace(f"127.0.0.1:{documented}\n", f"127.0.0.1:{port}\n")
    file = tempfile.NamedTemporaryFile("w", suffix=".cfg")
    file.write(text)
    file.flush()
    process = subprocess.Popen(["haproxy", "-q", "-db", "-f", file.name], stderr=subprocess.DEVNULL)
    process.configuration = file
    for _ in range(200):
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", ports[0])) == 0:
                return process
        time.sleep(0.02)
    raise RuntimeError(f"expected HAProxy on port {ports[0]}, but it ended with {process.poll()}")


class Rolling(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.proxy_port = free_port()
        self.servers = []
        for _ in range(2):
            self.servers.append(Server())
            self.addCleanup(self.servers[-1].stop)
        proxy = start_proxy([self.proxy_port, *[server.port for server in self.servers]])
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.terminate)

    def restart(self, server):
        """Stops it as an operator does, and starts it again; how long each took."""
        begin = time.monotonic()
        server.tell_to_stop()
        self.assertEqual(server.wait(), 0)
        stopped = time.monotonic() - begin
        server.start()
        time.sleep(SEEN_IN)
        return stopped, server.started_in

    async def test_no_request_fails_while_each_server_is_restarted_twice(self):
        asyncio.get_running_loop().set_debug(False)
        await asyncio.sleep(SEEN_IN)
        wanted = min(RATE, SHARE * await most(self.servers[0].port, itertools.repeat(article(ARTICLE)), 2))
        load = Load(self.proxy_port, wanted, itertools.repeat(article(ARTICLE)))
        running = asyncio.ensure_future(load.run())
        await asyncio.sleep(SEEN_IN)
        times = [await asyncio.to_thread(self.restart, server) for server in self.servers * 2]
        load.running = False
        rate = await running
        told = ", ".join(f"{stopped:.1f} + {started:.1f}" for stopped, started in times)
        print(f"    {rate:.0f} requests a second: {dict(load.seen)}, p50 {load.quantile(0.5):.0f} ms, "
              f"p99 {load.quantile(0.99):.0f} ms, worst {load.quantile(1):.0f} ms; restarts {told} s", flush=True)
        self.assertEqual(list(load.seen), [200], load.failures[:5])
        self.assertGreater(rate, wanted * 0.9)
