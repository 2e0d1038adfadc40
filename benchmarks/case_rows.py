"""Complaints by the million for the measurements: bilingual texts, customers, states, deadlines, words to be found by."""

import datetime
import random
from dataclasses import dataclass
from typing import Any

from benchmarks.bench_calls_list import center as plain

CUSTOMERS = 200_000
TEXTS = 20_000
OWNERS = 200
TEAMS = 20
DEPARTMENTS = 6  # each with a step of every twelfth complaint; one more has hardly any
YEARS = 2
RARE = {"zh": "硅胶异味", "en": "formaldehyde"}  # in one text of four hundred
_PARTS = {
    "zh": [
        "客户来电反映",
        "订购的电热水壶",
        "净水器滤芯",
        "保单续费",
        "宽带套餐",
        "智能门锁",
        "空调外机",
        "退款延误",
        "退款至今未到账",
        "扣费金额有误",
        "坐席态度生硬",
        "承诺回电未回",
        "发货数量短少",
        "外包装破损",
        "配送延迟三天",
        "安装师傅未到",
        "发票抬头错误",
        "积分被清零",
        "系统无法登录",
        "要求全额退款",
        "要求更换新品",
        "要求书面道歉",
        "要求赔偿误工费",
        "希望尽快处理",
        "已是第二次投诉",
        "威胁向媒体曝光",
        "物流显示已签收但客户未收到",
        "批次存在划痕",
        "生产日期模糊",
        "说明书缺失",
        "保修期争议",
        "上门时间多次更改",
    ],
    "en": [
        "the customer reports that",
        "the kettle arrived with a broken lid",
        "the refund has not been paid",
        "the agent was rude",
        "the promised callback did not come",
        "twelve pieces are missing",
        "the invoice shows a wrong amount",
        "delivery was late",
        "the policy was renewed without consent",
        "the filter leaks",
        "the parcel was left outside",
        "the lock does not open",
        "asks for a full refund",
        "asks for a replacement",
        "asks for a written apology",
        "claims the cost of two days",
        "this is the second complaint",
        "wants to speak to a manager",
        "threatens to go to the press",
        "billing was charged twice",
    ],
}
_ADD_TEXTS = "CREATE TEMP TABLE pool (n int PRIMARY KEY, title text, content text, words tsvector)"
_STATES = """CASE
    WHEN %(open)s OR n %% 100 < 8 THEN (ARRAY['received', 'submitted', 'accepted', 'accepted', 'accepted',
        'investigated', 'reported', 'decided', 'conveyed', 'executing'])[1 + (n / 100) %% 10]
    WHEN n %% 100 < 10 THEN 'withdrawn' ELSE 'closed' END"""
