import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import oauth2_provider.generators
import oauth2_provider.models
from django.conf import settings
from django.db import migrations, models

import callcenter.integrations.clients.models


class Migration(migrations.Migration):
    dependencies = [
        ("integrations", "0001_webhooks"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    run_before = [
        ("oauth2_provider", "0001_initial")
    ]  # its tokens point here, and it asks only for our first

    operations = [
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "redirect_uris",
                    models.TextField(
                        blank=True,
                        help_text="Allowed URIs list, space separated",
                        verbose_name="redirect URIs",
                    ),
                ),
                (
                    "post_logout_redirect_uris",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Allowed Post Logout URIs list, space separated",
                        verbose_name="post logout redirect URIs",
                    ),
                ),
                (
                    "client_type",
                    models.CharField(
                        choices=[("confidential", "Confidential"), ("public", "Public")],
                        max_length=32,
                        verbose_name="client type",
                    ),
                ),
                (
                    "authorization_grant_type",
                    models.CharField(
                        choices=[
                            ("authorization-code", "Authorization code"),
                            ("urn:ietf:params:oauth:grant-type:device_code", "Device Code"),
                            ("implicit", "Implicit"),
                            ("password", "Resource owner password-based"),
                            ("client-credentials", "Client credentials"),
                            ("openid-hybrid", "OpenID connect hybrid"),
                        ],
                        max_length=44,
                        verbose_name="authorization grant type",
                    ),
                ),
                (
                    "client_secret",
                    oauth2_provider.models.ClientSecretField(
                        blank=True,
                        db_index=True,
                        default=oauth2_provider.generators.generate_client_secret,
                        help_text="Client secret for authentication",
                        max_length=255,
                        verbose_name="client secret",
                    ),
                ),
                ("hash_client_secret", models.BooleanField(default=True, verbose_name="hash client secret")),
                ("skip_authorization", models.BooleanField(default=False, verbose_name="skip authorization")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "algorithm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No OIDC support"),
                            ("RS256", "RSA with SHA-2 256"),
                            ("HS256", "HMAC with SHA-2 256"),
                        ],
                        default="",
                        max_length=5,
                        verbose_name="algorithm",
                    ),
                ),
                (
                    "allowed_origins",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Allowed origins list to enable CORS, space separated",
                        verbose_name="allowed origins",
                    ),
                ),
                (
                    "registration_source",
                    models.CharField(
                        choices=[
                            ("manual", "Manual"),
                            ("dcr", "Dynamic Client Registration"),
                            ("cimd", "Client ID Metadata Document"),
                        ],
                        default="manual",
                        help_text="How this application was registered (manual, DCR per RFC 7591, or CIMD)",
                        max_length=32,
                        verbose_name="registration source",
                    ),
                ),
                (
                    "cimd_expires_at",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="When the cached Client ID Metadata Document should be re-fetched",
                        null=True,
                        verbose_name="CIMD expires at",
                    ),
                ),
                (
                    "client_id",
                    models.CharField(
                        default=callcenter.integrations.clients.models.new_client_id,
                        max_length=255,
                        unique=True,
                        verbose_name="client ID",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="scopes"
                    ),
                ),
                ("is_everywhere", models.BooleanField(default=False, verbose_name="at every site")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("previous_secret", models.CharField(blank=True, max_length=255)),
                (
                    "previous_secret_until",
                    models.DateTimeField(null=True, verbose_name="old secret valid until"),
                ),
                (
                    "secret_made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="secret made"),
                ),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.site", verbose_name="sites"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_client",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="log-in",
                    ),
                ),
            ],
            options={
                "verbose_name": "API client",
                "verbose_name_plural": "API clients",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="api_client_name_is_unique",
                        violation_error_message="There is already an API client with this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scopes__len__gt", 0)), name="api_client_has_a_scope"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("previous_secret", ""), ("previous_secret_until", None)),
                            models.Q(
                                models.Q(("previous_secret", ""), _negated=True),
                                ("previous_secret_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="api_client_old_secret_has_an_end",
                    ),
                ],
            },
        ),
    ]
