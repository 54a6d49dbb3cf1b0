from django.db import migrations

# The lock that a transaction takes with its first change of content, and keeps until
# its commit is seen, is known by the sequence's own number. Then it waits for what
# workers were told before to lapse (content.revision.LEASE), and only then moves the
# number: whoever asks meanwhile is told that a change is under way.
CREATE = """
CREATE SEQUENCE content_revision;
SELECT nextval('content_revision');  -- or the first change would not show

CREATE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine text := pg_current_xact_id()::text;
    wait text := nullif(current_setting('polisocial.wait', true), '');
BEGIN
    IF current_setting('polisocial.changed_by', true) IS DISTINCT FROM mine THEN
        PERFORM pg_advisory_xact_lock_shared('content_revision'::regclass::bigint);
        PERFORM pg_sleep(coalesce(wait, '0.025')::float);
        PERFORM nextval('content_revision');
        PERFORM set_config('polisocial.changed_by', mine, true);
    END IF;
    RETURN NULL;
END $$;

-- First the lock, then the number: the other way round, a change between the two
-- would be seen under the number before it.
CREATE FUNCTION content_revision_now() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 0 AND objsubid = 1
        AND objid = 'content_revision'::regclass::oid
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND granted
    ) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT last_value FROM content_revision);
END $$;
"""
DROP = """
DROP FUNCTION content_revision_now();
DROP FUNCTION content_changed();
DROP SEQUENCE content_revision;
"""


class Migration(migrations.Migration):
    dependencies = [("content", "0001_search_configurations")]

    operations = [migrations.RunSQL(CREATE, DROP)]
