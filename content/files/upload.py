"""Files on their way in: held in a temporary file until they are kept.

A disk that fills up meanwhile costs the file, not the rest of what was sent with it:
the texts of the page arrive whole, and whoever reads the file is told NoRoom.
"""

from contextlib import contextmanager

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from content.files.store import FULL, NoRoom


class NotHeld(UploadedFile):
    """A file that was sent, whose bytes there was no room for."""

    def read(self, *args):
        raise NoRoom

    def chunks(self, chunk_size=None):
        raise NoRoom

    def close(self):
        """Nothing is open."""


class RoomHandler(TemporaryFileUploadHandler):
    """Django's own, save that a full disk is no error of the request."""

    file, has_room = None, True

    def new_file(self, *args, **kwargs):
        self.has_room, self.file = True, None
        with self.while_there_is_room():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        if self.has_room:
            with self.while_there_is_room():
                super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if self.has_room:
            with self.while_there_is_room():
                self.file.flush()
                return super().file_complete(file_size)
        return NotHeld(
            name=self.file_name, content_type=self.content_type, size=file_size
        )

    def upload_interrupted(self):
        if self.file:
            super().upload_interrupted()

    @contextmanager
    def while_there_is_room(self):
        """Of a full disk only remember it, and free what was written at once."""
        try:
            yield
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.has_room = False
            self._free()

    def _free(self):
        """Closing writes what is left over, and fails as the writing did."""
        try:
            if self.file:
                self.file.close()
        except OSError as error:
            if error.errno not in FULL:
                raise
        self.file = None
