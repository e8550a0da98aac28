"""Files stay small and say in their name what they are for."""

VAGUE = {"utils", "helpers", "common", "services", "service", "managers", "manager", "misc", "crud", "views"}
CAP = 250


def test_no_python_file_is_longer_than_250_lines(root):
    long = {
        str(path.relative_to(root)): count
        for path in (root / "app").rglob("*.py")
        if (count := len(path.read_text().splitlines())) > CAP
    }
    assert long == {}


def test_no_file_has_a_name_that_attracts_code(root):
    assert [path for path in (root / "app").rglob("*.py") if path.stem in VAGUE] == []
