using System.Text;
using NNOptim.Hosting.Terminal;
using Spectre.Console;

namespace NNOptim.Cli;

/// <summary>
/// The standard output. A failed write, for example on a full disk, does not stop the command, because its results are stored
/// elsewhere. The command reports the failure at its end.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private readonly Stream output;

    internal StandardOutput(Stream output) => this.output = output;

    /// <summary>The reason of the first failed write; null when none failed.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Redirects the console through this stream, in UTF-8 without a byte order mark. Control characters in texts never reach the terminal.</summary>
    public static StandardOutput Install()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // Spectre.Console reads this encoding, and a Windows console needs it.
        Console.OutputEncoding = utf8;
        var own = new StandardOutput(Console.OpenStandardOutput());
        var raw = TextWriter.Synchronized(new StreamWriter(own, utf8, bufferSize: 256) { AutoFlush = true });
        Console.SetOut(new TerminalWriter(raw));
        Console.SetError(new TerminalWriter(Console.Error));
        AnsiConsole.Console = StyledConsole.Create(raw);
        return own;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            output.Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure ??= error.Message;
        }
    }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
