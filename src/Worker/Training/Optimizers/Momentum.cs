using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;

namespace NNOptim.Training.Optimizers;

/// <summary>Gradient descent with momentum: v = beta v + (1 - beta) g; p = p - learning_rate * v (Polyak, 1964, as averaged in the course).</summary>
internal readonly struct Momentum : IOptimizer
{
    /// <inheritdoc/>
    public static string Name => "momentum";

    /// <inheritdoc/>
    public static string Description => "Gradient descent with momentum: v = beta v + (1 - beta) g.";

    /// <inheritdoc/>
    public static ImmutableArray<Parameter> Parameters { get; } =
    [
        OwnParameter.Fraction("momentum", "beta", 0.9, "The decay of the velocity."),
    ];

    /// <inheritdoc/>
    public static int Moments => 1;

    /// <inheritdoc/>
    public static int Coefficients => 3;

    /// <inheritdoc/>
    public static void Start(Span<double> scalars)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients)
    {
        coefficients[0] = -learningRate;
        coefficients[1] = own[0];
        coefficients[2] = 1 - own[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe TVector IOptimizer.Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients)
    {
        var rate = TSimd.Load(coefficients);
        var beta = TSimd.Load(coefficients + TSimd.Count);
        var complement = TSimd.Load(coefficients + 2 * TSimd.Count);
        first = TinyMoments.ToZero<TSimd, TVector, T>(
            TSimd.MultiplyAdd(beta, first, TSimd.Multiply(complement, gradient)));
        return TSimd.MultiplyAdd(rate, first, parameter);
    }
}
