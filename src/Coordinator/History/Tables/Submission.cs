using System.Data.Common;
using NNOptim.Experiments;
using NNOptim.Persistence;
using NNOptim.Protocol;

namespace NNOptim.History.Tables;

/// <summary>Reads the submission of an experiment from the journal.</summary>
internal static class Submission
{
    /// <summary>The specification of an experiment.</summary>
    /// <exception cref="JournalRowException">The journal does not have the submission, or cannot read its row.</exception>
    public static ExperimentSpecification Read(DbConnection connection, ExperimentId id) =>
        new JournalChunk(connection).Read(ExperimentStream.NameOf(id), 0, 1, int.MaxValue) is [{ Message: ExperimentSubmitted submitted }]
            ? submitted.Specification
            : throw new JournalRowException($"The events of experiment {id} do not begin with its submission.");
}
