"""The columns of a list of customers: the same in the template and the import."""

from django.utils.translation import gettext_lazy as _

from callcenter.files.imports.options import WRITTEN_AS
from callcenter.files.imports.registry import Target

COLUMNS = (
    Target("number", _("Customer number"), False, _("Of a record that stands: it is changed. Empty: somebody new."), ""),
    Target("name", _("Name"), True, _("The person or the organisation."), "上海明珠贸易有限公司"),
    Target("kind", _("Kind"), False, _("person or organisation; empty: a person."), "organisation"),
    Target("customer_class", _("Class"), False, _("consumer, distributor, supplier or special; empty: a consumer."), "distributor"),
    Target("special_class", _("Special class"), False, _("lawyer, adviser, advertising, public relations, bank, insurer or financing."), ""),
    Target("phone", _("Phone"), False, _("As it is dialled; also with +86."), "021-55550101"),
    Target("second_phone", _("Second phone"), False, _("A further number."), ""),
    Target("fax", _("Fax"), False, "", ""),
    Target("email", _("E-mail"), False, "", "sales@example.com"),
    Target("identity_number", _("Identity number"), False, _("Identity card or unified social credit code."), ""),
    Target("postal_address", _("Address"), False, "", "上海市示例路1号"),
    Target("postcode", _("Postcode"), False, "", "200000"),
    Target("legal_representative", _("Legal representative"), False, "", "李娜"),
    Target("business_scope", _("Business scope"), False, "", ""),
    Target("registered_capital", _("Registered capital"), False, _("A number without a currency."), "1000000"),
    Target("language", _("Language"), False, _("en or zh; empty: not known."), "zh"),
    Target("is_key", _("Key customer"), False, _("yes or no; empty: no."), "no"),
    Target("is_vip", _("VIP reception"), False, _("yes or no; empty: no."), ""),
    Target("is_vulnerable", _("Needs special care"), False, _("yes or no; empty: no."), ""),
    Target("owner", _("Looked after by"), False, _("An employee number; empty: nobody. Only for new customers."), ""),
    Target("notes", _("Notes"), False, "", ""),
)  # fmt: skip
OPTIONS = WRITTEN_AS
KEYS = tuple(column.key for column in COLUMNS)

SYNONYMS = {
    "number": ("customer number", "customer no", "customer id", "客户编号", "客户号"),
    "name": ("name", "customer", "customer name", "客户名称", "客户", "姓名", "名称"),
    "kind": ("kind", "type", "客户类型", "类型"),
    "customer_class": ("class", "customer class", "customer_class", "客户类别", "类别"),
    "special_class": ("special class", "special_class", "特殊类别"),
    "phone": ("phone", "telephone", "mobile", "tel", "电话", "手机", "联系电话"),
    "second_phone": ("second phone", "second_phone", "phone 2", "备用电话", "第二电话"),
    "fax": ("fax", "传真"),
    "email": ("e-mail", "email", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "identity_number": ("identity number", "id number", "identity_number", "证件号码", "身份证号", "统一社会信用代码"),
    "postal_address": ("address", "postal address", "postal_address", "地址", "联系地址"),
    "postcode": ("postcode", "zip", "postal code", "邮编", "邮政编码"),
    "legal_representative": ("legal representative", "legal_representative", "法定代表人", "法人代表"),
    "business_scope": ("business scope", "business_scope", "经营范围"),
    "registered_capital": ("registered capital", "registered_capital", "注册资本"),
    "language": ("language", "语言", "语言偏好"),
    "is_key": ("key customer", "key", "is_key", "重要客户", "重点客户"),
    "is_vip": ("vip", "vip reception", "is_vip", "贵宾接待", "贵宾"),
    "is_vulnerable": ("needs special care", "vulnerable", "is_vulnerable", "特殊关怀", "需特别关照"),
    "owner": ("looked after by", "owner", "account manager", "负责人", "负责人工号", "维护人"),
    "notes": ("notes", "remarks", "备注"),
}  # fmt: skip


def guess(header: list[str]) -> dict[str, str]:
    """Which heading feeds which field, by the label in the active language or a common word."""
    folded = {heading.strip().casefold(): heading for heading in reversed(header)}
    found = {}
    for column in COLUMNS:
        for word in (str(column.label).casefold(), column.key, *SYNONYMS[column.key]):
            if word in folded:
                found[column.key] = folded[word]
                break
    return found
