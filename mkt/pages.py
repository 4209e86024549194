"""The Jinja templates: found beside the package in a wheel, one folder up in a checkout."""

from __future__ import annotations

from pathlib import Path

import jinja2
import jinja2.sandbox

HERE = Path(__file__).parent
FOLDERS = [HERE / "templates", HERE.parent / "templates"]


def render(name: str, **context: object) -> str:
    """A template filled in. HTML is escaped, an unknown variable is an error, and the sandbox keeps templates to their data."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(FOLDERS),
        autoescape=lambda file: ".html" in (file or ""),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=False,
    )
    return environment.get_template(name).render(context).strip()
