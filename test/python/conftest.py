"""Paths of the Python code and of data that may be absent."""

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"
GLIOMA_COURSE = MODELS / "glioma-course"

for folder in (MODELS, GLIOMA_COURSE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def load_modules(folder: Path) -> SimpleNamespace:
    """Modules of a model, whose names other models use too, without leaving them in `sys.modules`."""
    names = [path.stem for path in folder.glob("*.py")]
    saved = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path.insert(0, str(folder))
    try:
        return SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(saved)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--anatomy", type=Path, default=ROOT.parent / "shared" / "data" / "anatomy" / "synthseg-labels")


@pytest.fixture
def anatomy_folder(request: pytest.FixtureRequest) -> Path:
    """Folder of label maps; the test is skipped where it is absent."""
    folder = request.config.getoption("--anatomy")
    if not (folder / "label_map_13.nii.gz").exists():
        pytest.skip(f"label maps are not at {folder} (give --anatomy DIR)")
    return folder


@pytest.fixture
def release_folder() -> Path:
    """Release of glioma-course; the test is skipped where it was not built."""
    folder = GLIOMA_COURSE / "release"
    if not (folder / "manifest.json").exists():
        pytest.skip(f"no release at {folder} (run models/glioma-course/export.py)")
    return folder
