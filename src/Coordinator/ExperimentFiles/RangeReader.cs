using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Reads lists in short forms: <c>{from, to, steps, scale}</c>, <c>{from, to, step}</c> and <c>1..5</c>.</summary>
internal sealed partial class RangeReader(DiagnosticCollector diagnostics)
{
    /// <summary>The keys of a list in the mapping form.</summary>
    public static ImmutableArray<string> Keys { get; } = ["from", "to", "steps", "scale", "step"];

    /// <summary>The allowed spacings of values.</summary>
    public static ImmutableArray<string> Scales { get; } = ["linear", "log"];

    /// <summary>The pattern of <c>1..5</c>, as a regular expression.</summary>
    public const string RangePattern = @"^[-+]?[0-9]{1,18} *\.\. *[-+]?[0-9]{1,18}$";

    /// <summary>The largest number of values of one list, for messages.</summary>
    public static string MaxValues { get; } = GridLimits.Max.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Whether a value has the form <c>1..5</c>.</summary>
    public static bool IsRange(YamlItem item) => item is YamlText { Quoted: false } text && Range().IsMatch(text.Text);

    /// <summary>The whole numbers of <c>1..5</c>, both ends included; empty when they are not allowed, with the errors reported.</summary>
    public ImmutableArray<GivenValue> ReadText(GivenKey given, YamlText text)
    {
        var ends = text.Text.Split("..", StringSplitOptions.TrimEntries);
        return ReadWhole(given, text, text with { Text = ends[0] }, text with { Text = ends[1] }, null);
    }

    /// <summary>The numbers of a mapping; empty when they are not allowed, with the errors reported.</summary>
    public ImmutableArray<GivenValue> Read(GivenKey given, YamlMapping mapping)
    {
        var wrong = false;
        foreach (var entry in mapping.Entries.Where(entry => !Keys.Contains(entry.Key)))
        {
            wrong = true;
            diagnostics.Add(
                entry.KeyAt,
                $"{given.Path}.{entry.Key}",
                null,
                $"there is no such key; the nearest is {NearestName.Find(entry.Key, Keys)}, and the keys of a list are {string.Join(", ", Keys)}");
        }

        foreach (var end in Keys.Take(2).Where(end => mapping[end] is null))
        {
            wrong = true;
            diagnostics.Add(mapping.At, $"{given.Path}.{end}", null, "the key is missing; give both from and to");
        }

        if (mapping["step"] is { } unwanted && mapping["steps"] is not null)
        {
            wrong = true;
            diagnostics.Add(unwanted.At, $"{given.Path}.step", null, "give either steps or step");
        }

        if (mapping["steps"] is null && mapping["scale"] is { } scale)
        {
            wrong = true;
            diagnostics.Add(scale.At, $"{given.Path}.scale", null, "a scale requires steps, which is missing");
        }

        if (mapping["steps"] is null && !given.Key.Type.IsWhole)
        {
            wrong = true;
            diagnostics.Add(mapping.At, $"{given.Path}.steps", null, "the key is missing; give the number of values, including both ends");
        }

        if (wrong)
        {
            return [];
        }

        return mapping["steps"] is { } steps
            ? ReadSteps(given, mapping, steps)
            : ReadWhole(given, mapping, mapping["from"]!, mapping["to"]!, mapping["step"]);
    }

    private ImmutableArray<GivenValue> ReadWhole(GivenKey given, YamlItem whole, YamlItem from, YamlItem to, YamlItem? step)
    {
        var first = End(given, from, "from");
        var last = End(given, to, "to");
        var by = 1L;
        if (step is not null && step.Whole is var size)
        {
            by = size ?? 0;
            if (by < 1)
            {
                diagnostics.NotAllowed(step, $"{given.Path}.step", "give a whole number, 1 or more");
                return [];
            }
        }

        if (first is not { } start || last is not { } end)
        {
            return [];
        }

        if (start > end)
        {
            diagnostics.NotAllowed(whole, given.Path, "the range must start at its lower end");
            return [];
        }

        var count = ((end - start) / by) + 1;
        if (count > GridLimits.Max)
        {
            diagnostics.NotAllowed(whole, given.Path, string.Create(
                CultureInfo.InvariantCulture, $"the range has {count:N0} values, but a list may have at most {MaxValues}"));
            return [];
        }

        return [.. Enumerable.Range(0, (int)count).Select(
            i => new GivenValue(new ParameterValue.Integer(start + (i * by)), given.Path, whole, whole.At))];
    }

    private long? End(GivenKey given, YamlItem item, string name)
    {
        if (given.Key.Parse(item) is ParameterValue.Integer end)
        {
            return end.Value;
        }

        diagnostics.NotAllowed(item, $"{given.Path}.{name}", $"give {given.Key.Type.Allowed}");
        return null;
    }

    private ImmutableArray<GivenValue> ReadSteps(GivenKey given, YamlMapping mapping, YamlItem steps)
    {
        var from = FiniteEnd(given, mapping["from"]!, "from");
        var to = FiniteEnd(given, mapping["to"]!, "to");
        var count = steps.Whole;
        if (count is null or < 2 or > GridLimits.Max)
        {
            count = null;
            diagnostics.NotAllowed(steps, $"{given.Path}.steps", $"give the number of values, including both ends, from 2 to {MaxValues}");
        }

        var scale = mapping["scale"];
        if (scale is not (null or YamlText { Text: "linear" or "log" }))
        {
            diagnostics.NotAllowed(scale, $"{given.Path}.scale", $"give one of {string.Join(", ", Scales)}");
            return [];
        }

        if (from is not { } first || to is not { } last || count is not { } many)
        {
            return [];
        }

        var logarithmic = scale is YamlText { Text: "log" };
        if (logarithmic && (first <= 0 || last <= 0))
        {
            diagnostics.NotAllowed(mapping, given.Path, "on a log scale both ends must be above 0");
            return [];
        }

        var values = ImmutableArray.CreateBuilder<GivenValue>((int)many);
        for (var i = 0; i < many; i++)
        {
            var number = SpacedNumbers.At(first, last, i, (int)many, logarithmic);
            if (given.Key.Type.FromNumber(number) is not { } value)
            {
                diagnostics.NotAllowed(
                    mapping,
                    given.Path,
                    $"value {i + 1} of {many} is {number.ToString("R", CultureInfo.InvariantCulture)}; give {given.Key.Type.Allowed}");
                return [];
            }

            values.Add(new GivenValue(value, given.Path, mapping, mapping.At));
        }

        return values.MoveToImmutable();
    }

    private double? FiniteEnd(GivenKey given, YamlItem item, string name)
    {
        if (item.Real is { } number && double.IsFinite(number))
        {
            return number;
        }

        diagnostics.NotAllowed(item, $"{given.Path}.{name}", "give a finite number");
        return null;
    }

    [GeneratedRegex(RangePattern)]
    private static partial Regex Range();
}
