"""Leases: processes that work on one database share its articles instead of doing them twice.

A process that takes up an article holds it for a minute, and renews what it holds while it lives. One that was killed renews
nothing; on the same machine its leases end as soon as its process id is free, elsewhere when the minute is over.
"""

import os
import secrets
import socket
import sys
from sqlite3 import Connection

SECONDS = 60.0


def new_owner() -> str:
    """A name for this process that no other has: its machine, its process id and a random part."""
    return f"{socket.gethostname()}|{os.getpid()}|{secrets.token_hex(4)}"


def claim(connection: Connection, article_id: str, owner: str, now: float) -> bool:
    """Takes the lease of an article, in the caller's transaction; False while another living process holds it."""
    row = connection.execute("SELECT owner, until FROM leases WHERE article_id = ?", (article_id,)).fetchone()
    if row is not None and row[0] != owner and row[1] > now and _lives(row[0]):
        return False
    connection.execute(
        "INSERT OR REPLACE INTO leases (article_id, owner, until) VALUES (?, ?, ?)", (article_id, owner, now + SECONDS)
    )
    return True


def renew(connection: Connection, owner: str, now: float) -> None:
    """Holds all that the owner holds for another minute."""
    connection.execute("UPDATE leases SET until = ? WHERE owner = ?", (now + SECONDS, owner))


def release(connection: Connection, article_id: str, owner: str) -> None:
    """Gives an article free."""
    connection.execute("DELETE FROM leases WHERE article_id = ? AND owner = ?", (article_id, owner))


def _lives(owner: str) -> bool:
    """False only for a process of this machine that has ended; Windows cannot be asked without harm."""
    host, process, _ = owner.rsplit("|", 2)
    if host != socket.gethostname() or sys.platform == "win32":
        return True
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
