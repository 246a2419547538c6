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
/// What the page's charts are drawn from, as JSON whose strings hold none of HTML's characters. Statistics are written in full, points of curves to
/// five significant digits.
/// </summary>
internal sealed class HtmlData
{
    private readonly ExperimentAnalysis analysis;
    private readonly ReportOptions options;
    private readonly ImmutableArray<Hyperparameter> axes;
    private readonly ImmutableArray<ImmutableArray<string>> values;
    private readonly Utf8JsonWriter json;

    private HtmlData(ExperimentAnalysis analysis, ReportOptions options, Utf8JsonWriter json)
    {
        this.analysis = analysis;
        this.options = options;
        this.json = json;
        axes = analysis.SettingAxes;
        values = [.. axes.Select(axis => analysis.Experiment.Specification.Axes
            .First(candidate => candidate.Hyperparameter == axis).Values.Select(value => value.ToString()).ToImmutableArray())];
    }

    /// <summary>The thinning of an experiment's curves.</summary>
    public static CurveThinning Thinning(ExperimentAnalysis analysis) => CurveThinning.For(
        Math.Max(1, analysis.Cells.Length),
        analysis.Cells.IsEmpty ? 1 : analysis.Cells.Max(cell => cell.Runs.Length),
        analysis.Runs.IsEmpty ? 0 : analysis.Runs.Max(run => run.Costs.Length));

    /// <summary>The JSON text.</summary>
    public static string Of(ExperimentAnalysis analysis, ReportOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer))
        {
            new HtmlData(analysis, options, json).Write();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write()
    {
        var specification = analysis.Experiment.Specification;
        json.WriteStartObject();
        json.WriteNumber("recordEvery", specification.RecordEvery);
        Number("target", specification.TargetCost);
        json.WriteStartArray("axes");
        for (var i = 0; i < axes.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("label", Wording.AxisName(axes[i]));
            Strings("values", values[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("optimizerAxis", axes.IndexOf(Hyperparameters.Optimizer));
        json.WriteNumber("rateAxis", axes.IndexOf(Hyperparameters.LearningRate));
        json.WriteNumber("batchAxis", axes.IndexOf(Hyperparameters.BatchSize));
        json.WriteStartArray("styles");
        foreach (var name in values[axes.IndexOf(Hyperparameters.Optimizer)])
        {
            json.WriteNumberValue((int)Choices.Optimizers.Parse(name));
        }

        json.WriteEndArray();
        json.WriteStartArray("settings");
        var thinning = Thinning(analysis);
        for (var i = 0; i < analysis.Ranking.Length; i++)
        {
            Setting(analysis.Ranking[i], i, thinning);
        }

        json.WriteEndArray();
        Sensitivity();
        Profile();
        Importance();
        json.WriteEndObject();
    }

    private void Setting(RankedCell ranked, int place, CurveThinning thinning)
    {
        var cell = ranked.Cell;
        var run = cell.Runs[0].Point.Run;
        json.WriteStartObject();
        json.WriteString("rank", Wording.Rank(ranked));
        json.WriteStartArray("v");
        for (var i = 0; i < axes.Length; i++)
        {
            json.WriteNumberValue(values[i].IndexOf(cell.Text(axes[i])));
        }

        json.WriteEndArray();
        if (analysis.Optimizers.Any(best => best.Best == cell))
        {
            json.WriteBoolean("best", true);
        }

        json.WriteNumber("runs", cell.Runs.Length);
        json.WriteNumber("completed", cell.Completed.Length);
        json.WriteNumber("diverged", cell.Diverged);
        json.WriteNumber("failed", cell.Failed);
        Summary("cost", cell.FinalCost);
        Number("bestCost", cell.BestCost?.Mean);
        Number("train", cell.TrainAccuracy?.Mean);
        Number("test", cell.TestAccuracy?.Mean);
        Number("overshoot", cell.Overshoot?.Mean);
        json.WriteNumber("epochs", run.Epochs);
        Number("toTarget", cell.EpochsToTarget.Median);
        json.WriteNumber("reached", cell.EpochsToTarget.Reached);
        if (analysis.Facts is { } facts)
        {
            json.WriteNumber("steps", facts.StepsPerEpoch(run.BatchSize));
        }

        var timed = cell.Runs.Where(member => member.Result is { EpochsTrained: > 0 }).ToImmutableArray();
        if (!timed.IsEmpty)
        {
            Number("seconds", timed.Average(member => member.Result!.TrainingSeconds / member.Result.EpochsTrained));
        }

        if (place < thinning.Settings && (cell.Curve() ?? MeanBand.Of([cell.Runs[0].Costs])) is { Mean.Length: > 0 } band)
        {
            json.WriteNumber("k", thinning.Step(band.Mean.Length));
            json.WriteNumber("last", band.Mean.Length - 1);
            Curve("mean", band.Mean, thinning);
            if (!band.Low.IsEmpty)
            {
                Curve("low", band.Low, thinning);
                Curve("high", band.High, thinning);
            }
        }

        json.WriteStartArray("seeds");
        foreach (var member in cell.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", member.Point.Run.Seed);
            if (member.State != RunState.Completed)
            {
                json.WriteString("state", Wording.Of(member.State));
            }

            Number("cost", member.Result?.FinalCost);
            if (place < thinning.Seeds && cell.Runs.Length > 1 && member.Costs.Length > 0)
            {
                json.WriteNumber("last", member.Costs.Length - 1);
                json.WriteNumber("k", thinning.Step(member.Costs.Length));
                Curve("curve", member.Costs, thinning);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Sensitivity()
    {
        json.WriteStartArray("sensitivity");
        foreach (var curve in analysis.Sensitivity)
        {
            json.WriteStartObject();
            json.WriteString("optimizer", Wording.Of(curve.Optimizer));
            json.WriteStartArray("points");
            foreach (var point in curve.Points)
            {
                json.WriteStartObject();
                Number("rate", point.LearningRate);
                Summary("cost", point.Best?.FinalCost);
                if (point.Best is { } best)
                {
                    json.WriteString("setting", Wording.Setting(best, axes));
                }

                json.WriteNumber("lost", point.Unsuccessful);
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
        json.WriteStartArray("profile");
        foreach (var times in analysis.TimeToTarget?.Optimizers ?? [])
        {
            json.WriteStartObject();
            json.WriteString("optimizer", Wording.Of(times.Optimizer));
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
            foreach (var part in importance.Parts)
            {
                Part(part.Name, part.Share);
            }

            if (importance.Higher > 0)
            {
                Part("three or more together", importance.Higher);
            }

            Part(importance.WithinName, importance.Within);
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
        Number("low", summary.MeanInterval?.Low);
        Number("high", summary.MeanInterval?.High);
        Number("median", summary.Median);
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

    /// <summary>Writes a figure; nothing where there is none.</summary>
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
