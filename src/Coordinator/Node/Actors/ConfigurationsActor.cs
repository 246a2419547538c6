using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Tells other nodes about the configurations of experiments. It reads one answer from the database at a time, however many nodes ask, and
/// no thread of the actors waits for it. A question whose answer cannot be read stays unanswered.
/// </summary>
internal sealed class ConfigurationsActor : ReceiveActor
{
    public ConfigurationsActor(Func<ExperimentId, ConfigurationList> read) => ReceiveAsync<DescribeConfigurations>(async question =>
    {
        var asker = Sender;
        asker.Tell(await Task.Run(() => read(question.ExperimentId)).ConfigureAwait(false), ActorRefs.NoSender);
    });

    /// <summary>The recipe for one.</summary>
    /// <param name="read">Reads the answer; may block.</param>
    public static Props Props(Func<ExperimentId, ConfigurationList> read) => Akka.Actor.Props.Create(() => new ConfigurationsActor(read));
}
