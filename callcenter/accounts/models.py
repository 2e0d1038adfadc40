"""Who logs in. What they may do comes from their posts (callcenter.access); who they are, from people."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from callcenter.people.models import Employee


class UserManager(BaseUserManager["User"]):
    """Makes users; everything else about them goes through accounts.services."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A log-in. The user name is the employee number for people, a free name for the system's own accounts."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change password"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True)  # "", "light" or "dark"
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    if TYPE_CHECKING:
        employee: "Employee"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_is_unique_in_any_letter_case",
                violation_error_message=_("There is already a log-in with this user name."),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The person's name in the active language, else the user name."""
        employee = getattr(self, "employee", None)
        return str(employee) if employee else self.username

    get_short_name = get_full_name
