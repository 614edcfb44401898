"""Fifty texts that want to be more than text."""

__all__ = ["HOSTILE"]

HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>"),
    *("<svg/onload=alert(1)>", "'\"><b>", "<!--", "]]>", "${alert(1)}", "{{7*7}}", "javascript:alert(1)"),
    *("<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x", "&lt;b&gt;", "&#60;script&#62;"),
    *("\\u003cscript\\u003e", "\u2028alert(1)", "</wire-view>", "<style>*{display:none}</style>"),
    *("<base href=//evil.example>", "\x1b[31mred", "\x00nul", "\u202egnirts", "<template>"),
    *("<math><mi//xlink:href=x>", "<body onload=alert(1)>"),
]
