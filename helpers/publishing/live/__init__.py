"""The course live in a browser tab: Pyodide, the wheels of what lessons import, and the lock that names them."""
