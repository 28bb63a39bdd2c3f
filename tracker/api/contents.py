"""Table of contents of the API: every resource by its name in the address. A new resource is one class and one line."""

from tracker.api.adjustments import Adjustments
from tracker.api.alerts import Alerts
from tracker.api.benefits import Benefits
from tracker.api.catalogue import Attributes, CatalogueEntries, Catalogues, FacilityKinds
from tracker.api.comeback import Readings, Suspicions
from tracker.api.contracts import ContractLines, Contracts
from tracker.api.emails import Emails
from tracker.api.enforcement import JointActions, Measures, Orders
from tracker.api.evidence import EvidenceFiles, EvidenceRequests
from tracker.api.imports import Imports
from tracker.api.incentives import Awards, Replacements
from tracker.api.inspections import Inspections
from tracker.api.jobs import Jobs
from tracker.api.prices import Charges, PriceRates, Statements
from tracker.api.progress import ProgressReports
from tracker.api.quotas import Plans, Quotas
from tracker.api.regions import Industries, Organisations, Regions
from tracker.api.registry import Enterprises, Facilities
from tracker.api.resources import Resource
from tracker.api.screening import ScreeningFindings, ScreeningRuns
from tracker.api.statistics import Statistics
from tracker.api.targets import Targets

RESOURCES: dict[str, type[Resource]] = {
    "regions": Regions,
    "organisations": Organisations,
    "industries": Industries,
    "catalogues": Catalogues,
    "catalogue-entries": CatalogueEntries,
    "facility-kinds": FacilityKinds,
    "attributes": Attributes,
    "enterprises": Enterprises,
    "facilities": Facilities,
    "screening-runs": ScreeningRuns,
    "screening-findings": ScreeningFindings,
    "plans": Plans,
    "quotas": Quotas,
    "adjustments": Adjustments,
    "targets": Targets,
    "benefits": Benefits,
    "evidence": EvidenceFiles,
    "evidence-requests": EvidenceRequests,
    "contracts": Contracts,
    "contract-lines": ContractLines,
    "progress-reports": ProgressReports,
    "inspections": Inspections,
    "readings": Readings,
    "suspicions": Suspicions,
    "alerts": Alerts,
    "measures": Measures,
    "orders": Orders,
    "awards": Awards,
    "replacements": Replacements,
    "joint-actions": JointActions,
    "price-rates": PriceRates,
    "statements": Statements,
    "charges": Charges,
    "statistics": Statistics,
    "imports": Imports,
    "jobs": Jobs,
    "emails": Emails,
}
