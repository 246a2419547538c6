using System.Globalization;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Scheduling;

/// <summary>Checks a person's command to confirm an experiment. Each problem is a clause that follows the experiment's name.</summary>
public static class ConfirmationRequest
{
    /// <summary>Why an experiment cannot be confirmed; null when it can.</summary>
    public static string? Problem(ExperimentState state, ConfirmExperiment command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return !state.Ended ? "it has not ended; confirm it when every run has ended"
            : state.Phase == ExperimentPhase.Cancelled ? "it was cancelled; retry its cancelled runs first"
            : command.Number != state.Confirmations + 1 ? Text($"its next confirmation is number {state.Confirmations + 1}")
            : Problem(state.Specification!, command);
    }

    /// <summary>Why the values of a command are not allowed; null when they are.</summary>
    public static string? Problem(ExperimentSpecification specification, ConfirmExperiment command)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(command);
        string[] allowed = [ConfirmationSpecification.NoParameter, .. ConfirmationSpecification.ParametersOf(specification.Trainable)];
        return Problem(command.Finalists, command.Seeds)
            ?? (command.Per is { } per && !allowed.Contains(per, StringComparer.Ordinal)
                ? $"its finalists cannot be chosen per {per}; give {new ChoiceType([.. allowed]).Allowed}"
                : null);
    }

    /// <summary>Why numbers of finalists and seeds are not allowed; null when they are.</summary>
    public static string? Problem(int? finalists, int? seeds) =>
        finalists is < 1 or > ConfirmationSpecification.MaxFinalists
            ? Text($"finalists must be from 1 to {ConfirmationSpecification.MaxFinalists}")
            : seeds is < ConfirmationSpecification.MinSeeds or > ConfirmationSpecification.MaxSeeds
                ? Text($"seeds must be from {ConfirmationSpecification.MinSeeds} to {ConfirmationSpecification.MaxSeeds}")
                : null;

    /// <summary>Why proposed runs cannot be a confirmation; null when they can.</summary>
    public static string? Problem(ExperimentState state, RunsProposed proposed)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(proposed);
        return !state.Runs.Take(state.SearchRuns).Any(run => run.State == RunState.Completed) ? "none of its runs has completed"
            : state.Runs.Count + (long)proposed.Runs.Length > ExperimentGrid.MaxRuns ? Text($"it would have more than {ExperimentGrid.MaxRuns:N0} runs")
            : !proposed.Runs.IsEmpty ? null
            : Text($"it has no finalists for this parameter, or fewer than {proposed.Confirmation!.Seeds} unused values of {state.Specification!.Trainable.Replicate.Name}");
    }

    /// <summary>The confirmation that a command asks for. Values that it omits are the specification's, or the defaults.</summary>
    public static ConfirmationSpecification Resolve(ExperimentSpecification specification, ConfirmExperiment command)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(command);
        var usual = specification.Confirmation ?? ConfirmationSpecification.DefaultFor(specification);
        return new ConfirmationSpecification(
            command.Finalists ?? usual.Finalists,
            command.Per switch { null => usual.Per, ConfirmationSpecification.NoParameter => null, var per => per },
            command.Seeds ?? usual.Seeds);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
