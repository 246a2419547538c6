using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Reporting.Figures;

/// <summary>An example of two features with its class.</summary>
/// <param name="X">The first feature, as input to the network.</param>
/// <param name="Y">The second feature.</param>
/// <param name="Class">The class, from 0.</param>
public readonly record struct ClassifiedPoint(double X, double Y, int Class);

/// <summary>The examples and the trained networks' classes anywhere in the plane, for the picture of decision boundaries.</summary>
public interface IDecisionSurface
{
    /// <summary>The training examples.</summary>
    public ImmutableArray<ClassifiedPoint> Points { get; }

    /// <summary>Computes the class that the final parameters of a run give to each point.</summary>
    /// <param name="run">A completed run whose result holds its final parameters.</param>
    /// <param name="inputs">The points: x and y of the first, x and y of the second, ...</param>
    /// <param name="classes">Receives the class of each point.</param>
    public void Classify(RunRecord run, ReadOnlySpan<double> inputs, Span<int> classes);
}
