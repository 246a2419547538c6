using System.Threading.Channels;
using Akka.Actor;
using NNOptim.Experiments;
using NNOptim.Protocol;

namespace NNOptim.Cli;

/// <summary>Forwards an experiment's progress from its actor to a channel. Completes the channel when all runs have ended, or with an error when the experiment fails.</summary>
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
        // A restarted experiment actor has lost its watchers, so the request is repeated.
        Timers.StartPeriodicTimer(nameof(WatchExperiment), new WatchExperiment(id), TimeSpan.Zero, RepeatInterval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ExperimentId id, IActorRef coordinator, ChannelWriter<ExperimentProgress> channel) =>
        Akka.Actor.Props.Create(() => new ProgressListener(id, coordinator, channel));
}
