using System.Globalization;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Checks that the grid and its confirmation are not too large.</summary>
internal sealed class ConsistencyChecks(SpecificationBuilder values, DiagnosticCollector diagnostics)
{
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

    /// <summary>Checks the number of runs of the grid and its confirmation, and that there are enough fresh seeds.</summary>
    public void Confirmation(ExperimentSpecification specification, SourceLocation section, bool allowLarge)
    {
        if (specification.Confirmation is not { } confirmation || specification.Axes.Any(axis => axis.Values.IsEmpty && !axis.Parameter.IsOptional))
        {
            return;
        }

        var limit = allowLarge ? GridLimits.Max : GridLimits.MaxWithoutFlag;
        if (CountRuns(specification) is not { } search || search > limit)
        {
            return; // The grid alone is too large, which has been reported.
        }

        var all = Count(() => ExperimentGrid.CountWithConfirmation(specification));
        if (all is null || all > limit)
        {
            diagnostics.Add(section, ChoiceKeys.Confirmation, null, Text(
                $"the grid and its confirmation have {(all is null ? "over 10^18" : Text($"{all:N0}"))} runs, more than {limit:N0}; give fewer finalists or seeds")
                + (!allowLarge && all <= GridLimits.Max ? $", or give {GridLimits.Flag} to run them all" : ""));
        }

        var replicate = specification.Trainable.Replicate;
        if (replicate.Type is IntegerType type && type.Maximum - type.Minimum + 1 - specification.Axis(replicate.Name)!.Values.Length is var left && left < confirmation.Seeds)
        {
            var at = values.One(ChoiceKeys.Seeds)!;
            diagnostics.Add(at.At, at.Path, at.Value.ToString(), Text($"{confirmation.Seeds} is not allowed; only {left} values of {replicate.Name} are left for the confirmation"));
        }
    }

    private static long? CountRuns(ExperimentSpecification specification) => Count(() => ExperimentGrid.Count(specification));

    private static long? Count(Func<long> count)
    {
        try
        {
            return count();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
