"""A Spark cluster of this machine: a master and workers as processes of their own, so that one can be killed.

    with Cluster(folder, workers=2) as cluster:
        driver = cluster.submit(settings, "job.py", "argument")
        cluster.kill(executor="0")

Only processes that were started here are stopped or killed, each by its id.
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pyspark

SPARK = pathlib.Path(pyspark.__file__).parent
HOST = "127.0.0.1"

# A run is over before the second compiler of the JVM has paid for itself.
SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def free_port():
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def environment():
    """Everything on this machine alone, with this Python."""
    return os.environ | {
        "SPARK_HOME": str(SPARK),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_DAEMON_JAVA_OPTS": SHORT_RUN,
        "PYSPARK_PYTHON": sys.executable,
    }


def words_of(process):
    """The command line of a process, which may be gone."""
    try:
        return pathlib.Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def children(parent):
    found = pathlib.Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


class Cluster:
    def __init__(self, folder, workers):
        self.folder = folder
        self.interface = f"http://{HOST}:{free_port()}/api/v1/applications"
        self.master = f"spark://{HOST}:{free_port()}"
        self.processes = []
        self.workers = []
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.start_master()
        for number in range(workers):
            self.workers.append(self.start_worker(number))

    def start(self, name, *command):
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment())
        self.processes.append(process)
        return process

    def start_master(self):
        port = self.master.rpartition(":")[2]
        name = "org.apache.spark.deploy.master.Master"
        spark_class = SPARK / "bin" / "spark-class"
        self.start("master", spark_class, name, "--host", HOST, "--port", port, "--webui-port", str(free_port()))

    def start_worker(self, number):
        name = "org.apache.spark.deploy.worker.Worker"
        flags = ["--host", HOST, "--webui-port", str(free_port()), "--cores", "1", "--memory", "1g"]
        flags += ["--work-dir", self.folder / f"worker-{number}"]
        return self.start(f"worker-{number}", SPARK / "bin" / "spark-class", name, *flags, self.master)

    def submit(self, settings, *command):
        """Starts a driver; its log is driver.log."""
        own = {
            "spark.ui.port": self.interface.split("/")[2].rpartition(":")[2],
            "spark.driver.host": HOST,
            "spark.driver.extraJavaOptions": SHORT_RUN,
            "spark.executor.extraJavaOptions": SHORT_RUN,
        }
        flags = [f"--conf={key}={value}" for key, value in (own | settings).items()]
        return self.start("driver", SPARK / "bin" / "spark-submit", "--master", self.master, *flags, *command)

    def ask(self, path=""):
        """What the running driver says of itself; nothing before it is ready, when it answers with a page or not at all."""
        try:
            with urllib.request.urlopen(self.interface + path, timeout=5) as answer:
                return json.load(answer)
        except (OSError, json.JSONDecodeError):
            return []

    def tasks(self, description):
        """The tasks of the running stage of a job with this description."""
        found = []
        for application in self.ask():
            for stage in self.ask(f"/{application['id']}/stages?status=active"):
                if stage.get("description") == description:
                    path = f"/{application['id']}/stages/{stage['stageId']}/{stage['attemptId']}"
                    found += self.ask(f"{path}/taskList?length=1000")
        return found

    def process_of(self, executor):
        """The worker and the process of an executor."""
        for worker in self.workers:
            for child in children(worker.pid):
                words = words_of(child)
                if "--executor-id" in words and words[words.index("--executor-id") + 1] == executor:
                    return worker, child
        raise LookupError(f"expected a worker with the executor {executor}, but there is none")

    def kill_amid_tasks(self, description, driver, patience=300):
        """Kills a worker and its executor after a task of theirs has succeeded and while others run.

        Frozen first, the executor cannot end what the driver calls running. Returns these
        tasks, and none when the driver ends before.
        """
        end = time.monotonic() + patience
        while time.monotonic() < end and driver.poll() is None:
            time.sleep(0.2)
            tasks = self.tasks(description)
            succeeded = {task["executorId"] for task in tasks if task["status"] == "SUCCESS"}
            for executor in {task["executorId"] for task in tasks if task["status"] == "RUNNING"} & succeeded:
                worker, process = self.process_of(executor)
                os.kill(process, signal.SIGSTOP)
                time.sleep(0.5)
                running = [
                    task
                    for task in self.tasks(description)
                    if task["status"] == "RUNNING" and task["executorId"] == executor
                ]
                if running:
                    worker.kill()
                    os.kill(process, signal.SIGKILL)
                    return running
                os.kill(process, signal.SIGCONT)
        return []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
