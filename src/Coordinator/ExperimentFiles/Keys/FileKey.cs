using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>A key of the experiment file that holds a value.</summary>
/// <param name="Path">Its place, for example <c>dataset.noise</c>.</param>
/// <param name="Type">What its value may be.</param>
/// <param name="Description">What it means, in a sentence for the documentation and for editors.</param>
internal sealed record FileKey(string Path, KeyType Type, string Description)
{
    /// <summary>The hyperparameter it sets, whose value may then be a list; null for a key of a single value.</summary>
    public Hyperparameter? Hyperparameter { get; init; }

    /// <summary>The value where the file gives none, as it is written in a file; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the file must give it (where <see cref="Kinds"/> allows it).</summary>
    public bool Required { get; init; }

    /// <summary>Whether it may be given as <c>null</c>, which means not at all.</summary>
    public bool Nullable { get; init; }

    /// <summary>The kinds of dataset that have a use for it; empty when it has nothing to do with them.</summary>
    public ImmutableArray<DatasetKind> Kinds { get; init; } = [];

    /// <summary>The section it stands in; empty at the top of the file.</summary>
    public string Section => Path.LastIndexOf('.') is var dot and >= 0 ? Path[..dot] : "";

    /// <summary>Its name within the section.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Whether a kind of dataset has a use for it.</summary>
    public bool AppliesTo(DatasetKind kind) => Kinds.IsEmpty || Kinds.Contains(kind);

    /// <summary>What is allowed, with the kinds of list where it may be one.</summary>
    public string Allowed => (Hyperparameter, Type) switch
    {
        (null, _) => $"give {Type.Allowed}",
        (_, LayersType) => $"give {Type.Allowed}, or a list of such lists",
        _ => $"give {Type.Allowed}, or a list of such",
    };
}

/// <summary>A key of the experiment file that holds further keys.</summary>
/// <param name="Path">Its place; empty for the whole file.</param>
/// <param name="Description">What it holds.</param>
internal sealed record FileSection(string Path, string Description);
