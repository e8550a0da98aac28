"""The API explained for people, from the OpenAPI document itself: no third-party script."""

from fastapi import APIRouter, Request, Response

from app.web.deps import Viewer
from app.web.rendering import render

router = APIRouter()


@router.get("/api/docs", name="docs.show")
def show(request: Request, viewer: Viewer) -> Response:  # noqa: ARG001 - the layout shows who is signed in
    """Every call with its parameters and answers."""
    document = request.app.openapi()
    calls = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "docs/show.html", calls=calls, schemas=document.get("components", {}).get("schemas", {}))
