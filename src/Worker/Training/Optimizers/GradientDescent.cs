using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;

namespace NNOptim.Training.Optimizers;

/// <summary>Gradient descent: p = p - learning_rate * g.</summary>
internal readonly struct GradientDescent : IOptimizer
{
    /// <inheritdoc/>
    public static string Name => "gd";

    /// <inheritdoc/>
    public static string Description => "Gradient descent.";

    /// <inheritdoc/>
    public static ImmutableArray<Parameter> Parameters { get; } =
    [];

    /// <inheritdoc/>
    public static int Moments => 0;

    /// <inheritdoc/>
    public static int Coefficients => 1;

    /// <inheritdoc/>
    public static void Start(Span<double> scalars)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients) =>
        coefficients[0] = -learningRate;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe TVector IOptimizer.Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients) =>
        TSimd.MultiplyAdd(TSimd.Load(coefficients), gradient, parameter);
}
