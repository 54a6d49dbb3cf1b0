from django.db import migrations


class Migration(migrations.Migration):
    """Money that is awarded is not taken away again, whoever writes.

    The lock is that under which it is awarded. `awards.admin.within_money` says it to
    people.
    """

    dependencies = [
        ("awards", "0015_acts_outlive_drafts"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION awards_within_money() RETURNS trigger
            LANGUAGE plpgsql AS $$
            DECLARE
                edition bigint := OLD.competition_id;
                there numeric;
                awarded numeric;
            BEGIN
                IF TG_TABLE_NAME = 'awards_call' THEN
                    edition := NEW.competition_id;
                END IF;
                PERFORM FROM awards_competition WHERE id = edition FOR NO KEY UPDATE;
                SELECT coalesce(sum(amount), 0) INTO there
                    FROM awards_allotment WHERE competition_id = edition;
                SELECT there + coalesce(sum(other_sources), 0) INTO there
                    FROM awards_call WHERE competition_id = edition;
                SELECT coalesce(sum(decision.amount), 0) INTO awarded
                    FROM awards_decision AS decision
                    JOIN awards_stage AS stage ON stage.id = decision.stage_id
                    JOIN awards_call AS call ON call.id = stage.call_id
                    WHERE call.competition_id = edition
                    AND decision.superseded_at IS NULL;
                IF awarded > there THEN
                    RAISE EXCEPTION
                        'More than that is awarded already: nothing was changed.'
                        USING ERRCODE = 'check_violation',
                              CONSTRAINT = 'awards_within_money';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER awards_within_money AFTER DELETE
                ON awards_allotment FOR EACH ROW
                EXECUTE FUNCTION awards_within_money();
            CREATE TRIGGER awards_within_less_money AFTER UPDATE
                ON awards_allotment FOR EACH ROW WHEN (
                    OLD.amount > coalesce(NEW.amount, 0)
                    OR OLD.competition_id <> NEW.competition_id
                ) EXECUTE FUNCTION awards_within_money();
            CREATE TRIGGER awards_within_less_money AFTER UPDATE
                ON awards_call FOR EACH ROW WHEN (
                    OLD.other_sources > coalesce(NEW.other_sources, 0)
                    OR OLD.competition_id <> NEW.competition_id
                ) EXECUTE FUNCTION awards_within_money();
            """,
            "DROP FUNCTION awards_within_money() CASCADE;",
        ),
    ]
