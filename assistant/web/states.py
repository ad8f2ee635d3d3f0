"""Words for where a case stands and who has it."""

from __future__ import annotations

from assistant.cases.model import CaseState
from assistant.catalog.messages import Message, _
from assistant.web.words import say

STATES: dict[CaseState, Message] = {
    CaseState.SUBMITTED: _("已提交，正在送到办理单位"),
    CaseState.SENT: _("已送到办理单位"),
    CaseState.RECEIVED: _("办理单位已收到"),
    CaseState.ACCEPTED: _("已受理"),
    CaseState.IN_PROGRESS: _("正在办理"),
    CaseState.CORRECTION_NEEDED: _("要补充材料"),
    CaseState.DECIDED: _("已办结"),
    CaseState.CLOSED: _("已归档"),
}
DEPARTMENTS: dict[str, Message] = {
    "health": _("卫生健康部门"),
    "police": _("公安派出所"),
    "civil_affairs": _("民政部门"),
    "human_resources": _("社保经办机构"),
    "medical_insurance": _("医保经办机构"),
    "housing_fund": _("住房公积金管理中心"),
    "traffic_police": _("公安交管部门"),
    "disabled_federation": _("残联"),
    "veterans": _("退役军人事务部门"),
    "real_estate": _("不动产登记中心"),
    "tax": _("税务部门"),
    "red_cross": _("红十字会"),
    "court": _("人民法院"),
    "justice": _("司法行政部门"),
    "notary": _("公证机构"),
    "education": _("教育部门"),
    "housing": _("住房和城乡建设部门"),
    "emergency": _("应急管理部门"),
    "charity": _("慈善组织"),
    "union": _("工会"),
    "government": _("政府有关部门"),
}
_OTHER = _("办理单位")


def state_words(state: CaseState) -> str:
    """Where a part stands, for a resident."""
    return say(STATES[state])


def department_words(department: str | None) -> str:
    """The authority by its everyday name."""
    return say(DEPARTMENTS.get(department or "", _OTHER))


def event_words(text_key: str) -> str:
    """What a line of the timeline says; keys are ``timeline.<state>`` and a few of their own."""
    name = text_key.removeprefix("timeline.")
    if name in {state.value for state in CaseState}:
        return state_words(CaseState(name))
    return say(_OTHERS.get(name, _("有新的进展")))


_OTHERS: dict[str, Message] = {
    "delivery_needs_person": _("送到办理单位时出了问题，工作人员正在处理"),
    "needs_person": _("送到办理单位时出了问题，工作人员正在处理"),
    "corrected": _("补充的材料已送出"),
}
