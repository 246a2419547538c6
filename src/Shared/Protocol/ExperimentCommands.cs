using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>A person's command for one experiment; answered by an <see cref="IExperimentAnswer"/>.</summary>
public interface IExperimentCommand
{
    /// <summary>The experiment.</summary>
    ExperimentId ExperimentId { get; }
}

/// <summary>An answer to an <see cref="IExperimentCommand"/>.</summary>
public interface IExperimentAnswer
{
    /// <summary>The experiment.</summary>
    ExperimentId ExperimentId { get; }
}

/// <summary>Start a new experiment. The only command that leaves a process: a command line sends it by the HTTP API.</summary>
/// <param name="ExperimentId">Its id, chosen by the sender, so that a repeated message starts nothing twice.</param>
/// <param name="Specification">The resolved specification.</param>
/// <param name="Environment">The environment it was submitted from.</param>
/// <param name="Priority">Workers serve experiments of a higher priority first; see <see cref="ExperimentPriority"/>.</param>
/// <param name="By">Who submits it, for the record.</param>
public sealed record SubmitExperiment(
    ExperimentId ExperimentId,
    ExperimentSpecification Specification,
    ExperimentEnvironment Environment,
    int Priority = ExperimentPriority.Normal,
    string By = "") : IExperimentCommand, IWithExperimentId;

/// <summary>
/// Resume an experiment of the journal, a paused one too. Runs that workers of an earlier process held go back to the queue.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record ResumeExperiment(ExperimentId ExperimentId, string By = "") : IExperimentCommand;

/// <summary>Take every run back from the workers and assign no more until the experiment is resumed.</summary>
/// <param name="ExperimentId">The experiment.</param>
public sealed record InterruptExperiment(ExperimentId ExperimentId) : IExperimentCommand;

/// <summary>
/// Pause: assign no more runs until the experiment is resumed, and record this in the journal. Runs that workers hold are taken back.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record PauseExperiment(ExperimentId ExperimentId, string By) : IExperimentCommand;

/// <summary>Cancel every run that has not ended, for good.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record CancelExperiment(ExperimentId ExperimentId, string By) : IExperimentCommand;

/// <summary>Requeue the failed and the cancelled runs, with all their attempts available again; refused when there are none.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record RetryExperiment(ExperimentId ExperimentId, string By = "") : IExperimentCommand;

/// <summary>
/// Confirm an experiment that has ended: train its finalists on fresh seeds. Refused when the experiment is active, was cancelled, or has no
/// completed run.
/// </summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Number">
/// The number of the confirmation, one more than the last one's. A confirmation that exists already is not proposed again, so a repeated
/// command has no effect.
/// </param>
/// <param name="Finalists">The number of finalists for each value of the parameter; null for the specification's, or the default.</param>
/// <param name="Per">
/// The name of the parameter whose values each have finalists, or <see cref="ConfirmationSpecification.NoParameter"/>; null for the
/// specification's, or the default.
/// </param>
/// <param name="Seeds">The number of fresh seeds; null for the specification's, or the default.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record ConfirmExperiment(
    ExperimentId ExperimentId, int Number, int? Finalists = null, string? Per = null, int? Seeds = null, string By = "") : IExperimentCommand;

/// <summary>Change the priority of the experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Priority">From <see cref="ExperimentPriority.Min"/> to <see cref="ExperimentPriority.Max"/>.</param>
/// <param name="By">Who asks, for the record.</param>
public sealed record PrioritizeExperiment(ExperimentId ExperimentId, int Priority, string By) : IExperimentCommand;

/// <summary>The command was carried out, and its events are in the journal.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Progress">Its progress now.</param>
public sealed record ExperimentCommandDone(ExperimentId ExperimentId, ExperimentProgress Progress) : IExperimentAnswer;

/// <summary>The command was refused, and nothing was written.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record ExperimentCommandRefused(ExperimentId ExperimentId, string Reason) : IExperimentAnswer;
