using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Cli.Progress;

/// <summary>Shows a running experiment to a person or a program.</summary>
internal interface IRunView
{
    /// <summary>The experiment has started.</summary>
    void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress);

    /// <summary>The dashboard serves the experiment.</summary>
    void DashboardStarted(Uri page);

    /// <summary>Follows the progress to its end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task FollowAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation);

    /// <summary>The experiment stopped before its end.</summary>
    void Interrupted(ExperimentId id, ExperimentProgress progress, string resumeCommand);

    /// <summary>The experiment has ended and was analysed.</summary>
    void Compared(ExperimentAnalysis analysis);

    /// <summary>The report is written.</summary>
    void Reported(ExperimentAnalysis analysis, ReportFiles report);
}
