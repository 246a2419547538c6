using Microsoft.Data.Sqlite;
using NNOptim.Coordinator.Tests.History.Tables;
using NNOptim.History.Tables;
using NNOptim.Persistence;
using static NNOptim.Coordinator.Tests.Actors.Experiments;

namespace NNOptim.Coordinator.Tests.Persistence;

/// <summary>A SQLite file and the write-ahead log beside it.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-sqlite-").FullName;

    /// <summary>These connections keep files in use even if the pools of the test process are closed.</summary>
    private readonly List<SqliteConnection> users = [];

    public void Dispose()
    {
        Close();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_closed_database_is_one_complete_file()
    {
        var database = Written("at-rest.db");
        File.Exists(Log(database)).ShouldBeTrue();

        Rest(database);

        Directory.GetFiles(folder).ShouldBe([database.Path]);
        var copy = new SqliteDatabase(At("copy.db"));
        File.Copy(database.Path, copy.Path);
        copy.Examine().ShouldBeNull();
        Journals.Rows(copy, "journal").Count.ShouldBe(13);
    }

    [Fact]
    public void While_another_process_uses_it_the_file_stays_as_that_process_needs_it()
    {
        var database = Written("used.db");
        SqliteFiles.Checkpoint(database.Path);

        File.Exists(Log(database)).ShouldBeTrue();
        database.Examine().ShouldBeNull();
        Journals.Rows(database, "journal").Count.ShouldBe(13);
    }

    [Fact]
    public void A_copy_without_its_log_is_reported()
    {
        var database = Written("killed.db");
        var empty = new SqliteDatabase(At("empty.db"));
        File.Copy(database.Path, empty.Path);
        Should.Throw<DatabaseFileException>(empty.Examine).Message.ShouldSatisfyAllConditions(
            text => text.ShouldContain($"{empty.Path} has no tables"), text => text.ShouldContain("empty.db-wal"), text => text.ShouldContain("history backup"));

        Journals.Execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        var older = new SqliteDatabase(At("older.db"));
        File.Copy(database.Path, older.Path);
        older.Examine().ShouldNotBeNull().ShouldContain("The newest events may be missing too");
    }

    [Fact]
    public void A_log_whose_database_was_moved_is_not_deleted()
    {
        var database = Written("moved.db");
        Kill(database);
        File.Move(database.Path, At("archive.db"));

        Should.Throw<DatabaseFileException>(database.Examine).Message.ShouldContain($"{database.Path} is missing, but {Log(database)} holds events");
        File.WriteAllBytes(database.Path, []);
        Should.Throw<DatabaseFileException>(database.Examine).Message.ShouldContain("is empty, but");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_of_another_database_or_of_another_state_of_this_one_is_reported(bool ofEarlierState)
    {
        var database = Written("replaced.db");
        Rest(database);
        var other = new SqliteDatabase(At("other.db"));
        if (ofEarlierState)
        {
            File.Copy(database.Path, other.Path);
        }
        else
        {
            Rest(Written("other.db"));
        }

        Use(database);
        Journals.Write(database, OtherId, Journals.Life(OtherId));
        Kill(database);
        File.Move(other.Path, database.Path, overwrite: true);

        Should.Throw<DatabaseFileException>(database.Examine).Message.ShouldContain($"{Log(database)} does not belong to {database.Path}");
    }

    [Fact]
    public void A_database_of_another_program_is_named_and_left_alone()
    {
        var database = new SqliteDatabase(At("foreign.db"));
        using (var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE guests (name TEXT)";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(database.Path);
        foreach (var use in (Action[])[database.Prepare, () => database.OpenToRead(), () => new HistoryProjection(database).CatchUp()])
        {
            Should.Throw<DatabaseFileException>(use).Message.ShouldBe(
                $"{database.Path} is a SQLite database of another program: it has the tables guests.");
        }

        File.WriteAllText(At("text.db"), new string('x', 5000));
        Should.Throw<DatabaseFileException>(new SqliteDatabase(At("text.db")).Examine).Message.ShouldContain("is not a SQLite database");
        File.ReadAllBytes(database.Path).ShouldBe(before);
    }

    [Fact]
    public void A_lock_of_another_connection_is_seen()
    {
        var database = Written("locked.db");
        database.IsLocked(againstWriting: true).ShouldBeFalse();
        using var other = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        other.Open();
        using (other.BeginTransaction())
        {
            database.IsLocked(againstWriting: false).ShouldBeFalse();
            database.IsLocked(againstWriting: true).ShouldBeTrue();
        }

        database.IsLocked(againstWriting: true).ShouldBeFalse();
        new SqliteDatabase(At("missing.db")).IsLocked(againstWriting: true).ShouldBeFalse();
    }

    [Fact]
    public void A_deleted_or_replaced_file_is_noticed_and_what_it_held_is_rescued()
    {
        var database = Written("watched.db");
        using var watch = database.WatchFile();
        watch.Problem().ShouldBeNull();

        File.Delete(database.Path);
        watch.Problem().ShouldBe("was deleted or moved");
        File.WriteAllBytes(database.Path, []);
        watch.Problem().ShouldBe("was replaced by another file");

        var rescued = new SqliteDatabase(watch.Rescue());
        rescued.Path.ShouldBe($"{database.Path}.rescued");
        Journals.Rows(rescued, "journal").Count.ShouldBe(13);
        watch.Rescue().ShouldBe($"{database.Path}.rescued2");
    }

    [Fact]
    public void A_deleted_log_is_noticed()
    {
        var database = Written("unlogged.db");
        using var watch = database.WatchFile();
        File.Delete(Log(database));

        watch.Problem().ShouldNotBeNull().ShouldContain("-wal");
        Journals.Rows(new SqliteDatabase(watch.Rescue()), "journal").Count.ShouldBe(13);
    }

    private SqliteDatabase Written(string name)
    {
        var database = new SqliteDatabase(At(name));
        JournalRows.MakeTables(database);
        Use(database);
        Journals.Write(database, Id, Journals.Life(Id));
        return database;
    }

    private void Use(SqliteDatabase database)
    {
        database.OpenToWrite().Dispose();
        var user = new SqliteConnection($"Data Source={database.Path};Pooling=False");
        users.Add(user);
        user.Open();
        using var command = user.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM journal";
        command.ExecuteScalar();
    }

    private void Close()
    {
        users.ForEach(user => user.Dispose());
        users.Clear();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Leaves the file as a process that ends normally does.</summary>
    private void Rest(SqliteDatabase database)
    {
        Close();
        SqliteFiles.Checkpoint(database.Path);
    }

    /// <summary>Leaves the file and its log as a killed process does.</summary>
    private void Kill(SqliteDatabase database)
    {
        string[] files = [database.Path, Log(database)];
        Array.ForEach(files, path => File.Copy(path, path + ".kept"));
        Close();
        Array.ForEach(files, path => File.Move(path + ".kept", path, overwrite: true));
    }

    private string At(string name) => Path.Combine(folder, name);

    private static string Log(SqliteDatabase database) => database.Path + "-wal";
}
