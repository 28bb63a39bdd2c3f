"""What no path to the database may get round (数据库约束): two people, evidence, answers, a fact behind every passed stage."""

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
    IF NEW.verb = 'accept' AND (
        SELECT count(DISTINCT e.kind) FROM tracker_evidence e WHERE e.target_id = NEW.target_id AND NOT e.voided
          AND e.kind IN ('photo_before', 'photo_after', 'witness', 'acceptance')) < 4 THEN
        RAISE EXCEPTION 'nothing is accepted without its photos, certificate and form' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
# Nothing is accepted while evidence asked for is waiting. Acceptance and request take turns at the target's row: whichever
# comes second waits for the first to be committed, and then sees it.
ANSWERED_FIRST = pgtrigger.Trigger(
    name="answered_first",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("verb", "voided", "target_id"),
    func="""
    IF NEW.verb = 'accept' AND NOT NEW.voided AND (
        TG_OP = 'INSERT' OR OLD.verb <> 'accept' OR OLD.voided OR OLD.target_id <> NEW.target_id) THEN
        PERFORM 1 FROM tracker_target t WHERE t.id = NEW.target_id FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM tracker_evidencerequest r WHERE r.target_id = NEW.target_id AND r.state = 'open') THEN
            RAISE EXCEPTION 'nothing is accepted while evidence asked for is waiting' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
    """,
)
REQUEST_TAKES_ITS_TURN = pgtrigger.Trigger(
    name="request_takes_its_turn",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "target_id"),
    func="""
    IF NEW.state = 'open' THEN
        PERFORM 1 FROM tracker_target t WHERE t.id = NEW.target_id FOR NO KEY UPDATE;
    END IF;
    RETURN NEW;
    """,
)
STAGE_HAS_ITS_FACT = pgtrigger.Trigger(
    name="stage_has_its_fact",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("stage"),
    func="""
    IF NEW.stage IN ('accepted', 'confirmed', 'announced') AND (TG_OP = 'INSERT' OR NEW.stage IS DISTINCT FROM OLD.stage) AND NOT EXISTS (
        SELECT 1 FROM tracker_stagefact f
        WHERE f.target_id = NEW.id AND f.stage = NEW.stage AND NOT f.voided) THEN
        RAISE EXCEPTION 'a target reaches % only by a recorded fact', NEW.stage USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
# What a passed target was accepted by stays: not set aside, not given to another target, not deleted.
EVIDENCE_STANDS = pgtrigger.Trigger(
    name="evidence_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("voided", "target_id", "kind") | pgtrigger.Delete,
    func="""
    IF TG_OP = 'UPDATE' AND NOT NEW.voided AND NEW.target_id = OLD.target_id AND NEW.kind = OLD.kind THEN
        RETURN NEW;
    END IF;
    IF NOT OLD.voided AND OLD.kind IN ('photo_before', 'photo_after', 'witness', 'acceptance') AND EXISTS (
        SELECT 1 FROM tracker_target t
        WHERE t.id = OLD.target_id AND t.stage IN ('accepted', 'confirmed', 'announced')) THEN
        RAISE EXCEPTION 'a target was accepted by this evidence' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)
