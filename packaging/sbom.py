"""The software bill of materials of a build, as CycloneDX 1.5 JSON."""

import json
import platform
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import licences
import project
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def bill(
    distributions: Mapping[str, Distribution], system: Mapping[str, str], flavour: str, seconds: int
) -> dict[str, Any]:
    """Return the bill: the application, its packages with versions and licences, and who needs whom.

    Args:
        distributions: by canonical name.
        system: versions of the Debian packages whose libraries were copied, by name.
        flavour: ``cpu`` or ``cuda``.
        seconds: the source's date since 1970; the same source gives the same bill.
    """
    version = project.version()
    root = f"pkg:generic/{project.NAME}@{version}"
    python = {
        "type": "framework",
        "bom-ref": f"pkg:generic/python@{platform.python_version()}",
        "name": "python",
        "version": platform.python_version(),
        "licenses": [{"license": {"id": "PSF-2.0"}}],
        "purl": f"pkg:generic/python@{platform.python_version()}",
    }
    components = [
        python,
        *(_component(name, dist) for name, dist in distributions.items()),
        *(_system_component(name, version) for name, version in system.items()),
    ]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{root}?{flavour}&{seconds}&{json.dumps(components)}")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(seconds, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project.NAME,
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "properties": [{"name": "flavour", "value": flavour}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": root, "dependsOn": [component["bom-ref"] for component in components]},
            *(
                {"ref": _purl(name, dist), "dependsOn": _needs(dist, distributions)}
                for name, dist in distributions.items()
            ),
        ],
    }


def write_bill(bill: Mapping[str, Any], path: Path) -> None:
    """Write a bill as JSON."""
    path.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _component(name: str, dist: Distribution) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _purl(name, dist),
        "name": name,
        "version": dist.version,
        "licenses": [_licence(dist)],
        "purl": _purl(name, dist),
    }


def _system_component(name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:deb/debian/{name}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def _licence(dist: Distribution) -> dict[str, Any]:
    if expression := dist.metadata.get("License-Expression"):
        return {"expression": expression}
    return {"license": {"name": licences.declared_licence(dist)}}


def _purl(name: str, dist: Distribution) -> str:
    return f"pkg:pypi/{name}@{dist.version}"


def _needs(dist: Distribution, distributions: Mapping[str, Distribution]) -> list[str]:
    names = {canonicalize_name(Requirement(text).name) for text in dist.requires or ()}
    return [_purl(name, distributions[name]) for name in sorted(names & distributions.keys())]
