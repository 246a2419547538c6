using System.Collections.Immutable;
using NNOptim.Coordinator.ExperimentFiles;
using NNOptim.Coordinator.Reporting;
using NNOptim.Coordinator.Reporting.Figures;
using NNOptim.Shared.Experiments;
using NNOptim.Worker.Training;
using NNOptim.Worker.Training.Datasets;

namespace NNOptim.Coordinator.Commands;

/// <summary>Gathers what a report shows besides the journal's record: the resolved file, and the data of decision boundaries.</summary>
internal static class ReportContent
{
    /// <summary>The options of an experiment's report.</summary>
    public static ReportOptions Of(ExperimentRecord experiment) => new()
    {
        ResolvedSpecification = ExperimentFileWriter.Write(experiment.Specification),
        DecisionSurface = SurfaceOf(experiment.Specification),
    };

    /// <summary>The decision surface of two-feature classification; null for other data, or where its file is no longer at hand.</summary>
    private static TrainedSurface? SurfaceOf(ExperimentSpecification specification)
    {
        try
        {
            var training = DatasetLoader.Load(specification.Dataset).Train;
            return training is { Features: 2, Task: LearningTask.Classification } ? new TrainedSurface(training) : null;
        }
        catch (Exception error) when (error is DatasetException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class TrainedSurface(Dataset training) : IDecisionSurface
    {
        public ImmutableArray<ClassifiedPoint> Points { get; } =
        [
            .. Enumerable.Range(0, training.Examples).Select(example => new ClassifiedPoint(
                training.Example(example)[0], training.Example(example)[1], (int)training.Labels[example])),
        ];

        public void Classify(RunRecord run, ReadOnlySpan<double> inputs, Span<int> classes) =>
            Predictor.Classes(run.Point.Run.Network, run.Result!.FinalParameters.AsSpan(), inputs).CopyTo(classes);
    }
}
