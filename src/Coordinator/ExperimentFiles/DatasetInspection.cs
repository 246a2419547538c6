using NNOptim.Experiments;
using NNOptim.Training.Datasets;

namespace NNOptim.ExperimentFiles;

/// <summary>Determines a dataset's shape: computes it for generated data, and loads files.</summary>
internal static class DatasetInspection
{
    /// <summary>Whether the shape of such data is only known once files are loaded.</summary>
    public static bool IsLoaded(DatasetKind kind) => kind is not (DatasetKind.Moons or DatasetKind.Circles or DatasetKind.Blobs or DatasetKind.Digits);

    /// <summary>The shape; null when a file cannot be read (the error is reported at its path), or when there is no loader.</summary>
    public static DatasetShape? Inspect(
        DatasetSpecification dataset,
        SpecificationBuilder values,
        Func<DatasetSpecification, DatasetShape>? load,
        DiagnosticCollector diagnostics) => dataset.Kind switch
        {
            DatasetKind.Moons or DatasetKind.Circles => Generated(dataset, new DatasetShape(2, 2, dataset.Examples, null), values, diagnostics),
            DatasetKind.Blobs => Generated(dataset, new DatasetShape(dataset.Features, dataset.Centers, dataset.Examples, null), values, diagnostics),
            DatasetKind.Digits => new DatasetShape(64, 10, 1797, null),
            _ => load is null ? null : Load(dataset, values, load, diagnostics),
        };

    /// <summary>The shape of generated data; null, with the error reported, when data of that size cannot be generated.</summary>
    private static DatasetShape? Generated(
        DatasetSpecification dataset, DatasetShape shape, SpecificationBuilder values, DiagnosticCollector diagnostics)
    {
        try
        {
            DatasetLoader.Check(dataset);
            return shape;
        }
        catch (DatasetException failure)
        {
            Add(failure, values.One("dataset.examples")!, values, diagnostics);
            return null;
        }
    }

    private static DatasetShape? Load(
        DatasetSpecification dataset,
        SpecificationBuilder values,
        Func<DatasetSpecification, DatasetShape> load,
        DiagnosticCollector diagnostics)
    {
        var path = values.One("dataset.path")!;
        try
        {
            var shape = load(dataset);
            if (values.One("dataset.sha256") is { } expected && expected.Value.ToString() != shape.Sha256)
            {
                diagnostics.NotAllowed(expected.Item!, expected.Path, $"the data has the SHA-256 {shape.Sha256}");
            }

            foreach (var note in shape.Notes)
            {
                diagnostics.Tell(path.At, path.Path, note);
            }

            return shape;
        }
        catch (DatasetException failure)
        {
            Add(failure, path, values, diagnostics);
        }
        catch (OutOfMemoryException)
        {
            diagnostics.Add(path.At, path.Path, path.Value.ToString(), "the data needs more memory than this process may use");
        }
        catch (Exception failure)
        {
            // Any exception of a loader is reported as an error in the data file.
            diagnostics.Add(path.At, path.Path, path.Value.ToString(), failure.Message);
        }

        return null;
    }

    private static void Add(DatasetException failure, GivenValue value, SpecificationBuilder values, DiagnosticCollector diagnostics)
    {
        foreach (var error in failure.Errors)
        {
            // An error that begins with a key is reported there. The message of a diagnostic starts with its key already.
            var (at, text) = error.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 && values.One(error[..colon]) is { } other
                ? (other, error[(colon + 2)..])
                : (value, error);
            diagnostics.Add(at.At, at.Path, at.Value.ToString(), text);
        }
    }
}
