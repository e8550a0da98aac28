"""Files stay small and say in their name what they are for."""

import ast

VAGUE = {"utils", "helpers", "common", "services", "service", "managers", "manager", "misc", "crud", "views"}
CAP = 250
HANDLER_CAP = 15


def test_no_python_file_is_longer_than_250_lines(root):
    long = {
        str(path.relative_to(root)): count
        for folder in ("app", "bench", "tests")
        for path in (root / folder).rglob("*.py")
        if (count := len(path.read_text().splitlines())) > CAP
    }
    assert long == {}


def handlers(path):
    """The functions that a router calls."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        decorators = getattr(node, "decorator_list", [])
        if any(ast.unparse(decorator).startswith("router.") for decorator in decorators):
            yield node


def test_no_handler_does_more_than_15_lines(root):
    paths = [path for face in ("pages", "api") for path in (root / "app" / face).glob("*.py")]
    lengths = {
        f"{path.parent.name}.{path.stem}.{node.name}": node.end_lineno - node.body[1].lineno + 1  # past the docstring
        for path in paths
        for node in handlers(path)
    }
    assert len(lengths) > len(paths)
    assert {name: length for name, length in lengths.items() if length > HANDLER_CAP} == {}


def test_no_file_has_a_name_that_attracts_code(root):
    assert [path for path in (root / "app").rglob("*.py") if path.stem in VAGUE] == []
