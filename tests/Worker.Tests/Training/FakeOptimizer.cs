using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;
using NNOptim.Training.Optimizers;

namespace NNOptim.Worker.Tests.Training;

/// <summary>An optimiser that the product does not have: p = p - learning_rate * scale * g.</summary>
internal readonly struct FakeOptimizer : IOptimizer
{
    public static string Name => "fake";

    public static string Description => "Gradient descent whose learning rate is scaled.";

    public static ImmutableArray<Parameter> Parameters { get; } =
    [
        OwnParameter.Positive("fake", "scale", 1, "The factor of the learning rate."),
    ];

    public static int Moments => 0;

    public static int Coefficients => 1;

    public static void Start(Span<double> scalars)
    {
    }

    public static void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients) =>
        coefficients[0] = -(learningRate * own[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe TVector IOptimizer.Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients) =>
        TSimd.MultiplyAdd(TSimd.Load(coefficients), gradient, parameter);
}
