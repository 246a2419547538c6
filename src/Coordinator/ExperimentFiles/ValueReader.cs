using System.Collections.Immutable;
using NNOptim.ExperimentFiles.Keys;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles;

/// <summary>Reads the values of keys: one value, or for a parameter any form of list.</summary>
internal sealed class ValueReader(DiagnosticCollector diagnostics)
{
    private readonly RangeReader ranges = new(diagnostics);

    /// <summary>
    /// The single value of a key; null when it is not allowed, with the error reported, or when it is an allowed <c>null</c>.
    /// </summary>
    public GivenValue? One(GivenKey given)
    {
        if (given is { Key.Nullable: true, Item: YamlText { IsNull: true } } || IsMissing(given))
        {
            return null;
        }

        return Parse(given, given.Item);
    }

    /// <summary>All values of a parameter in the order given; empty when any is not allowed, with the errors reported.</summary>
    public ImmutableArray<GivenValue> Many(GivenKey given)
    {
        if (IsMissing(given))
        {
            return [];
        }

        if (given.Item is YamlList { Items.IsEmpty: true })
        {
            diagnostics.Add(given.Item.At, given.Path, "[]", "the list is empty; give one value or more");
            return [];
        }

        var items = given.Item is YamlList list && (given.Key.Type is not LayersType || list.Items[0] is YamlList)
            ? list.Items
            : [given.Item];
        var values = ImmutableArray.CreateBuilder<GivenValue>();
        var valid = true;
        foreach (var item in items)
        {
            var read = Expand(given, item);
            valid &= !read.IsEmpty;
            if (values.Count + read.Length > GridLimits.Max)
            {
                diagnostics.Add(given.KeyAt, given.Path, null, $"the list has more than {RangeReader.MaxValues} values");
                return [];
            }

            values.AddRange(read);
        }

        return DistinctValues.Check(values, diagnostics) && valid ? values.ToImmutable() : [];
    }

    private bool IsMissing(GivenKey given)
    {
        if (given.Item is not (YamlText { IsEmpty: true } or YamlText { IsNull: true }))
        {
            return false;
        }

        diagnostics.Add(given.Item.At, given.Path, null, $"the key has no value; {given.Key.Allowed}");
        return true;
    }

    private ImmutableArray<GivenValue> Expand(GivenKey given, YamlItem item)
    {
        if (given.Key.Type.IsNumeric && item is YamlMapping mapping)
        {
            return ranges.Read(given, mapping);
        }

        if (given.Key.Type.IsWhole && RangeReader.IsRange(item))
        {
            return ranges.ReadText(given, (YamlText)item);
        }

        return Parse(given, item) is { } value ? [value] : [];
    }

    private GivenValue? Parse(GivenKey given, YamlItem item)
    {
        if (given.Key.Parse(item) is { } value)
        {
            return new GivenValue(value, given.Path, item, item.At);
        }

        var refused = item is YamlText text ? given.Key.Refused.GetValueOrDefault(text.Text) : null;
        diagnostics.NotAllowed(item, given.Path, (refused is null ? "" : $"{refused}; ") + given.Key.Allowed + Advice(given.Key, item));
        return null;
    }

    /// <summary>A hint for a value that is not allowed; empty when there is none.</summary>
    private static string Advice(FileKey key, YamlItem item) => (key.Type, item) switch
    {
        (ChoiceType choice, YamlText text) when NearestName.Find(text.Text, choice.Names) is { } name
            && NearestName.IsNear(text.Text, name) => $" (did you mean {name}?)",
        ({ IsNumeric: true }, YamlText { Quoted: true } text) when NumberText.Real(text.Text) is not null =>
            " (a quoted value is text; remove the quotes)",
        ({ IsNumeric: true }, YamlText text) when IsNotFinite(text.Text) => " (numbers must be finite)",
        ({ IsNumeric: true, IsWhole: false }, YamlText) when key.TakesList && RangeReader.IsRange(item) =>
            " (ranges are for whole numbers; write {from: ..., to: ..., steps: ...})",
        (not LayersType, YamlList) when !key.TakesList => " (all runs share one value, so a list is not allowed)",
        _ => "",
    };

    private static bool IsNotFinite(string text) =>
        text.TrimStart('-', '+', '.').ToUpperInvariant() is "INF" or "INFINITY" or "NAN"
        || (NumberText.Real(text) is { } number && !double.IsFinite(number));
}
