using NNOptim.Files;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace NNOptim.Hosting;

/// <summary>Creates the logger of a node.</summary>
public static class LogFiles
{
    /// <summary>
    /// A logger that writes structured lines (compact JSON, one file per day, kept for 14 days) to a folder. The standard error gets the
    /// product's warnings, or everything when <paramref name="verbose"/>.
    /// </summary>
    /// <param name="directory">The folder, created when missing.</param>
    /// <param name="program">The file's stem, for example <c>nnoptim</c>.</param>
    /// <param name="verbose">Whether the console shows the log too.</param>
    public static Logger Create(string directory, string program, bool verbose)
    {
        Directory.CreateDirectory(directory);
        OwnerOnly.Tighten(Directory.GetFiles(directory, $"{program}-*.clef"));
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .Enrich.WithProperty("Program", program)
            .Enrich.WithProperty("ProcessId", Environment.ProcessId)
            .WriteTo.Sink(new FaultTolerantSink(new LoggerConfiguration()
                .MinimumLevel.Verbose()
                .WriteTo.File(
                    new CompactJsonFormatter(),
                    Path.Combine(directory, $"{program}-.clef"),
                    rollingInterval: RollingInterval.Day,
                    retainedFileCountLimit: 14,
                    shared: true)
                .CreateLogger()));
        if (verbose)
        {
            configuration.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}",
                standardErrorFromLevel: LogEventLevel.Verbose,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }

        return configuration.CreateLogger();
    }

    /// <summary>Closes a log on a full disk without an exception, which would hide the reason why the program ends.</summary>
    private sealed class FaultTolerantSink(Logger file) : ILogEventSink, IDisposable
    {
        public void Emit(LogEvent logEvent) => file.Write(logEvent);

        public void Dispose()
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
                // The last lines are lost, like all lines since the disk was full.
            }
        }
    }
}
