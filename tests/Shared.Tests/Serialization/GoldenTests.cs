using System.Text.Json;
using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;

namespace NNOptim.Shared.Tests.Serialization;

/// <summary>Old journals can be opened: bytes from a released format version still decode to the same messages.</summary>
public class GoldenTests
{
    private static readonly (string File, IReadOnlyList<IProtocolMessage> Messages)[] Versions =
    [
        ("v1.json", Version1.Messages),
        ("v2.json", Version2.Messages),
    ];

    public static TheoryData<string, string> Manifests =>
        [.. Versions.SelectMany(version => version.Messages.Select(message => (version.File, ProtocolCodec.ManifestOf(message))))];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_of_an_earlier_version_still_decode(string file, string manifest)
    {
        var message = Message(file, manifest);
        var golden = Golden(file);

        golden.ShouldContainKey(manifest, $"add \"{manifest}\": \"{Convert.ToBase64String(ProtocolCodec.ToBytes(message))}\"");
        Structure.Describe(ProtocolCodec.FromBytes(manifest, golden[manifest])).ShouldBe(Structure.Describe(message));
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void This_version_writes_what_an_earlier_one_reads(string file, string manifest) =>
        ProtocolCodec.ToBytes(Message(file, manifest)).ShouldBe(Golden(file)[manifest]);

    [Fact]
    public void Every_kind_of_message_is_kept() =>
        Versions.SelectMany(version => Golden(version.File).Keys).Distinct().ShouldBe(ProtocolCodec.Manifests, ignoreOrder: true);

    private static IProtocolMessage Message(string file, string manifest) =>
        Versions.Single(version => version.File == file).Messages.Single(message => ProtocolCodec.ManifestOf(message) == manifest);

    private static Dictionary<string, byte[]> Golden(string file)
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/" + file).ShouldNotBeNull();
        return JsonSerializer.Deserialize<Dictionary<string, byte[]>>(stream).ShouldNotBeNull();
    }
}
