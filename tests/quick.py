"""A quick stand-in server for benchmarks, in a process of its own: `python -m tests.quick PAUSE` prints its address.

It answers every request after the same pause as `newsroom.reader` would, and never waits for the program that it serves.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.newsroom import reader
from tests.stub import completion


class _Server:
    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._came: list[float] = []

    async def serve(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter) -> None:
        try:
            while head := await reading.readuntil(b"\r\n\r\n"):
                headers = dict(h.split(b": ", 1) for h in head.lower().split(b"\r\n") if b": " in h)
                length = int(headers.get(b"content-length", 0))
                body = json.loads(await reading.readexactly(length)) if length else {}
                if head.startswith(b"GET"):
                    raw = json.dumps(self._came).encode()
                else:
                    self._came.append(time.time())
                    await asyncio.sleep(self._pause)
                    raw = json.dumps(completion(reader(body)).body).encode()
                writing.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                writing.write(b"Content-Length: %d\r\n\r\n" % len(raw) + raw)
                await writing.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writing.close()


async def _main() -> None:
    server = await asyncio.start_server(_Server(float(sys.argv[1])).serve, "127.0.0.1", 0, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


@contextmanager
def quick(pause: float) -> Iterator[str]:
    """The address of such a server, for as long as the block lasts; GET gives the times at which requests came."""
    command = [sys.executable, "-m", "tests.quick", str(pause)]
    environment = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).parent.parent)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_main())
