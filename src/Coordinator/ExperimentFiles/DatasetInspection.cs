using NNOptim.Shared.Experiments;

namespace NNOptim.Coordinator.ExperimentFiles;

/// <summary>Finds what a dataset holds: by arithmetic where it is generated, by loading it where it is a file.</summary>
internal static class DatasetInspection
{
    /// <summary>The shape; null when a file cannot be read, with the error reported at its path, or when nothing loads files.</summary>
    public static DatasetShape? Inspect(
        DatasetSpecification dataset,
        SpecificationBuilder values,
        Func<DatasetSpecification, DatasetShape>? load,
        DiagnosticCollector diagnostics) => dataset.Kind switch
        {
            DatasetKind.Moons or DatasetKind.Circles => new DatasetShape(2, 2, dataset.Examples, null),
            DatasetKind.Blobs => new DatasetShape(dataset.Features, dataset.Centers, dataset.Examples, null),
            DatasetKind.Digits => new DatasetShape(64, 10, 1797, null),
            _ => load is null ? null : Load(dataset, values, load, diagnostics),
        };

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

            return shape;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever a data file does to its loader is, to the person, something wrong with that file.
            diagnostics.Add(path.At, path.Path, path.Value.ToString(), failure.Message);
            return null;
        }
    }
}