_FILL = f"""
    WITH one AS MATERIALIZED (
        SELECT n, (n::bigint * 2654435761) %% 1000003 AS draw,
               now() - n * interval '{365 * YEARS} days' / %(count)s AS received_at, {_STATES} AS state
        FROM generate_series(1, %(count)s) AS n
    ), dated AS (
        SELECT *, state NOT IN ('received', 'submitted', 'withdrawn') AS accepted,
               received_at + interval '2 hours' AS begun, state IN ('closed', 'withdrawn') AS over
        FROM one
    )
    INSERT INTO cases_case (
        site_id, state, number, number_series, number_seq, version, nature, channel, title, content, demand,
        claimed_amount, customer_id, contact_name, contact_phone, contact_email, is_vulnerable, call_reference, order_no,
        lot_no, product, policy_no, not_applicable, grounds, marketing_opinion, samples, team_id, taker_id, owner_id,
        received_at, submitted_at, accepted_at, due_at, overdue_at, investigated_at, reported_at, decided_at, conveyed_at,
        answered_at, is_decision_accepted, closed_at, cause_id, severity, triggers, is_joint, fault, outcome, amount,
        chain_seq, search)
    SELECT CASE WHEN draw / 13 %% 10 = 3 THEN %(second)s ELSE %(site)s END, state,
           CASE WHEN accepted THEN 'KS-' || to_char(begun, 'YYYYMM') || '-' || lpad(d.n::text, 7, '0') END,
           CASE WHEN accepted THEN 'KS-' || to_char(begun, 'YYYYMM') ELSE '' END, CASE WHEN accepted THEN d.n END, 1,
           'complaint', (ARRAY['hotline', 'email', 'web', 'marketing'])[1 + draw / 31 %% 4], pool.title, pool.content, '',
           (draw %% 900)::numeric, %(customer)s + draw %% {CUSTOMERS}, '', '', '', false, '',
           'PO-2026-' || lpad(draw::text, 7, '0'), 'L' || draw %% 5000, 'SKU-' || draw %% 300, '', '{{}}', '', '', '',
           %(team)s + draw / 1009 %% %(teams)s, %(owner)s + draw / 29 %% {OWNERS}, %(owner)s + (draw / 7001) %% {OWNERS},
           received_at, begun, CASE WHEN accepted THEN begun END, CASE WHEN accepted THEN
               CASE WHEN over THEN begun + interval '6 days'
                    WHEN draw / 13 %% 10 <> 3 AND draw / 17 %% 20 = 0 THEN now() - (1 + d.n %% 700) * interval '1 hour'
                    WHEN draw / 17 %% 20 < 7 THEN now() + interval '2 hours' + d.n %% 600000 * interval '1 second'
                    ELSE now() + interval '8 days' + d.n * interval '1 second' END END,
           CASE WHEN accepted AND over AND draw / 23 %% 33 = 0 THEN begun + interval '6 days' END,
           CASE WHEN accepted AND state <> 'accepted' THEN begun + interval '2 days' END,
           CASE WHEN accepted AND state NOT IN ('accepted', 'investigated') THEN begun + interval '3 days' END,
           CASE WHEN state IN ('closed', 'decided', 'conveyed', 'executing') THEN begun + interval '4 days' END,
           CASE WHEN state IN ('closed', 'conveyed', 'executing') THEN begun + interval '5 days' END,
           CASE WHEN state IN ('closed', 'executing') THEN begun + interval '5 days' END,
           CASE WHEN state IN ('closed', 'executing') THEN true END,
           CASE WHEN over THEN begun + interval '5 days' END,
           causes.ids[1 + draw / 11 %% causes.count], CASE WHEN draw / 19 %% 50 = 0 THEN 'serious' ELSE 'ordinary' END, '{{}}', false,
           '', '', 0, 0,
           pool.words || ('''po2026' || lpad(draw::text, 7, '0') || ''' ''ks' || to_char(begun, 'YYYYMM') ||
                          lpad(d.n::text, 7, '0') || '''')::tsvector
    FROM dated AS d JOIN pool ON pool.n = draw %% {TEXTS},
         (SELECT array_agg(id) AS ids, count(*) FROM cases_causeclass) AS causes
"""
_STEPS = f"""
    INSERT INTO cases_step (case_id, kind, title, position, department_id, assignee_id, state, due_at, started_at, done_at,
                            result, overdue_reason, chased)
    SELECT id, 'investigate', '', 2, %(department)s + CASE WHEN id %% 20000 = 1 THEN {DEPARTMENTS} ELSE id / 2 %% {DEPARTMENTS} END,
           %(owner)s + id / 3 %% {OWNERS}, CASE WHEN closed_at IS NULL THEN 'running' ELSE 'done' END,
           accepted_at + interval '3 days', accepted_at, closed_at, '', '', 0
    FROM cases_case WHERE accepted_at IS NOT NULL AND (id %% 2 = 0 OR id %% 20000 = 1)
"""
_CUSTOMERS = """
    INSERT INTO customers_customer ({columns})
    SELECT {values} FROM generate_series(1, {count}) AS n
"""


