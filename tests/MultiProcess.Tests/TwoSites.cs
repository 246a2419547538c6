using System.Diagnostics;
using System.Globalization;

namespace NNOptim.MultiProcess.Tests;

/// <summary>
/// Two sites, east and west, as network namespaces on a bridge with this machine, which has the database. They can do what tests
/// with only processes cannot: connections that fail without a signal.
/// </summary>
internal sealed class TwoSites : IDisposable
{
    private static int count;

    private readonly string hub;
    private readonly List<string> made = [];

    private TwoSites()
    {
        var number = (Environment.ProcessId + Interlocked.Increment(ref count)) % 250;
        Prefix = string.Create(CultureInfo.InvariantCulture, $"10.213.{number}");
        hub = $"nnoptim-{number}-hub";
        East = $"nnoptim-{number}-east";
        West = $"nnoptim-{number}-west";
    }

    /// <summary>The namespace of the east.</summary>
    public string East { get; }

    /// <summary>The namespace of the west.</summary>
    public string West { get; }

    /// <summary>This machine's address on the bridge.</summary>
    public string Here => $"{Prefix}.1";

    /// <summary>The east's address.</summary>
    public string EastAddress => $"{Prefix}.2";

    /// <summary>The west's address.</summary>
    public string WestAddress => $"{Prefix}.3";

    private string Prefix { get; }

    /// <summary>Creates the sites.</summary>
    /// <exception cref="NotSupportedException">This machine does not allow it.</exception>
    public static TwoSites Create()
    {
        var sites = new TwoSites();
        if (sites.Make() is { Length: > 0 } refusal)
        {
            sites.Dispose();
            throw new NotSupportedException($"This machine does not let a test make network namespaces: {refusal}");
        }

        return sites;
    }

    /// <summary>Disconnects the east from everything.</summary>
    public void CutOffEast() => Ip("-n", hub, "link", "set", "east", "down").ShouldBeEmpty();

    /// <summary>Drops everything that is sent to the east, so what others send to it stays unacknowledged. The east can still send.</summary>
    public void DeafenEast() => SetHearing("off");

    /// <summary>Disconnects the sites from each other; both still reach the database.</summary>
    public void Separate() => SetSeparate("on");

    /// <summary>Restores all connections.</summary>
    public void Heal()
    {
        Ip("-n", hub, "link", "set", "east", "up").ShouldBeEmpty();
        SetHearing("on");
        SetSeparate("off");
    }

    public void Dispose() => made.ForEach(name => Ip("netns", "del", name));

    private string Make()
    {
        foreach (var name in (string[])[hub, East, West])
        {
            if (Ip("netns", "add", name) is { Length: > 0 } refusal)
            {
                return refusal;
            }

            made.Add(name);
        }

        var here = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string[][] steps =
        [
            ["-n", hub, "link", "add", "bridge", "type", "bridge"],
            ["-n", hub, "link", "set", "bridge", "up"],
            .. Link("east", East, "eth0", EastAddress, ["-n", East]),
            .. Link("west", West, "eth0", WestAddress, ["-n", West]),
            .. Link("here", here, $"nnoptim{Prefix.Split('.')[2]}", Here, []),
        ];
        return steps.Select(Ip).FirstOrDefault(refusal => refusal.Length > 0) ?? "";
    }

    private IEnumerable<string[]> Link(string port, string to, string name, string address, string[] there) =>
    [
        ["-n", hub, "link", "add", port, "type", "veth", "peer", "name", name, "netns", to],
        ["-n", hub, "link", "set", port, "master", "bridge", "up"],
        [.. there, "addr", "add", $"{address}/24", "dev", name],
        [.. there, "link", "set", name, "up"],
        [.. there, "link", "set", "lo", "up"],
    ];

    /// <summary>Sets learning and flooding of the bridge. Without both, the bridge forwards nothing to the east.</summary>
    private void SetHearing(string value)
    {
        Ip("-n", hub, "link", "set", "dev", "east", "type", "bridge_slave", "learning", value, "flood", value).ShouldBeEmpty();
        Ip("-n", hub, "link", "set", "dev", "east", "type", "bridge_slave", "fdb_flush").ShouldBeEmpty();
    }

    private void SetSeparate(string value)
    {
        foreach (var port in (string[])["east", "west"])
        {
            Ip("-n", hub, "link", "set", "dev", port, "type", "bridge_slave", "isolated", value).ShouldBeEmpty();
        }
    }

    /// <summary>Runs ip; returns its error output, or nothing when it succeeded.</summary>
    private static string Ip(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"ip {string.Join(' ', arguments)}: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"ip: {missing.Message}";
        }
    }
}
