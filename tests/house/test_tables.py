"""Tables point down, as imports do: a name in a foreign key or a relationship slips past the import contracts."""

import re
import tomllib

import pytest

from app import schema

MODULES = {mapper.local_table.name: mapper.class_.__module__ for mapper in schema.Base.registry.mappers}
POINTING = {
    *((table.name, key.column.table.name) for table in schema.metadata.tables.values() for key in table.foreign_keys),
    *(
        (mapper.local_table.name, relationship.mapper.local_table.name)
        for mapper in schema.Base.registry.mappers
        for relationship in mapper.relationships
    ),
}


@pytest.fixture(scope="module")
def floors(root):
    """The place of every room in the house, the roof first."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room: floor for floor, layer in enumerate(layers) for room in re.findall(r"[a-z_]+", layer)}


def test_every_table_is_a_class_of_ours():
    assert set(MODULES) == set(schema.metadata.tables)


@pytest.mark.parametrize(("table", "target"), sorted(POINTING))
def test_a_table_points_to_its_own_room_or_to_a_lower_one(floors, table, target):
    room, lower = (MODULES[name].split(".")[1] for name in (table, target))
    assert room == lower or floors[room] < floors[lower]


def test_nothing_leads_to_an_answer():
    answers = {name for name, module in MODULES.items() if module == "app.questions.answers"}
    assert {pair for pair in POINTING if pair[1] in answers} == set()
