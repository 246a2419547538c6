using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.History.Tables;

/// <summary>
/// Words for what an experiment's cells are set to beside optimiser, learning rate and batch size, so that no two look the same:
/// of those axes alone that have several values in the experiment. Most grids have none.
/// </summary>
/// <param name="varying">The columns of the axes that have several values.</param>
internal sealed class CellSettings(IReadOnlySet<string> varying)
{
    /// <summary>Each axis with what stands before its value: the report's word for it, less what goes without saying.</summary>
    private static readonly ImmutableArray<(string Column, string Word)> Axes =
    [
        (Hyperparameters.Layers.Name, "layers "),
        (Hyperparameters.HiddenActivation.Name, ""),
        (Hyperparameters.Initializer.Name, "initializer "),
        (Hyperparameters.Epochs.Name, "epochs "),
        (Hyperparameters.MomentumBeta.Name, "beta "),
        (Hyperparameters.AdamBeta1.Name, "beta1 "),
        (Hyperparameters.AdamBeta2.Name, "beta2 "),
        (Hyperparameters.AdamEpsilon.Name, "epsilon "),
        (Hyperparameters.AdamSecondMomentCorrection.Name, "second moment correction "),
    ];

    /// <summary>The columns of the table <c>cells</c>, as <c>c</c>, that <see cref="Of"/> asks for.</summary>
    public static string Columns { get; } = string.Join(", ", Axes.Select(axis => $"c.{axis.Column}"));

    /// <summary>Finds the axes that have several values among all cells of an experiment: an optimiser's own have none in cells of others.</summary>
    public static CellSettings Read(DbConnection connection, ExperimentId id) => new(Sql.Query(
        connection,
        null,
        $"SELECT {string.Join(", ", Axes.Select(axis => $"CASE WHEN MIN({axis.Column}) <> MAX({axis.Column}) THEN 1 ELSE 0 END"))} FROM cells WHERE experiment_id = @id",
        row => Axes.Where((_, place) => row.GetInt32(place) == 1).Select(axis => axis.Column).ToHashSet(StringComparer.Ordinal),
        ("id", id.Value)).Single());

    /// <summary>The words for a cell, for example <c>relu, epochs 50, beta1 0.5</c>; empty where nothing of the kind varies.</summary>
    /// <param name="valueOf">The cell's value in a column; <see cref="DBNull"/> where the axis does not apply to its optimiser.</param>
    public string Of(Func<string, object> valueOf) => string.Join(", ", Axes
        .Where(axis => varying.Contains(axis.Column))
        .Select(axis => (axis.Word, Value: valueOf(axis.Column)))
        .Where(axis => axis.Value is not DBNull)
        .Select(axis => string.Create(CultureInfo.InvariantCulture, $"{axis.Word}{axis.Value}")));
}
