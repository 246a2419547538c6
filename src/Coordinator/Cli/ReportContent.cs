using System.Collections.Immutable;
using NNOptim.ExperimentFiles;
using NNOptim.Experiments;
using NNOptim.Reporting;
using NNOptim.Reporting.Analysis;
using NNOptim.Reporting.Figures;
using NNOptim.Training;
using NNOptim.Training.Datasets;

namespace NNOptim.Cli;

/// <summary>Collects the parts of a report that are not in the journal: the resolved file, and facts about the training examples.</summary>
internal static class ReportContent
{
    /// <summary>An experiment's analysis and the options of its report.</summary>
    public static (ExperimentAnalysis Analysis, ReportOptions Options) Analyze(ExperimentRecord experiment)
    {
        var specification = experiment.Specification;
        var training = specification.Trainable.Name == NetworkTrainable.Name ? TrainingData(specification) : null;
        var facts = training is null ? null : new DatasetFacts(training.Examples);
        var options = new ReportOptions
        {
            ResolvedSpecification = ExperimentFileWriter.Write(specification),
            DecisionSurface = training is { Features: 2, Task: LearningTask.Classification } ? new TrainedSurface(training) : null,
        };
        return (ExperimentAnalysis.Analyze(experiment, facts), options);
    }

    /// <summary>The training examples; null when their file is no longer available.</summary>
    private static Dataset? TrainingData(ExperimentSpecification specification)
    {
        try
        {
            return DatasetLoader.Load(DatasetSplits.First(specification)).Train;
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
            Predictor.Classes(NetworkOf(run.Specification.Values), run.Result!.FinalParameters.AsSpan(), inputs).CopyTo(classes);

        private static NetworkSpecification NetworkOf(ParameterValues values) => new()
        {
            Layers = ((ParameterValue.Layers)values[NetworkParameters.Layers]!).Widths,
            HiddenActivation = NetworkChoices.HiddenActivations.Parse(values["hidden_activation"]!.ToString()),
            Loss = NetworkChoices.Losses.Parse(values[NetworkParameters.Loss]!.ToString()),
        };
    }
}
