"""The README tells what there is: every setting, every command, nothing else, and not too much."""

import re
import subprocess
import sys

from typer.main import get_command

from app.cli import app
from app.settings import PREFIX, Settings


def test_every_setting_is_in_the_readme(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(HEADROOM_[A-Z_]+)`", text, re.MULTILINE)) == {
        f"{PREFIX}{name.upper()}" for name in Settings.model_fields
    }


def test_every_command_is_in_the_readme(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    for name, command in get_command(app).commands.items():
        rows = "\n".join(re.findall(rf"^\| `{name}\b.*", text, re.MULTILINE))
        assert rows, name
        # A row names its noun once: `codes mint` · `list` · `revoke ID`.
        missing = [sub for sub in getattr(command, "commands", ()) if not re.search(rf"`(?:{name} )?{sub}\b", rows)]
        assert missing == [], name


def test_the_service_of_the_readme_may_write_temporary_files(root):
    """Uploads beyond a megabyte and the gate's copies of the bank need a folder; the rest of the disk is read-only."""
    unit = (root / "README.md").read_text(encoding="utf-8").partition("[Service]")[2].partition("[Install]")[0]
    assert {"ProtectSystem=strict", "PrivateTmp=true"} <= set(unit.split())


def test_the_readme_stays_under_250_lines(root):
    assert len((root / "README.md").read_text(encoding="utf-8").splitlines()) < 250


def test_the_help_imports_nothing_heavy(root):
    code = "import sys; sys.argv = ['headroom', '--help']\nfrom app.cli import main\n"
    code += "try:\n main()\nexcept SystemExit: pass\n"
    code += "print(sorted({'fastapi', 'sqlalchemy', 'alembic', 'starlette', 'prometheus_client'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
