using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The trainables known to a program.</summary>
/// <param name="Trainables">Their declarations.</param>
public sealed record TrainableCatalog(ImmutableArray<Trainable> Trainables)
{
    /// <summary>Their names in order.</summary>
    public ImmutableArray<string> Names => [.. Trainables.Select(trainable => trainable.Name)];

    /// <summary>The trainable with a name; null when there is none.</summary>
    public Trainable? Find(string name) => Trainables.FirstOrDefault(trainable => trainable.Name == name);
}
