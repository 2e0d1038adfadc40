"""Titles in a file as rows of the organisation: by code, or by name in either language."""

from collections import defaultdict
from typing import Any

from django.utils import translation

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Post, Site, Team


def words_of(row: Any) -> set[str]:
    """Everything a site, department, team or post may be called, folded to lower case."""
    return {word.casefold() for word in (row.code, row.name, row.name_zh) if word}


class Organisation:
    """The whole organisation in memory: four queries for any number of rows."""

    def __init__(self) -> None:
        self.sites = list(Site.objects.all())
        self.departments = list(Department.objects.select_related("site"))
        self.teams = list(Team.objects.select_related("department"))
        self.posts = list(Post.objects.all())
        self.team_by_id = {team.pk: team for team in self.teams}
        self.department_by_id = {department.pk: department for department in self.departments}
        self.post_by_id = {post.pk: post for post in self.posts}
        self._site = _index(self.sites)
        self._post = _index(self.posts)
        for post in self.posts:
            for language in ("en", "zh-hans"):
                with translation.override(language):
                    label = str(PostCode(post.code).label).casefold()
                if post not in self._post[label]:
                    self._post[label].append(post)
        self._department = _index(self.departments, lambda row: row.site_id)
        self._team = _index(self.teams, lambda row: row.department.site_id)

    def site(self, text: str) -> list[Site]:
        return self._site[text.casefold()]

    def post(self, text: str) -> list[Post]:
        return self._post[text.casefold()]

    def department(self, text: str, site_id: int) -> list[Department]:
        return self._department[site_id, text.casefold()]

    def team(self, text: str, site_id: int, department: Department | None) -> list[Team]:
        """Teams of the site that the text may mean; those of the department when there are any, active ones first."""
        found = self._team[site_id, text.casefold()]
        if department is not None:
            found = [team for team in found if team.department_id == department.pk] or found
        return [team for team in found if team.is_active] or found


def _index(rows: list[Any], group: Any = None) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        for word in words_of(row):
            found[(group(row), word) if group else word].append(row)
    return found
