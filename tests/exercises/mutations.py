"""Every small change to a solution, one at a time: operators, comparisons, constants, conditions, statements."""

import ast
import copy
from collections.abc import Iterator

__all__ = ["mutants"]

_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

_OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.Mod: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mod,),
    ast.BitXor: (ast.BitOr, ast.BitAnd),
    ast.BitOr: (ast.BitAnd, ast.BitXor),
    ast.BitAnd: (ast.BitOr, ast.BitXor),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(what was changed, the changed source) for each single change; docstrings and annotations stay."""
    tree = ast.parse(source)
    words = {id(child) for node in ast.walk(tree) for child in _words(node)}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in words:
            continue
        for label, change in _changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[index])
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != ast.unparse(tree):
                yield f"{getattr(node, 'lineno', '')}: {label}", text


def _words(node):
    """What is said to people: docstrings, the messages of exceptions."""
    if isinstance(node, ast.Raise):
        return [child for child in ast.walk(node) if isinstance(child, ast.Constant)]
    documented = isinstance(node, _DOCUMENTED) and ast.get_docstring(node)
    return [node.body[0].value] if documented else []


def _changes(node):
    yield from _operators(node)
    yield from _constants(node)
    yield from _conditions(node)
    yield from _statements(node)


def _operators(node):
    for field in ("op", "ops"):
        found = getattr(node, field, None)
        first = found[0] if isinstance(found, list) else found
        for other in _OPERATORS.get(type(first), ()):
            value = [other(), *found[1:]] if isinstance(found, list) else other()
            yield f"{type(first).__name__} → {other.__name__} in {_short(node)}", _set(field, value)
    if isinstance(node, ast.Compare) and len(node.ops) == 2:
        for other in _OPERATORS.get(type(node.ops[1]), ()):
            label = f"second {type(node.ops[1]).__name__} → {other.__name__} in {_short(node)}"
            yield label, _set("ops", [node.ops[0], other()])


def _constants(node):
    if not isinstance(node, ast.Constant):
        return
    match node.value:
        case bool():
            values = [not node.value]
        case int():
            values = [node.value + 1, node.value - 1]
        case str() if "\n" not in node.value and len(node.value) < 60:
            values = [node.value + "x", ""] if node.value else ["x"]
        case bytes():
            values = [node.value + b"x"]
        case None:
            values = [0]
        case _:
            values = []
    for value in values:
        yield f"{node.value!r} → {value!r}", _set("value", value)


def _conditions(node):
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield f"not ({_short(node.test)})", _set("test", ast.UnaryOp(ast.Not(), node.test))
        yield f"True for {_short(node.test)}", _set("test", ast.Constant(True))
        yield f"False for {_short(node.test)}", _set("test", ast.Constant(False))
    if isinstance(node, ast.BoolOp):
        for at, value in enumerate(node.values):
            rest = node.values[:at] + node.values[at + 1 :]
            yield f"without {_short(value)}", _set("values", rest if len(rest) > 1 else [rest[0], rest[0]])


def _statements(node):
    if isinstance(node, ast.Return) and node.value is not None:
        yield f"return None for {_short(node.value)}", _set("value", ast.Constant(None))
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if isinstance(block, list) and not isinstance(node, ast.Module):
            for at, statement in enumerate(block):
                if not _kept(statement):
                    without = [*block[:at], ast.Pass(), *block[at + 1 :]]
                    yield f"{statement.lineno}: without {_short(statement)}", _set(field, without)


def _kept(statement):
    docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return docstring or isinstance(statement, (ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Pass))


def _set(field, value):
    return lambda node: setattr(node, field, copy.deepcopy(value))


def _short(node):
    return ast.unparse(node).replace("\n", " ")[:60]
