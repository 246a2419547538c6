using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NNOptim.History.Tables;
using NNOptim.Hosting.Settings;
using NNOptim.Persistence;
using Spectre.Console;

namespace NNOptim.Cli.HistoryCommands;

/// <summary><c>nnoptim history</c>: lists the experiments, newest first.</summary>
internal static class ListCommand
{
    private static readonly (string Name, Comparison<ListedExperiment> Compare)[] Orders =
    [
        ("submitted", (a, b) => b.SubmittedAt.CompareTo(a.SubmittedAt)),
        ("name", (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase)),
        ("runs", (a, b) => b.Runs.CompareTo(a.Runs)),
        ("ended", (a, b) => Nullable.Compare(b.EndedAt, a.EndedAt)),
        ("failed", (a, b) => b.Failed.CompareTo(a.Failed)),
    ];

    public static Command Create(JournalOption database)
    {
        var name = new Option<string>("--name") { Description = "Shows only experiments whose name contains this text.", HelpName = "TEXT" };
        var tag = new Option<string>("--tag") { Description = "Shows only experiments with this tag.", HelpName = "TAG" };
        var state = CommonOptions.OneOf(
            "--state",
            "Shows only experiments in this state: unfinished, paused, cancelled, ended, failed (some runs failed), diverged (some runs diverged).",
            "STATE",
            Enum.GetNames<HistoryState>().Select(value => value.ToLowerInvariant()));
        var since = Date("--since", "Shows only experiments submitted on this day or later, for example 2026-11-24 or 2026-11-24T15:00.");
        var until = Date("--until", "Shows only experiments submitted before this time; a date includes the whole day.");
        var sort = CommonOptions.OneOf(
            "--sort", "The order: submitted or ended (newest first), name, runs or failed (most first).", "KEY", Orders.Select(order => order.Name));
        sort.DefaultValueFactory = _ => Orders[0].Name;
        var reverse = new Option<bool>("--reverse") { Description = "Reverses the order." };
        var all = new Option<bool>("--all") { Description = "Includes archived experiments." };
        var limit = CommonOptions.Count("--limit", "Shows only the first N.", int.MaxValue);
        var json = CommonOptions.Json();
        var command = new Command("history", "Lists the experiments, newest first; its subcommands show and manage them.")
        {
            name, tag, state, since, until, sort, reverse, limit, all, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            var filter = new HistoryFilter
            {
                Name = parsed.GetValue(name),
                Tag = parsed.GetValue(tag),
                State = parsed.GetValue(state) is { } wanted ? Enum.Parse<HistoryState>(wanted, ignoreCase: true) : null,
                Since = parsed.GetValue(since)?.Start,
                Before = parsed.GetValue(until)?.End,
                Archived = parsed.GetValue(all),
            };
            var (rows, place) = database.RemoteOf(parsed) is { } remote
                ? await ListedByAsync(remote, filter).ConfigureAwait(false)
                : ListedIn(database.Open(parsed), filter);
            var order = Orders.Single(order => order.Name == parsed.GetRequiredValue(sort)).Compare;

            // Newest first among equals: Order is stable, List.Sort is not.
            var sorted = rows.Reverse().Order(Comparer<ListedExperiment>.Create(order)).ToList();
            if (parsed.GetValue(reverse))
            {
                sorted.Reverse();
            }

            return Write([.. sorted.Take(parsed.GetValue(limit) ?? int.MaxValue)], parsed.GetValue(json), filter == new HistoryFilter()
                ? $"No experiments in {place} yet; nnoptim run starts one."
                : $"No experiment in {place} matches.");
        });
        return command;
    }

    private static (IReadOnlyList<ListedExperiment> Rows, string Place) ListedIn(JournalDatabase database, HistoryFilter filter) =>
        ([.. HistoryReading.Read(database, tables => tables.Experiments(filter), () => []).Select(ListedExperiment.Create)], database.ToString());

    /// <summary>The experiments that a coordinator lists. Dates are filtered here, because days depend on the time zone of the user.</summary>
    private static async Task<(IReadOnlyList<ListedExperiment> Rows, string Place)> ListedByAsync(SettingValues remote, HistoryFilter filter)
    {
        using var client = ApiClient.Start(remote, TimeProvider.System);
        var query = $"archived={(filter.Archived ? "true" : "false")}&tag={Uri.EscapeDataString(filter.Tag ?? "")}&state={filter.State?.ToString().ToLowerInvariant()}";
        var items = await client.ListAsync(query).ConfigureAwait(false);
        return (
            [
                .. items.Reverse().Select(ListedExperiment.Create)
                    .Where(item => filter.Name is null || item.Name.Contains(filter.Name, StringComparison.OrdinalIgnoreCase))
                    .Where(item => (filter.Since is null || item.SubmittedAt >= filter.Since) && (filter.Before is null || item.SubmittedAt < filter.Before)),
            ],
            $"the history of the coordinator at {client.Endpoints}");
    }

    private static int Write(IReadOnlyList<ListedExperiment> rows, bool json, string none)
    {
        if (json)
        {
            foreach (var row in rows)
            {
                JsonLines.Write(Console.Out, writer => WriteJson(writer, row));
            }

            return ExitCode.Success;
        }

        if (rows.Count == 0)
        {
            Console.WriteLine(none);
            return ExitCode.Success;
        }

        AnsiConsole.Write(TableOf(rows));
        return ExitCode.Success;
    }

    /// <summary>Omits columns that are empty in all rows.</summary>
    private static Table TableOf(IReadOnlyList<ListedExperiment> rows)
    {
        var (diverged, failed, tags) = (rows.Any(row => row.Diverged > 0), rows.Any(row => row.Failed > 0), rows.Any(row => row.Tags.Length > 0));
        var table = NarrowTable.Create().AddWhole("Id").AddWrapped("Name").AddWhole("Submitted").AddWhole("State").AddWhole("Runs", number: true);
        if (diverged)
        {
            table.AddWhole("Diverged", number: true);
        }

        if (failed)
        {
            table.AddWhole("Failed", number: true);
        }

        if (tags)
        {
            table.AddWrapped("Tags");
        }

        foreach (var row in rows)
        {
            table.AddRow(
            [
                row.Id,
                Markup.Escape(row.Name),
                row.SubmittedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                row.Archived ? "archived" : row.State,
                string.Create(CultureInfo.InvariantCulture, $"{row.EndedRuns}/{row.Runs}"),
                .. diverged ? [row.Diverged.ToString(CultureInfo.InvariantCulture)] : (string[])[],
                .. failed ? [row.Failed.ToString(CultureInfo.InvariantCulture)] : (string[])[],
                .. tags ? [Markup.Escape(string.Join(", ", row.Tags))] : (string[])[],
            ]);
        }

        return table;
    }

    /// <summary>Writes the fields of one experiment, for lists and for <c>show --json</c>.</summary>
    internal static void WriteJson(Utf8JsonWriter writer, ListedExperiment row)
    {
        writer.WriteString("experiment", row.Id);
        writer.WriteString("name", row.Name);
        writer.WriteString("state", row.State);
        writer.WriteString("submitted_at", row.SubmittedAt);
        if (row.EndedAt is { } endedAt)
        {
            writer.WriteString("ended_at", endedAt);
        }

        writer.WriteNumber("runs", row.Runs);
        writer.WriteNumber("completed", row.Completed);
        writer.WriteNumber("diverged", row.Diverged);
        writer.WriteNumber("failed", row.Failed);
        writer.WriteNumber("cancelled", row.Cancelled);
        writer.WriteNumber("confirmations", row.Confirmations);
        writer.WriteNumber("priority", row.Priority);
        writer.WriteStartArray("tags");
        foreach (var tag in row.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteString("note", row.Note);
        writer.WriteBoolean("archived", row.Archived);
    }

    private static Option<DateRange?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) && IsInRange(day))
            {
                return new DateRange(day, day.AddDays(1));
            }

            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) && IsInRange(time.DateTime))
            {
                return new DateRange(time, time);
            }

            result.AddError($"{name}: '{text}' is not a date in the years 2 to 9998; give a date such as 2026-11-24 or 2026-11-24T15:00.");
            return null;
        },
    };

    /// <summary>Whether the next day, and the time in any time zone, are valid dates.</summary>
    private static bool IsInRange(DateTime time) => time.Year is >= 2 and <= 9998;

    private sealed record DateRange(DateTimeOffset Start, DateTimeOffset End);
}
