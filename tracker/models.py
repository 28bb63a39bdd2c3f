"""Table of contents: every table of the house, in campaign order. No code lives here."""

from tracker.alerts.ladder_tables import Escalation, LadderRung, Leader
from tracker.alerts.models import Alert, AlertNotice, ScanRun
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, Criterion, FacilityKind
from tracker.contracts.models import Contract, ContractClause, ContractLine, ContractScan
from tracker.contracts.wording import ContractTerm, Signatory
from tracker.deadlines.calendar_tables import CalendarDay
from tracker.deadlines.change_tables import DeadlineChange, ExtensionRequest
from tracker.deadlines.quiet import QuietTime
from tracker.enforcement.joint_tables import JointAction, JointOrder, JointStep
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order, OrderStep, Receipt
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.incentives.award_tables import Award
from tracker.incentives.replacement_tables import Replacement
from tracker.jobs.bounces import Bounce
from tracker.jobs.hooks import Webhook
from tracker.jobs.models import Job, MailAttachment, OutboxMail
from tracker.jobs.preferences import MailPreference
from tracker.jobs.pulses import Pulse
from tracker.jobs.resending import Resending
from tracker.officers.models import ApiToken, Officer
from tracker.progress.inspection_tables import (
    Case,
    Draw,
    DrawAnnouncement,
    Inspection,
    InspectionMember,
    InspectionPoint,
)
from tracker.progress.notice_tables import Notice, NoticeLine, Objection
from tracker.progress.partial_tables import PartialFile
from tracker.progress.readings import MonthlyReading
from tracker.progress.report_tables import MonthlyReport, ReportRemark
from tracker.progress.suspicions import Suspicion
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine, Substitution
from tracker.quotas.models import Plan, Quota
from tracker.quotas.version_tables import PlanVersion, PlanVersionLine
from tracker.regions.models import Industry, IndustryAlias, IndustryCode, Organisation, Region, RegionAlias
from tracker.registry.models import Enterprise, EnterpriseYear, Facility, FacilityFact
from tracker.registry.statistics import RegionStatistic
from tracker.screening.models import Finding, ScreeningRun
from tracker.targets.benefits import Benefit
from tracker.targets.evidence import Evidence
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.holding import HeldCase
from tracker.targets.models import Extension, StageFact, Target
from tracker.workbooks.models import Upload, UploadRow

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "Alert",
    "AlertNotice",
    "ApiToken",
    "Attribute",
    "Award",
    "Benefit",
    "Bounce",
    "CalendarDay",
    "Case",
    "CatalogueEdition",
    "CatalogueEntry",
    "Contract",
    "ContractClause",
    "ContractLine",
    "ContractScan",
    "ContractTerm",
    "Criterion",
    "DeadlineChange",
    "Draw",
    "DrawAnnouncement",
    "Enterprise",
    "EnterpriseYear",
    "Escalation",
    "Evidence",
    "EvidenceRequest",
    "Extension",
    "ExtensionRequest",
    "Facility",
    "FacilityFact",
    "FacilityKind",
    "Finding",
    "HeldCase",
    "Industry",
    "IndustryAlias",
    "IndustryCode",
    "Inspection",
    "InspectionMember",
    "InspectionPoint",
    "Job",
    "JointAction",
    "JointOrder",
    "JointStep",
    "LadderRung",
    "Leader",
    "MailAttachment",
    "MailPreference",
    "Measure",
    "MonthlyReading",
    "MonthlyReport",
    "Notice",
    "NoticeLine",
    "Objection",
    "Officer",
    "Order",
    "OrderPhoto",
    "OrderStep",
    "Organisation",
    "OutboxMail",
    "PartialFile",
    "Plan",
    "PlanVersion",
    "PlanVersionLine",
    "PriceRate",
    "Pulse",
    "QuietTime",
    "Quota",
    "Receipt",
    "Region",
    "RegionAlias",
    "RegionStatistic",
    "Replacement",
    "ReportRemark",
    "Resending",
    "ScanRun",
    "ScreeningRun",
    "Signatory",
    "StageFact",
    "Statement",
    "StatementLine",
    "Substitution",
    "Suspicion",
    "Target",
    "Upload",
    "UploadRow",
    "Webhook",
]
