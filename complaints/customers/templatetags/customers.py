"""Masking in templates: `{{ report.content|masked_words }}`."""

from django import template

from complaints.customers import masking

register = template.Library()


@register.filter
def masked_words(words: str) -> str:
    """What somebody wrote, its numbers and addresses masked."""
    return masking.masked_words(words or "")


@register.filter
def masked_phone(number: str) -> str:
    """138****1234."""
    return masking.masked_phone(number or "")


@register.filter
def masked_email(address: str) -> str:
    """w****@example.com."""
    return masking.masked_email(address or "")
