using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NNOptim.Experiments;

namespace NNOptim.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2014, arXiv:1412.6980, algorithm 1): v = beta1 v + (1 - beta1) g; s = beta2 s + (1 - beta2) g^2;
/// p = p - learning_rate * (v / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon), where t counts steps from 1.
/// </summary>
internal readonly struct Adam : IOptimizer
{
    // The index of this choice among the parameters. Its value is 1 when the correction is fixed at two.
    private const int FixedAtTwo = 3;

    // Below this, a power of beta no longer changes 1 - beta^t. 0 replaces it, so that it does not become subnormal.
    private const double Negligible = 1e-290;

    /// <inheritdoc/>
    public static string Name => "adam";

    /// <inheritdoc/>
    public static string Description => "Adam, bias-corrected, epsilon outside the root.";

    /// <inheritdoc/>
    public static ImmutableArray<Parameter> Parameters { get; } =
    [
        OwnParameter.Fraction("adam", "beta1", 0.9, "The decay of the first moment."),
        OwnParameter.Fraction("adam", "beta2", 0.999, "The decay of the second moment."),
        OwnParameter.Positive("adam", "epsilon", 1e-8, "Added to the root of the second moment."),
        OwnParameter.Choice(
            "adam",
            "second_moment_correction",
            ["step", "fixed_at_two"],
            "step: the paper's s / (1 - beta2^t). fixed_at_two: s / (1 - beta2^2) at every step, a defect of the run that printed the course's Adam column, only for reproducing that column."),
    ];

    /// <inheritdoc/>
    public static int Moments => 2;

    /// <inheritdoc/>
    public static int Coefficients => 7;

    /// <inheritdoc/>
    public static void Start(Span<double> scalars) => scalars[..2].Fill(1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients)
    {
        var (beta1, beta2) = (own[0], own[1]);
        scalars[0] = NextPower(scalars[0], beta1);
        scalars[1] = NextPower(scalars[1], beta2);
        var secondPower = own[FixedAtTwo] != 0 ? beta2 * beta2 : scalars[1];

        // These divisions once per step leave one root and one division per parameter.
        coefficients[0] = -(learningRate / (1 - scalars[0]));
        coefficients[1] = 1 / (1 - secondPower);
        coefficients[2] = beta1;
        coefficients[3] = 1 - beta1;
        coefficients[4] = beta2;
        coefficients[5] = 1 - beta2;
        coefficients[6] = own[2];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe TVector IOptimizer.Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients)
    {
        var rate = TSimd.Load(coefficients);
        var correction = TSimd.Load(coefficients + TSimd.Count);
        var beta1 = TSimd.Load(coefficients + 2 * TSimd.Count);
        var complement1 = TSimd.Load(coefficients + 3 * TSimd.Count);
        var beta2 = TSimd.Load(coefficients + 4 * TSimd.Count);
        var complement2 = TSimd.Load(coefficients + 5 * TSimd.Count);
        var epsilon = TSimd.Load(coefficients + 6 * TSimd.Count);
        first = TinyMoments.ToZero<TSimd, TVector, T>(
            TSimd.MultiplyAdd(beta1, first, TSimd.Multiply(complement1, gradient)));
        second = TinyMoments.ToZero<TSimd, TVector, T>(
            TSimd.MultiplyAdd(beta2, second, TSimd.Multiply(TSimd.Multiply(complement2, gradient), gradient)));
        var root = TSimd.Add(TSimd.Sqrt(TSimd.Multiply(second, correction)), epsilon);
        return TSimd.MultiplyAdd(rate, TSimd.Divide(first, root), parameter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double NextPower(double power, double beta)
    {
        var next = power * beta;
        return next < Negligible ? 0 : next;
    }
}
