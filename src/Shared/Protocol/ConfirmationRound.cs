using System.Globalization;
using NNOptim.Experiments;

namespace NNOptim.Protocol;

/// <summary>The size of one confirmation of an experiment.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Finalists">The number of its finalists.</param>
/// <param name="Seeds">The number of fresh seeds of each finalist.</param>
public sealed record ConfirmationRound(int Number, int Finalists, int Seeds)
{
    /// <summary>Its size in words, for example <c>3 finalists on 20 seeds</c>.</summary>
    public string Described => string.Create(CultureInfo.InvariantCulture, $"{Finalists:N0} finalist{(Finalists == 1 ? "" : "s")} on {Seeds:N0} seeds");

    /// <summary>The last confirmation among proposals; null when there is none.</summary>
    public static ConfirmationRound? LastOf(IReadOnlyList<RunProposal> proposals)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        if (proposals is not [.., { Confirmation: > 0 and var number }])
        {
            return null;
        }

        // The proposals are in the order of their numbers, so those of the last confirmation are at the end.
        var runs = 0;
        var finalists = new HashSet<(ParameterValues Values, int Budget)>();
        for (var place = proposals.Count - 1; place >= 0 && proposals[place].Confirmation == number; place--)
        {
            runs++;
            finalists.Add((proposals[place].Values, proposals[place].Budget));
        }

        return new ConfirmationRound(number, finalists.Count, runs / finalists.Count);
    }
}
