"""A wire to a server that breaks: the first answers are cut off in the middle."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count


@contextmanager
def severed(url: str, after: int, times: int) -> Iterator[str]:
    """The address of a proxy; of the first `times` connections it passes on `after` bytes of answer."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, (host, int(port)), after, times), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, server: tuple[str, int], after: int, times: int) -> None:
    for number in count():
        try:
            client, _ = listener.accept()
        except OSError:  # shut down
            return
        most = after if number < times else sys.maxsize
        threading.Thread(target=_pass_on, args=(client, server, most), daemon=True).start()


def _pass_on(client: socket.socket, server: tuple[str, int], most: int) -> None:
    with client, socket.create_connection(server) as upstream, suppress(OSError):
        upstream.sendall(client.recv(65536))
        while most > 0 and (piece := upstream.recv(min(most, 65536))):
            client.sendall(piece)
            most -= len(piece)
