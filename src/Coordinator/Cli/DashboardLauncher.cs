using NNOptim.Coordinator.Dashboard;
using NNOptim.Coordinator.Dashboard.Access;
using NNOptim.Experiments;
using NNOptim.Files;
using NNOptim.Hosting;
using NNOptim.Hosting.Security;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using NNOptim.Reporting.Figures;
using NNOptim.Reporting.Html;

namespace NNOptim.Cli;

/// <summary>Reads the settings of a dashboard and starts it. Failures become messages.</summary>
internal static class DashboardLauncher
{
    private const int MaxTokenBytes = 1 << 20;

    /// <summary>The dashboard's host and the setting that names it; empty when the setting is absent.</summary>
    public static IEnumerable<(string Option, IEnumerable<string> Hosts)> EndpointOf(SettingValues values) =>
        values.TryGet(NodeOptions.Dashboard, out var listen) ? [(values.SourceOf(NodeOptions.Dashboard), [listen.Host])] : [];

    /// <summary>The settings of a coordinator's dashboard.</summary>
    /// <exception cref="SettingsException">The tokens are malformed, or missing where they are required.</exception>
    public static DashboardSettings SettingsOf(SettingValues values, JournalDatabase database, string logs)
    {
        var listen = values.Get(NodeOptions.Dashboard, NodeDefaults.Dashboard);
        var tokens = TokensOf(values);
        return tokens.Any || NetworkSafety.IsLoopback(listen.Host)
            ? SettingsFor(listen, database, logs) with { ListenSource = values.SourceOf(NodeOptions.Dashboard), Tokens = tokens }
            : throw new SettingsException([$"{values.SourceOf(NodeOptions.Dashboard)}: {listen.Host} is not a loopback address, so anyone who reaches it could control experiments; "
                + $"give tokens with {NodeOptions.DashboardTokenFile.Option} or {NodeOptions.DashboardTokens.Variable}."]);
    }

    /// <summary>The settings of a local run's dashboard, which only this machine can reach.</summary>
    /// <exception cref="CommandException">The address is malformed or another machine could reach it.</exception>
    public static DashboardSettings LocalSettingsOf(string? given, JournalDatabase database, string logs)
    {
        var listen = NodeDefaults.Dashboard;
        if (given is not null && !HostPort.TryParse(given, out listen))
        {
            throw CommandException.BadInput($"--dashboard: '{given}' is not {NodeOptions.Dashboard.Allowed}.");
        }

        return NetworkSafety.IsLoopback(listen.Host)
            ? SettingsFor(listen, database, logs)
            : throw CommandException.BadInput(
                $"--dashboard: {listen.Host} is not a loopback address; for access from other machines, start nnoptim coordinator --dashboard with tokens and submit to it.");
    }

    /// <summary>Starts the server. Without configured tokens, on loopback only, it generates a token and stores it for this user.</summary>
    /// <exception cref="CommandException">The server cannot listen on the address, or the token cannot be stored.</exception>
    public static async Task<ServedDashboard> StartAsync(DashboardSettings settings, Serilog.ILogger logger)
    {
        if (settings.Tokens.Any)
        {
            return new ServedDashboard(await ListenAsync(settings, logger).ConfigureAwait(false), null);
        }

        var token = LocalToken.Generate();
        var tokens = AccessTokens.CreateOne(new Caller(settings.LocalUser, AccessRole.Admin), token);
        var host = await ListenAsync(settings with { Tokens = tokens }, logger).ConfigureAwait(false);
        try
        {
            return new ServedDashboard(host, LocalToken.Save(host.Address, token));
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<DashboardHost> ListenAsync(DashboardSettings settings, Serilog.ILogger logger)
    {
        try
        {
            return await DashboardHost.StartAsync(settings, logger).ConfigureAwait(false);
        }
        catch (Exception error) when (ListenFailure.Describe(error, settings.Listen, settings.ListenSource) is { } words)
        {
            throw CommandException.Infrastructure(words, error);
        }
    }

    private static DashboardSettings SettingsFor(HostPort listen, JournalDatabase database, string logs) => new()
    {
        Listen = listen,
        Database = database,
        Logs = logs,
        LocalUser = Environment.UserName,
        Tokens = AccessTokens.None,
        Environment = EnvironmentProbe.Read,
        NewId = () => ExperimentId.Draw(Random.Shared),
        Report = ReportOf,
    };

    private static string ReportOf(ExperimentRecord record)
    {
        var (analysis, options) = ReportContent.Analyze(record);
        return HtmlReport.Render(analysis, ReportFigures.DrawAll(analysis, options.DecisionSurface), options);
    }

    private static AccessTokens TokensOf(SettingValues values)
    {
        var texts = new List<(string Text, string Source)>();
        var errors = new List<string>();
        if (values.TryGet(NodeOptions.DashboardTokenFile, out var file))
        {
            try
            {
                texts.Add((InputFile.ReadText(file, MaxTokenBytes), file));
            }
            catch (InputFileException error)
            {
                errors.Add($"{values.SourceOf(NodeOptions.DashboardTokenFile)}: {file} cannot be read: {error.Message}");
            }
        }

        if (values.TryGet(NodeOptions.DashboardTokens, out var given))
        {
            texts.Add((given, NodeOptions.DashboardTokens.Variable));
        }

        if (texts.Count > 1)
        {
            errors.Add($"{NodeOptions.DashboardTokenFile.Option} and {NodeOptions.DashboardTokens.Variable} are both given; give only one of them.");
        }

        var tokens = texts is [var only] ? AccessTokens.Parse(only.Text, only.Source, errors) : AccessTokens.None;
        return errors.Count == 0 ? tokens : throw new SettingsException(errors);
    }
}
