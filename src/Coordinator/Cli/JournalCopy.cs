using NNOptim.History.Exchange;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>A journal for the length of one command, with what a coordinator elsewhere has of some experiments.</summary>
internal sealed class JournalCopy : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-copy-").FullName;

    private JournalCopy() => Database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));

    /// <summary>The journal.</summary>
    public JournalDatabase Database { get; }

    /// <summary>The ids of the experiments, in the order in which they were named.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>Brings experiments here.</summary>
    /// <param name="client">The connection to the coordinator.</param>
    /// <param name="given">The experiments as a person named them.</param>
    /// <exception cref="CommandException">There are no such experiments, or they cannot be brought.</exception>
    public static async Task<JournalCopy> FetchAsync(ApiClient client, IReadOnlyList<string> given)
    {
        var copy = new JournalCopy();
        try
        {
            var ids = new List<string>();
            copy.Database.Prepare();
            foreach (var name in given)
            {
                var id = await client.FindAsync(name).ConfigureAwait(false);
                if (!ids.Contains(id.Value))
                {
                    ExperimentImport.Write(copy.Database, await client.ExportAsync(id, copy.folder).ConfigureAwait(false), TimeProvider.System.GetUtcNow());
                }

                ids.Add(id.Value);
            }

            copy.Ids = ids;
            return copy;
        }
        catch (Exception error) when (DatabaseFailure.Is(error) || error is UnauthorizedAccessException)
        {
            copy.Dispose();
            throw CommandException.Infrastructure($"What the coordinator has cannot be kept in {copy.folder}: {error.Message}", error);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteFiles.CheckpointAll();
        Directory.Delete(folder, recursive: true);
    }
}
