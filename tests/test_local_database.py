"""The embedded PostgreSQL, on the accidents that were seen to break it."""

import os
import shutil
import signal
import subprocess

import pytest

from polisocial.local import database, folders
from tests.checkouts import Checkout, wait_until

USE = """
from polisocial.local import database
with database.provided():
    import os, psycopg2
    connection = psycopg2.connect(
        host=str(database.Server().socket), user="postgres", dbname="polisocial"
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS visits (at timestamptz)")
        cursor.execute("INSERT INTO visits VALUES (now())")
        cursor.execute("SELECT count(*) FROM visits")
        print("visits", cursor.fetchone()[0], flush=True)
    connection.close()
    {then}
"""
STAY = USE.format(then="import time; time.sleep(60)")
VISIT = USE.format(then="pass")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    copy = Checkout(tmp_path_factory.mktemp("database") / "a copy with spaces")
    yield copy
    copy.remove()


@pytest.fixture
def visit(checkout):
    """Use the database once and leave; how many visits it remembers."""

    def use(**changes):
        process = checkout.python(VISIT, **changes)
        assert process.wait(timeout=60) == 0, process.words()
        return int(process.words().removeprefix("visits "))

    return use


@pytest.fixture
def guest(checkout):
    """Somebody who is using the database meanwhile."""
    process = checkout.python(STAY)
    wait_until(lambda: "visits" in process.words() or process.poll() is not None)
    yield process
    process.kill()
    process.wait()
    checkout.python(VISIT).wait()  # takes over what was left, and stops it


def gone(checkout):
    wait_until(lambda: not checkout.processes())
    return checkout.postmaster is None


def test_database_stops_with_its_last_user_and_keeps_the_data(checkout, visit):
    before = visit()
    assert gone(checkout)
    assert visit() == before + 1


def test_database_stays_while_somebody_uses_it(checkout, visit, guest):
    postmaster = checkout.postmaster
    visit()
    assert checkout.postmaster == postmaster
    guest.terminate()
    guest.wait()
    visit()
    assert gone(checkout)


def test_database_left_behind_is_taken_over_and_stopped(checkout, visit, guest):
    guest.kill()
    guest.wait()
    assert checkout.postmaster
    visit()
    assert gone(checkout)


def test_database_recovers_from_its_own_kill_9(checkout, visit, guest):
    before = visit()
    os.kill(checkout.postmaster, signal.SIGKILL)
    assert visit() == before + 1


def test_database_without_its_socket_is_replaced(checkout, visit, guest):
    before = visit()
    shutil.rmtree(checkout.places[1])
    assert visit() == before + 1


def test_database_without_its_data_is_replaced(checkout, visit, guest):
    orphan = checkout.postmaster
    shutil.rmtree(checkout.places[0])
    assert visit() == 1
    assert not database.is_postgres(orphan)


def test_lock_of_a_process_that_is_gone_is_no_obstacle(checkout, visit):
    before = visit()
    gone(checkout)
    lock = checkout.places[0] / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{checkout.places[0]}\n0\n5432\n\n\n")
    assert visit() == before + 1


def test_language_that_is_not_installed_is_no_obstacle(tmp_path):
    copy = Checkout(tmp_path / "portal")
    words = {"LANG": "xx_XX.UTF-8", "LC_ALL": "xx_XX.UTF-8"}
    process = copy.python(VISIT, **words)
    assert process.wait(timeout=60) == 0, process.words()
    copy.remove()


@pytest.mark.parametrize(
    "changes",
    [{"DEVELOPMENT": "off"}, {"DATABASE_URL": "postgres://a@127.0.0.1:1/b"}],
)
def test_database_is_not_started_when_not_wanted(checkout, changes):
    script = "import os; from polisocial.local.database import provided\n"
    script += "with provided(): print(os.environ.get('DATABASE_URL'))"
    process = checkout.python(script, **changes)
    process.wait()
    assert process.words().strip() == str(changes.get("DATABASE_URL"))
    assert not checkout.processes()


@pytest.fixture
def another(tmp_path):
    """A live process called postgres that is not ours."""
    program = tmp_path / "postgres"
    shutil.copy(shutil.which("sleep"), program)
    with subprocess.Popen([program, "60"], cwd=tmp_path) as process:
        yield process
        process.kill()


def test_number_that_is_now_another_server_s_is_left_alone(checkout, visit, another):
    before = visit()
    gone(checkout)
    lock = checkout.places[0] / "postmaster.pid"
    lock.write_text(f"{another.pid}\n{checkout.places[0]}\n0\n5432\n\n\n")
    assert visit() == before + 1
    assert another.poll() is None


def test_zombie_is_not_a_live_server(another):
    wait_until(lambda: database.is_postgres(another.pid))
    another.kill()
    wait_until(lambda: not database.is_postgres(another.pid))
    assert os.path.exists(f"/proc/{another.pid}")


def test_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "taken").symlink_to(tmp_path)
    with pytest.raises(folders.Trouble, match="belongs to somebody else"):
        folders.own_folder(tmp_path / "taken")
