"""Names of places and industries: pages show them in the reader's language, everything else keeps the Chinese."""

import copy
import json
import pickle
from collections.abc import Callable

from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils.translation import override

from fixtures import reference
from tests.web.conftest import World
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.regions.naming import Name, named, shown

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
