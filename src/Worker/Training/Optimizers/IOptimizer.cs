using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Optimizers;

/// <summary>
/// An update rule. A new one is a type that implements this and a line in <see cref="OptimizerRules"/>. Rules are static, so that the
/// kernels are compiled for each rule without calls.
/// </summary>
internal interface IOptimizer
{
    /// <summary>Its name in files, for example <c>adam</c>.</summary>
    public static abstract string Name { get; }

    /// <summary>A sentence on what it does.</summary>
    public static abstract string Description { get; }

    /// <summary>Its own parameters, each with a default; <see cref="OwnParameter"/> creates them.</summary>
    public static abstract ImmutableArray<Parameter> Parameters { get; }

    /// <summary>The numbers stored for each parameter between steps: 0, 1 or 2. They start at 0.</summary>
    public static abstract int Moments { get; }

    /// <summary>The number of coefficients of a step, shared by all parameters of a run, at most <see cref="MostCoefficients"/>.</summary>
    public static abstract int Coefficients { get; }

    /// <summary>The largest number of coefficients.</summary>
    public const int MostCoefficients = 8;

    /// <summary>The largest number of running scalars.</summary>
    public const int MostScalars = 2;

    /// <summary>Sets a run's running scalars (at most <see cref="MostScalars"/>) to their values before the first step.</summary>
    public static abstract void Start(Span<double> scalars);

    /// <summary>Advances a run's running scalars to the next step, and computes its coefficients.</summary>
    /// <param name="own">The values of <see cref="Parameters"/>, in order; for a choice, its index among the names.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="scalars">The running scalars.</param>
    /// <param name="coefficients">Receives the coefficients.</param>
    public static abstract void NextStep(ReadOnlySpan<double> own, double learningRate, Span<double> scalars, Span<double> coefficients);

    /// <summary>One step of a vector of parameters.</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="gradient">The mean gradient over the mini-batch.</param>
    /// <param name="first">The first moment, if the rule has one.</param>
    /// <param name="second">The second moment, if the rule has one.</param>
    /// <param name="coefficients">The step's coefficients, a vector each.</param>
    /// <returns>The new parameters.</returns>
    public static abstract unsafe TVector Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients)
        where TSimd : ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged;
}
