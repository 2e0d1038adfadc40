"""The demo company's own titles for the twenty posts: English, 中文, rank for sorting (highest first)."""

from callcenter.access.posts import PostCode as P

TITLES: dict[P, tuple[str, str, int]] = {
    P.GM: ("General manager", "总经理", 100),
    P.DEPUTY_GM: ("Deputy general manager", "分管副总经理", 95),
    P.SALES_DEPUTY_GM: ("Deputy general manager, sales", "销售副总经理", 95),
    P.GM_OFFICE: ("Head of the GM office", "总经理办公室主任", 90),
    P.HR: ("Human resources manager", "人力资源经理", 85),
    P.CENTER_MANAGER: ("Customer service center manager", "客服中心经理", 80),
    P.MARKET_MANAGER: ("Market department manager", "市场部经理", 75),
    P.DIRECTOR: ("Phone center director", "电话中心主任", 70),
    P.DEPUTY_DIRECTOR: ("Deputy director", "副主任", 65),
    P.PROJECT_MANAGER: ("Telemarketing project manager", "电销项目经理", 60),
    P.SYSADMIN: ("System administrator", "系统管理员", 50),
    P.INFO_ADMIN: ("Customer-data officer", "客户信息管理员", 50),
    P.QA_TRAINER: ("QA and training officer", "品管培训员", 45),
    P.INFO_COORDINATOR: ("Information coordinator", "信息协调员", 45),
    P.COORDINATOR: ("Coordination officer", "协调员", 45),
    P.COMPLAINT_OFFICER: ("Complaint officer", "投诉受理员", 45),
    P.DEPT_HANDLER: ("Department handler", "部门经办人", 40),
    P.SHIFT_LEADER: ("Shift leader", "班长", 30),
    P.GROUP_LEADER: ("Group leader", "小组长", 20),
    P.AGENT: ("Agent", "坐席代表", 10),
}
