"""How the Award works, as far as public pages say: each sentence with its pages.

The full text of a call was never readable, so what they do not say is said too.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGION = (
    "https://svilupposostenibile.regione.lombardia.it/it/b/854/polisocial-award"
    "?g=+g-7546+g-7551+g-7552+g-7554+g-7558"
)
SLIDES_2019 = (
    "https://it.readkong.com/page/bando-polisocial-award-2019-caratteristiche-e-6392977"
)
CONTENTS_2019 = (
    "https://it.readkong.com/page/polisocial-award-bando-edizione-2019-4197129"
)
CALL_2017 = "http://www.polisocial.polimi.it/it/award-2017/"
CALL_2021 = (
    "https://www.polimi.it/en/news-details/article/10/"
    "polisocial-award-2021-equita-e-ripresa-9521/"
)
CALL_2022 = "http://www.polisocial.polimi.it/en/award-en/"
PRESS_2019 = (
    "https://www.agenzianova.com/a/5d1b702fdc75f5.33447312/2514422/2019-07-02/"
    "milano-con-polisocial-award-il-politecnico-promuove-lo-sport-per-l-inclusione-"
    "sociale-2"
)
PRESS_2018 = "https://africaeaffari.it/?p=9688"
PRESS_2013 = (
    "https://studylibit.com/doc/7568115/"
    "la-matematica-contro-il-gioco-d-azzardo--un-robot-per-aiu..."
)
AWARD_2018 = (
    "https://www.polimi.it/dettaglio-apertura/article/10/polisocial-award-2018-6359/"
)
STORIES_2016 = (
    "https://doczz.it/doc/1457976/storie-di-cooperazione-politecnica-2011-2016"
)


@dataclass(frozen=True)
class Statement:
    """One thing the Award asks or is, and the addresses of the pages that say it."""

    text: Promise
    addresses: tuple[str, ...]

    @property
    def sources(self):
        return [
            {"address": each, "host": urlsplit(each).hostname.removeprefix("www.")}
            for each in self.addresses
        ]


@dataclass(frozen=True)
class Topic:
    """What is known of one side of the Award, then what no page says."""

    title: Promise
    found: tuple[Statement, ...]
    unknown: Promise


TOPICS = (
    Topic(
        _("What it is"),
        (
            Statement(
                _(
                    "A yearly competition inside the university for responsible "
                    "research, opened by the Rector in the academic year 2012-13."
                ),
                (REGION,),
            ),
            Statement(
                _(
                    "Each year the Academic Senate and the Board of Governors confirm "
                    "the share of the five per thousand that pays for it."
                ),
                (REGION,),
            ),
            Statement(
                _(
                    "It is a seed fund: it should set off a chain of further money and "
                    "partners that goes on after the project."
                ),
                (REGION, SLIDES_2019),
            ),
            Statement(
                _(
                    "Needs are defined together with partners, beneficiaries and "
                    "people outside the university."
                ),
                (REGION,),
            ),
            Statement(
                _(
                    "The results it names: publications, guidelines, social patents, "
                    "products, services, events for the public."
                ),
                (REGION,),
            ),
        ),
        _(
            "The full text of a call: of the one of 2019 we read the contents and the "
            "slides, of the others only the web page."
        ),
    ),
    Topic(
        _("Who may apply"),
        (
            Statement(
                _(
                    "Only people of Politecnico di Milano may propose: tenured "
                    "professors and researchers, fixed-term researchers, research "
                    "fellows (calls of 2017, 2021 and 2022)."
                ),
                (CALL_2017, CALL_2021, CALL_2022),
            ),
            Statement(
                _(
                    "PhD students and permanent technical and administrative staff may "
                    "be in the working group (calls of 2017 and 2021)."
                ),
                (CALL_2017, CALL_2021),
            ),
            Statement(
                _(
                    "Partners of any kind may join the team: research centres, firms, "
                    "non-governmental organisations, local administrations, "
                    "associations (2019 and 2021)."
                ),
                (PRESS_2019, CALL_2021),
            ),
            Statement(
                _(
                    "In 2018 public and private partners could contribute, to widen "
                    "what could be funded and to help the results grow."
                ),
                (PRESS_2018,),
            ),
            Statement(
                _(
                    "In 2022 at least one partner was required; which kind of body "
                    "could not be read."
                ),
                (CALL_2022,),
            ),
        ),
        _(
            "How many departments a team needs; how many proposals one person may lead "
            "or join; whether a winner may apply again; limits by career stage."
        ),
    ),
    Topic(
        _("Who chooses, and how"),
        (
            Statement(_("In 2013 a jury chose the projects."), (PRESS_2013,)),
            Statement(
                _(
                    "In 2018 a scientific committee of professors of the university "
                    "evaluated the proposals, with an advisory board from outside."
                ),
                (AWARD_2018,),
            ),
            Statement(
                _(
                    "A steering committee leads the programme: delegates of the "
                    "Rector, the general director and heads of area (2016)."
                ),
                (STORIES_2016,),
            ),
            Statement(
                _(
                    "The call of 2019 has a section on the selection procedure and the "
                    "evaluation criteria, and one on a preliminary check of the "
                    "proposals; their text could not be read."
                ),
                (CONTENTS_2019,),
            ),
        ),
        _(
            "Criteria, weights, scores and thresholds; how many people read a "
            "proposal; the rules on conflicts of interest, ties and appeals."
        ),
    ),
    Topic(
        _("What the money may pay"),
        (
            Statement(
                _(
                    "The call of 2019 has a section on eligible costs and one on "
                    "payment and monitoring; their text could not be read."
                ),
                (CONTENTS_2019,),
            ),
        ),
        _(
            "Kinds of cost and their limits, overheads, staff costs, money to outside "
            "partners, the share of co-funding asked, instalments."
        ),
    ),
)
