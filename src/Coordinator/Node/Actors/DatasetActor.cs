using System.Security.Cryptography;
using Akka.Actor;
using Akka.Persistence;
using NNOptim.Protocol;

namespace NNOptim.Coordinator.Actors;

/// <summary>
/// Stores the bytes of one dataset in the journal and sends them to workers. The parts are stored in order, so that an interrupted upload
/// can resume. Bytes with another SHA-256 are deleted and refused. The actor stops when it is idle.
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

    /// <summary>The props of a dataset's actor.</summary>
    public static Props Props(string sha256) => Akka.Actor.Props.Create(() => new DatasetActor(sha256));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        Context.SetReceiveTimeout(IdleDuration);
    }

    private void OnKeep(KeepDatasetPart keep)
    {
        if (keep.Part.Count is < 1 or > BinaryPart.MaxParts || keep.Part.Bytes.Length > BinaryPart.MaxBytes)
        {
            Sender.Tell(new DatasetRefused(sha256, $"it has {keep.Part.Count} parts; at most {BinaryPart.MaxParts} of {BinaryPart.MaxBytes} bytes are allowed"));
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
        if (IsComplete && !HasExpectedHash())
        {
            sender.Tell(new DatasetRefused(sha256, "its bytes have another SHA-256; the file may have changed during the upload"));
            parts.Clear();
            DeleteMessages(LastSequenceNr);
        }
        else
        {
            sender.Tell(new DatasetPartKept(sha256, parts.Count));
        }
    }

    private bool HasExpectedHash()
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
            !IsComplete ? new DatasetRefused(sha256, "the coordinator does not have it; submit the experiment again from the machine that has the file")
            : request.Index < 0 || request.Index >= parts.Count ? new DatasetRefused(sha256, $"it has no part {request.Index}")
            : parts[request.Index]);
}
