using System.Collections.Immutable;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>How a column becomes inputs.</summary>
internal enum FeatureKind
{
    /// <summary>One input, the number itself.</summary>
    Numeric,

    /// <summary>One input for each level: 1 where the example has it, else 0.</summary>
    Categorical,

    /// <summary>One input, the place of the level: 0, 1, 2, ...</summary>
    Ordinal,
}

/// <summary>A column that is a feature.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">How it becomes inputs.</param>
/// <param name="Levels">Its levels in order; empty for a numeric column.</param>
internal sealed record Feature(TableColumn Column, FeatureKind Kind, ImmutableArray<string> Levels)
{
    /// <summary>The number of inputs.</summary>
    public int Width => Kind == FeatureKind.Categorical ? Levels.Length : 1;

    /// <summary>The names of its inputs.</summary>
    public IEnumerable<string> InputNames => Kind == FeatureKind.Categorical ? Levels.Select(level => $"{Column.Name}={level}") : [Column.Name];

    /// <summary>Whether the cell of a row is missing.</summary>
    public bool IsMissing(int row) => Column.IsMissing(row);

    /// <summary>Writes the inputs of a row; <c>NaN</c> in each where the cell is missing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="levelOfCode">The level of each of the column's codes; unused for a numeric column.</param>
    /// <param name="inputs">The inputs, <see cref="Width"/> long.</param>
    public void Write(int row, ReadOnlySpan<int> levelOfCode, Span<double> inputs)
    {
        if (Kind == FeatureKind.Numeric)
        {
            inputs[0] = Column.Numbers[row];
        }
        else if (IsMissing(row))
        {
            inputs.Fill(double.NaN);
        }
        else
        {
            WriteLevel(levelOfCode[Column.Codes![row]], inputs);
        }
    }

    /// <summary>Writes the inputs of a level.</summary>
    public void WriteLevel(int level, Span<double> inputs)
    {
        if (Kind == FeatureKind.Ordinal)
        {
            inputs[0] = level;
        }
        else
        {
            inputs.Clear();
            inputs[level] = 1;
        }
    }

    /// <summary>The level that inputs express.</summary>
    public int LevelOf(ReadOnlySpan<double> inputs) => Kind == FeatureKind.Ordinal ? (int)inputs[0] : inputs.IndexOf(1.0);

    /// <summary>The level of each of the column's codes; -1 for a text that is no level.</summary>
    public int[] LevelOfCode()
    {
        if (Kind == FeatureKind.Numeric)
        {
            return [];
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var level = 0; level < Levels.Length; level++)
        {
            places.TryAdd(Levels[level], level);
        }

        return [.. Column.Levels.Select(text => places.GetValueOrDefault(text, -1))];
    }
}
