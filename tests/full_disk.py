"""A disk without room, as the kernel has it: each write to it is refused."""

from content.files.upload import RoomHandler


class FullDisk(RoomHandler):
    """An upload held where there is no room; refused as soon as it is written."""

    buffering = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file.file.close()
        self.file.file = open("/dev/full", "r+b", self.buffering)  # noqa: SIM115


class FullDiskAtTheEnd(FullDisk):
    """The same, refused when what was held back is written at the end."""

    buffering = 1024 * 1024
