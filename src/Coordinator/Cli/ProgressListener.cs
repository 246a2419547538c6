using System.Threading.Channels;
using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Carries an experiment's progress from the actors to the command line. Completes the channel when all runs have ended, with an error when the experiment fails.</summary>
internal sealed class ProgressListener : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(2);

    public ProgressListener(ExperimentId id, IActorRef coordinator, ChannelWriter<ExperimentProgress> channel)
    {
        Receive<ExperimentProgress>(progress =>
        {
            channel.TryWrite(progress);
            if (progress.AllEnded)
            {
                channel.TryComplete();
            }
        });
        Receive<ExperimentCommandRefused>(refused =>
            channel.TryComplete(CommandException.Infrastructure($"Experiment {refused.ExperimentId}: {refused.Reason}.")));
        Receive<WatchExperiment>(watch => coordinator.Tell(watch));
        // An experiment that is read from the journal again has forgotten its watchers.
        Timers.StartPeriodicTimer(nameof(WatchExperiment), new WatchExperiment(id), TimeSpan.Zero, RepeatInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ExperimentId id, IActorRef coordinator, ChannelWriter<ExperimentProgress> channel) =>
        Akka.Actor.Props.Create(() => new ProgressListener(id, coordinator, channel));
}
