"""A letter as a Word file: plain paragraphs, no macros, nothing but what the letter says."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from complaints.cases.contacts.models import Letter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(letter: Letter) -> bytes:
    """The letter on A4."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    facts = document.core_properties
    facts.author, facts.title, facts.comments = str(letter.case.site.company), letter.subject, ""
    document.add_paragraph(f"{letter.case.site.company}\n{letter.case.site}")
    subject = document.add_paragraph()
    subject.add_run(letter.subject).bold = True
    for paragraph in letter.body.split("\n\n"):
        document.add_paragraph(paragraph.strip("\n"))
    written = BytesIO()
    document.save(written)
    return written.getvalue()
