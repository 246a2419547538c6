using Microsoft.Data.Sqlite;

namespace NNOptim.Coordinator.Persistence;

/// <summary>The SQLite file that holds the journal.</summary>
/// <param name="Path">Its full path.</param>
public sealed record JournalDatabase(string Path)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string DefaultFileName = "nnoptim.db";

    /// <summary>How long a statement waits for another process's lock.</summary>
    private const int BusyTimeoutSeconds = 30;

    /// <summary>The connection string of writers, which make the file when it is missing.</summary>
    public string ConnectionString => Connection(SqliteOpenMode.ReadWriteCreate);

    /// <summary>The connection string of readers.</summary>
    public string ReadOnlyConnectionString => Connection(SqliteOpenMode.ReadOnly);

    /// <summary>The folder of the file.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// Makes the file and its folder when they are missing, and sets the write-ahead log, which stays in the file: readers
    /// then never wait for the writer.
    /// </summary>
    /// <exception cref="SqliteException">The file cannot be written or is no SQLite database.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be made.</exception>
    public void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory);
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS nnoptim_probe (x INTEGER); DROP TABLE nnoptim_probe;";
        command.ExecuteNonQuery();
    }

    private string Connection(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = mode,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();
}
