"""What no path to the database may get round (数据库约束): capacity used twice, money for what was not accepted."""

from __future__ import annotations

import pgtrigger

# One piece of equipment is known by its serial number where it has one (at least four characters, within an industry), and
# else by its row in the registry, merged rows being one: so neither another plan nor another city makes it a second time.
CAPACITY_ONCE = pgtrigger.Trigger(
    name="capacity_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("of_target", "tracker_target"), ("root", "bigint"), ("used", "numeric")],
    func="""
    SELECT * INTO of_target FROM tracker_target t WHERE t.id = NEW.target_id;
    IF of_target.accepted_on IS NULL OR of_target.withdrawn_on IS NOT NULL OR of_target.accepted_on > NEW.decided_on THEN
        RAISE EXCEPTION 'only accepted capacity can be used' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.facility_id, NEW.region_id, NEW.unit) IS DISTINCT FROM
       (of_target.facility_id, of_target.region_id, of_target.unit) THEN
        RAISE EXCEPTION 'a use is of its target' USING ERRCODE = 'check_violation';
    END IF;
    SELECT CASE WHEN length(n.serial) >= 4 THEN 'serial:' || f.industry_id || ':' || n.serial
                ELSE 'facility:' || coalesce(f.merged_into_id, f.id) END, coalesce(f.merged_into_id, f.id)
    INTO NEW.equipment_key, root
    FROM tracker_facility f,
         LATERAL (SELECT upper(regexp_replace(f.serial_number, '[^0-9A-Za-z]', '', 'g')) AS serial) n
    WHERE f.id = NEW.facility_id;
    PERFORM pg_advisory_xact_lock(hashtext('tracker.incentives.replacement'), hashtext(NEW.equipment_key));
    SELECT coalesce(sum(r.amount_base), 0) INTO used FROM tracker_replacement r
    WHERE r.withdrawn_on IS NULL AND (r.equipment_key = NEW.equipment_key OR r.facility_id IN (
        SELECT x.id FROM tracker_facility x WHERE x.id = root OR x.merged_into_id = root));
    IF used + NEW.amount_base > of_target.amount * (NEW.amount_base / NEW.amount) THEN
        RAISE EXCEPTION 'this capacity has been used' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
REPLACEMENT_IS_FINAL = pgtrigger.Trigger(
    name="replacement_is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF TG_OP = 'DELETE' OR OLD.withdrawn_on IS NOT NULL OR
       (to_jsonb(OLD) - '{withdrawn_on,withdrawn_reason,withdrawn_by_id,version}'::text[]) IS DISTINCT FROM
       (to_jsonb(NEW) - '{withdrawn_on,withdrawn_reason,withdrawn_by_id,version}'::text[]) THEN
        RAISE EXCEPTION 'a recorded use is withdrawn, not changed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
AWARD_FOR_THE_ACCEPTED = pgtrigger.Trigger(
    name="award_for_the_accepted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("target_id", "enterprise_id", "region_id", "amount"),
    func="""
    IF NOT EXISTS (
        SELECT 1 FROM tracker_target t
        WHERE t.enterprise_id = NEW.enterprise_id AND (NEW.target_id IS NULL OR t.id = NEW.target_id)
          AND t.accepted_on IS NOT NULL AND t.withdrawn_on IS NULL) THEN
        RAISE EXCEPTION 'awards are for accepted targets' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
