using System.Diagnostics;

namespace NNOptim.Coordinator.Tests.Reporting.Html;

/// <summary>Opens a page in headless Chromium.</summary>
internal static class Browser
{
    /// <summary>What the page's document is after its scripts have run.</summary>
    public static async Task<string> DocumentAsync(string path, params string[] options)
    {
        var program = Find();
        if (program is null && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip("No Chromium is installed.");
        }

        using var profile = new Folder();
        var start = new ProcessStartInfo(program ?? "chromium")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", $"--user-data-dir={profile.Path}",
                "--virtual-time-budget=120000", "--dump-dom",
            },
        };
        foreach (var option in options)
        {
            start.ArgumentList.Add(option);
        }

        start.ArgumentList.Add(new Uri(path).AbsoluteUri);
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            var document = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            document.ShouldNotBeEmpty(await errors);
            return document;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The program; null where there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }, System.IO.Path.Combine)
        .FirstOrDefault(File.Exists);

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("nnoptim-browser-").FullName;

        public void Dispose()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException)
            {
                // A process of the browser may still write to its profile; the system clears its temporary folder.
            }
        }
    }
}
