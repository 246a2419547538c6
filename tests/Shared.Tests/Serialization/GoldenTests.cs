using System.Text.Json;
using NNOptim.Shared.Protocol;
using NNOptim.Shared.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>Old journals open: bytes that a released version wrote still decode to what it meant.</summary>
public class GoldenTests
{
    public static TheoryData<string> Manifests => [.. Version1.Messages.Select(ProtocolCodec.ManifestOf)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_of_version_1_still_decode(string manifest)
    {
        var message = Message(manifest);
        var golden = Golden();

        golden.ShouldContainKey(manifest, $"add \"{manifest}\": \"{Convert.ToBase64String(ProtocolCodec.ToBytes(message))}\"");
        Structure.Of(ProtocolCodec.FromBytes(manifest, golden[manifest])).ShouldBe(Structure.Of(message));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void This_version_writes_what_version_1_reads(string manifest) =>
        ProtocolCodec.ToBytes(Message(manifest)).ShouldBe(Golden()[manifest]);

    [Fact]
    public void Every_kind_of_message_of_version_1_is_kept() => Golden().Keys.ShouldBe(Manifests.Select(row => row.Data), ignoreOrder: true);

    private static IProtocolMessage Message(string manifest) =>
        Version1.Messages.Single(message => ProtocolCodec.ManifestOf(message) == manifest);

    private static Dictionary<string, byte[]> Golden()
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/v1.json").ShouldNotBeNull();
        return JsonSerializer.Deserialize<Dictionary<string, byte[]>>(stream).ShouldNotBeNull();
    }
}
