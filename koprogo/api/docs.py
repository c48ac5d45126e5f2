"""The page that explains the web interface: made from the OpenAPI description, without scripts or other people's servers."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

router = APIRouter(include_in_schema=False)

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ api.info.title }} {{ api.info.version }}</title>
<link rel="stylesheet" href="/tokens.css">
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
section { border-top: 1px solid currentColor; padding: .5rem 0 1rem; }
th, td { text-align: left; padding: .1rem 1rem .1rem 0; vertical-align: top; }
pre { overflow-x: auto; }
</style>
</head>
<body>
<h1>{{ api.info.title }} {{ api.info.version }}</h1>
<p>{{ api.info.description }}</p>
<p><a href="/api/v1/openapi.json">openapi.json</a></p>
{% for path, methods in api.paths.items() %}{% for method, act in methods.items() %}
<section aria-labelledby="{{ act.operationId }}">
<h2 id="{{ act.operationId }}">{{ act.summary }}</h2>
<p><code>{{ method | upper }} {{ path }}</code></p>
<p>{{ act.description }}</p>
{% if act.parameters %}<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th></tr></thead><tbody>
{% for each in act.parameters %}<tr><td><code>{{ each.name }}</code></td><td>{{ each.in }}</td>
<td>{{ kind(each.schema) }}</td></tr>{% endfor %}</tbody></table>{% endif %}
{% for label, fields in bodies(act) %}
<h3>{{ label }}</h3>
<table><thead><tr><th>Field</th><th>Type</th></tr></thead><tbody>
{% for name, type in fields %}<tr><td><code>{{ name }}</code></td><td>{{ type }}</td></tr>{% endfor %}
</tbody></table>
{% endfor %}
</section>
{% endfor %}{% endfor %}
</body>
</html>
"""


@router.get("/api/v1/docs", response_class=HTMLResponse)
async def docs(request: Request) -> HTMLResponse:
    """Show every route with what it takes and gives."""
    api = request.app.openapi()
    schemas = api.get("components", {}).get("schemas", {})

    def bodies(act: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
        sent = act.get("requestBody", {}).get("content", {})
        given = act.get("responses", {}).get("200", {}).get("content", {})
        found = [("Send", sent), ("Get", given)]
        return [(label, fields) for label, content in found if (fields := _fields(content, schemas))]

    template = Environment(autoescape=True).from_string(PAGE)
    return HTMLResponse(template.render(api=api, kind=_kind, bodies=bodies))


def _fields(content: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    schema = content.get("application/json", {}).get("schema", {})
    schema = schema.get("items", schema)
    properties = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema).get("properties", {})
    return [(name, _kind(each)) for name, each in properties.items()]


def _kind(schema: dict[str, Any]) -> str:
    """Return a schema in a few words: `text`, `whole number`, `list of LotOut`, `uuid or nothing`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    words = {"string": "text", "integer": "whole number", "boolean": "yes or no", "null": "nothing", "object": "object"}
    return str(schema.get("format") or words.get(kind, kind))
