using System.CommandLine;
using NNOptim.Hosting.Security;

namespace NNOptim.Cli;

/// <summary><c>nnoptim certificates</c>: creates a private certificate authority and certificates for nodes.</summary>
internal static class CertificatesCommand
{
    private const int MaxDays = 3650;

    public static Command Create()
    {
        var folder = new Option<string>("--out")
        {
            Description = "The folder for the certificates. If it already holds an authority, that authority signs them.",
            HelpName = "DIR",
            Required = true,
        };
        var hosts = new Option<string[]>("--host")
        {
            Description = "A coordinator: the DNS names and IP addresses that clients connect to, separated by commas; the first names its file (may be repeated; "
                + "default without --worker: localhost,127.0.0.1,::1).",
            HelpName = "NAME[,NAME...]",
        };
        var clients = new Option<string[]>("--worker")
        {
            Description = "A worker, under any name; its certificate only allows it to connect to coordinators (may be repeated).",
            HelpName = "NAME",
        };
        var days = CommonOptions.Count("--days", "The validity of the nodes' certificates in days (default: 365).", MaxDays);
        var command = new Command("certificates", "Creates a private certificate authority and certificates for nodes.") { folder, hosts, clients, days };
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
            .Select(given => $"{given.Option}: '{given.Host}' is not a host; give a DNS name (its first label may be *) or an IP address.")
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
        Console.WriteLine($"Do not copy {Path.Combine(folder, CertificateFiles.AuthorityKey)} to nodes: anyone who has it can create certificates.");
        return ExitCode.Success;
    }
}
