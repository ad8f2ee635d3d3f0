"""Which backend serves which authority."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assistant.cases.delivery import Backend, DeliveryFailed

EVERYBODY = "*"
DEMO, FOLDER = "demo", "folder"


class Backends:
    """Backends by department; ``*`` stands for every department not named."""

    def __init__(self, by_department: Mapping[str, Backend]) -> None:
        self._by_department = dict(by_department)

    def route(self, department: str) -> Backend:
        """The backend of a department; raises DeliveryFailed (a person has to set one) when there is none."""
        found = self._by_department.get(department) or self._by_department.get(EVERYBODY)
        if found is None:
            raise DeliveryFailed("no_backend", retry=False)
        return found

    def __iter__(self) -> Iterator[Backend]:
        """Each backend once, also when it serves several departments."""
        return iter({id(backend): backend for backend in self._by_department.values()}.values())


def open_backends(names: Mapping[str, str], demo: Backend, folder: Path, http: Callable[[str], Backend]) -> Backends:
    """Backends from the settings: department to ``demo``, ``folder`` or an address.

    One object per distinct name, so that each is polled once.
    """
    from assistant.cases.folder import FolderBackend

    made: dict[str, Backend] = {DEMO: demo}
    for name in names.values():
        if name not in made:
            made[name] = FolderBackend(folder) if name == FOLDER else http(name)
    return Backends({department: made[name] for department, name in names.items()})
