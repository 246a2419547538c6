using NNOptim.Experiments;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Optimizers;

/// <summary>
/// An update rule. A new one is a type that implements this, a member of <see cref="OptimizerKind"/>, and a line in
/// <see cref="Kernels.EngineFactory"/>. Rules are static so that the kernels are compiled for each with nothing called.
/// </summary>
internal interface IOptimizer
{
    /// <summary>The numbers kept for each parameter from step to step: 0, 1 or 2. They begin at 0.</summary>
    public static abstract int Moments { get; }

    /// <summary>The numbers that a step has for all parameters of a run, at most <see cref="MostCoefficients"/>.</summary>
    public static abstract int Coefficients { get; }

    /// <summary>The largest number of coefficients.</summary>
    public const int MostCoefficients = 8;

    /// <summary>The largest number of running scalars.</summary>
    public const int MostScalars = 2;

    /// <summary>Sets a run's running scalars (at most <see cref="MostScalars"/>) to where they stand before the first step.</summary>
    public static abstract void Start(Span<double> scalars);

    /// <summary>Moves a run's running scalars to the next step, and gives the coefficients of that step.</summary>
    public static abstract void NextStep(
        OptimizerSpecification specification, double learningRate, Span<double> scalars, Span<double> coefficients);

    /// <summary>One step of a vector of parameters.</summary>
    /// <param name="parameter">The parameters.</param>
    /// <param name="gradient">The mean gradient over the mini-batch.</param>
    /// <param name="first">The first moment, where the rule has one.</param>
    /// <param name="second">The second moment, where the rule has one.</param>
    /// <param name="coefficients">The step's coefficients, a vector each.</param>
    /// <returns>The new parameters.</returns>
    public static abstract unsafe TVector Step<TSimd, TVector, T>(
        TVector parameter, TVector gradient, ref TVector first, ref TVector second, T* coefficients)
        where TSimd : ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged;
}
