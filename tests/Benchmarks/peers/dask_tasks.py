"""Times dask.distributed: tasks that return 50 costs each, on 2 worker processes. dask_tasks.py TASKS"""
import sys
import time

from distributed import Client, LocalCluster


def task_of_costs(number):
    return [number / (epoch + 1) for epoch in range(50)]


if __name__ == "__main__":
    tasks = int(sys.argv[1])
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        started = time.perf_counter()
        client.gather(client.map(task_of_costs, range(tasks)))
        seconds = time.perf_counter() - started
    print(f"{tasks / seconds:.1f}")
