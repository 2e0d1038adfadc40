"""The checklist of patrols as the manuals have it (S0-16, S2E-5, 10…14): what a site starts with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemGroup(models.TextChoices):
    APPEARANCE = "appearance", _("Appearance")
    CONDUCT = "conduct", _("Conduct")
    DESK = "desk", _("Desk and equipment")
    SAFETY = "safety", _("Safety")


# code, group, English, Chinese
STANDARD: tuple[tuple[str, ItemGroup, str, str], ...] = (
    ("uniform", ItemGroup.APPEARANCE, "Uniform", "着装"),
    ("badge", ItemGroup.APPEARANCE, "Badge", "工牌"),
    ("posture", ItemGroup.APPEARANCE, "Posture", "坐姿"),
    ("noise", ItemGroup.CONDUCT, "Noise", "喧哗"),
    ("phone", ItemGroup.CONDUCT, "Private phone", "手机"),
    ("off-task", ItemGroup.CONDUCT, "Off-task screen", "屏幕与工作无关"),
    ("food", ItemGroup.CONDUCT, "Food and drinks", "食品饮料"),
    ("unattended", ItemGroup.CONDUCT, "Unattended seat", "空岗"),
    ("desk", ItemGroup.DESK, "Desk layout", "台面摆放"),
    ("headset", ItemGroup.DESK, "Headset", "耳机"),
    ("chair", ItemGroup.DESK, "Chairs", "座椅归位"),
    ("safety", ItemGroup.SAFETY, "Safety: power, fire, exits", "安全：电源、明火、通道"),
)
