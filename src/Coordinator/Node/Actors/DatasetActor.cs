using System.Security.Cryptography;
using Akka.Actor;
using Akka.Persistence;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Keeps the bytes of one dataset in the journal, part by part and in order, so that a broken upload goes on where it
/// stopped, and hands them out to workers. Bytes that are not what their SHA-256 says are deleted and refused. Ends when
/// it has not been asked for a while.
/// </summary>
internal sealed class DatasetActor : ReceivePersistentActor
{
    private static readonly TimeSpan IdleDuration = TimeSpan.FromMinutes(2);

    private readonly string sha256;
    private readonly List<DatasetPart> parts = [];

    public DatasetActor(string sha256)
    {
        this.sha256 = sha256;
        PersistenceId = "dataset-" + sha256;
        Recover<DatasetPart>(parts.Add);
        Command<KeepDatasetPart>(OnKeep);
        Command<RequestDatasetPart>(OnRequest);
        Command<DeleteMessagesSuccess>(_ => Context.Stop(Self));
        Command<DeleteMessagesFailure>(_ => Context.Stop(Self));
        Command<ReceiveTimeout>(_ => Context.Stop(Self));
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    private bool IsComplete => parts.Count > 0 && parts.Count == parts[0].Part.Count;

    /// <summary>The recipe for a dataset's actor.</summary>
    public static Props Props(string sha256) => Akka.Actor.Props.Create(() => new DatasetActor(sha256));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        Context.SetReceiveTimeout(IdleDuration);
    }

    private void OnKeep(KeepDatasetPart keep)
    {
        if (keep.Part.Count is < 1 or > BinaryPart.MostParts || keep.Part.Bytes.Length > BinaryPart.MostBytes)
        {
            Sender.Tell(new DatasetRefused(sha256, $"it has {keep.Part.Count} parts; at most {BinaryPart.MostParts} of {BinaryPart.MostBytes} bytes are kept"));
        }
        else if (keep.Part.Index != parts.Count || IsComplete)
        {
            Sender.Tell(new DatasetPartKept(sha256, parts.Count));
        }
        else
        {
            var sender = Sender;
            Persist(new DatasetPart(sha256, keep.FirstFileBytes, keep.Part), part =>
            {
                parts.Add(part);
                Answer(sender);
            });
        }
    }

    private void Answer(IActorRef sender)
    {
        if (IsComplete && !IsRight())
        {
            sender.Tell(new DatasetRefused(sha256, "its bytes have another SHA-256; was the file changed meanwhile?"));
            parts.Clear();
            DeleteMessages(LastSequenceNr);
        }
        else
        {
            sender.Tell(new DatasetPartKept(sha256, parts.Count));
        }
    }

    private bool IsRight()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part.Part.Bytes.AsSpan());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == sha256;
    }

    private void OnRequest(RequestDatasetPart request) =>
        Sender.Tell(
            !IsComplete ? new DatasetRefused(sha256, "the coordinator does not have it; submit the experiment again from where the file is")
            : request.Index < 0 || request.Index >= parts.Count ? new DatasetRefused(sha256, $"it has no part {request.Index}")
            : parts[request.Index]);
}
