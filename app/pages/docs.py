"""The API's OpenAPI document, and the same explained for people: no third-party script."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.web.deps import Viewer
from app.web.rendering import render

router = APIRouter()


# A route like every other, so that the policy holds here too; FastAPI's own would answer before it.
@router.get("/api/openapi.json", name="docs.document")
def document(request: Request, _viewer: Viewer) -> Response:
    """Every call for programs."""
    return JSONResponse(request.app.openapi())


@router.get("/api/docs", name="docs.show")
def show(request: Request, _viewer: Viewer) -> Response:
    """Every call with its parameters and answers."""
    document = request.app.openapi()
    calls = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "docs/show.html", calls=calls, schemas=document.get("components", {}).get("schemas", {}))
