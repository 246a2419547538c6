using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Optimizers;

/// <summary>
/// An update rule. To add one, add a type that implements this interface and a line in <see cref="OptimizerRules"/>. Rules are static, so
/// that the kernels of each rule compile without calls.
/// </summary>
internal interface IOptimizer
{
    /// <summary>Its name in files, for example <c>adam</c>.</summary>
    public static abstract string Name { get; }

    /// <summary>A description in one sentence.</summary>
    public static abstract string Description { get; }

    /// <summary>Its own parameters, each with a default; <see cref="OwnParameter"/> creates them.</summary>
    public static abstract ImmutableArray<Parameter> Parameters { get; }

    /// <summary>The number of values stored per parameter between steps: 0, 1 or 2. They start at 0.</summary>
    public static abstract int Moments { get; }

    /// <summary>The number of coefficients per step, at most <see cref="MostCoefficients"/>. All parameters of a run share them.</summary>
    public static abstract int Coefficients { get; }

    /// <summary>The largest number of coefficients.</summary>
    public const int MostCoefficients = 8;

    /// <summary>The largest number of running scalars.</summary>
    public const int MostScalars = 2;

    /// <summary>Sets a run's running scalars (at most <see cref="MostScalars"/>) to their initial values.</summary>
    public static abstract void Start(Span<double> scalars);

    /// <summary>Advances a run's running scalars to the next step, and computes the step's coefficients.</summary>
    /// <param name="own">The values of <see cref="Parameters"/>, in order. The value of a choice is its index among the names.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="scalars">The running scalars.</param>
    /// <param name="coefficients">Receives the coefficients.</param>
    public static abstract void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients);

    /// <summary>Computes one step of a vector of parameters.</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="gradient">The mean gradient over the mini-batch.</param>
    /// <param name="first">The first moment, if the rule has one.</param>
    /// <param name="second">The second moment, if the rule has one.</param>
    /// <param name="coefficients">The step's coefficients, one vector each.</param>
    /// <returns>The new parameters.</returns>
    public static abstract unsafe TVector Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients)
        where TSimd : ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged;
}
