from awards.models.act import Act, Deed
from awards.models.appointment import (
    JUDGING,
    LEADING_COMMITTEE,
    LIVE,
    Appointment,
    AppointmentState,
    CommitteeRole,
)
from awards.models.call import (
    Call,
    CallDocument,
    CoFunding,
    CostHeading,
    Dimension,
    SpecialPrize,
)
from awards.models.check import CheckedRule, Finding
from awards.models.competition import Category, Competition, CompetitionSource
from awards.models.conflict import Declaration
from awards.models.deadline import EditWindow, Extension, LateAttempt, LateState
from awards.models.decision import (
    Announcement,
    Decision,
    Minutes,
    MinutesPublication,
    Outcome,
    Ranking,
)
from awards.models.five_per_thousand import (
    Allotment,
    Beneficiary,
    BeneficiarySource,
    FinancialYear,
    FinancialYearSource,
    ProgrammeFigure,
    ProgrammeFigureSource,
    Receipt,
)
from awards.models.form import Choice, FormVersion, Question, QuestionKind, Section
from awards.models.inspection import Inspection, Offence
from awards.models.letter import SECRET, Letter, LetterState
from awards.models.output import Output
from awards.models.paper import Paper, PaperKind
from awards.models.partnership import Partnership, ProjectPlace
from awards.models.project import Project, ProjectSource
from awards.models.proposal import (
    MemberState,
    Proposal,
    ProposalState,
    ProposalStep,
)
from awards.models.proposal_team import (
    LEADING,
    WRITING,
    Contribution,
    Member,
    MemberRole,
    ProposalPartner,
)
from awards.models.rehearsal import Rehearsal
from awards.models.review import (
    Assignment,
    AssignmentState,
    Remark,
    Review,
    ReviewAnswer,
    ReviewOtherText,
    ReviewState,
    ReviewStep,
    ReviewVersion,
    ReviewWriter,
)
from awards.models.stage import Criterion, Stage
from awards.models.submission import Submission
from awards.models.team import ProjectDepartment, TeamMember
from awards.models.working_copy import Answer, KeptText, OtherText, Writer

__all__ = [
    "Act",
    "Allotment",
    "Announcement",
    "Answer",
    "Appointment",
    "AppointmentState",
    "Assignment",
    "AssignmentState",
    "Beneficiary",
    "BeneficiarySource",
    "Call",
    "CallDocument",
    "Category",
    "CheckedRule",
    "Choice",
    "CoFunding",
    "CommitteeRole",
    "Competition",
    "CompetitionSource",
    "Contribution",
    "CostHeading",
    "Criterion",
    "Decision",
    "Declaration",
    "Deed",
    "Dimension",
    "EditWindow",
    "Extension",
    "FinancialYear",
    "FinancialYearSource",
    "Finding",
    "FormVersion",
    "JUDGING",
    "KeptText",
    "LEADING",
    "LEADING_COMMITTEE",
    "LIVE",
    "LateAttempt",
    "LateState",
    "Inspection",
    "Letter",
    "LetterState",
    "Member",
    "MemberRole",
    "MemberState",
    "Minutes",
    "MinutesPublication",
    "OtherText",
    "Outcome",
    "Offence",
    "Output",
    "Paper",
    "PaperKind",
    "Partnership",
    "ProgrammeFigure",
    "ProgrammeFigureSource",
    "Project",
    "ProjectDepartment",
    "ProjectPlace",
    "ProjectSource",
    "Proposal",
    "ProposalPartner",
    "ProposalState",
    "ProposalStep",
    "Question",
    "QuestionKind",
    "Ranking",
    "Receipt",
    "Rehearsal",
    "Remark",
    "Review",
    "ReviewAnswer",
    "ReviewOtherText",
    "ReviewState",
    "ReviewStep",
    "ReviewVersion",
    "ReviewWriter",
    "SECRET",
    "Section",
    "SpecialPrize",
    "Stage",
    "Submission",
    "TeamMember",
    "WRITING",
    "Writer",
]
