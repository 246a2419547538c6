using Akka.Actor;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>The child actors of the coordinator that store datasets, created on demand.</summary>
internal sealed class DatasetActors(IActorContext context)
{
    private readonly Dictionary<string, IActorRef> actors = new(StringComparer.Ordinal);

    /// <summary>Forwards a message to its dataset's actor; refuses an invalid SHA-256.</summary>
    public void Forward(IDatasetMessage message)
    {
        if (message.Sha256.Length == 64 && message.Sha256.All(char.IsAsciiHexDigitLower))
        {
            ActorFor(message.Sha256).Forward(message);
        }
        else
        {
            context.Sender.Tell(new DatasetRefused(message.Sha256, "this is not a SHA-256 in lower-case hexadecimal"));
        }
    }

    private IActorRef ActorFor(string sha256)
    {
        if (!actors.TryGetValue(sha256, out var actor))
        {
            actors[sha256] = actor = context.Watch(context.ActorOf(DatasetActor.Props(sha256)));
        }

        return actor;
    }

    /// <summary>Removes a stopped actor, if it is one of these.</summary>
    public void Forget(IActorRef ended)
    {
        foreach (var (sha256, _) in actors.Where(pair => pair.Value.Equals(ended)).ToList())
        {
            actors.Remove(sha256);
        }
    }
}
