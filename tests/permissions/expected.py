"""The permission table, typed a second time and independently of the code: who may do what.

M municipal, C county, P provincial, D department, A auditor, S system, E security, U audit administrator.
A change of the table in the code has to be made here as well, knowingly.
"""

from __future__ import annotations

from tracker.officers.roles import Role

LETTERS = dict(
    zip(
        "MCPDASEU",
        (
            Role.MUNICIPAL,
            Role.COUNTY,
            Role.PROVINCIAL,
            Role.DEPARTMENT,
            Role.AUDITOR,
            Role.SYSADMIN,
            Role.SECADMIN,
            Role.AUDITADMIN,
        ),
        strict=True,
    )
)

TYPED = """
home         view     MCPDASEU
preference   change   MCPDASEU
reference    view     MCPDASEU
reference    history  PA
reference    export   MCPA
overview     view     MCPDA
catalogue    view     MCPDA
catalogue    change   P
catalogue    history  PA
catalogue    export   MCPA
enterprise   view     MCPA
enterprise   change   MCP
enterprise   history  MCPA
enterprise   export   MCPA
facility     view     MCPA
facility     change   MCP
facility     history  MCPA
facility     export   MCPA
statistic    view     MCPA
statistic    change   MP
statistic    history  MCPA
statistic    export   MCPA
screening    view     MCPA
screening    change   P
screening    export   MCPA
plan         view     MCPDA
plan         change   P
plan         issue    P
plan         redivide P
plan         history  MCPA
plan         export   MCPA
quota        view     MCPA
quota        change   MP
quota        history  MCPA
quota        export   MCPA
target       view     MCPA
target       change   MCP
target       report   MC
target       accept   MP
target       confirm  P
target       extend   P
target       history  MCPA
target       export   MCPA
evidence     view     MCPA
evidence     change   MCP
evidence     history  MCPA
evidence     export   MCPA
request      view     MCPA
request      change   MP
request      history  MCPA
request      export   MCPA
progress     view     MCPA
progress     change   MC
progress     decide   MP
progress     history  MCPA
progress     export   MCPA
inspection   view     MCPA
inspection   change   MP
inspection   draw     P
inspection   history  MCPA
inspection   export   MCPA
notice       view     MCPA
notice       change   P
notice       history  PA
notice       export   MCPA
reading      view     MCPA
reading      change   MCP
reading      history  MCPA
reading      export   MCPA
suspicion    view     MCPA
suspicion    decide   P
suspicion    history  MCPA
suspicion    export   MCPA
case         view     PA
case         change   P
case         history  PA
case         export   PA
adjustment   view     MCPA
adjustment   change   MP
adjustment   decide   P
adjustment   history  MCPA
adjustment   export   MCPA
contract     view     MCPA
contract     change   P
contract     sign     P
contract     county   M
contract     attach   MCP
contract     history  MCPA
contract     export   MCPA
calendar     view     MCPDASEU
calendar     change   S
calendar     history  PAS
measure      view     MCPDAS
measure      change   S
measure      history  PAS
measure      export   MCPA
replacement  view     MCPA
replacement  change   P
replacement  history  MCPA
replacement  export   MCPA
award        view     MCPA
award        change   MP
award        history  MCPA
award        export   MCPA
price        view     MCPDAS
price        change   S
price        history  PAS
price        export   MCPA
charge       view     MCPDA
charge       history  MCPA
charge       export   MCPDA
statement    view     MPDA
statement    change   P
statement    issue    P
statement    history  MPA
statement    export   MPDA
order        view     MCPDA
order        propose  MP
order        review   P
order        decide   P
order        execute  D
order        verify   MP
order        history  MCPDA
order        export   MCPA
joint        view     MCPDA
joint        change   MP
joint        decide   P
joint        report   MPD
joint        history  MCPA
joint        export   MCPA
alert        view     MCPDA
alert        change   MCPD
alert        settle   P
alert        history  MCPA
alert        export   MCPDA
deadline     view     MCPDA
deadline     request  MCPD
deadline     decide   P
deadline     pause    P
deadline     history  MCPA
quiet        view     PAS
quiet        change   S
quiet        history  PAS
ladder       view     MCPDAS
ladder       change   S
ladder       history  PAS
leader       view     MCPA
leader       change   MP
leader       history  MCPA
upload       view     MCPDA
upload       change   MCPD
upload       undo     MCP
upload       history  MCPA
upload       export   MCPA
health       view     SU
job          view     MCPDASEU
job          change   MCPD
job          control  S
officer      view     ASEU
officer      change   S
officer      grant    E
officer      history  ASEU
token        change   MCPDA
mail         view     AS
mail         read     A
mail         resend   S
webhook      view     AS
webhook      change   S
event        view     AU
api          view     MCPDA
"""


def expected() -> dict[tuple[str, str], frozenset[Role]]:
    """The roles of each resource and verb."""
    lines = (line.split() for line in TYPED.strip().splitlines())
    return {(resource, verb): frozenset(LETTERS[letter] for letter in letters) for resource, verb, letters in lines}
