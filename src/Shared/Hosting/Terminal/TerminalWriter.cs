using System.Text;

namespace NNOptim.Hosting.Terminal;

/// <summary>Writes texts from any source to a terminal, with control characters made visible.</summary>
/// <param name="output">The target.</param>
public sealed class TerminalWriter(TextWriter output) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => output.Write(TerminalText.Clean([value]));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => output.Write(TerminalText.Clean(buffer.AsSpan(index, count)));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => output.Write(TerminalText.Clean(buffer));

    /// <inheritdoc/>
    public override void Write(string? value) => output.Write(value is null ? null : TerminalText.Clean(value));

    /// <inheritdoc/>
    public override void WriteLine() => output.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => output.WriteLine(value is null ? null : TerminalText.Clean(value));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();
}
