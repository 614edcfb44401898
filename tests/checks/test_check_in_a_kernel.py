"""The check line in a real kernel, whose event loop runs while an answer is judged."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    "from helpers.checks import check, progress",
    "def unmask(payload, key):\n    raise NotImplementedError",
    'await check("unmask", unmask)',
    "def unmask(payload, key):\n    while True:\n        pass",
    'await check("unmask", unmask)',
    "def unmask(payload, key):\n    print('looking')\n    return key.missing",
    'await check("unmask", unmask)',
    "def handshake(request):\n    import sys\n    sys.exit()",
    'await check("handshake", handshake)',
    "async def unmask(data, key, start=0):\n    return bytes(b ^ key[i % 4] for i, b in enumerate(data, start))",
    'await check("unmask", unmask)',
    "progress()",
    "import asyncio, signal\n"
    "left = [task for task in asyncio.all_tasks() if 'helpers' in repr(task)]\n"
    "(left, signal.getitimer(signal.ITIMER_REAL), signal.getsignal(signal.SIGALRM))",
]


@pytest.fixture
def outputs(tmp_path, monkeypatch, request):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    client = NotebookClient(notebook, timeout=30, shutdown_kernel="immediate")
    client.execute()
    return [cell.outputs for cell in notebook.cells]


def test_every_answer_gets_its_card(outputs):
    results = [output for output in outputs if output]
    assert [len(output) for output in results] == [1] * 7
    texts = [output[0].data["text/plain"] for output in results]
    assert texts[0].startswith("Not yet · unmask · 0 of 73 cases\n  Nothing is written yet.")
    assert "Your code was still running after 2 s and was stopped." in texts[1]
    assert "line 3 of your cell" in texts[2]
    assert "your code printed: 'looking\\n'" in texts[2]
    assert "Your code asked Python to exit." in texts[3]
    assert texts[4].startswith("Passed · unmask")
    assert "next: 4A Answer the key (accept_key)" in texts[5]
    assert texts[6] == "([], (0.0, 0.0), <Handlers.SIG_DFL: 0>)"
    assert all('<div role="group" class="verdict' in output[0].data["text/html"] for output in results[:6])
    assert "Traceback" not in json.dumps(texts)
