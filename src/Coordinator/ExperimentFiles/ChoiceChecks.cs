using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles;

/// <summary>Resolves the objective, and checks that the compared parameter varies.</summary>
internal sealed class ChoiceChecks(Trainable trainable, SpecificationBuilder values, DiagnosticCollector diagnostics)
{
    /// <summary>The name of the objective's metric; null, with the error reported, when it is not allowed.</summary>
    public string? Objective()
    {
        var summary = values.One(ChoiceKeys.Summary);
        if (values.One(ChoiceKeys.Metric) is not { } metric)
        {
            return null;
        }

        var name = metric.Value.ToString();
        if (trainable.PlaceOf(name) >= 0)
        {
            if (summary is { Item: { } item })
            {
                diagnostics.NotAllowed(item, summary.Path, $"{name} is one number for each run; give a summary only with the name of a series: {string.Join(", ", SeriesNames())}");
            }

            return name;
        }

        var wanted = summary is null ? MetricSummary.Last : ChoiceKeys.Summaries.Parse(summary.Value.ToString());
        var declared = trainable.Metrics.Where(candidate => candidate.Series == name && ChoiceKeys.CanChoose(candidate)).ToList();
        if (declared.Find(candidate => candidate.Summary == wanted) is { } found)
        {
            return found.Name;
        }

        var known = string.Join(" or ", declared.Where(candidate => candidate.Summary != MetricSummary.None).Select(candidate => ChoiceKeys.Summaries.NameOf(candidate.Summary)));
        var at = summary ?? metric;
        diagnostics.Add(at.At, at.Path, at.Value.ToString(), $"{trainable.Name} has no metric for the summary {ChoiceKeys.Summaries.NameOf(wanted)} of {name}; give {known}");
        return null;
    }

    /// <summary>Checks that the compared parameter varies.</summary>
    public void Compared(ExperimentSpecification specification)
    {
        if (values.One(ChoiceKeys.Compare) is not { } compare || specification.Axis(compare.Value.ToString()) is not { Values.Length: <= 1 } axis
            || (axis.Values.IsEmpty && !axis.Parameter.IsOptional))
        {
            return;
        }

        var varying = ConfirmationSpecification.ParametersOf(trainable).Where(name => specification.Axis(name) is { Varies: true }).ToList();
        diagnostics.Add(compare.At, compare.Path, compare.Value.ToString(), varying.Count == 0
            ? $"{compare.Value} does not vary, and neither does another parameter; give several values of one in the grid"
            : $"{compare.Value} does not vary; give {string.Join(" or ", varying)}, or several values of {compare.Value}");
    }

    private IEnumerable<string> SeriesNames() => trainable.Metrics.Where(ChoiceKeys.CanChoose).Select(metric => metric.Series).OfType<string>().Distinct();
}
