using System.Collections.Immutable;

namespace NNOptim.Experiments;

/// <summary>The trainables that a program knows by name.</summary>
/// <param name="Trainables">Their declarations; the first is the default of files.</param>
public sealed record TrainableCatalog(ImmutableArray<Trainable> Trainables)
{
    /// <summary>The default of files that name no trainable.</summary>
    public Trainable Default => Trainables[0];

    /// <summary>Their names in order.</summary>
    public ImmutableArray<string> Names => [.. Trainables.Select(trainable => trainable.Name)];

    /// <summary>The trainable with a name; null when there is none.</summary>
    public Trainable? Find(string name) => Trainables.FirstOrDefault(trainable => trainable.Name == name);
}
