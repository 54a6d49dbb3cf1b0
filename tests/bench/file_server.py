"""nginx, serving answers of the portal as files: the same bytes, the same headers."""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.bench.programs import ensure
from tests.portals import end, free_port, wait_for

# What a server says of itself, or by a directive of its own.
OWN = {
    *("connection", "content-length", "content-type", "date", "etag"),
    *("last-modified", "server", "transfer-encoding"),
}
CONFIGURATION = """
{user}
daemon off;
pid {folder}/pid;
error_log stderr;
worker_processes {workers};
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        {locations}
    }}
}}
"""


@contextmanager
def serving(answers, workers):
    """Serve each answer (its headers, its body); gives the addresses, in order."""
    program = ensure("nginx")
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        for number, (_headers, body) in enumerate(answers):
            folder.joinpath(f"{number}.page").write_bytes(body)
        settings = folder / "nginx.conf"
        settings.write_text(
            CONFIGURATION.format(
                # Started by root it would become somebody who cannot read the files.
                user="user root;" if os.geteuid() == 0 else "",
                folder=folder,
                port=port,
                workers=workers,
                locations="".join(
                    location(number, headers)
                    for number, (headers, _body) in enumerate(answers)
                ),
            )
        )
        command = [program, "-p", name, "-e", "stderr", "-c", str(settings)]
        process = subprocess.Popen(command, start_new_session=True)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, "/0.page", process)
            yield [f"{address}/{number}.page" for number in range(len(answers))]
        finally:
            end(process)


def location(number, headers):
    """Of one file: its type and the headers the portal sends with it."""
    said = [f"default_type {quoted(headers['content-type'])};"]
    for name, value in headers.items():
        if name.lower() not in OWN:
            said.append(f"add_header {name} {quoted(value)};")
    return f"location = /{number}.page {{ types {{ }} {' '.join(said)} }}\n"


def quoted(text):
    """A text as nginx reads it; a dollar would begin a variable."""
    assert "$" not in text
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'
