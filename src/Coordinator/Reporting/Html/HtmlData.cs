using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NNOptim.Experiments;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Sections;
using NNOptim.Reporting.Statistics;

namespace NNOptim.Reporting.Html;

/// <summary>
/// The data of the page's charts, as JSON whose strings contain no HTML special characters. Statistics have all digits; points of curves
/// have five significant digits.
/// </summary>
internal sealed class HtmlData
{
    private readonly ExperimentAnalysis analysis;
    private readonly ImmutableArray<Parameter> axes;
    private readonly ImmutableArray<ImmutableArray<string>> values;
    private readonly ImmutableArray<string> compared;
    private readonly Utf8JsonWriter json;

    private HtmlData(ExperimentAnalysis analysis, Utf8JsonWriter json)
    {
        this.analysis = analysis;
        this.json = json;
        axes = analysis.ConfigurationParameters;
        values = [.. axes.Select(ValuesOf)];
        compared = analysis.ComparedValues;
    }

    /// <summary>Chooses the thinning of an experiment's curves.</summary>
    public static CurveThinning Thinning(ExperimentAnalysis analysis) => CurveThinning.For(
        Math.Max(1, analysis.Configurations.Length),
        analysis.Configurations.IsEmpty ? 1 : analysis.Configurations.Max(configuration => configuration.Runs.Length),
        analysis.Runs.IsEmpty ? 0 : analysis.Runs.Max(run => run.Costs.Length));

