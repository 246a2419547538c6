namespace NNOptim.Persistence;

/// <summary>
/// The lease and the fence on PostgreSQL. A coordinator's connections carry its epoch in the setting <c>nnoptim.epoch</c>. A trigger
/// compares it with the lease in the transaction of each write. Writers share an advisory lock, which a process that takes the lease holds
/// exclusively. So no write of an earlier epoch can commit after the lease has changed hands.
/// </summary>
internal static class LeaseStatements
{
    /// <summary>The error code that the fence raises.</summary>
    public const string FencedState = "NN001";

    /// <summary>The advisory lock of writers and of the process that takes the lease: <c>nnfence</c> in ASCII.</summary>
    public const long FenceKey = 0x6E6E66656E6365;

    /// <summary>Creates missing tables and triggers. Run under the lock of the tables, by their owner.</summary>
    public static string CreateTables { get; } = $"""
        CREATE TABLE IF NOT EXISTS coordinator_lease (
          only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
          epoch BIGINT NOT NULL,
          holder TEXT NOT NULL,
          address TEXT NOT NULL,
          machine TEXT NOT NULL,
          protocol INT NOT NULL,
          program TEXT NOT NULL,
          renewals BIGINT NOT NULL,
          expires TIMESTAMPTZ NOT NULL
        );
        INSERT INTO coordinator_lease (epoch, holder, address, machine, protocol, program, renewals, expires)
          VALUES (0, '', '', '', 0, '', 0, '-infinity') ON CONFLICT DO NOTHING;
        CREATE OR REPLACE FUNCTION nnoptim_fence() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          own TEXT := current_setting('nnoptim.epoch', TRUE);
        BEGIN
          IF own <> '' THEN
            PERFORM pg_advisory_xact_lock_shared({FenceKey});
            IF NOT EXISTS (SELECT FROM coordinator_lease WHERE epoch = own::BIGINT) THEN
              RAISE EXCEPTION 'another coordinator has taken over since epoch %', own USING ERRCODE = '{FencedState}';
            END IF;
          END IF;
          RETURN NULL;
        END $$;
        DROP TRIGGER IF EXISTS nnoptim_fence ON journal;
        CREATE TRIGGER nnoptim_fence BEFORE INSERT OR UPDATE OR DELETE ON journal
          FOR EACH STATEMENT EXECUTE FUNCTION nnoptim_fence();
        DROP TRIGGER IF EXISTS nnoptim_fence ON snapshot;
        CREATE TRIGGER nnoptim_fence BEFORE INSERT OR UPDATE OR DELETE ON snapshot
          FOR EACH STATEMENT EXECUTE FUNCTION nnoptim_fence();
        """;

    /// <summary>Whether the table and the triggers exist.</summary>
    public const string TablesExist = """
        SELECT to_regclass('coordinator_lease') IS NOT NULL
          AND (SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'nnoptim_fence' AND tgrelid IN ('journal'::regclass, 'snapshot'::regclass)) = 2
        """;

    /// <summary>Reads the lease.</summary>
    public const string Read = """
        SELECT epoch, address, machine, protocol, program, renewals, expires > clock_timestamp() AS is_live FROM coordinator_lease
        """;

    /// <summary>Waits until no write is in progress, but at most a second for a suspended process within one.</summary>
    public static string ExcludeWriters { get; } = $"SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_xact_lock({FenceKey})";

    /// <summary>Takes the lease unless it was renewed or taken since it was read.</summary>
    public const string Take = """
        UPDATE coordinator_lease SET epoch = epoch + 1, holder = @holder, address = @address, machine = @machine, protocol = @protocol,
          program = @program, renewals = 0, expires = clock_timestamp() + @duration
        WHERE epoch = @epoch AND renewals = @renewals
        """;

    /// <summary>Renews the lease.</summary>
    public const string Renew = """
        UPDATE coordinator_lease SET renewals = renewals + 1, expires = clock_timestamp() + @duration WHERE epoch = @epoch
        """;

    /// <summary>Releases the lease.</summary>
    public const string Release = "UPDATE coordinator_lease SET expires = '-infinity' WHERE epoch = @epoch";

    /// <summary>
    /// Ends the sessions of all earlier holders, and with them their locks and their open transactions. A role may end its own sessions.
    /// </summary>
    public const string EndSessions = """
        SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
          AND application_name ~ '^nnoptim [0-9a-f]{32}$' AND application_name <> @own
        """;
}
