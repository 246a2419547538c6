using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Training.Datasets.Tables.Reading;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>Loads the data of tables: reads, interprets, splits, fills and standardises them.</summary>
internal static class TableDataset
{
    /// <summary>Loads the data.</summary>
    /// <exception cref="DatasetException">The files cannot be read, have changed, or do not fit the specification.</exception>
    public static LoadedDataset Load(DatasetSpecification specification)
    {
        var files = TableFiles.Read(specification);
        return Load(specification, files, ReadTable(specification, files));
    }

    /// <summary>Loads the data of a table that was read before.</summary>
    /// <param name="specification">The specification. Its categorical and ordinal columns are those with which the table was read.</param>
    /// <param name="files">The table's files.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="DatasetException">The table does not fit the specification.</exception>
    public static LoadedDataset Load(DatasetSpecification specification, TableFileSet files, Table table)
    {
        try
        {
            return Finish(specification, files, TableInterpreter.Interpret(specification, table));
        }
        catch (DatasetException error) when (!error.Errors.All(NamesPlace))
        {
            throw new DatasetException([.. error.Errors.Select(text => NamesPlace(text) ? text : $"{specification.Path}: {Short(text, specification)}")]);
        }

        bool NamesPlace(string text) => text.StartsWith("dataset.", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)
            || files.Files.Any(file => text.StartsWith(file.Path, StringComparison.Ordinal)) || text.StartsWith(specification.Path!, StringComparison.Ordinal);
    }

    /// <summary>A sentence in which lines of the only file have no path.</summary>
    private static string Short(string sentence, DatasetSpecification specification) =>
        sentence.Replace($"{specification.Path}:", "line ", StringComparison.Ordinal);

    private static LoadedDataset Finish(DatasetSpecification specification, TableFileSet files, InterpretedTable interpreted)
    {
        var data = TrainTestSplit.Apply(interpreted.Examples, specification, interpreted.Groups, interpreted.Order);
        var notes = interpreted.Notes.AddRange(data.Notes).AddRange(LevelsOfTestAlone(interpreted.Features, data));
        var fills = FillsOf(specification.Table, interpreted.Features, data.Train);
        data = Standardize(specification, interpreted.Features, Fill(interpreted.Features, fills, data));
        var resolved = specification with
        {
            Sha256 = files.Sha256,
            Table = interpreted.Reading with { FileBytes = files.FileBytes, Fills = specification.Folds > 0 ? specification.Table.Fills : fills },
        };
        return new LoadedDataset(resolved, data with { Notes = [.. notes.Select(note => Short(note, specification))] });
    }

    /// <summary>Reads the table alone.</summary>
    /// <exception cref="DatasetException">The files are no table.</exception>
    public static Table ReadTable(DatasetSpecification specification, TableFileSet files)
    {
        var request = TableInterpreter.RequestFor(specification.Table);
        return specification.Kind switch
        {
            DatasetKind.Parquet => ParquetTable.Read(files.Files, request),
            DatasetKind.Libsvm => LibsvmTable.Read(files.Files, request),
            _ => DelimitedText.Read(files.Files, request),
        };
    }

    private static ValueList<ColumnFill> FillsOf(TableReading reading, ImmutableArray<Feature> features, Dataset training) =>
        reading.Fills.Count > 0 ? reading.Fills
        : reading.Missing is MissingValues.Error or MissingValues.Drop ? []
        : MissingFiller.Fit(reading.Missing, features, training);

    private static TrainingData Fill(ImmutableArray<Feature> features, ValueList<ColumnFill> fills, TrainingData data) =>
        fills.Count == 0 ? data : data with
        {
            Train = MissingFiller.Fill(features, fills, data.Train),
            Test = data.Test is { } test ? MissingFiller.Fill(features, fills, test) : null,
        };

    private static TrainingData Standardize(DatasetSpecification specification, ImmutableArray<Feature> features, TrainingData data)
    {
        if (specification.Standardize != StandardizedFeatures.None)
        {
            data = Standardizer.Apply(data, Chosen(specification, features));
        }

        return specification.StandardizeLabel ? Standardizer.ApplyToLabels(data) : data;
    }

    private static bool[] Chosen(DatasetSpecification specification, ImmutableArray<Feature> features)
    {
        var listed = specification.StandardizedColumns;
        var unknown = listed.Where(written => !features.Any(feature => Means(written, feature))).ToList();
        return unknown.Count > 0
            ? throw new DatasetException($"dataset.standardize: {Excerpt.OfList(unknown)} {(unknown.Count == 1 ? "is no feature" : "are no features")}; the features are {Excerpt.OfList([.. features.Select(feature => feature.Column.Name)])}.")
            : [.. features.SelectMany(feature => Enumerable.Repeat(IsChosen(feature), feature.Width))];

        bool IsChosen(Feature feature) => specification.Standardize switch
        {
            StandardizedFeatures.All => true,
            StandardizedFeatures.Numeric => feature.Kind == FeatureKind.Numeric,
            StandardizedFeatures.Listed => listed.Any(written => Means(written, feature)),
            _ => false,
        };
    }

    private static bool Means(string written, Feature feature) => ColumnNames.Means(written, feature.Column.Name, feature.Column.Number);

    /// <summary>Tells which levels no training example has.</summary>
    private static IEnumerable<string> LevelsOfTestAlone(ImmutableArray<Feature> features, TrainingData data)
    {
        if (data.Test is not { } test)
        {
            yield break;
        }

        var start = 0;
        foreach (var feature in features)
        {
            if (feature.Kind == FeatureKind.Categorical)
            {
                var unseen = Enumerable.Range(start, feature.Width).Where(input => Has(test, input) && !Has(data.Train, input)).Select(input => feature.Levels[input - start]).ToList();
                if (unseen.Count > 0)
                {
                    yield return $"column '{Excerpt.Shorten(feature.Column.Name)}': only test examples have the {(unseen.Count == 1 ? "value" : "values")} {Excerpt.OfList(unseen)}, so the training learns nothing about {(unseen.Count == 1 ? "it" : "them")}.";
                }
            }

            start += feature.Width;
        }

        static bool Has(Dataset part, int input)
        {
            for (var example = 0; example < part.Examples; example++)
            {
                if (part.Example(example)[input] == 1)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
