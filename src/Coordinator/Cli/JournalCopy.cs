using NNOptim.History.Exchange;
using NNOptim.Persistence;

namespace NNOptim.Cli;

/// <summary>A temporary journal with a copy of some experiments of a remote coordinator, for one command.</summary>
internal sealed class JournalCopy : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nnoptim-copy-").FullName;

    private JournalCopy() => Database = new SqliteDatabase(Path.Combine(folder, "nnoptim.db"));

    /// <summary>The journal.</summary>
    public JournalDatabase Database { get; }

    /// <summary>The ids of the experiments, in the order given.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    /// <summary>Downloads experiments.</summary>
    /// <param name="client">The client of the coordinator.</param>
    /// <param name="given">The experiments as the user named them.</param>
    /// <exception cref="CommandException">An experiment does not exist or cannot be downloaded.</exception>
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
            throw CommandException.Infrastructure($"The coordinator's experiments cannot be copied to {copy.folder}: {error.Message}", error);
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
