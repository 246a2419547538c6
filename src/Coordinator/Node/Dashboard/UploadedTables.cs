using System.Collections.Immutable;
using NNOptim.Coordinator.Dashboard.Api;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Training.Datasets;
using NNOptim.Training.Datasets.Description;

namespace NNOptim.Coordinator.Dashboard;

/// <summary>
/// Describes uploaded data files. It reads no other file of this machine. It describes one file at a time, since a table needs many times
/// the memory of its file.
/// </summary>
internal sealed class UploadedTables : IDisposable
{
    private const string Prefix = "dataset.";

    private static readonly string[] pathKeys = ["path", "labels_path"];

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Describes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="keys">Further keys of the dataset section as <c>key=value</c>.</param>
    /// <param name="cancellation">Cancels the wait for other descriptions.</param>
    /// <returns>The description, or the errors in the keys.</returns>
    /// <exception cref="DatasetException">The data cannot be read. The message has no temporary path.</exception>
    public async Task<(TableDescription? Description, ImmutableArray<FileError> Errors)> DescribeAsync(
        UploadedFile file, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var (specification, errors) = Read(file, keys);
        if (specification is null)
        {
            return (null, errors);
        }

        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var data = await Task.Run(() => DatasetDescriber.Describe(specification), cancellation).ConfigureAwait(false);
            return (TableDescription.Create(data, file), []);
        }
        catch (DatasetException error)
        {
            throw new DatasetException([.. error.Errors.Select(file.Clean)]);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private static (DatasetSpecification? Specification, ImmutableArray<FileError> Errors) Read(UploadedFile file, IReadOnlyList<string> keys)
    {
        var paths = keys.Where(IsPath).ToList();
        var (specification, errors) = DatasetSection.Read(file.StoredName, [.. keys.Where(text => !IsPath(text))], file.Folder);
        ImmutableArray<FileError> all =
        [
            .. paths.Select(text => new FileError(null, null, Prefix + KeyOf(text), "this key is not allowed here; the data are those of the request")),
            .. Problems.ErrorsOf(errors).Select(error => error with { Message = file.Clean(error.Message) }),
        ];
        if (!all.IsEmpty)
        {
            return (null, all);
        }

        return IsOfFileAlone(specification!, file)
            ? (specification, [])
            : (null, [new FileError(null, null, "dataset.kind", "only tables have a description; give csv, parquet or libsvm")]);
    }

    private static bool IsOfFileAlone(DatasetSpecification specification, UploadedFile file) =>
        specification.Kind.IsTable() && specification.Path == file.StoredPath && specification.LabelsPath is null;

    private static bool IsPath(string text) => pathKeys.Contains(KeyOf(text));

    private static string KeyOf(string text)
    {
        var key = text.Split('=', 2)[0].Trim();
        return key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : key;
    }
}
