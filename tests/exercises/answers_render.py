from xml.sax.saxutils import escape, quoteattr

from tests.exercises.proofs import Answers

ANSWERS = Answers("render")


@ANSWERS.right
def with_another_escape(name, text, link):
    leads = link[:7].lower() == "http://" or link[:8].lower() == "https://"
    anchor = f"\n  <a href={quoteattr(link)}>{escape(link)}</a>" if leads else ""
    return f"<li title={quoteattr(name)}>\n  <p>{escape(text)}</p>{anchor}\n</li>\n"


@ANSWERS.right
def with_numbers_for_all_signs(name, text, link):
    def numbers(words):
        return "".join(letter if letter.isalnum() else f"&#{ord(letter)};" for letter in words)

    parts = [f"<LI TITLE='{numbers(name)}'><P>", numbers(text), "</P>"]
    if link.casefold().partition("://")[0] in ("http", "https") and "://" in link:
        parts.append(f"<A HREF='{numbers(link)}'>{numbers(link)}</A>")
    return "".join([*parts, "</LI>"])


@ANSWERS.wrong("The text became an element, whose script a browser runs at once")
def trusts(name, text, link):
    return (
        f'<li title="{name}"><p>{text}</p></li>'
        if not link
        else f'<li title="{name}"><p>{text}</p><a href="{link}">{link}</a></li>'
    )


@ANSWERS.wrong("The text became an element, whose script a browser runs at once")
def takes_scripts_away(name, text, link):
    text = text.replace("<script>", "").replace("</script>", "")
    return trusts(name, text, link)


START, NAME, TEXT = 'link.lower().startswith(("http://", "https://"))', '"{escape(name)}"', "{escape(text)}"
HREF = '"{escape(link)}"'
ANSWERS.edits(
    (TEXT, "{escape(escape(text))}", "It was escaped twice"),
    (TEXT, '{text.replace("<", "")}', "The text"),
    (TEXT, '{text.replace("<", "&lt;")}', "& is escaped, too, and first"),
    (NAME, '"{name}"', "The name stands in quotation marks"),
    (NAME, '"{escape(name, quote=False)}"', "escape(…, quote=False) leaves quotation marks"),
    (NAME, "{escape(name)}", "The name"),
    (HREF, '"{link}"', "The address must arrive as it was"),
    (START, "link", "This leads to no page"),
    (START, 'not link.lower().startswith("javascript:") and link', "This leads to no page"),
    (START, '"http://" in link.lower() or "https://" in link.lower()', "This leads to no page"),
    (START, 'link.startswith(("http://", "https://"))', "The letters of a scheme may be capital"),
    (START, 'link.lower().startswith(("http:", "https:"))', "This leads to no page"),
    (START, 'link.lower().startswith("http")', "This leads to no page"),
    ("return said + ", "said += ", "returned None"),
)  # fmt: skip
