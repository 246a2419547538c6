using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Protocol.Serialization.Messages;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>The journal and the snapshot store detect a changed bit.</summary>
public class RecordChecksumTests
{
    private static readonly global::NNOptim.Protocol.ExperimentEnded Ended = new(ExperimentId.Parse("k3f9x2ma"), new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    private static readonly Gen<IProtocolMessage> Kept = Gen.OneOf(
        [.. MessageGenerators.ByType.Values.Where(messages => ProtocolCodec.HasChecksum(ProtocolCodec.ToBytes(messages.Single())))]);

    [Fact]
    public void Events_annotations_snapshots_and_checkpoints_have_one_and_nothing_on_the_wire_has() =>
        MessageGenerators.ByType.Where(pair => ProtocolCodec.HasChecksum(ProtocolCodec.ToBytes(pair.Value.Single()))).Select(pair => pair.Key).ShouldBe(
            MessageGenerators.ByType.Keys.Where(type =>
                type.IsAssignableTo(typeof(IExperimentEvent)) || type.IsAssignableTo(typeof(IRegistryEvent))
                || type == typeof(global::NNOptim.Protocol.ExperimentAnnotated) || type == typeof(global::NNOptim.Protocol.ExperimentSnapshot) || type == typeof(global::NNOptim.Protocol.RunCheckpoint)),
            ignoreOrder: true);

    [Fact]
    public void The_form_of_the_checksum_never_changes() =>
        Convert.ToBase64String(ProtocolCodec.ToBytes(Ended)).ShouldBe("dY3Vp4MKCGszZjl4Mm1hEICAvoGPwNLvCA==");

    [Fact]
    public void A_changed_bit_is_reported() => Gen.Select(Kept, Gen.Int[0, int.MaxValue]).Sample(
        (message, place) =>
        {
            var bytes = ProtocolCodec.ToBytes(message);
            var bit = place % (bytes.Length * 8);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Should.Throw<UnknownMessageException>(() => ProtocolCodec.FromBytes(ProtocolCodec.ManifestOf(message), bytes)).Message.ShouldContain("are damaged");
        },
        iter: 2000);

    [Fact]
    public void Another_kind_is_reported_although_its_fields_are_the_same()
    {
        var bytes = ProtocolCodec.ToBytes(Ended);

        ProtocolCodec.FromBytes("ee", bytes).ShouldBe(Ended);
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.FromBytes("xl", bytes)).Message.ShouldContain("are damaged");
    }

    [Theory]
    [InlineData("fY3Vp4MKCGszZjl4Mm1hEICAvoGPwNLvCA==")]
    [InlineData("CghrM2Y5eDJtYRCAgL6Bj8DS7wg=")]
    public void A_record_from_before_the_first_release_is_reported_as_such(string bytes) =>
        Should.Throw<UnknownMessageException>(() => ProtocolCodec.FromBytes("ee", Convert.FromBase64String(bytes))).Message.ShouldContain("before the first release");

    [Fact]
    public void The_checksum_field_number_is_otherwise_unused() =>
        MessagesReflection.Descriptor.MessageTypes
            .Where(type => MessageGenerators.ByType.Keys.Any(kept => kept.Name == type.Name && ProtocolCodec.HasChecksum(ProtocolCodec.ToBytes(MessageGenerators.ByType[kept].Single()))))
            .ShouldAllBe(type => type.FindFieldByNumber(RecordChecksum.Field) == null);
}
