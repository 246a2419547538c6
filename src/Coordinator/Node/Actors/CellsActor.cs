using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Tells those who look on from elsewhere about an experiment's cells. However many they are, one question is read from the
/// database at a time, and none of the actors' threads waits for it; what cannot be read is left unanswered.
/// </summary>
internal sealed class CellsActor : ReceiveActor
{
    public CellsActor(Func<ExperimentId, CellList> read) => ReceiveAsync<DescribeCells>(async question =>
    {
        var asker = Sender;
        asker.Tell(await Task.Run(() => read(question.ExperimentId)).ConfigureAwait(false), ActorRefs.NoSender);
    });

    /// <summary>The recipe for one.</summary>
    /// <param name="read">Reads the answer; may block.</param>
    public static Props Props(Func<ExperimentId, CellList> read) => Akka.Actor.Props.Create(() => new CellsActor(read));
}
