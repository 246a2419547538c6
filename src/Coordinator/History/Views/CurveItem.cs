using System.Collections.Immutable;

namespace NNOptim.History.Views;

/// <summary>
/// The learning curves of a configuration's seeds taken together: of the completed runs. Until one has completed, of the running runs, as
/// far as all of these have come.
/// </summary>
/// <param name="Configuration">The number of the configuration's first run.</param>
/// <param name="Epochs">Steps, from 0.</param>
/// <param name="Mean">The mean cost over seeds at each.</param>
/// <param name="Least">The least.</param>
/// <param name="Largest">The largest.</param>
public sealed record CurveItem(
    int Configuration, ImmutableArray<int> Epochs, ImmutableArray<double> Mean, ImmutableArray<double> Least, ImmutableArray<double> Largest);
