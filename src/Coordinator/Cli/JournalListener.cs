using Akka.Actor;
using NNOptim.Coordinator.Actors;

namespace NNOptim.Cli;

/// <summary>Notifies the process when the actors give the journal up.</summary>
internal sealed class JournalListener : ReceiveActor
{
    public JournalListener(DatabaseWatch watch) => Receive<JournalUnavailable>(given => watch.GiveUp(given.Reason));

    public static Props Props(DatabaseWatch watch) => Akka.Actor.Props.Create(() => new JournalListener(watch));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(JournalUnavailable));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
