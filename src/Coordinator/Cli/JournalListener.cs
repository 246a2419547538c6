using Akka.Actor;
using NNOptim.Coordinator.Actors;

namespace NNOptim.Cli;

/// <summary>Carries from the actors to the process that the journal is given up.</summary>
internal sealed class JournalListener : ReceiveActor
{
    public JournalListener(DatabaseWatch watch) => Receive<JournalGivenUp>(given => watch.GiveUp(given.Reason));

    public static Props Props(DatabaseWatch watch) => Akka.Actor.Props.Create(() => new JournalListener(watch));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(JournalGivenUp));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
