"""Sites, departments, teams, posts, employees and their dated history."""

from callcenter.people.delegations.models import Delegation
from callcenter.people.employees.models import (
    Employee,
    Employment,
    PostHolding,
    ReportingLine,
    TeamMembership,
)
from callcenter.people.organisation.models import Company, Department, Post, Site, Team

__all__ = [
    "Company",
    "Delegation",
    "Department",
    "Employee",
    "Employment",
    "Post",
    "PostHolding",
    "ReportingLine",
    "Site",
    "Team",
    "TeamMembership",
]
