"""The address asked by health checks; it tells nothing but whether the register can be used."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("Không nối được cơ sở dữ liệu.", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("Tốt.", content_type="text/plain; charset=utf-8")
