namespace NNOptim.Training.Datasets.Tables.Reading;

/// <summary>What a cell is.</summary>
internal enum CellKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A whole number with more digits than a double holds: another number stands for it.</summary>
    RoundedNumber,

    /// <summary>A missing value.</summary>
    Missing,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An infinite number, one out of range, or "not a number".</summary>
    NotFinite,
}
