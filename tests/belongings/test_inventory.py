"""Every table that points to people is named in the inventory, so that no belonging is forgotten."""

from app.belongings.inventory import BELONGINGS
from app.schema import metadata


def test_every_column_that_points_to_a_person_is_named() -> None:
    pointing = {
        f"{table.name}.{key.parent.name}"
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "people"
    }
    assert pointing == set(BELONGINGS)
