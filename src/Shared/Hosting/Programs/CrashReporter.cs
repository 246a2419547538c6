using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NNOptim.Hosting.Programs;

/// <summary>Ends a program on an unhandled failure: with one sentence, a log entry and an exit code.</summary>
public static class CrashReporter
{
    /// <summary>The exit code.</summary>
    public const int ExitCode = 3;

    /// <summary>Installs a handler that ends the process with a sentence instead of a stack trace on an unhandled exception in any thread.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="logs">The folder of its log.</param>
    public static void Install(string program, string logs) =>
        AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
        {
            var exitCode = Report(program, logs, (Exception)failure.ExceptionObject);
            Environment.Exit(exitCode);
        };

    /// <summary>Writes a failure to the log and the standard error. Returns the exit code.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="logs">The folder of its log.</param>
    /// <param name="error">The failure.</param>
    public static int Report(string program, string logs, Exception error)
    {
        Write(Sentence(program, Log(program, logs, error), error, FilesAreUsedUp()));
        return ExitCode;
    }

    /// <summary>Writes to the standard error, even when the process can open no more files and therefore load no more assemblies.</summary>
    public static void Write(string sentence)
    {
        try
        {
            Console.Error.WriteLine(sentence);
        }
        catch (Exception error) when (error is IOException or TypeInitializationException or TypeLoadException or OutOfMemoryException)
        {
            SayByHandle(sentence);
        }
    }

    /// <summary>The sentence for a failure. Pure.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="log">The file that holds the details; null when it could not be written.</param>
    /// <param name="error">The failure.</param>
    /// <param name="filesAreUsedUp">Whether the process can open no more files.</param>
    internal static string Sentence(string program, string? log, Exception error, bool filesAreUsedUp)
    {
        var cause = error.GetBaseException();
        var why = filesAreUsedUp ? "the process may open no more files; raise the limit with ulimit -n"
            : cause is OutOfMemoryException or InsufficientMemoryException ? "there is not enough memory; give the process more, or reduce its concurrent runs"
            : IsBrokenInstallation(cause) ? "a part of the program cannot be loaded; reinstall the program"
            : cause is IOException or UnauthorizedAccessException or SocketException ? cause.Message.TrimEnd('.')
            : "an unexpected error occurred";
        return log is null ? $"{program} cannot continue: {why}." : $"{program} cannot continue: {why}. The details are in {log}.";
    }

    private static bool IsBrokenInstallation(Exception cause) =>
        cause is FileLoadException or BadImageFormatException or TypeLoadException
        || (cause is FileNotFoundException && cause.Message.StartsWith("Could not load file or assembly", StringComparison.Ordinal));

    private static string? Log(string program, string logs, Exception error)
    {
        try
        {
            using (var logger = LogFiles.Create(logs, program, verbose: false))
            {
                logger.Fatal(error, "The program ended with an unhandled exception");
            }

            return Directory.EnumerateFiles(logs, $"{program}-*.clef").Max(StringComparer.Ordinal);
        }
#pragma warning disable CA1031 // An error in the log must not hide the failure itself.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static bool FilesAreUsedUp()
    {
        try
        {
            using var any = File.OpenHandle(OperatingSystem.IsWindows() ? "NUL" : "/dev/null");
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void SayByHandle(string sentence)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(2, ownsHandle: false);
        using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        stream.Write(Encoding.UTF8.GetBytes(sentence + "\n"));
    }
}
