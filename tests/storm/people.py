"""Applicants who write, send a file and hand in, over HTTP, in a hurry."""

import http.client
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from threading import Event
from urllib.parse import urlencode
from uuid import uuid4

RECEIPT = re.compile(rb"\b([a-z0-9]{8}-[0-9]+)\b")
KEPT_LATE = b"The award office has yet to decide whether to admit it."
PATIENCE = 60  # seconds that one answer is waited for
AGAIN = 0.5  # seconds before trying again


class Unanswered(Exception):
    """The server could not be reached, broke off, or had an error of its own."""


@dataclass(frozen=True)
class Acknowledged:
    """What the page said was handed in, and what had been sent until then.

    Where it said that it came late, and is kept, there is no receipt. `pressed` is when
    the button was pressed first with this text, `answered` when the page was there.
    """

    code: str
    receipt: str
    need: str
    file: str
    pressed: datetime
    answered: datetime


@dataclass
class Browser:
    """One signed-in person's browser."""

    host: str
    session: str
    user: int
    token: str = ""
    errors: list = field(default_factory=list)

    def ask(self, method, path, body=None, **headers):
        """One request: its status, headers and body. Raises Unanswered."""
        cookies = f"sessionid={self.session}; csrftoken={self.token}"
        headers |= {"Cookie": cookies, "X-CSRFToken": self.token}
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(type(error).__name__)
            raise Unanswered from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("csrftoken="):
                self.token = cookie.partition("=")[2].partition(";")[0]
        if answer.status >= 500:
            self.errors.append(answer.status)
            raise Unanswered
        return answer.status, answer.headers, told

    def lose_the_answer(self, path):
        """Press the button, and be gone before anything comes back."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        cookies = f"sessionid={self.session}; csrftoken={self.token}"
        try:
            connection.request("POST", path, b"", headers=self.form(cookies))
            time.sleep(0.05)
        except OSError:
            self.errors.append("lost")
        finally:
            connection.close()

    def form(self, cookies=""):
        given = {"Content-Type": "application/x-www-form-urlencoded"}
        if cookies:
            given |= {"Cookie": cookies, "X-CSRFToken": self.token}
        return given


@dataclass
class Applicant:
    """Somebody with a draft, a file to send with it, and a way of pressing buttons."""

    number: int
    browser: Browser
    colleague: Browser
    address: str
    page: str
    file: bytes
    waits_for: Event | None = None  # whoever comes late presses after the deadline
    pressed: dict = field(default_factory=dict)
    acknowledged: list = field(default_factory=list)
    seconds: list = field(default_factory=list)

    @property
    def versions(self):
        return 2 if self.number % 7 == 0 else 1

    @property
    def has_pressed(self):
        """Each of the times that they are to."""
        return len(self.pressed) == self.versions

    def take_part(self, begin, until):
        """Write, send, hand in; some of them once more, with another text."""
        time.sleep(max(0, begin - time.monotonic()))
        self.insist(self.open, until)
        for version in range(self.versions):
            need = f"Sete numero {self.number}, volta {version}."
            self.insist(partial(self.write, need), until)
            if version == 0:
                self.insist(self.send, until)
            if self.waits_for:
                self.waits_for.wait()
            self.insist(partial(self.hand_in, need), until)

    def insist(self, act, until):
        """As a person does: again and again, while there is time."""
        while time.monotonic() < until:
            try:
                return act()
            except Unanswered:
                time.sleep(AGAIN)
        return None

    def open(self):
        for browser in (self.browser, self.colleague):
            browser.ask("GET", self.address + "check/")

    def write(self, need):
        """Every field, as the page that saves by itself does it."""
        for page, texts in (
            ("project", {"title": f"Acqua {self.number}", "duration": "12"}),
            (self.page, {"q.need": need}),
        ):
            place = f"{self.address}write/{page}/save/"
            known = self.revisions(place)
            changes = [
                {"key": key, "value": value, "base": known.get(key, 0)}
                for key, value in texts.items()
            ]
            self.save(place, changes)

    def revisions(self, place):
        told = self.save(place, [])
        return {news["key"]: news["base"].partition(":")[0] for news in told["news"]}

    def save(self, place, changes):
        known = {"title": 0, "duration": 0, "q.need": 0}
        body = {
            "client": str(uuid4()),
            "number": 1,
            "user": self.browser.user,
            "changes": changes,
            "known": {} if changes else known,
        }
        kind = {"Content-Type": "application/json"}
        status, _headers, told = self.browser.ask(
            "POST", place, json.dumps(body), **kind
        )
        if status != 200:
            raise Unanswered
        return json.loads(told)

    def send(self):
        place = f"{self.address}write/{self.page}/file/q.plan/"
        edge = uuid4().hex
        head = (
            f"--{edge}\r\nContent-Disposition: form-data; name=base\r\n\r\n0\r\n"
            f"--{edge}\r\nContent-Disposition: form-data; name=file; "
            'filename="piano.pdf"\r\n\r\n'
        )
        body = head.encode() + self.file + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        status, _headers, _told = self.browser.ask("POST", place, body, **kind)
        if status not in (200, 409):  # 409: it had arrived, and its answer was lost
            raise Unanswered

    def hand_in(self, need):
        """Press the button, in one of the ways people do."""
        self.pressed.setdefault(need, datetime.now(UTC))
        place, way = f"{self.address}check/", self.number % 5
        pressing = [self.browser]
        if way == 0:
            pressing = [self.browser, self.browser]  # a double click
        elif way == 1:
            pressing = [self.browser, self.colleague]  # two members at once
        elif way == 2:
            self.browser.lose_the_answer(place)
        with ThreadPoolExecutor(len(pressing)) as at_once:
            done = [at_once.submit(self.press, who, place, need) for who in pressing]
        if not any(each.exception() is None for each in done):
            raise Unanswered

    def press(self, browser, place, need):
        since = time.monotonic()
        body = urlencode({})
        status, headers, _told = browser.ask("POST", place, body, **browser.form())
        if status != 302:
            raise Unanswered
        self.seconds.append(time.monotonic() - since)
        _status, _headers, shown = browser.ask("GET", headers["Location"])
        answered = datetime.now(UTC)
        code = self.address.rstrip("/").rpartition("/")[2]
        receipt = "" if KEPT_LATE in shown else last_receipt(code, shown)
        file = sha256(self.file).hexdigest()
        self.acknowledged.append(
            Acknowledged(code, receipt, need, file, self.pressed[need], answered)
        )


def last_receipt(code, shown):
    """That of the last version of a proposal, as its page shows it."""
    receipts = {found.decode() for found in RECEIPT.findall(shown)}
    own = [each for each in receipts if each.startswith(code)]
    if not own:
        raise Unanswered
    return max(own, key=lambda each: int(each.rpartition("-")[2]))
