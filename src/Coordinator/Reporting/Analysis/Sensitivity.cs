using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Analysis;

/// <summary>An optimiser at one learning rate.</summary>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Best">The best-ranked setting of that learning rate; null where none completed a run.</param>
/// <param name="Unsuccessful">How many of all runs at that learning rate diverged or failed.</param>
/// <param name="Runs">How many runs there are at that learning rate.</param>
public sealed record SensitivityPoint(double LearningRate, Cell? Best, int Unsuccessful, int Runs);

/// <summary>
/// How an optimiser's final cost depends on its learning rate, everything else at its best for that learning rate: the
/// sensitivity curve of DeepOBS (Schneider et al., DeepOBS, ICLR 2019, arXiv:1903.05499, section 2.3).
/// </summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="Points">One a learning rate, from the least to the greatest.</param>
public sealed record Sensitivity(OptimizerKind Optimizer, ImmutableArray<SensitivityPoint> Points)
{
    /// <summary>The curves of all optimisers in the order of the grid; none where only one learning rate was tried.</summary>
    public static ImmutableArray<Sensitivity> Of(ExperimentAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Varying(Hyperparameters.LearningRate) is null)
        {
            return [];
        }

        var byRank = analysis.Ranking.ToLookup(ranked => (ranked.Cell.Optimizer, ranked.Cell.LearningRate));
        return
        [
            .. analysis.Cells.Select(cell => cell.Optimizer).Distinct().Select(optimizer => new Sensitivity(
                optimizer,
                [
                    .. byRank.Where(group => group.Key.Optimizer == optimizer).OrderBy(group => group.Key.LearningRate)
                        .Select(group => new SensitivityPoint(
                            group.Key.LearningRate,
                            group.First() is { Rank: not null, Cell: var best } ? best : null,
                            group.Sum(ranked => ranked.Cell.Unsuccessful),
                            group.Sum(ranked => ranked.Cell.Runs.Length))),
                ])),
        ];
    }
}
