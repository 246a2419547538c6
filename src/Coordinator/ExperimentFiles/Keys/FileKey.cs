using System.Collections.Immutable;
using NNOptim.Experiments;
using NNOptim.Yaml;

namespace NNOptim.ExperimentFiles.Keys;

/// <summary>A key of the experiment file that holds a value.</summary>
/// <param name="Path">Its path, for example <c>dataset.noise</c>.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="Description">What it means, in a sentence for the documentation and for editors.</param>
internal sealed record FileKey(string Path, ParameterType Type, string Description)
{
    /// <summary>The parameter of the trainable that it sets; null for a key of the experiment or its data.</summary>
    public Parameter? Parameter { get; init; }

    /// <summary>Whether its value may be a list, because it sets a parameter that may vary.</summary>
    public bool TakesList => Parameter is { IsFixed: false };

    /// <summary>The default, as written in a file; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the key is required (where <see cref="Kinds"/> allows it).</summary>
    public bool Required { get; init; }

    /// <summary>The name of the key in the same section that may stand in for this required one; null when there is none.</summary>
    public string? Substitute { get; init; }

    /// <summary>Whether its value may be <c>null</c>, which means absent.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether its default applies only where its section is given.</summary>
    public bool NeedsSection { get; init; }

    /// <summary>Why some written values are not allowed, as clauses; others get the list of allowed values.</summary>
    public ImmutableDictionary<string, string> Refused { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The kinds of dataset that use it; empty when it does not depend on the kind.</summary>
    public ImmutableArray<DatasetKind> Kinds { get; init; } = [];

    /// <summary>The value of a written text; null when it is not allowed.</summary>
    public ParameterValue? Parse(YamlItem item) =>
        Type is ItemType type ? type.Parse(item) : item.Written is { } written ? Type.Parse(written) : null;

    /// <summary>Its section; empty at the top of the file.</summary>
    public string Section => Path.LastIndexOf('.') is var dot and >= 0 ? Path[..dot] : "";

    /// <summary>Its name within the section.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Whether a kind of dataset uses this key.</summary>
    public bool AppliesTo(DatasetKind kind) => Kinds.IsEmpty || Kinds.Contains(kind);

    /// <summary>The allowed values, with the kinds of list that it accepts.</summary>
    public string Allowed => (TakesList, Type) switch
    {
        (false, _) => $"give {Type.Allowed}",
        (_, LayersType) => $"give {Type.Allowed}, or a list of such lists",
        _ => $"give {Type.Allowed}, or a list of them",
    };
}

/// <summary>A key of the experiment file that holds further keys.</summary>
/// <param name="Path">Its path; empty for the whole file.</param>
/// <param name="Description">What it contains.</param>
internal sealed record FileSection(string Path, string Description)
{
    /// <summary>What may stand in its place, for example <c>true or false</c>; null when only its keys may.</summary>
    public string? Shorthand { get; init; }
}