# A Chinese name or an English one, and its number: as `fulltext.vector` cuts them.
_FOUND_BY = """(CASE n % 2 WHEN 0 THEN '''王小'':1 ''小明'':2 ''明'':3 ''' ELSE '''martin'':1 ''smith'':3 ''' END
    || n || ''':5')::tsvector"""


def texts(count: int = TEXTS) -> list[tuple[str, str]]:
    """Titles and contents in either language, the same every time."""
    chance = random.Random(5)
    found = []
    for number in range(count):
        language = "zh" if number % 3 else "en"
        parts = chance.sample(_PARTS[language], 8)
        if number % 400 < 2:
            parts[4] = RARE[language]
        order = f"{chance.randrange(10**6):06}"
        comma, stop = ("，", "。") if language == "zh" else (", ", ". ")
        content = comma.join(parts[:4]) + stop + comma.join(parts[4:]) + f"{stop}REF {order}{stop}"
        found.append((comma.join(parts[:2]), content * 2))
    return found


@dataclass(frozen=True)
class Desk:
    """A company with two sites: who looks, by their post, and where the rows of the first begin."""

    site: Any
    second: Any
    manager: Any  # the log-in
    owner: int  # the key of the first of 200 owners, each with a log-in
    team: int  # of the first of 20 teams
    department: int  # of the first of seven departments
    newcomer: int
    users: dict[str, Any]


def center() -> Desk:
    """The sites and their people, one of each kind of sight: all, a site, a team, a department, one's own."""
    from callcenter.access.posts import PostCode
    from callcenter.people.models import Department, Site, Team, TeamMembership

    site, _director = plain()
    second = Site.objects.create(
        company=site.company, code="second", name="Second", time_zone="Asia/Shanghai", country="CN"
    )
    hired = datetime.date(2020, 1, 1)
    departments = [
        Department.objects.create(site=site, code=f"D{number}", name=f"Department {number}")
        for number in range(DEPARTMENTS + 1)
    ]
    teams = [
        Team.objects.create(department=departments[0], code=f"T{number}", name=f"Team {number}")
        for number in range(TEAMS)
    ]
    owners = [_employee(f"O{number:04}", site, hired) for number in range(OWNERS)]
    posts = {
        "manager": (_employee("M1", site, hired), PostCode.CENTER_MANAGER, None),
        "general manager": (_employee("G1", site, hired), PostCode.GM, None),
        "manager of the second site": (_employee("M2", second, hired), PostCode.CENTER_MANAGER, None),
        "leader": (_employee("L1", site, hired), PostCode.SHIFT_LEADER, None),
        "agent": (owners[17], PostCode.AGENT, None),
        "new agent": (_employee("A9", site, hired), PostCode.AGENT, None),
        "handler": (_employee("H1", site, hired), PostCode.DEPT_HANDLER, departments[2]),
        "handler of hardly any": (_employee("H2", site, hired), PostCode.DEPT_HANDLER, departments[-1]),
    }
    for person, code, department in posts.values():
        _hold(person, code, department, hired)
    TeamMembership.objects.create(employee=posts["leader"][0], team=teams[3], period=(hired, None))
    for made in (owners, teams, departments):
        assert made[-1].pk - made[0].pk == len(made) - 1
    users = {name: person.user for name, (person, _code, _department) in posts.items()}
    return Desk(
        site,
        second,
        users["manager"],
        owners[0].pk,
        teams[0].pk,
        departments[0].pk,
        posts["new agent"][0].pk,
        users,
    )


def _hold(person: Any, code: Any, department: Any, since: datetime.date) -> None:
    from callcenter.people.models import Post, PostHolding

    post = Post.objects.get_or_create(code=code, defaults={"name": str(code)})[0]
    PostHolding.objects.create(employee=person, post=post, department=department, period=(since, None))


def _employee(number: str, site: Any, hired: datetime.date) -> Any:
    from django.db import transaction

    from callcenter.accounts.models import User
    from callcenter.people.models import Employee, Employment

    user = User(username=number.lower())
    user.set_unusable_password()
    user.save()
    with transaction.atomic():
        made = Employee.objects.create(
            number=number, name=f"Owner {number}", site=site, user=user, hired_on=hired
        )
        Employment.objects.create(employee=made, period=(hired, None))
    return made


