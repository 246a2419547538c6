using System.Collections.Immutable;
using NNOptim.Experiments;

namespace NNOptim.Search;

/// <summary>The strategies that a coordinator knows, except the grid, whose runs are all known at submission.</summary>
/// <param name="Searches">The strategies, with distinct names.</param>
public sealed record SearchCatalog(ImmutableArray<ISearch> Searches)
{
    /// <summary>The strategies of this program.</summary>
    public static SearchCatalog Standard { get; } = new([]);

    /// <summary>Whether the coordinator can run experiments with a search.</summary>
    public bool Knows(SearchSpecification search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return search.IsGrid || Find(search) is not null;
    }

    /// <summary>The strategy of a specification; null for the grid and for unknown strategies.</summary>
    public ISearch? Find(SearchSpecification search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return Searches.FirstOrDefault(known => known.Name == search.Name);
    }
}
