"""Names of places and industries: pages show them in the reader's language, everything else keeps the Chinese."""

import copy
import json
import pickle
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils.translation import override

from fixtures import reference
from fixtures.deadlines import MAKERS
from fixtures.factories import OrganisationFactory
from tests.web.conftest import World
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.regions.naming import Name, named, shown
from tracker.workbooks.forms.reporting import Period

CEMENT = Name("水泥", "Cement")
DJANGO = engines["django"]


def test_a_template_shows_a_name_in_the_readers_language() -> None:
    template = DJANGO.from_string("{% load i18n %}{{ name }}{% blocktranslate %}|{{ name }}{% endblocktranslate %}")
    assert template.render({"name": CEMENT}) == "水泥|水泥"
    with override("en"):
        assert template.render({"name": CEMENT}) == "Cement|Cement"


def test_a_name_is_its_chinese_wherever_it_is_not_shown() -> None:
    with override("en"):
        assert (CEMENT, f"{CEMENT}", json.dumps(CEMENT, ensure_ascii=False)) == ("水泥", "水泥", '"水泥"')
        assert pickle.loads(pickle.dumps(CEMENT)).english == copy.copy(CEMENT).english == "Cement"


def test_a_name_without_english_and_a_hostile_one() -> None:
    with override("en"):
        assert shown(Name("新设市", "")) == shown("新设市") == "新设市"
        assert Name("甲", "<b>").__html__() == "&lt;b&gt;"


def test_every_seeded_region_and_choice_has_its_english(db: None) -> None:
    reference.region("330183")
    region = Region.objects.get(pk="330100")
    with override("en"):
        assert DJANGO.from_string("{{ region }} {{ region.name }}").render({"region": region}) == "Hangzhou Hangzhou"
        assert [shown(name) for _code, name in named(Region.objects.filter(pk="330183"))] == ["Fuyang City"]
    assert Region.objects.filter(name=region.name).get() == region  # and the database takes it for the text it is


def test_the_short_name_of_a_department_has_english_too(db: None) -> None:
    department = OrganisationFactory(short_name="省经信委", name_en="Economy and Information Commission")
    department = type(department).objects.get(pk=department.pk)
    assert department.short_name == "省经信委"
    with override("en"):
        assert shown(department.short_name) == "Economy and Information Commission"


def test_the_figures_kept_in_a_report_name_industries_in_the_readers_language(
    world: World, signed_in: Callable[..., Client]
) -> None:
    report = MAKERS["report"](date(2010, 8, 12)).row
    line = {"industry": "水泥", "unit": "万吨", "targets": "1", "done": "1"}
    figures = dict.fromkeys(("assigned", "covered", "reported", "accepted", "overdue"), "1")
    report.figures = [line | figures]
    report.save()
    province = signed_in(Role.PROVINCIAL)
    province.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = province.get(f"/reports/{report.pk}/").content.decode()
    assert "Cement</td>" in page


def test_report_forms_and_their_periods_have_english_names_and_chinese_sheets(
    world: World, signed_in: Callable[..., Client]
) -> None:
    province = signed_in(Role.PROVINCIAL)
    province.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = province.get("/report-forms/").content.decode()
    assert "Annex 1" in page
    assert "附件" not in page
    assert "季度" not in page
    with override("en"):
        assert str(Period("2010-Q3").words) == "2010年第三季度"


def test_lists_and_their_filters_speak_english_and_their_exports_chinese(
    world: World, signed_in: Callable[..., Client]
) -> None:
    province = signed_in(Role.PROVINCIAL)
    province.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = province.get("/targets/").content.decode()
    assert "Hangzhou" in page
    assert ">Cement</option>" in page
    assert "杭州市" not in page
    exported = province.get("/targets/?format=csv")
    said = b"".join(exported).decode("utf-8-sig")
    assert "杭州市" in said or "富阳市" in said
    assert "Hangzhou" not in said
