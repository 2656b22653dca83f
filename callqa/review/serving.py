"""Serve the pages on this machine, and refuse what would lay them open."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket
import sys
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

import uvicorn

from callqa.analysis.words import lemmas
from callqa.errors import CallqaError
from callqa.review.alerts import ring
from callqa.review.app import make_app
from callqa.review.delivering import deliver
from callqa.review.errors import AddressRefusedError
from callqa.review.overview import choose_window
from callqa.review.site import Site
from callqa.review.stakes import live_months, staked
from callqa.review.stores import Stores
from callqa.review.templating import compile_templates
from callqa.store import Span

_LOG = logging.getLogger(__name__)

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names by which a browser on this machine asks."""

SWITCH_S = 0.0001
"""How often threads take turns: a page asks the database many times, and each time would wait Python's usual 5 ms for a thread
that computes."""

GARBAGE_AFTER = (50_000, 20, 20)
"""New objects after which Python looks for unreachable cycles: a look through all the figures of a month stops every page for a
tenth of a second, and there are hardly any cycles."""

ALERTS_EVERY_S = 60
"""How often alerts are looked for while the pages are served."""


class PortTakenError(CallqaError):
    """Another program has the port."""

    slug = "review-port-taken"


def check_address(host: str, *, has_accounts: bool, is_behind_tls: bool) -> None:
    """Refuse to serve beyond this machine without accounts, and without being told that TLS is in front.

    Raises:
        AddressRefusedError: One of the two is missing.
    """
    if not is_loopback(host) and not (has_accounts and is_behind_tls):
        raise AddressRefusedError(host=host)


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve(site: Site, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until it is stopped.

    Raises:
        PortTakenError: Another program has the port.
    """
    listener = _listen(host, port)
    chosen = listener.getsockname()[1]
    config = uvicorn.Config(
        make_app(site),
        log_level="warning",
        access_log=False,  # addresses of calls are nobody's business; who heard what is in the access log
        server_header=False,
        proxy_headers=site.is_behind_tls,
        forwarded_allow_ips="127.0.0.1",
    )
    shown = f"[{host}]" if ":" in host else host
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(*GARBAGE_AFTER)
    compile_templates()
    lemmas("слово", "ru")  # the dictionary is read with the first word
    announce(f"http://{shown}:{chosen}/")
    stopped = Event()
    watcher = Thread(target=_watch, args=(site, stopped), name="callqa-alerts", daemon=True)
    watcher.start()
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        stopped.set()
        watcher.join(timeout=ALERTS_EVERY_S)
        listener.close()
        site.pay.close()
        site.stores.close()


def _watch(site: Site, stopped: Event) -> None:
    """Ring alerts beside the requests; a fault of one round is the next one's to mend."""
    _guarded("warming up", partial(warm_up, site))
    watcher = Watcher(site)
    while not stopped.is_set():
        _guarded("alerts", watcher.look)
        stopped.wait(ALERTS_EVERY_S)
    watcher.close()


def _guarded(what: str, work: Callable[[], object]) -> None:
    """Tell a fault and go on: a watcher that ended would be silent for good."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - names only, the facts are private
        _LOG.warning("%s: %s", what, type(error).__name__)


class Watcher:
    """Looks for alerts again and again; where nothing was written since the last look, it only sends what could not go out."""

    def __init__(self, site: Site) -> None:
        self._project = site.project
        self._stores = Stores(site.stores.path)  # what was written is told by a connection of its own
        self._seen: int | None = None

    def look(self) -> bool:
        """Look once; tell whether there was anything to look at."""
        with self._stores.lend() as store:
            now = store.connection.others_wrote()
            is_new = now != self._seen
            if is_new:
                ring(self._project, store)
            self._seen = now
            deliver(self._project, store)
        return is_new

    def close(self) -> None:
        """Close the database."""
        self._stores.close()


def warm_up(site: Site) -> None:
    """Count once what the first pages would wait for: the months whose pay still moves, and the queue's stakes.

    Raises:
        CallqaError: Pay cannot be counted; the Bonus page says why.
    """
    with site.stores.lend() as store:
        edges = store.days.edges()
        for period in live_months(store) if site.pay.has_scheme else ():
            site.pay.month(store, period)
        if edges is not None:
            window = choose_window(edges, None, None)
            staked(site, store, Span(since=window.since, until=window.until))
    gc.freeze()  # what is there now stays


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(port=port) from error
    return listener
