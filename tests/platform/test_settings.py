"""Settings by environment: what production insists on, and how addresses are read."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.embedded import PROJECT

PRODUCTION = {"DATABASE_URL": "postgresql://app@db/tracker", "SECRET_KEY": "a long secret"}


def setting(name: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    code = f"from config import settings; print((settings.{name}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
    )


def test_production_refuses_to_start_with_a_made_up_business_date() -> None:
    assert "TRACKER_TODAY" in setting("DEBUG", **PRODUCTION, TRACKER_TODAY="2010-09-16").stderr


def test_the_demo_may_have_a_made_up_business_date(tmp_path: object) -> None:
    assert setting("DEMO", TRACKER_TODAY="2010-09-16", TRACKER_VAR=str(tmp_path)).stdout == "True\n"


def test_production_insists_on_a_secret_key() -> None:
    assert "SECRET_KEY must be set" in setting("DEBUG", DATABASE_URL="postgresql://app@db/tracker").stderr


SECURE = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "PRODUCTION")


def test_production_sends_cookies_over_tls_only() -> None:
    found = ", settings.".join(SECURE)
    assert setting(found, **PRODUCTION).stdout == f"({', '.join(['True'] * len(SECURE))})\n"


def test_pages_may_load_nothing_from_elsewhere_and_run_nothing_inline() -> None:
    policy = setting("CONTENT_SECURITY_POLICY", **PRODUCTION).stdout
    assert "default-src" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_database_address_is_read_with_its_socket_folder_and_options() -> None:
    found = environment.database("postgresql://app:p%40ss@/tracker?host=%2Frun%2Fpg&sslmode=disable")
    assert (found["USER"], found["PASSWORD"], found["NAME"], found["HOST"]) == ("app", "p@ss", "tracker", "/run/pg")
    assert found["OPTIONS"] == {"sslmode": "disable"}


def test_a_mail_address_is_read_with_its_way_of_encryption() -> None:
    found = environment.mail("smtp+tls://me:p%40ss@mail.example")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (587, True, False)
    assert found["EMAIL_HOST_PASSWORD"] == "p@ss"


@pytest.mark.parametrize("url", ["mysql://app@db/tracker", "postgresql://app@db", "tracker"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        environment.database(url)


def test_an_owner_without_an_app_is_refused() -> None:
    assert "set both, or neither" in setting("DEBUG", DATABASE_OWNER_URL="postgresql://owner@db/tracker").stderr
