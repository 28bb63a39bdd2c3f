"""The demo's processes end with the demo, whatever ends it."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from config import children as children_module
from config.children import ChildEnded, Children
from config.embedded import PROJECT
from config.mail_catcher import HOST, free_port
from config.supervise import run
from tests.processes import wait_until

PARENT = """
import sys
from config.children import Children
children = Children(tell=lambda name, text: None)
children.start("server", "http.server", "--bind", "127.0.0.1", sys.argv[1], environment={})
print("started", flush=True)
children.wait_for_end()
"""


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def test_stopping_ends_every_child() -> None:
    children, port = Children(tell=lambda name, text: None), free_port()
    children.start("server", "http.server", "--bind", HOST, str(port), environment={})
    wait_until(lambda: listens(port), "the child to listen")
    children.stop()
    assert not listens(port)


def test_even_a_killed_parent_leaves_no_orphan() -> None:
    port = free_port()
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(port)], cwd=PROJECT, stdout=subprocess.PIPE)
    wait_until(lambda: listens(port), "the child to listen")
    parent.kill()
    parent.communicate()
    wait_until(lambda: not listens(port), "the orphan to end")


def test_a_child_that_ends_by_itself_is_named_and_its_words_are_shown() -> None:
    lines: list[str] = []
    children = Children(tell=lambda name, text: lines.append(f"{name}: {text}"))
    children.start("server", "http.server", "--no-such-option", environment={})
    with pytest.raises(ChildEnded, match=r"server ended by itself \(exit code 2\)"):
        children.wait_for_end()
    wait_until(lambda: any("unrecognized arguments" in line for line in lines), "its last words")
    children.stop()


def test_a_killed_child_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children_module, "SHORT_LIFE_SECONDS", 0)
    lines: list[str] = []
    children, port = Children(tell=lambda name, text: lines.append(f"{name}: {text}")), free_port()
    children.start("server", "http.server", "--bind", HOST, str(port), environment={})
    wait_until(lambda: listens(port), "the child to listen")
    os.kill(children.running["server"].process.pid, signal.SIGKILL)
    children.running["server"].process.wait()
    children.check()
    wait_until(lambda: listens(port), "the child to listen again")
    assert "server: was killed (signal 9): begun again" in lines
    children.stop()
    assert not listens(port)


def test_a_child_killed_at_its_very_beginning_ends_the_demo() -> None:
    children = Children(tell=lambda name, text: None)
    children.start("server", "http.server", "--bind", HOST, str(free_port()), environment={})
    os.kill(children.running["server"].process.pid, signal.SIGKILL)
    with pytest.raises(ChildEnded, match=r"server ended by itself \(exit code -9\)"):
        children.wait_for_end()
    children.stop()


def test_the_demo_names_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert run(port=port, announce=lambda address, folder: None) == 1
    assert f"Port {port} can't be used" in capsys.readouterr().err
