using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Reporting.Figures;

namespace NNOptim.Coordinator.Tests.Reporting;

/// <summary>Two half circles of points, separated by a sine whose height is the run's first parameter.</summary>
internal sealed class SyntheticSurface : IDecisionSurface
{
    public ImmutableArray<ClassifiedPoint> Points { get; } =
    [
        .. Enumerable.Range(0, 300).Select(i =>
        {
            var angle = Math.PI * (i / 2) / 150;
            var wobble = 0.25 * Math.Sin(i * 12.9898);
            return i % 2 == 0
                ? new ClassifiedPoint(Math.Cos(angle) + wobble, Math.Sin(angle) + (0.2 * Math.Cos(i * 7.1)), 0)
                : new ClassifiedPoint(1 - Math.Cos(angle) + wobble, 0.5 - Math.Sin(angle) + (0.2 * Math.Cos(i * 7.1)), 1);
        }),
    ];

    public void Classify(RunRecord run, ReadOnlySpan<double> inputs, Span<int> classes)
    {
        var height = run.Result!.FinalParameters[0];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = inputs[(2 * i) + 1] < 0.25 + (height * 0.6 * Math.Cos(Math.PI * (inputs[2 * i] - 0.1) / 1.1)) ? 1 : 0;
        }
    }
}