def fill(desk: Desk, count: int, *, is_open: bool = False) -> None:
    """As many complaints over two years, eight of a hundred open (or all); indexes are made afterwards."""
    from django.db import connection
    from psycopg2.extras import execute_values

    from callcenter import fulltext

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no look-up of each foreign key
        cursor.execute("SET maintenance_work_mem = '512MB'")
        customer = customers(cursor, desk.site)
        cursor.execute(_ADD_TEXTS)
        rows = [
            (number, title, content, fulltext.vector(title, content))
            for number, (title, content) in enumerate(texts())
        ]
        execute_values(cursor.cursor, "INSERT INTO pool VALUES %s", rows)
        _give_defaults(cursor)
        kept = drop_indexes(cursor, "cases_case") + drop_indexes(cursor, "cases_step")
        given = {
            "count": count,
            "site": desk.site.pk,
            "second": desk.site.pk if is_open else desk.second.pk,
            "owner": desk.owner,
            "team": desk.team,
            "teams": TEAMS,
            "department": desk.department,
            "customer": customer,
            "open": is_open,
        }
        cursor.execute(_FILL, given)
        cursor.execute(
            "UPDATE cases_case SET taker_id = %s WHERE id IN "
            "(SELECT id FROM cases_case WHERE closed_at IS NULL ORDER BY id DESC LIMIT 3)",
            [desk.newcomer],
        )
        if not is_open:
            cursor.execute(_STEPS, given)
        for statement in kept:
            cursor.execute(statement)
        cursor.execute("DROP TABLE pool")
        cursor.execute("RESET session_replication_role")
        for table in ("cases_case", "cases_step", "customers_customer"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _give_defaults(cursor: Any) -> None:
    """Texts of a complaint that the rows below do not name are empty."""
    from django.db.models import CharField, TextField

    from complaints.cases.models import Case

    for field in Case._meta.concrete_fields:
        if isinstance(field, CharField | TextField) and not field.null:
            cursor.execute(f"ALTER TABLE cases_case ALTER COLUMN {field.column} SET DEFAULT ''")


def drop_indexes(cursor: Any, table: str) -> list[str]:
    """Take away the indexes that no constraint needs; gives what makes them again."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND NOT indisunique",
        [table],
    )
    found = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f"DROP INDEX {name}")
    return [statement for _name, statement in found]


def customers(cursor: Any, site: Any, count: int = CUSTOMERS) -> int:
    """200,000 customers, or as many as asked, half with a Chinese and half with an English name; gives the first key. Columns that came later have their type's empty value."""
    from complaints.customers.models import Customer

    wanted = {
        "site_id": str(site.pk),
        "kind": "'person'",
        "name": "CASE n % 2 WHEN 0 THEN '王小明' ELSE 'Martin Smith' END || ' ' || n",
        "phone": "'138' || lpad(n::text, 8, '0')",
        "phone_key": "'138' || lpad(n::text, 8, '0')",
        "customer_class": "CASE WHEN n % 50 = 0 THEN 'distributor' ELSE 'consumer' END",
        "is_key": "n % 1000 = 0",
        "found_by": _FOUND_BY,
    }
    for field in Customer._meta.concrete_fields:
        if (
            field.column not in wanted
            and not field.null
            and not field.primary_key
            and not field.has_db_default()
        ):
            empty = field.get_default()
            wanted[field.column] = {
                bool: str(empty).lower(),
                int: str(empty),
                list: "'{}'",
                dict: "'{}'",
            }.get(type(empty), "''")
    columns, values = ", ".join(wanted), ", ".join(wanted.values())
    cursor.execute(_CUSTOMERS.format(columns=columns, values=values, count=count))
    cursor.execute("SELECT min(id) FROM customers_customer")
    return int(cursor.fetchone()[0])
