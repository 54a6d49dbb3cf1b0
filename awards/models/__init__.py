from awards.models.call import (
    Call,
    CallDocument,
    CoFunding,
    CostHeading,
    Dimension,
    SpecialPrize,
)
from awards.models.competition import Category, Competition, CompetitionSource
from awards.models.deadline import EditWindow, Extension, LateAttempt, LateState
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
from awards.models.stage import Criterion, Stage
from awards.models.submission import Submission
from awards.models.team import ProjectDepartment, TeamMember
from awards.models.working_copy import Answer, KeptText, OtherText, Writer

__all__ = [
    "Call",
    "CallDocument",
    "CoFunding",
    "CostHeading",
    "Dimension",
    "SpecialPrize",
    "Choice",
    "FormVersion",
    "Question",
    "QuestionKind",
    "Section",
    "Criterion",
    "Stage",
    "Allotment",
    "Beneficiary",
    "BeneficiarySource",
    "Category",
    "Competition",
    "CompetitionSource",
    "FinancialYear",
    "FinancialYearSource",
    "Output",
    "Partnership",
    "ProgrammeFigure",
    "ProgrammeFigureSource",
    "Project",
    "ProjectDepartment",
    "ProjectPlace",
    "ProjectSource",
    "Receipt",
    "TeamMember",
    "MemberState",
    "Proposal",
    "ProposalState",
    "ProposalStep",
    "LEADING",
    "WRITING",
    "Contribution",
    "Member",
    "MemberRole",
    "ProposalPartner",
    "Submission",
    "EditWindow",
    "Extension",
    "LateAttempt",
    "LateState",
    "Answer",
    "OtherText",
    "KeptText",
    "Writer",
    "Letter",
    "LetterState",
    "SECRET",
    "Paper",
    "PaperKind",
    "Rehearsal",
]
