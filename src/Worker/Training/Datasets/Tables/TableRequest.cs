using NNOptim.Experiments;

namespace NNOptim.Training.Datasets.Tables;

/// <summary>What a reader of tables needs to know.</summary>
/// <param name="Format">The format of text files, with nulls where it is to be detected.</param>
/// <param name="MissingTexts">The texts that mean "missing".</param>
/// <param name="TextColumns">
/// The columns whose texts are needed even where every cell is a number, by name or by number: categorical and ordinal features, the
/// label, the group, the order.
/// </param>
internal sealed record TableRequest(TextFormat Format, ValueList<string> MissingTexts, ValueList<string> TextColumns);

/// <summary>A data file's bytes.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Bytes">Its content, unpacked if it was compressed.</param>
internal sealed record TableFile(string Path, byte[] Bytes);

/// <summary>Finds out which column a written name means.</summary>
internal static class ColumnNames
{
    /// <summary>Whether a written name means a column: its name, or else its number from 1.</summary>
    public static bool Means(string written, string name, int number) => written == name || written == $"{number}";
}
