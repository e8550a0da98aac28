"""PyTorch for real, which no question needs yet: 200 MB to download, a minute the first time.

It runs only when it is named: `.venv/bin/pytest tests/content_running/on_demand.py`.
"""

from tests.content.running import Runnable, run

ALL_REDUCE = """\
import tempfile
import torch
import torch.distributed as dist

def work(rank, file):
    dist.init_process_group("gloo", init_method=f"file://{file}", rank=rank, world_size=2)
    mine = torch.full((4,), float(rank + 1))
    dist.all_reduce(mine)
    assert mine.tolist() == [3.0] * 4
    dist.destroy_process_group()

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (f"{folder}/meet",), nprocs=2)
    print(torch.__version__)
"""
MEETING_BY_TCP = ALL_REDUCE.replace('f"file://{file}"', '"tcp://127.0.0.1:29500"')


def test_two_processes_reduce_over_gloo(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.content.running.CACHE", tmp_path)
    for source in (ALL_REDUCE, MEETING_BY_TCP):
        run(Runnable(source, "gloo.md", 1, 60, frozenset({"torch"})))
