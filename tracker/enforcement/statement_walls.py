"""What no path to the database may do to statements (对账单约束): rewrite an issued one, or issue one that doesn't add up."""

from __future__ import annotations

import pgtrigger

# A draft may be superseded or issued, and once it is either, nothing of it changes: a correcting statement follows.
STATEMENT_IS_FINAL = pgtrigger.Trigger(
    name="statement_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF OLD.state <> 'draft' THEN
        RAISE EXCEPTION 'an issued or superseded statement is final' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF (OLD.measure_id, OLD.region_id, OLD.organisation_id, OLD.month, OLD.edition, OLD.corrects_id, OLD.total,
        OLD.previous_total)
       IS DISTINCT FROM
       (NEW.measure_id, NEW.region_id, NEW.organisation_id, NEW.month, NEW.edition, NEW.corrects_id, NEW.total,
        NEW.previous_total)
    THEN
        RAISE EXCEPTION 'a statement is calculated anew, not changed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'issued' AND NEW.total IS DISTINCT FROM (
        SELECT coalesce(sum(l.amount), 0) FROM tracker_statementline l WHERE l.statement_id = NEW.id) THEN
        RAISE EXCEPTION 'the total is not the sum of the lines' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> 'draft' AND EXISTS (
        SELECT 1 FROM tracker_statementline l WHERE l.statement_id = NEW.id
        AND (l.state, l.number, l.issued_on) IS DISTINCT FROM (NEW.state, NEW.number, NEW.issued_on)) THEN
        RAISE EXCEPTION 'the lines say what their statement says' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
# A line is written with its draft; later only what becomes of the statement is filled in, just before the statement itself.
LINE_IS_FINAL = pgtrigger.Trigger(
    name="line_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("of_statement", "tracker_statement")],
    func="""
    SELECT * INTO of_statement FROM tracker_statement s WHERE s.id = coalesce(NEW.statement_id, OLD.statement_id);
    IF of_statement.state IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'lines belong to a draft' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - '{issued_to_id,state,number,issued_on}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{issued_to_id,state,number,issued_on}'::text[] THEN
        RAISE EXCEPTION 'a line is calculated anew, not changed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP <> 'DELETE' AND (NEW.measure_id, NEW.month, NEW.edition) IS DISTINCT FROM
       (of_statement.measure_id, of_statement.month, of_statement.edition) THEN
        RAISE EXCEPTION 'the lines say what their statement says' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
    """,
)
