"""Times the overhead of `nnoptim run` beyond its trainings, and compares it with peers that are installed.

orchestration.py throughput [RUNS] [--workers N] [--db DB]   runs of a trivial network with 50 costs, against Optuna and dask
orchestration.py postgresql [RUNS] [--workers N]             the same on a temporary PostgreSQL server with its defaults
orchestration.py flatness [RUNS ...] [--table FILE]          time per run by the size of the grid; `NNOptim.Benchmarks
                                                             chart FILE PNG` draws the table
orchestration.py recovery [RUNS]                             from Enter to the continuation of an experiment after kill -9
orchestration.py start [ROUNDS]                              from Enter to the report of one run
orchestration.py dashboard [RUNS] [--rounds N] [--page api|chromium]
                                                             the cost of an open page for a grid that ends 1,000 runs per second

`NNOptim.Benchmarks bookkeeping` compares sleeping runs with their ideal time, because the programs have no trainable that sleeps.

NNOPTIM names the program; by default the Release build of this repository. Debian's python3-optuna and python3-distributed are
the peers; PYTHON names the interpreter that has them. Elapsed times mean little on a busy machine. Processor times show the cost,
of the coordinator and its workers together.
"""
import argparse
import contextlib
import glob
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get("NNOPTIM", os.path.join(HERE, "../../src/Coordinator/Cli/bin/Release/net10.0/nnoptim"))
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")
SEEDS = 10

GRID = """name: {runs} runs
dataset: {{kind: moons, examples: 20}}
network: {{layers: [2, 1]}}
training: {{epochs: {epochs}, record_every: {every}}}
grid:
  optimizer: [gd]
  learning_rate: {rates}
  batch_size: [full]
  seed: 1..{seeds}
"""


def grid(folder, runs, epochs=50):
    seeds = min(SEEDS, runs)
    steps = runs // seeds
    rates = f"{{from: 0.001, to: 1, steps: {steps}, scale: log}}" if steps > 1 else "[0.1]"
    path = os.path.join(folder, f"{runs}.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(GRID.format(runs=runs, rates=rates, seeds=seeds, epochs=epochs, every=epochs // 50))
    return path


class Run:
    """One `nnoptim run`: seconds from its start to each of its events, and its cost."""

    def __init__(self, folder, runs, *options, epochs=50, kill_at=None, page=None):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        process = subprocess.Popen(
            [PROGRAM, "run", "--report", os.path.join(folder, "report"), grid(folder, runs, epochs), "--json", "--allow-large-grid", *options],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "NNOPTIM_HOME": folder})
        self.submitted = self.trained = self.reported = float("nan")
        self.memory = 0
        self.progress = []
        self.page = None
        address, watched = None, None
        for line in process.stdout:
            event, now = json.loads(line), time.perf_counter() - began
            self.memory = max(self.memory, memory_of(process.pid))
            if event["event"] == "dashboard":
                address = event["url"]
            if event["event"] == "started":
                self.experiment, self.submitted = event["experiment"], now
            if page and address and not watched and event["event"] == "progress":
                watched = page(address, self.experiment)
            elif event["event"] == "reported":
                self.reported = now
            elif event["event"] == "progress":
                self.progress.append((now, event["completed"], processor_of(process.pid)))
                if event["completed"] == runs and self.trained != self.trained:
                    self.trained = now
                    if watched:
                        self.page = watched.close()
                if kill_at is not None and event["completed"] >= kill_at:
                    process.send_signal(signal.SIGKILL)
                    break
        self.exit_code = process.wait()
        self.ended = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if kill_at is None and self.exit_code != 0:
            raise SystemExit(f"nnoptim ended with {self.exit_code}")


def memory_of(pid):
    """The largest resident set of a process so far, in MB."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024
    except (OSError, AttributeError):
        return 0


def processor_of(pid):
    """The processor time of a process so far, in seconds."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as status:
        fields = status.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peer(script, *arguments):
    """The numbers that a peer's script prints; None if the peer is not installed."""
    result = subprocess.run([PYTHON, os.path.join(HERE, "peers", script), *arguments], capture_output=True, text=True)
    return [float(word) for word in result.stdout.split()] if result.returncode == 0 else None


