import nbformat

from helpers.publishing.page.facts import Facts, facts_of, sections_in

ROW = (
    "<tr><td>0</td><td><code>81</code></td><td>· opcode</td><td>1</td><td>Text. "
    '<a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455 §5.2</a></td></tr>'
)


def times(busy, idle):
    return {"execution": {"iopub.status.busy": busy, "iopub.status.idle": idle}}


def notebook(*cells):
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"language_info": {"name": "python", "version": "3.11.7"}}
    )


def test_an_executed_notebook_tells():
    html = f"<table><tr><th>at</th></tr>{ROW}<tr><td>1</td><td></td><td>length</td><td></td><td>5</td></tr></table>"
    found = facts_of(
        notebook(
            nbformat.v4.new_markdown_cell("It's **two** [bytes](https://example.org/a-b)."),
            nbformat.v4.new_code_cell(
                "show(wire)",
                metadata=times("2026-11-02T10:00:00.250000Z", "2026-11-02T10:00:01.750000Z"),
                outputs=[nbformat.v4.new_output("display_data", {"text/html": html})],
            ),
            nbformat.v4.new_code_cell("def unmask(): ...", metadata={"tags": ["exercise"]}),
        )
    )
    assert found == Facts(1.5, "3.11.7", 3, 1, frozenset({((6455, "5.2"), "opcode")}))


def test_a_notebook_that_did_not_run_has_no_time():
    assert facts_of(notebook(nbformat.v4.new_code_cell("1"))).seconds == 0


def test_sections_of_links():
    text = (
        "[a](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.22), [b](https://www.rfc-editor.org/rfc/rfc7541.html)"
        " and https://www.rfc-editor.org/rfc/rfc7541#appendix-C.2."
    )
    assert list(sections_in(text)) == [(9110, "15.5.22"), (7541, ""), (7541, "C.2")]
