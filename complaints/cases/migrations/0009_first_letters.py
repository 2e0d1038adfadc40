"""The first version of each letter, in both languages; a site writes its own over it."""

from typing import Any

from django.db import migrations

CLOSE_EN = "\n\nYours sincerely\n{company}, {site}\n{today}"
CLOSE_ZH = "\n\n此致\n敬礼\n\n{company}　{site}\n{today}"
LETTERS = [
    (
        "acknowledgement",
        "We have received your complaint {reference}",
        "Dear {customer},\n\nwe received your complaint on {received_on} and are looking into it. Its number is {reference};"
        " please name it when you write or call. We answer by {due_on}.\n\n{words}",
        "我们已受理您的投诉 {reference}",
        "尊敬的{customer}：\n\n您于{received_on}反映的问题我们已受理，正在调查处理，受理编号为{reference}，来函来电请注明此编号。"
        "我们将于{due_on}前答复您。\n\n{words}",
    ),
    (
        "question",
        "A question about your complaint {reference}",
        "Dear {customer},\n\nto go on with your complaint of {received_on} we need to know:\n\n{words}\n\nPlease answer with"
        " the number {reference}.",
        "关于您的投诉 {reference} 的询问",
        "尊敬的{customer}：\n\n为继续处理您于{received_on}提出的投诉，请告知以下情况：\n\n{words}\n\n回复时请注明编号{reference}。",
    ),
    (
        "progress",
        "How your complaint {reference} stands",
        "Dear {customer},\n\nyour complaint of {received_on} is being looked into. We answer by {due_on}.\n\n{words}",
        "您的投诉 {reference} 的处理进度",
        "尊敬的{customer}：\n\n您于{received_on}提出的投诉正在处理中，我们将于{due_on}前答复您。\n\n{words}",
    ),
    (
        "apology",
        "Your complaint {reference}: we are late",
        "Dear {customer},\n\nwe promised an answer to your complaint of {received_on} by {due_on} and did not keep it. We"
        " apologise.\n\n{words}",
        "关于投诉 {reference} 延误的致歉",
        "尊敬的{customer}：\n\n您于{received_on}提出的投诉，我们未能如期于{due_on}前答复，谨致歉意。\n\n{words}",
    ),
    (
        "upheld",
        "Our answer to your complaint {reference}",
        "Dear {customer},\n\nwe have looked into your complaint of {received_on}. {outcome} We apologise.\n\nWe decided on"
        " {decided_on}:\n{remedies}\n\n{words}",
        "关于您的投诉 {reference} 的答复",
        "尊敬的{customer}：\n\n您于{received_on}提出的投诉，我们已调查完毕。{outcome}谨向您致歉。\n\n我们于{decided_on}决定：\n{remedies}"
        "\n\n{words}",
    ),
    (
        "partly",
        "Our answer to your complaint {reference}",
        "Dear {customer},\n\nwe have looked into your complaint of {received_on}. {outcome}\n\nWe decided on {decided_on}:\n"
        "{remedies}\n\n{words}\n\n{recourse}",
        "关于您的投诉 {reference} 的答复",
        "尊敬的{customer}：\n\n您于{received_on}提出的投诉，我们已调查完毕。{outcome}\n\n我们于{decided_on}决定：\n{remedies}\n\n{words}"
        "\n\n{recourse}",
    ),
    (
        "not_upheld",
        "Our answer to your complaint {reference}",
        "Dear {customer},\n\nwe have looked into your complaint of {received_on}. {outcome}\n\n{words}\n\n{recourse}",
        "关于您的投诉 {reference} 的答复",
        "尊敬的{customer}：\n\n您于{received_on}提出的投诉，我们已调查完毕。{outcome}\n\n{words}\n\n{recourse}",
    ),
    (
        "final",
        "Our final answer to your complaint {reference}",
        "Dear {customer},\n\nthis is our final answer to your complaint of {received_on}. {outcome} We decided on"
        " {decided_on}.\n\n{remedies}\n\n{words}\n\n{recourse}",
        "关于您的投诉 {reference} 的最终答复",
        "尊敬的{customer}：\n\n这是我们对您于{received_on}提出的投诉的最终答复。{outcome}我们的决定作出于{decided_on}。\n\n{remedies}\n\n{words}"
        "\n\n{recourse}",
    ),
]


def write(apps: Any, schema_editor: Any) -> None:
    template_model = apps.get_model("cases", "LetterTemplate")
    version_model = apps.get_model("cases", "LetterTemplateVersion")
    for purpose, subject_en, body_en, subject_zh, body_zh in LETTERS:
        template = template_model.objects.create(purpose=purpose)
        version_model.objects.create(
            template=template,
            number=1,
            subject_en=subject_en,
            body_en=body_en + CLOSE_EN,
            subject_zh=subject_zh,
            body_zh=body_zh + CLOSE_ZH,
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_letter_templates")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
