using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;

namespace NNOptim.Cli.Progress;

/// <summary>What a person or a program sees of a running experiment.</summary>
internal interface IRunView
{
    /// <summary>The experiment has started.</summary>
    void Started(ExperimentId id, ExperimentSpecification specification, ExperimentProgress progress);

    /// <summary>There is a page on it.</summary>
    void Watchable(Uri page);

    /// <summary>Follows the progress to its end.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task FollowAsync(IAsyncEnumerable<ExperimentProgress> progress, int endedBefore, CancellationToken cancellation);

    /// <summary>The experiment stopped before its end.</summary>
    void Interrupted(ExperimentId id, ExperimentProgress progress, string resumeCommand);

    /// <summary>The experiment has ended; this is what it shows.</summary>
    void Compared(ExperimentAnalysis analysis);

    /// <summary>The report is written.</summary>
    void Reported(ExperimentAnalysis analysis, ReportFiles report);
}