def measured(runs, workers, database):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(folder, runs, *(["--workers", str(workers)] if workers else []), *(["--db", database] if database else []))
    rate = runs / (run.trained - run.submitted)
    whole = runs / (run.reported - run.submitted)
    print(f"nnoptim          {rate:8.0f} runs/s to the last result, {whole:.0f} to the report; {run.processor / runs * 1000:.3f} ms of processor time a run; {run.memory:.0f} MB")
    return rate


@contextlib.contextmanager
def postgresql_server():
    """A temporary server with the defaults of PostgreSQL, including fsync, on a socket in a temporary folder."""
    programs = max(glob.glob("/usr/lib/postgresql/*/bin"), default="")
    # It refuses to run as root.
    owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o777)
    data = os.path.join(folder, "data")

    def run(program, *arguments):
        subprocess.run([*owner, os.path.join(programs, program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run("initdb", "-D", data, "-U", "postgres", "-A", "trust")
    run("pg_ctl", "-D", data, "-w", "-l", os.path.join(folder, "log"), "-o", f"-k {folder} -c listen_addresses=", "start")
    try:
        yield f"Host={folder};Database=postgres;Username=postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def postgresql(runs, workers):
    with postgresql_server() as database:
        measured(runs, workers, database)


def throughput(runs, workers, database):
    rate = measured(runs, workers, database)
    for name, figures in (
        ("Optuna, SQLite", peer("optuna_trials.py", "100")),
        ("Optuna, memory", peer("optuna_trials.py", "1000", "memory")),
        ("dask", peer("dask_tasks.py", "5000")),
    ):
        if figures:
            print(f"{name:<16} {figures[0]:8.1f} a second, nnoptim {rate / figures[0]:.0f} times that")


def flatness(sizes, table_file):
    table = open(table_file, "w", encoding="utf-8") if table_file else None
    first = None
    for runs in sizes:
        with tempfile.TemporaryDirectory() as folder:
            run = Run(folder, runs)
            cost = run.processor / runs * 1000
            first = first or (run.trained - run.submitted) / runs
            print(f"{runs:>7} runs: {(run.trained - run.submitted) / runs * 1000:.3f} ms a run to the last result ({(run.trained - run.submitted) / runs / first:.2f} times), {run.reported - run.submitted:.1f} s to the report, {cost:.3f} ms of processor time a run, {run.memory:.0f} MB", flush=True)
            if table:
                print(f"{runs},{runs / (run.trained - run.submitted):.0f},{runs / (run.reported - run.submitted):.0f}", file=table, flush=True)
            small = Run(folder, sizes[0])
            print(f"          then {sizes[0]} runs on that database: {(small.trained - small.submitted) / sizes[0] * 1000:.3f} ms a run", flush=True)


def recovery(runs):
    with tempfile.TemporaryDirectory() as folder:
        killed = Run(folder, runs, kill_at=runs * 9 // 10)
        began = time.perf_counter()
        process = subprocess.Popen(
            [PROGRAM, "resume", killed.experiment, "--report", os.path.join(folder, "report"), "--json"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "NNOPTIM_HOME": folder})
        for line in process.stdout:
            if json.loads(line)["event"] == "started":
                seconds = time.perf_counter() - began
                print(f"{runs} runs killed with -9 at nine tenths: going on {seconds:.2f} s after Enter, by {processor_of(process.pid):.2f} s of processor time", flush=True)
                break
        process.kill()
        process.wait()


class ApiPage:
    """
    Sends the requests of the experiment's page at the same rate. It follows the events. After an event it requests the experiment, its
    configurations, the curves of six of them and a page of runs, and pauses for 12 times the duration, at least 0.7 s. It draws nothing,
    so its cost is almost only the server's work. It runs in its own process.
    """

    def __init__(self, address, experiment):
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "page.py"), address, experiment], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self):
        """The received data: events, their bytes, answers, their bytes, and the seconds."""
        return json.loads(self.process.communicate("end\n")[0])


class ChromiumPage:
    """The page in headless Chromium, which draws it on the same processors: the cost of server and browser together."""

    def __init__(self, address, experiment):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
             f"--user-data-dir={self.folder.name}", address],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def close(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        self.folder.cleanup()


def steady(run, runs):
    """Runs per second, and processor milliseconds of `nnoptim` per run, from a fifth of the runs (all code is compiled) to all of them."""
    first = next(seen for seen in run.progress if seen[1] >= runs // 5)
    last = next(seen for seen in run.progress if seen[1] == runs)
    ended = last[1] - first[1]
    return ended / (last[0] - first[0]), (last[2] - first[2]) / ended * 1000


def dashboard(runs, rounds, page):
    """
    Alternates between no dashboard, and a dashboard with an open page. The runs train on as many slots as there are processors, so the
    page takes its time from them. 9,000 epochs of a 2-1 network on 20 examples take a processor of 2.6 GHz (Zen 4) about 2 ms, so two
    processors end about 1,000 runs per second. EPOCHS sets another number of epochs.
    """
    page = {"api": ApiPage, "chromium": ChromiumPage}[page]
    epochs = int(os.environ.get("EPOCHS", "9000"))
    rates, ratios, costs = [], [], []
    for number in range(rounds):
        found = {}
        # They take turns in going first, so that other load of the machine affects both.
        for watched in (number % 2 == 0, number % 2 == 1):
            with tempfile.TemporaryDirectory() as folder:
                run = Run(folder, runs, *(["--dashboard", "127.0.0.1:0"] if watched else []), epochs=epochs, page=page if watched else None)
            found[watched] = steady(run, runs)
            if watched and run.page:
                seen = run.page
                print(f"          the page got {seen['event_bytes'] / seen['seconds']:.0f} bytes of events and {seen['answer_bytes'] / seen['seconds'] / 1024:.1f} KiB of answers a second, by {seen['events'] / seen['seconds']:.1f} events and {seen['answers'] / seen['seconds']:.1f} answers")
        rates.append(found[False][0])
        ratios.append(found[True][0] / found[False][0])
        costs.append(found[True][1] / found[False][1])
        print(f"round {number + 1}: {found[False][0]:.0f} runs/s without, {found[True][0]:.0f} with the page: {ratios[-1] - 1:+.1%}; {found[False][1]:.3f} and {found[True][1]:.3f} ms of processor time a run: {costs[-1] - 1:+.1%}", flush=True)
    middle = rounds // 2
    print(f"page as {'Chromium' if page is ChromiumPage else 'a client of the API and the events'}, {rounds} rounds of {runs} runs: {sorted(rates)[middle]:.0f} runs/s without; with the page {sorted(ratios)[middle] - 1:+.1%} in the middle ({min(ratios) - 1:+.1%} to {max(ratios) - 1:+.1%}); processor time of nnoptim {sorted(costs)[middle] - 1:+.1%}")


def start(rounds):
    reported, ended, processor = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            run = Run(folder, 1)
            reported.append(run.reported)
            ended.append(run.ended)
            processor.append(run.processor)
    print(f"one run, of {rounds}: report after {min(reported):.2f} s at best, {sorted(reported)[rounds // 2]:.2f} in the middle; ended after {min(ended):.2f} s; {min(processor):.2f} s of processor time")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name, runs, *, several=False):
        added = commands.add_parser(name)
        added.add_argument("runs", type=int, nargs="*" if several else "?", default=runs)
        return added

    for name in ("throughput", "postgresql"):
        command(name, 10_000).add_argument("--workers", type=int, default=0)
    commands.choices["throughput"].add_argument("--db")
    command("flatness", [1000, 10_000, 100_000], several=True).add_argument("--table")
    command("recovery", 100_000)
    command("start", 5)
    page = command("dashboard", 20_000)
    page.add_argument("--rounds", type=int, default=5)
    page.add_argument("--page", choices=["api", "chromium"], default="api")

    given = parser.parse_args()
    match given.command:
        case "throughput":
            throughput(given.runs, given.workers, given.db)
        case "postgresql":
            postgresql(given.runs, given.workers)
        case "flatness":
            flatness(given.runs, given.table)
        case "recovery":
            recovery(given.runs)
        case "start":
            start(given.runs)
        case "dashboard":
            dashboard(given.runs, given.rounds, given.page)


if __name__ == "__main__":
    main()
