"""A file as the answer to a question: what is kept of it beside its bytes."""

from dataclasses import dataclass

from content.files.kinds import PDF


@dataclass(frozen=True)
class FileAnswer:
    """A kept file: what it was called, its size in bytes, what it is.

    `says` is what the file tells of who made it: never handed in, but hinted at where
    a call is anonymous.
    """

    sha256: str
    name: str
    size: int
    media_type: str
    says: tuple[str, ...] = ()

    @classmethod
    def kept(cls, kept):
        media_type = kept.looked.kind.media_type
        return cls(kept.sha256, kept.name, kept.size, media_type, kept.looked.says)

    @classmethod
    def of(cls, value):
        """The file that an answer holds; None where it holds none."""
        if not isinstance(value, dict):
            return None
        said = {name: value[name] for name in ("sha256", "name", "size", "media_type")}
        return cls(**said, says=tuple(value.get("says", ())))

    @property
    def handed_in(self):
        """What a submission says of it."""
        return {
            "sha256": self.sha256,
            "name": self.name,
            "size": self.size,
            "media_type": self.media_type,
        }

    @property
    def value(self):
        """What is stored as the answer."""
        return self.handed_in | {"says": list(self.says)}


def files_in(work):
    """Every file that a submission names: of its answers, then of its partners."""
    for value in work["answers"].values():
        if file := FileAnswer.of(value):
            yield file
    for partner in work["partners"]:
        if letter := partner["letter"]:
            name, size = partner["letter_name"], partner["letter_size"]
            yield FileAnswer(letter, name, size, PDF.media_type)
