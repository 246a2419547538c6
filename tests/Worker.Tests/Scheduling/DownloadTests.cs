using System.Collections.Immutable;
using CsCheck;
using NNOptim.Experiments;
using NNOptim.Protocol;
using NNOptim.Worker.Scheduling;

namespace NNOptim.Worker.Tests.Scheduling;

/// <summary>A download of several parts arrives complete, whatever happens to the messages.</summary>
public class DownloadTests
{
    private static readonly ExperimentId Id = ExperimentId.Parse("k3f9x2ma");
    private static readonly RunAttempt Attempt = new(1, 1);
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Every_part_is_requested_until_it_arrives_and_few_at_a_time() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, int.MaxValue]).Sample(
            (count, seed) =>
            {
                var random = new Random(seed);
                var download = new PartDownload(ResendAfter);
                var underWay = new List<int>();
                var added = 0;
                var now = Start;
                while (!download.IsComplete)
                {
                    now += TimeSpan.FromSeconds(random.NextDouble() * 3) - (random.Next(20) == 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero);
                    var asked = download.Ask(now);
                    asked.Count.ShouldBeLessThanOrEqualTo(PartDownload.Window);
                    asked.ShouldBeUnique();
                    underWay.AddRange(asked.Where(_ => random.Next(3) > 0));
                    if (underWay.Count > 0)
                    {
                        var index = underWay[random.Next(underWay.Count)];
                        added += download.Add(new BinaryPart(index, count, [])) ? 1 : 0;
                        if (random.Next(2) == 0)
                        {
                            underWay.Remove(index);
                        }
                    }
                }

                added.ShouldBe(count);
                download.Ask(now + ResendAfter).ShouldBeEmpty();
            },
            iter: 200);

    [Fact]
    public void Parts_of_another_whole_or_with_an_impossible_index_are_ignored()
    {
        var download = new PartDownload(ResendAfter);
        download.Add(new BinaryPart(0, int.MaxValue, [])).ShouldBeFalse();
        download.Add(new BinaryPart(0, 0, [])).ShouldBeFalse();
        download.Add(new BinaryPart(1, 3, [])).ShouldBeTrue();
        download.Add(new BinaryPart(1, 3, [])).ShouldBeFalse();
        download.Add(new BinaryPart(0, 4, [])).ShouldBeFalse();
        download.Add(new BinaryPart(3, 3, [])).ShouldBeFalse();
        download.Add(new BinaryPart(-1, 3, [])).ShouldBeFalse();
        download.IsComplete.ShouldBeFalse();
    }

    [Fact]
    public void A_large_checkpoint_is_sent_in_parts_and_a_later_one_waits()
    {
        var uploads = new CheckpointUploads(new WorkerId("a"));
        var large = ImmutableArray.Create(new byte[BinaryPart.MaxBytes * CheckpointUploads.PartsALot + 1]);
        uploads.Add(Id, Attempt, 1, large, Start).Select(part => part.Part.Index).ShouldBe(Enumerable.Range(0, CheckpointUploads.PartsALot));
        uploads.Add(Id, Attempt, 2, large, Start).ShouldBeEmpty();

        var rest = uploads.TakeNext(Start - ResendAfter, Start).ShouldHaveSingleItem();
        (rest.Epoch, rest.Part.Index, rest.Part.Bytes.Length).ShouldBe((1, CheckpointUploads.PartsALot, 1));
        uploads.TakeNext(Start - ResendAfter, Start).ShouldBeEmpty();
        uploads.TakeNext(Start, Start.AddSeconds(1)).ShouldBeEmpty();
        uploads.TakeNext(Start.AddSeconds(1), Start.AddSeconds(3)).Count.ShouldBe(CheckpointUploads.PartsALot);
        uploads.Stored(Id, Attempt, 0).ShouldBeFalse();
        uploads.Stored(Id, Attempt, 1).ShouldBeTrue();
        uploads.IsEmpty.ShouldBeTrue();
    }
}
