using System.Text;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

public class ProtocolCodecTests
{
    public static TheoryData<string> Manifests => [.. ProtocolCodec.Manifests];

    private static readonly Dictionary<string, Gen<IProtocolMessage>> ByManifest =
        MessageGenerators.ByType.Values.ToDictionary(messages => ProtocolCodec.ManifestOf(messages.Single()));

    [Fact]
    public void Every_kind_of_message_is_tested_here() =>
        MessageGenerators.ByType.Keys.ShouldBe(ProtocolCodec.MessageTypes, ignoreOrder: true);

    [Fact]
    public void Every_kind_of_message_has_a_codec() =>
        typeof(IProtocolMessage).Assembly.GetTypes()
            .Where(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IProtocolMessage)))
            .ShouldBe(ProtocolCodec.MessageTypes, ignoreOrder: true);

    [Fact]
    public void Manifests_are_unique_and_short()
    {
        ProtocolCodec.Manifests.ShouldBeUnique();
        ProtocolCodec.Manifests.ShouldAllBe(manifest => manifest.Length == 2 && manifest.All(char.IsAsciiLetterLower));
        ProtocolCodec.Manifests.Count().ShouldBe(ProtocolCodec.MessageTypes.Count());
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_message_comes_back_as_it_was(string manifest) => ByManifest[manifest].Sample(
        message =>
        {
            ProtocolCodec.ManifestOf(message).ShouldBe(manifest);
            Structure.Describe(ProtocolCodec.FromBytes(manifest, ProtocolCodec.ToBytes(message))).ShouldBe(Structure.Describe(message));
        },
        iter: 60);

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Garbage_is_refused_with_one_kind_of_error(string manifest) =>
        Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Gen.Select(ByManifest[manifest], Gen.Int[0, int.MaxValue], Gen.Byte, Damaged),
            Gen.Select(ByManifest[manifest], Gen.Int[0, int.MaxValue], Truncated)).Sample(bytes => Read(manifest, bytes), iter: 300);

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_of_another_kind_are_refused_with_one_kind_of_error(string manifest) =>
        Gen.OneOf([.. MessageGenerators.ByType.Values]).Sample(message => Read(manifest, ProtocolCodec.ToBytes(message)), iter: 60);

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("ES")]
    [InlineData("System.Object, mscorlib")]
    public void An_unknown_manifest_is_refused(string manifest) =>
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.FromBytes(manifest, ReadOnlyMemory<byte>.Empty)).Message.ShouldContain($"'{manifest}'");

    [Fact]
    public void An_object_that_is_no_message_is_refused()
    {
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.ToBytes("text"));
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.ManifestOf(new object()));
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.ToBytes(new Unregistered()));
    }

    [Fact]
    public void A_choice_of_a_later_version_is_refused_by_name()
    {
        var bytes = ProtocolCodec.ToBytes(new RunsRequeued(ExperimentId.Parse("k3f9x2ma"), [], RequeueCause.WorkerLost, DateTimeOffset.UnixEpoch));
        var later = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("worker_lost", "worker_lent", StringComparison.Ordinal));
        RecordChecksum.Write("rq", later);

        Should.Throw<UnknownMessageException>(() => ProtocolCodec.FromBytes("rq", later)).Message.ShouldContain("worker_lent");
    }

    [Fact]
    public void A_field_of_a_later_version_is_ignored()
    {
        var message = new LeaveCoordinator(new WorkerId("a"));
        byte[] later = [.. ProtocolCodec.ToBytes(message), 0xA2, 0x06, 0x03, 1, 2, 3]; // field 100, three bytes

        ProtocolCodec.FromBytes<LeaveCoordinator>(later).ShouldBe(message);
    }

    [Fact]
    public void A_time_of_any_zone_comes_back_as_the_same_instant()
    {
        var at = new DateTimeOffset(2026, 3, 29, 2, 30, 0, 123, TimeSpan.FromHours(5.5));
        var back = (ExperimentEnded)ProtocolCodec.FromBytes("ee", ProtocolCodec.ToBytes(new ExperimentEnded(ExperimentId.Parse("k3f9x2ma"), at)));

        back.At.ShouldBe(at);
        back.At.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Half_a_surrogate_pair_in_a_text_does_not_keep_a_message_from_being_sent()
    {
        var failed = new RunFailed(ExperimentId.Parse("k3f9x2ma"), new RunAttempt(1, 1), "bad \ud83c", Final: true, DateTimeOffset.UnixEpoch);

        ProtocolCodec.FromBytes("rf", ProtocolCodec.ToBytes(failed)).ShouldBeOfType<RunFailed>().Reason.ShouldStartWith("bad ");
    }

    private static void Read(string manifest, byte[] bytes)
    {
        try
        {
            ProtocolCodec.ManifestOf(ProtocolCodec.FromBytes(manifest, bytes)).ShouldBe(manifest);
        }
        catch (UnknownMessageException error)
        {
            error.Message.ShouldContain($"'{manifest}'");
        }
    }

    private static byte[] Damaged(IProtocolMessage message, int place, byte value)
    {
        var bytes = ProtocolCodec.ToBytes(message);
        if (bytes.Length > 0)
        {
            bytes[place % bytes.Length] ^= value;
        }

        return bytes;
    }

    private static byte[] Truncated(IProtocolMessage message, int length)
    {
        var bytes = ProtocolCodec.ToBytes(message);
        return bytes[..(length % (bytes.Length + 1))];
    }

    private sealed record Unregistered : IProtocolMessage;
}
