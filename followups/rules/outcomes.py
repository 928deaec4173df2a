"""What hospitals write under 随访结果, and what it comes to (county register template)."""

from followups.rules.words import Outcome

REACHED_SOMEBODY = frozenset(
    (
        *("已随访", "已访", "已回访", "已电话随访", "已电话回访", "随访成功", "回访成功"),
        *("随访完成", "已完成", "完成", "成功", "接通", "已接通", "已联系", "已联系上", "访到"),
    )
)
"""Says that somebody was reached, but not who: that stands under 接听人."""

WORDS: dict[Outcome, tuple[str, ...]] = {
    Outcome.REACHED_PATIENT: ("已随访(本人)", "已随访本人", "随访到本人", "本人接听", "访到本人"),
    Outcome.REACHED_FAMILY: ("已随访(家属)", "已随访家属", "随访到家属", "家属接听", "访到家属"),
    Outcome.NO_ANSWER: (
        *("无人接听", "未接", "未接听", "未接通", "无应答", "无人应答", "占线", "关机", "已关机"),
        *("无法接通", "暂时无法接通", "打不通", "不接电话", "不接"),
    ),
    Outcome.INVALID_NUMBER: (
        *("空号", "停机", "已停机", "欠费停机", "空号/停机", "停机/空号", "空号、停机"),
        *("号码不存在", "号码无效", "已销号", "注销"),
    ),
    Outcome.WRONG_NUMBER: (
        *("错号", "号码错误", "电话错误", "电话号码错误", "号码有误", "电话有误", "打错"),
        *("非本人", "非患者本人", "机主非本人", "号码不符", "电话不符"),
    ),
    Outcome.REFUSED: ("拒访", "拒绝", "拒绝随访", "拒绝回访", "拒答", "拒接", "不愿随访", "不配合"),
    Outcome.DECEASED: ("死亡", "已死亡", "患者死亡", "去世", "已去世", "病故", "已故"),
    Outcome.READMITTED: ("再入院", "再次入院", "已再入院", "再住院", "再次住院", "已再次住院"),
    Outcome.LOST: ("失访", "已失访"),
    Outcome.EXCLUDED: (
        *("排除", "剔除", "不纳入", "免访", "无需随访", "不需随访", "不需要随访"),
        "不应访",
    ),
    Outcome.PENDING: (
        *("未随访", "待随访", "未访", "待访", "未回访", "待回访", "未到期", "未到时间"),
        *("未到随访时间", "未到随访期"),
    ),
}
OUTCOME_OF = {word: outcome for outcome, words in WORDS.items() for word in words}

REACHED_SOMEBODY_WORD = "已随访"
OPTIONS = (
    *(REACHED_SOMEBODY_WORD, "无人接听", "空号", "停机", "错号", "拒访", "失访", "死亡", "再入院"),
    *("未随访", "排除"),
)
"""What the house template offers."""

FAMILY = (
    *("家属", "家人", "亲属", "亲戚", "配偶", "子女", "父母", "妻子", "丈夫", "爱人", "老伴"),
    *("儿子", "女儿", "儿媳", "女婿", "父亲", "母亲", "爸", "妈", "孙", "爷", "奶", "姥"),
    *("哥", "弟", "姐", "妹", "监护人", "陪护"),
)
FAMILY_IN_ONE_SIGN = frozenset(("子", "女", "父", "母", "夫", "妻", "儿", "媳"))


def refine_outcome(word: str, answered_by: str) -> Outcome | None:
    """Tell what came of a follow-up from the sheet's word for it and who answered.

    Nothing for a word nobody has taught us: it is asked about, never guessed.
    """
    if word in REACHED_SOMEBODY:
        return reached_whom(answered_by)
    return OUTCOME_OF.get(word)


def word_of(outcome: str, *, names_who: bool) -> str:
    """Word what came of a follow-up so that it is read back as the same.

    Where nobody is named under 接听人 it is not said that the patient was reached.
    """
    if outcome == Outcome.REACHED_PATIENT and not names_who:
        return REACHED_SOMEBODY_WORD
    return WORDS[Outcome(outcome)][0] if outcome else ""


def reached_whom(answered_by: str) -> Outcome:
    """Tell who was reached from who answered; nobody named means the patient."""
    if answered_by in FAMILY_IN_ONE_SIGN:
        return Outcome.REACHED_FAMILY
    if not answered_by.startswith("本人") and any(word in answered_by for word in FAMILY):
        return Outcome.REACHED_FAMILY
    return Outcome.REACHED_PATIENT
