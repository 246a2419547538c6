using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks that the test data leaves training examples, and that the grid is not too large.</summary>
internal sealed class ConsistencyChecks(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    /// <summary>The number of training examples; null, with the error reported, when the test data leaves none.</summary>
    public int? TrainingExamples(DatasetSpecification dataset, DatasetShape shape)
    {
        var training = shape.Examples - (int)Math.Ceiling(dataset.TestFraction * shape.Examples);
        if (training >= 1)
        {
            return training;
        }

        var fraction = values.One("dataset.test_fraction")!;
        diagnostics.Add(fraction.At, fraction.Path, fraction.Value.ToString(), Text(
            $"{fraction.Value} of {shape.Examples} examples leaves no training data; give a smaller fraction"));
        return null;
    }

    /// <summary>Checks the number of runs.</summary>
    public void Runs(ExperimentSpecification specification, SourceLocation grid, bool allowLarge)
    {
        if (specification.Axes.Any(axis => axis.Values.IsEmpty && !axis.Parameter.IsOptional))
        {
            return;
        }

        var runs = CountRuns(specification);
        if (runs is null or > GridLimits.Max)
        {
            diagnostics.Add(grid, "grid", null, Text(
                $"the grid has {(runs is null ? "over 10^18" : Text($"{runs:N0}"))} runs, but at most {GridLimits.Max:N0} are allowed; shorten its lists"));
        }
        else if (runs > GridLimits.MaxWithoutFlag && !allowLarge)
        {
            diagnostics.Add(grid, "grid", null, Text(
                $"the grid has {runs:N0} runs, more than {GridLimits.MaxWithoutFlag:N0}; shorten its lists, or give {GridLimits.Flag} to run them all"));
        }
    }

    private static long? CountRuns(ExperimentSpecification specification)
    {
        try
        {
            return ExperimentGrid.Count(specification);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
