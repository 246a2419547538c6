using System.CommandLine;
using NNOptim.Hosting.Security;

namespace NNOptim.Cli;

/// <summary><c>nnoptim certificates</c>: makes a private authority and the certificates of nodes.</summary>
internal static class CertificatesCommand
{
    private const int MostDays = 3650;

    public static Command Create()
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder of the certificates. Where it has an authority already, that one certifies the nodes.",
            HelpName = "DIR",
            Required = true,
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A coordinator: the names and IP addresses that it is dialled by, parted by commas; the first names its file (may be repeated; "
                + "default, where no --worker is given: localhost,127.0.0.1,::1).",
            HelpName = "NAME[,NAME...]",
        };
        var clients = new Option<string[]>("--worker")
        {
            Description = "A worker, by any name: its certificate dials coordinators and cannot pass for one (may be repeated).",
            HelpName = "NAME",
        };
        var days = CommonOptions.Count("--days", "How long the nodes' certificates are valid (default: 365).", MostDays);
        var command = new Command("certificates", "Makes a private authority and certificates by which nodes know each other.") { folder, hosts, clients, days };
        command.SetAction(parsed =>
        {
            List<(string Option, NodeNames Node)> nodes =
            [
                .. (parsed.GetValue(hosts) ?? []).Select(names => ("--host", new NodeNames(NodeRole.Coordinator, names.Split(',')))),
                .. (parsed.GetValue(clients) ?? []).Select(name => ("--worker", new NodeNames(NodeRole.Client, [name]))),
            ];
            return Execute(
                parsed.GetRequiredValue(folder),
                nodes.Count > 0 ? nodes : [("--host", new NodeNames(NodeRole.Coordinator, ["localhost", "127.0.0.1", "::1"]))],
                parsed.GetValue(days) ?? 365);
        });
        return command;
    }

    private static int Execute(string folder, IReadOnlyList<(string Option, NodeNames Node)> nodes, int days)
    {
        var errors = nodes.SelectMany(given => given.Node.Hosts.Select(host => (given.Option, Host: host))).Where(given => !CertificateAuthority.IsHost(given.Host))
            .Select(given => $"{given.Option}: '{given.Host}' is no host; give a DNS name (its first label may be *) or an IP address.")
            .ToList();
        if (errors.Count > 0)
        {
            throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
        }

        IReadOnlyList<string> written;
        try
        {
            written = CertificateFiles.Make(folder, [.. nodes.Select(given => given.Node)], days, TimeProvider.System);
        }
        catch (TlsFileException error)
        {
            throw CommandException.BadInput($"--out: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Infrastructure($"{folder} cannot be written: {error.Message}", error);
        }

        foreach (var file in written)
        {
            Console.WriteLine($"Wrote {file}");
        }

        var authority = Path.Combine(folder, CertificateFiles.Authority);
        Console.WriteLine($"Start a node with: {TlsOptions.Certificate} {written[^1]} {TlsOptions.Authorities} {authority}");
        Console.WriteLine($"Keep {Path.Combine(folder, CertificateFiles.AuthorityKey)} away from nodes: it makes certificates for whoever has it.");
        return ExitCode.Success;
    }
}
