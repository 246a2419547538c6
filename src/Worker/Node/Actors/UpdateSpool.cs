using NNOptim.Protocol;
using NNOptim.Protocol.Serialization;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Actors;

/// <summary>
/// Stores run updates on the disk, in one file that is created when first needed. The file is deleted while open, so that it is gone when
/// the process ends in any way.
/// </summary>
internal sealed class UpdateSpool : IUpdateSpool, IDisposable
{
    private readonly string folder;
    private FileStream? file;
    private string manifest = "";

    private UpdateSpool(string folder) => this.folder = folder;

    /// <summary>A spool in a folder, which is created when needed.</summary>
    public static UpdateSpool In(string folder) => new(folder);

    /// <inheritdoc/>
    public SpoolPlace Append(UpdateRuns message)
    {
        var bytes = ProtocolCodec.ToBytes(message);
        manifest = ProtocolCodec.ManifestOf(message);
        file ??= Open();
        var place = new SpoolPlace(file.Length, bytes.Length);
        file.Position = place.Offset;
        file.Write(bytes);
        file.Flush();
        return place;
    }

    /// <inheritdoc/>
    public UpdateRuns Read(SpoolPlace place)
    {
        var bytes = new byte[place.Length];
        file!.Position = place.Offset;
        file.ReadExactly(bytes);
        return (UpdateRuns)ProtocolCodec.FromBytes(manifest, bytes);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        if (file is { Length: > 0 })
        {
            file.SetLength(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private FileStream Open()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"spool-{Guid.NewGuid():N}");
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
        File.Delete(path);
        return stream;
    }
}
