"""The texts command: it finds every text, keeps translations, tells what is missing, and compiles what Django reads."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from tracker.management.texts.catalogue import faults, renewed
from tracker.management.texts.extract import NotATextError, Text, texts_of_python, texts_of_template


def test_finds_texts_in_python_with_plurals_and_context() -> None:
    source = 'x = [_("指标"), gettext_lazy("任务" "量"), ngettext("%(n)d 天", "%(n)d 天", n), pgettext("动词", "签订"), other("不算")]'
    assert set(texts_of_python(source, "x.py")) == {
        Text("指标"),
        Text("任务量"),
        Text("%(n)d 天", "%(n)d 天"),
        Text("签订", context="动词"),
    }


def test_refuses_a_text_that_is_put_together_at_run_time() -> None:
    with pytest.raises(NotATextError, match=r"x\.py:1"):
        list(texts_of_python('_(f"还有 {n} 天")', "x.py"))


def test_finds_texts_in_templates() -> None:
    source = (
        "{% load i18n %}{% translate '预警' %}<p>不译</p>"
        "{% blocktranslate trimmed count n=days %}\n 还有 {{ n }} 天\n{% plural %} 还有 {{ n }} 天 {% endblocktranslate %}"
    )
    assert set(texts_of_template(source, "x.html")) == {Text("预警"), Text("还有 %(n)s 天", "还有 %(n)s 天")}


def test_renewing_keeps_translations_and_sets_unused_ones_aside() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="指标", msgstr="Quota"))
    old.append(polib.POEntry(msgid="旧词", msgstr="Old word"))
    new = renewed(old, {Text("指标"): ["a.py"], Text("预警"): ["b.py"]})
    assert [(entry.msgid, entry.msgstr) for entry in new if not entry.obsolete] == [("指标", "Quota"), ("预警", "")]
    assert [entry.msgid for entry in new.obsolete_entries()] == ["旧词"]


def test_tells_untranslated_texts_and_lost_placeholders() -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="共 %(n)d 条", msgstr="rows"))
    told = faults(catalogue, [Text("共 %(n)d 条"), Text("预警")])
    assert told == ["placeholders differ: 共 %(n)d 条 → rows", "untranslated: 预警"]


def test_check_command_fails_and_names_what_is_missing(
    settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LOCALE_PATHS = [tmp_path]  # type: ignore[attr-defined]
    with pytest.raises(CommandError) as refused:
        call_command("texts", "--check")
    assert refused.value.returncode == 1
    assert "untranslated: 淘汰任务" in capsys.readouterr().out


def test_compiled_file_holds_the_translations(settings: object, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]  # type: ignore[attr-defined]
    call_command("texts", "--write")
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    catalogue.find("预警").msgstr = "Alerts"
    catalogue.save()
    call_command("texts", "--compile")
    assert polib.mofile(str(path.with_suffix(".mo"))).find("预警").msgstr == "Alerts"


def test_every_text_of_the_product_has_its_english() -> None:
    call_command("texts", "--check")
