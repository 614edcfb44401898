"""Programs that Pyodide runs in Node, in a folder that has `in` and is to have `out`. Nothing here is imported."""
