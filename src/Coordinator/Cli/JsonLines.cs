using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NNOptim.Cli;

/// <summary>Writes JSON objects, one per line.</summary>
internal static class JsonLines
{
    /// <summary>Writes one object with this content, and a line end.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }
}
