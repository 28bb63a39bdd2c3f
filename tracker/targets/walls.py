"""What no path to the database may get round (数据库约束): two people, and a fact behind every stage that was passed."""

from __future__ import annotations

import pgtrigger

# Whoever reported may not accept, whoever reported or accepted may not confirm; and nothing is accepted without its form.
TWO_PEOPLE = pgtrigger.Trigger(
    name="two_people",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("verb", "by_id"),
    func="""
    IF NEW.verb IN ('accept', 'confirm') AND EXISTS (
        SELECT 1 FROM tracker_stagefact f
        WHERE f.target_id = NEW.target_id AND NOT f.voided AND f.by_id = NEW.by_id AND f.id IS DISTINCT FROM NEW.id
          AND (f.verb = 'report' OR (f.verb = 'accept' AND NEW.verb = 'confirm'))) THEN
        RAISE EXCEPTION 'the officer who reported or accepted may not judge it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.verb = 'accept' AND NOT EXISTS (
        SELECT 1 FROM tracker_evidence e
        WHERE e.target_id = NEW.target_id AND e.kind = 'acceptance' AND NOT e.voided) THEN
        RAISE EXCEPTION 'nothing is accepted without its acceptance form' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
STAGE_HAS_ITS_FACT = pgtrigger.Trigger(
    name="stage_has_its_fact",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("stage"),
    func="""
    IF NEW.stage IN ('accepted', 'confirmed', 'announced') AND NEW.stage IS DISTINCT FROM OLD.stage AND NOT EXISTS (
        SELECT 1 FROM tracker_stagefact f
        WHERE f.target_id = NEW.id AND f.stage = NEW.stage AND NOT f.voided) THEN
        RAISE EXCEPTION 'a target reaches % only by a recorded fact', NEW.stage USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