    /// <summary>Serialises the data as JSON.</summary>
    public static string Serialize(ExperimentAnalysis analysis)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer))
        {
            new HtmlData(analysis, json).Write();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write()
    {
        var specification = analysis.Experiment.Specification;
        json.WriteStartObject();
        json.WriteNumber("recordEvery", specification.RecordEvery);
        Number("target", analysis.Target);
        Objective();
        Compared();
        Metrics();
        json.WriteStartArray("axes");
        for (var i = 0; i < axes.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("label", axes[i].Label);
            Strings("values", values[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("tunedAxis", AxisOf(analysis.Trainable.Tuned));
        json.WriteNumber("batchAxis", AxisOf(KnownNames.BatchSize));
        json.WriteStartArray("configurations");
        var thinning = Thinning(analysis);
        for (var i = 0; i < analysis.Ranking.Length; i++)
        {
            OneConfiguration(analysis.Ranking[i], i, thinning);
        }

        json.WriteEndArray();
        Sensitivity();
        Profile();
        Importance();
        json.WriteEndObject();
    }

    /// <summary>The texts of an axis in its order, followed by those that only a search's runs have.</summary>
    private ImmutableArray<string> ValuesOf(Parameter parameter) =>
    [
        .. analysis.Experiment.Specification.Axis(parameter.Name)!.Values.Select(value => value.ToString())
            .Concat(analysis.Configurations.Select(configuration => configuration.Text(parameter)).Where(text => text.Length > 0))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The index of a parameter among the axes; -1 when it is not among them.</summary>
    private int AxisOf(string? parameter) => axes.TakeWhile(axis => axis.Name != parameter).Count() is var place && place < axes.Length ? place : -1;

    private void Objective()
    {
        json.WriteStartObject("objective");
        json.WriteString("label", analysis.Objective.Label);
        json.WriteString("format", FormatOf(analysis.Objective.Metric));
        json.WriteBoolean("maximize", analysis.Objective.IsMaximized);
        json.WriteBoolean("log", analysis.HasLogarithm);
        json.WriteEndObject();
    }

    private void Compared()
    {
        json.WriteStartObject("compared");
        if (analysis.ComparedParameter is { } parameter)
        {
            json.WriteString("label", parameter.Label);
        }

        json.WriteNumber("axis", AxisOf(analysis.Trainable.Compared));
        Strings("names", compared);
        json.WriteStartArray("styles");
        foreach (var name in compared)
        {
            json.WriteNumberValue(Figures.CurveStyle.NumberOf(name, analysis.Experiment.Specification));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Metrics()
    {
        json.WriteStartArray("metrics");
        foreach (var metric in analysis.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("label", Wording.Label(metric));
            json.WriteString("short", metric.Name is KnownNames.TrainAccuracy or KnownNames.TestAccuracy ? "accuracy" : metric.Label);
            json.WriteString("format", FormatOf(metric));
            json.WriteBoolean("maximize", metric.Goal == MetricGoal.Maximize);
            json.WriteBoolean("censored", metric.Name == KnownNames.EpochsToTarget);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("highlights");
        foreach (var metric in analysis.FewestHighlights)
        {
            json.WriteNumberValue(analysis.Metrics.IndexOf(metric));
        }

        json.WriteEndArray();
    }

    private static string FormatOf(Metric metric) => metric.Format switch
    {
        MetricFormat.Percent => "percent",
        MetricFormat.Count => "count",
        _ => "number",
    };

    private void OneConfiguration(RankedConfiguration ranked, int place, CurveThinning thinning)
    {
        var configuration = ranked.Configuration;
        json.WriteStartObject();
        json.WriteString("rank", Wording.Rank(ranked));
        json.WriteNumber("c", compared.IndexOf(configuration.Compared));
        json.WriteStartArray("v");
        for (var i = 0; i < axes.Length; i++)
        {
            json.WriteNumberValue(values[i].IndexOf(configuration.Text(axes[i])));
        }

        json.WriteEndArray();
        if (analysis.Compared.Any(best => best.Best == configuration))
        {
            json.WriteBoolean("best", true);
        }

        json.WriteNumber("runs", configuration.Runs.Length);
        json.WriteNumber("completed", configuration.Completed.Length);
        json.WriteNumber("diverged", configuration.Diverged);
        json.WriteNumber("failed", configuration.Failed);
        json.WriteNumber("unsuccessful", configuration.Unsuccessful);
        Summary("objective", configuration.Score);
        MetricsOf(configuration);
        json.WriteNumber("epochs", configuration.Budget);
        Number("final", configuration.Summary(KnownNames.FinalCost)?.Median);
        Number("steps", analysis.StepsPerEpoch(configuration));
        var timed = configuration.Runs.Where(run => run.Result is { EpochsTrained: > 0 }).ToImmutableArray();
        if (!timed.IsEmpty)
        {
            Number("seconds", timed.Average(run => run.Result!.TrainingSeconds / run.Result.EpochsTrained));
        }

        MiddleCurve(configuration, place, thinning);
        Seeds(configuration, place, thinning);
        json.WriteEndObject();
    }

    private void MetricsOf(Configuration configuration)
    {
        json.WriteStartArray("m");
        foreach (var metric in analysis.Metrics)
        {
            Value((metric.Name == KnownNames.EpochsToTarget ? configuration.EpochsToTarget.Median : configuration.Summary(metric.Name)?.Mean) ?? double.NaN);
        }

        json.WriteEndArray();
    }

    private void MiddleCurve(Configuration configuration, int place, CurveThinning thinning)
    {
        if (place < thinning.Configurations && (configuration.Curve() ?? CurveBand.Compute([configuration.Runs[0].Costs])) is { Median.Length: > 0 } band)
        {
            json.WriteNumber("k", thinning.Step(band.Median.Length));
            json.WriteNumber("last", band.Median.Length - 1);
            Curve("middle", band.Median, thinning);
            if (!band.Low.IsEmpty)
            {
                Curve("low", band.Low, thinning);
                Curve("high", band.High, thinning);
            }
        }
    }

    private void Seeds(Configuration configuration, int place, CurveThinning thinning)
    {
        var hasSplits = configuration.Replicates.Length < configuration.Runs.Length;
        json.WriteStartArray("seeds");
        foreach (var run in configuration.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", run.Specification.Seed);
            if (hasSplits)
            {
                json.WriteString("split", RunValues.Split(run));
            }

            if (run.State != RunState.Completed)
            {
                json.WriteString("state", Wording.StateName(run.State));
            }

            Number("objective", analysis.Objective.ValueOf(run));
            if (place < thinning.Seeds && configuration.Runs.Length > 1 && run.Costs.Length > 0)
            {
                json.WriteNumber("last", run.Costs.Length - 1);
                json.WriteNumber("k", thinning.Step(run.Costs.Length));
                Curve("curve", run.Costs, thinning);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Sensitivity()
    {
        json.WriteStartArray("sensitivity");
        foreach (var curve in analysis.Sensitivity)
        {
            json.WriteStartObject();
            json.WriteString("compared", curve.Compared);
            json.WriteStartArray("points");
            foreach (var point in curve.Points)
            {
                json.WriteStartObject();
                Number("tuned", point.Tuned);
                Summary("objective", point.Best?.Score);
                if (point.Best is { } best)
                {
                    json.WriteString("values", Wording.Values(best, axes));
                }

                json.WriteNumber("lost", point.Lost);
                json.WriteNumber("runs", point.Runs);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Profile()
    {
        json.WriteString("profileAxis", Figures.PerformanceProfiles.AxisLabel(analysis));
        json.WriteStartArray("profile");
        foreach (var times in analysis.TimeToTarget?.Compared ?? [])
        {
            json.WriteStartObject();
            json.WriteString("compared", times.Compared);
            Number("score", times.Score);
            json.WriteStartArray("points");
            foreach (var (factor, height) in Figures.PerformanceProfiles.Steps(times.Ratios))
            {
                json.WriteStartArray();
                Value(factor);
                Value(height);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Importance()
    {
        json.WriteStartArray("importance");
        foreach (var importance in analysis.Importance)
        {
            json.WriteStartObject();
            json.WriteString("title", ImportanceSection.Title(importance));
            json.WriteStartArray("parts");
            foreach (var part in importance.All)
            {
                Part(part.Name, part.Share);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Part(string name, double share)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        Value(share);
        json.WriteEndArray();
    }

    private void Summary(string name, SampleSummary? summary)
    {
        if (summary is null)
        {
            return;
        }

        json.WriteStartObject(name);
        Number("mean", summary.Mean);
        Number("sd", summary.StandardDeviation);
        Number("low", summary.Quartiles?.Low);
        Number("high", summary.Quartiles?.High);
        Number("median", summary.Median);
        Number("iqm", summary.InterquartileMean);
        Number("min", summary.Minimum);
        Number("max", summary.Maximum);
        json.WriteEndObject();
    }

    private void Strings(string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void Curve(string name, ImmutableArray<double> costs, CurveThinning thinning)
    {
        Span<byte> text = stackalloc byte[32];
        json.WriteStartArray(name);
        foreach (var i in thinning.Indices(costs.Length))
        {
            if (double.IsFinite(costs[i]) && costs[i].TryFormat(text, out var length, "G5", CultureInfo.InvariantCulture))
            {
                json.WriteRawValue(text[..length], skipInputValidation: true);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a number; writes nothing when it is null or not finite.</summary>
    private void Number(string name, double? number)
    {
        if (number is { } value && double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }

    private void Value(double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
