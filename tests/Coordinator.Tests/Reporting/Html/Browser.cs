using Microsoft.Playwright;

namespace NNOptim.Coordinator.Tests.Reporting.Html;

/// <summary>Opens a page in headless Chromium.</summary>
internal static class Browser
{
    private const float Patience = 120_000;

    private static readonly string[] Options =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The page's document after its scripts have given <c>html</c> an attribute.</summary>
    public static async Task<string> DocumentAsync(string path, string attribute, params string[] options)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await LaunchAsync(playwright, options);
        var page = await browser.NewPageAsync(new() { ViewportSize = ViewportSize.NoViewport, ColorScheme = ColorScheme.Null });
        await page.GotoAsync(new Uri(path).AbsoluteUri, new() { Timeout = Patience });
        await page.WaitForSelectorAsync($"html[{attribute}]", new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        return await page.ContentAsync();
    }

    /// <summary>Starts the browser.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, params string[] options)
    {
        var program = Find();
        if (program is null && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip("No Chromium is installed.");
        }

        return playwright.Chromium.LaunchAsync(new() { ExecutablePath = program ?? "chromium", Args = [.. Options, .. options], Timeout = Patience });
    }

    /// <summary>The browser's program; null if there is none.</summary>
    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }, Path.Combine)
        .FirstOrDefault(File.Exists);
}
