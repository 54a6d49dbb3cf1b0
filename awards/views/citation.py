"""How to cite the page of a project: a sentence, and BibTeX."""

from django.utils import timezone
from django.utils.translation import gettext as _

from content.formats import day_text

# What BibTeX would read as commands.
TO_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"} | dict.fromkeys("{}\\~^", " ")
)


def full_title(project):
    """The acronym and the title, or the acronym alone when no title is known."""
    if project.title_is_acronym or project.title == project.acronym:
        return project.acronym
    return f"{project.acronym}: {project.title}"


def sentence(project, address):
    said = {
        "title": full_title(project),
        "competition": project.competition.label,
        "address": address,
        "day": day_text(project.updated_at),
    }
    return (
        _(
            "%(title)s, %(competition)s. Polisocial, Politecnico di Milano. "
            "%(address)s, as of %(day)s. CC BY 4.0."
        )
        % said
    )


def bibtex(project, address):
    changed = timezone.localtime(project.updated_at)
    title = full_title(project).translate(TO_BIBTEX)
    competition = project.competition.label.translate(TO_BIBTEX)
    fields = {
        "title": f"{{{title}}}",
        "author": "{Politecnico di Milano}",
        "year": str(changed.year),
        "month": str(changed.month),
        "howpublished": f"Polisocial, {competition}",
        "url": address,
        "note": "CC BY 4.0",
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items())
    return "\n".join([f"@misc{{polisocial-{project.slug},", *lines, "}"])
