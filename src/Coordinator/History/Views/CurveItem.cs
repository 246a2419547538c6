using System.Collections.Immutable;

namespace NNOptim.History.Views;

/// <summary>
/// The learning curve of a configuration over its completed runs. Until a run completes, it is over the running runs, up to the step that
/// all of them have reached.
/// </summary>
/// <param name="Configuration">The number of the configuration's first run.</param>
/// <param name="Epochs">The steps, from 0.</param>
/// <param name="Mean">The mean cost over seeds at each step.</param>
/// <param name="Least">The smallest cost at each step.</param>
/// <param name="Largest">The largest cost at each step.</param>
public sealed record CurveItem(
    int Configuration, ImmutableArray<int> Epochs, ImmutableArray<double> Mean, ImmutableArray<double> Least, ImmutableArray<double> Largest);
