using Microsoft.Data.Sqlite;
using NNOptim.Persistence;
using NNOptim.Tests.Common;

namespace NNOptim.Coordinator.Tests.History.Tables;

/// <summary>Tests on their own databases, of both kinds.</summary>
public abstract class HistoryTest(PostgreSqlServer server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-history-").FullName;

    public static TheoryData<SqlDialect> Dialects => [SqlDialect.Sqlite, SqlDialect.PostgreSql];

    /// <summary>An empty journal.</summary>
    protected JournalDatabase Create(SqlDialect dialect)
    {
        JournalDatabase database = dialect == SqlDialect.Sqlite
            ? new SqliteDatabase(Path.Combine(folder, Guid.NewGuid().ToString("N"), "nnoptim.db"))
            : new PostgreSqlDatabase(server.CreateDatabase());
        JournalRows.MakeTables(database);
        return database;
    }

    protected string FileAt(string name) => Path.Combine(folder, name);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
