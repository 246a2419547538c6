namespace NNOptim.Cli;

/// <summary>Ends a command with a message and an exit code, without a stack trace.</summary>
internal sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Invalid usage or input.</summary>
    public static CommandException BadInput(string message) => new(Cli.ExitCode.BadInput, message);

    /// <summary>A failure outside the program.</summary>
    public static CommandException Infrastructure(string message, Exception? inner = null) => new(Cli.ExitCode.Infrastructure, message, inner);
}
